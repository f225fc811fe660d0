"""D: an answer that confirms that somebody is or was a patient, or tells of their condition, bill or behaviour.

That the patient said so first changes nothing: what they tell about themselves is theirs, what we tell is a disclosure.

An answer has few neutral things to say, so the rule looks for what is not: somebody spoken to or of, together with care."""

from collections.abc import Iterator

from handlers.phi.about import About
from handlers.phi.context.making import hits
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="D_REPLY_CONFIRMS",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="This answer confirms that somebody is or was a patient, or tells of their visit, condition, bill or behaviour. "
    "That they said so themselves first does not allow us to.",
    citation="45 CFR 164.502(a)",
    suggestion="Thank them or say you take it seriously, name a phone number or address, and say nothing that is only true "
    "of somebody who was here.",
    case="Elite Dental Associates (2019, $10,000), New Vision Dental (2022, $23,000) and Manasa Health Center "
    "(2023, $30,000) settled with OCR over answers to reviews.",
)

_THEM = "you|you've|you'd|you're|your|yours|he|she|his|her|him|hers|@name|@title"
_MEDICAL = "@condition|@procedure|@drug|@affair|@grave|@body|insurer|insurance|balance|balances|visit|appointment|psychiatrist|counselor"
_WROTE = "-review|reviews|feedback|comment|comments|rating|stars|words|if|whether|anyone|post|note|message|question"

#: Said to nobody but somebody who was here.
_CERTAIN = Phrases(
    # what they did, what was done to them
    f"{_WROTE} you|you've|you'd ..3 @acted",
    f"{_WROTE} you|you've|you'd ..2 @past !about|that|this|to",
    "you|you've|you'd ..1 never|always|already|repeatedly|twice ..3 @past|@acted|have|had|were|did",
    "as ..2 @patient",
    "you|you've have|had|haven't|hadn't ..2 @past|@acted|been ..3 @staff|us|here|@affair|@body|years|months|since",
    f"{_WROTE} you ..2 were|weren't|are|had|have|was|been ..3 @undergone",
    "you were|are|have|had ..1 our patient|client|resident",
    "being|been|are|were|remain|become ..2 a|our|valued patient|client|resident|customer !portal",
    "you|you've been coming|seeing|treated|here|visiting|with",
    "when|since|after|before|until|the you ..1 came|were|called|visited|left|arrived|checked|walked|entered|first|had|got|moved|last",
    "no record|records of you|your|this|him|her|anyone|any",
    "you|he|she|they ..1 not|isn't|aren't|wasn't|weren't|never ..3 @patient|patients",
    "find|locate|found|have|see you|your|him|her ..2 in|on our|my|the system|records|file|files|schedule|chart|books",
    # what we did
    "we|i|they|doctor|dr|staff|team|hygienist|therapist|nurse|dentist|surgeon|provider|@staff ..3 @treated|@past ..4 you|him|her|them|yours",
    "we|i|they|dr|@staff ..3 @treated|@past ..2 this|that|the @reviewer",
    "we|i|they|dr|@staff ..3 @treated|@past ..2 your !feedback|review|reviews|comment|comments|concern|concerns|message|question|kind|words|experience|request|call|email|support|community|patience|business|post|page|privacy|time|name|thoughts|interest|suggestion|idea|note",
    "we|i|dr|@staff ..5 spent|sat|stayed|worked|spoke|talked|met|went ..6 with|to you|him|her|them",
    "we|i ..3 pulled|reviewed|checked|looked|examined|audited|read ..3 @record|records|chart|charts|file|files|notes|history|account|schedule|footage|cameras|recording|log|logs",
    "@body|@procedure|@condition|@affair we|i|he|she|dr|@staff ..2 @treated|@acted",
    "we|i ..2 removed|extracted|placed|filled|stitched|sutured|drained|injected|repaired|diagnosed|prescribed|treated|sedated|operated|billed|refunded|waived|extracted",
    "as we|i|you|was|the|our|dr|@staff ..3 discussed|explained|told|agreed|described|documented|reviewed|mentioned|informed",
    "as discussed|explained|agreed|documented|noted ..3 at|during|in|on|with|before|by|when",
    "according|per|looking ..1 to|our|at ..1 your|our|his|her|the ..1 records|record|chart|charts|notes|file|files|intake",
    "treating|serving|caring|treat|delivering you|your|him|her",
    "care|caring ..1 of|for you|your|him|her|both",
    "you|your ..4 under our care|in our care|in my chair|in our chair",
    "trust|trusting|trusted|chose|choosing|picked|letting|allowing|choose us|me|our|dr ..3 with|for|to|as your|you|be|care",
    "choosing|selecting|trusting us|our|dr|me",
    "leave|leaving|left us|our practice|after|as|for|because",
    "to be|being ..2 part|a ..1 of your",
    "look|looking|looked forward to ..2 seeing|see|welcoming you|your ..2 again|next|back|for|then|soon",
    "see|seeing you ..2 at|for|again|next|soon|back|in ..3 your|again|cleaning|checkup|weeks|months|visit|appointment|then|today|time|soon",
    "great|good|nice|wonderful|lovely|pleasure|loved|enjoyed|joy ..2 seeing|see|treating|working|having|meeting|helping|serving you|your|with",
    "able|glad|happy|pleased|thrilled|delighted|honored ..3 help|helped|serve|care|treat|fix|relieve ..2 you|your|with your",
    "help|helped|helping ..2 with your|his|her ..3 @body|@condition|@procedure|@affair|pain|smile|recovery",
    "your ..3 @condition|@procedure|@affair|@drug|@record",
    "your family|kids|children|parents ..2 choosing|trusting|chose|chose|picked|visits|visited",
    "glad|happy|sorry|thrilled|pleased|hope|hear|hoping ..5 you|you're|your|it ..5 feel|feels|feeling|heal|healing|healed|recover|recovering|recovery|recovered|better|healthy|comfortable|results|turned",
    "glad|happy|hope|thrilled|pleased ..6 enjoyed|loved|love|like|turned ..2 out|your|the ..4 @procedure|@affair|results|smile|way",
    "glad|happy|hope|love|thrilled ..6 @procedure|@drug|@condition",
    "thank|thanks|sorry ..6 coming in|visiting|stopping|being|bearing|waiting ..3 in|us|our|patient|for|with",
    "sorry|apologize|apologies|regret ..6 wait|waited|delay|mix|billing|billed|charged ..6 your|during|at|you|for",
    "remember|recall you|your|him|her|when|seeing|that|this",
    "your ..3 child|son|daughter|husband|wife|mother|father|mom|dad|mama|grandmother|grandfather|grandma|grandpa|baby|little|brother|sister|aunt|uncle|partner|spouse"
    " ..5 @acted|@undergone|was|is|were|has|had|did|does|refused|@condition|@procedure|@affair|feel|feels|feeling|makes|in",
    "your ..1 @relative @condition|@procedure|@affair|@body|@grave|fall|behavior|stay|death|passing|care",
    "your loved|loss|mother|father|husband|wife ..2 stay|care|passing|death|fall|time",
    # of somebody in the third person
    "@reviewer ..3 @acted|@past|wanted|asked|wants|owes|needs",
    "dad|mom|mama|he|she|they on|in ..1 our|my ..2 @dept|@record",
    "dad|mom|mama|grandma|grandpa|hubby|he|she was|is|were",
    "this|the|that @reviewer ..1 was|is|were|has|had|left|never|did",
    "he|she|they|this|who ..1 never ..1 came|come|showed|paid|called|returned|told|had|filled|followed|came|took|set|even|once|was|a",
    "he|she ..2 @acted|@past|wanted|asked",
    "camera|cameras|footage|video|log|logs|@record ..1 show|shows|showed|prove|proves|confirm|says|reflect|reflects|indicate|indicates",
    "on|in our|my ..1 @dept",
    "you|you're|he|she ..1 are|is|was|were ..2 @condition|@grave",
    "as ..1 your|his|her ..1 @staff|psychiatrist",
    "he|she ..1 was|were|is|has|had ..3 @undergone|@patient|@condition|@procedure|@grave",
    "his|her ..3 @condition|@procedure|@affair|@drug|@visit|@relative",
    "her|his real name",
    "you|she|he|they forgot|forgets|fail|fails|failed|neglect|neglects|omit|omits|omitted|left to|out ..1 mention|say|tell|disclose|that|the",
    "you|you're ..1 owe|owed|owes|overdue|delinquent|unpaid",
    "funny|interesting|convenient|odd|strange ..3 you|he|she|they|@reviewer|how ..6 forget|forgot|forgets|leave|left|mention|omit",
    "our|my|longtime|loyal|favorite patient|client|resident !@compound",
    "glad|happy|honored|lucky|grateful|proud ..3 have|call|count|had you ..3 patient|patients|client|family",
    "your|you ..2 no show|showed|shows|showing",
)

#: Also said to strangers: no hit in a sentence that offers, asks or declines.
_LIKELY = Phrases(
    "your ..2 doctor|provider|nurse ..2 @past|@acted|@treated|was|is",
    "your !own ..3 @visit|@body|dentist|surgeon|therapist|counselor|pregnancy|recovery|healing|comfort|surgery",
    "wait|delay|mix|rescheduled|rescheduling ..3 your",
    "your ..1 last|recent|next|previous|upcoming|first|missed|final|initial|second ..2 @visit|@procedure|@affair",
    "visit|visited|stay|stayed with us|here|our",
)
#: Somebody and something medical in one sentence, unless it speaks in general.
_TOGETHER = Phrases(
    f"{_THEM} ..14 {_MEDICAL}",
    f"{_MEDICAL} ..14 {_THEM}",
    f"the ..3 charge|charges|fee|balance|cost|claim|payment|refund ..6 {_MEDICAL}",
    f"@name ..10 {_MEDICAL}",
)
_OPEN = frozenset(
    """if whether unless anyone anybody everyone schedule book booking request reschedule hipaa privacy confirm deny confidential bring
    ask check can may most policy laws law rules regulations protect any online when""".split()
)
_GENERAL = frozenset(
    """can could may might should would offer offers most people often usually generally typically many some anyone own welcome accept
    accepts article event fair page link website new""".split()
)
_REFUSING = frozenset("confirm deny whether".split())


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Only in answers."""
    if not about.kind.answers:
        return
    yield from hits(reading, _CERTAIN, RULE, _REFUSING)
    yield from hits(reading, _LIKELY, RULE, _OPEN)
    yield from hits(reading, _TOGETHER, RULE, _OPEN | _GENERAL)
