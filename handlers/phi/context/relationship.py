"""B: says that somebody is or was a patient."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.phi.about import About
from handlers.phi.context.making import hits, under
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="B_RELATIONSHIP",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="It says that a certain person is or was a patient. That alone is protected health information.",
    citation="45 CFR 164.502(a); 45 CFR 160.103 (protected health information)",
    suggestion="Speak of patients in general, or get this person's written authorization first.",
    case="Memorial Hermann Health System settled with OCR for $2.4 million (2017) after a press release named a patient.",
)
#: One patient who is not told apart from others.
UNNAMED = replace(
    RULE,
    severity=Severity.NOTE,
    why="It speaks of one patient. Without a name others can still know who is meant.",
)

_NAMED = Phrases(
    "our|my|longtime|valued|beloved|favorite|former|current|new @patient !@compound ..1 @name|@title",
    "@name|@title|he|she|who is|was|became|remains|being|been ..3 @patient !@compound|advocate|educator|safety|first",
    "@name|@title|he|she is|was|are|were ..1 one|some of our|my ..2 @patients",
    "@name|@title ..4 has|have ..1 been|become ..3 @patient !@compound",
    "@name|@title|sister|brother|wife|husband|son|daughter|mother|father|mayor|actor|celebrity ..6 as ..2 @patient|@patients !@compound",
    "@name ..1 a|our|one ..2 @patient|@patients ..1 at|of|here|since|in|from",
    "-dr|doctor|nurse we|i|we've|i've|our|dr ..3 treated|treating|saw|delivered|operated|cured|examined|diagnosed|hospitalized @name|@title|her|him|senator",
    "i|we took|take|taking|cared|caring|care ..1 care|of|for ..1 of|for @name|@title|her|him|that|this|the ..2 !community|hospital|our",
    "@name|@title|he|she|who is|was|are|were|being ..2 treated|hospitalized|admitted|discharged|operated|seen ..3 here|at|by|in|from|with ..1 our|us|my|this|here|by",
    "@patient is|was ..3 mayor|celebrity|famous|senator|quarterback|actor|singer|player|teacher|pastor|@name",
    "@person ..2 is|was ..1 a|my|our ..1 @patient !@compound|advocate",
    "having|have|had|see|welcome|saw @name|@title ..4 as|in|at|for a|our|my|patient|patients|the ..2 @patient|@patients|chair|office|clinic|cleaning|waiting",
    "the @name twins|family|kids|boys|girls|sisters|brothers as|in|at ..1 @patients|our",
    "i|we ..1 do|did|give|gave|run|perform ..2 @procedure ..1 for|on|to ..3 @person|@name|him|her",
    "i|we ..1 drew|took|draw blood|vitals",
    "@name|@title ..3 coming|seeing|visiting ..2 us|our|me|to",
    "@name|@title|@person is|was ..2 in|at|on our|my ..2 @dept|hospital|clinic|facility|chair",
    "guess|guessing|bet who|which ..8 @patient|clinic|office|waiting|er|hospital|admitted|treated|chair|came",
)
_UNNAMED = Phrases(
    "my|our @patient !@compound !@name",
    "a|this|that patient|resident|client of ours|mine|here",
    "one|some|most of our|my ..2 @patients",
    "-my|our|your my ..2 @patients named|from|who|today|yesterday|tonight",
    "had|got|have a|this|my patient|resident|pt ..1 who|that|tell|ask|today|tonight|with",
    "patient|resident of mine|ours",
    "patient|resident at|in our|my hospital|clinic|office|facility|practice|unit|floor",
    "famous|celebrity|certain|well patient",
    "@person ..3 is|was ..1 @patient !@compound|advocate",
)
_GENERAL = frozenset("if whether confirm deny anyone every each any cannot becoming become should may can everyone".split())


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Named first: what is unnamed is only looked for where nobody is named."""
    named = list(hits(reading, _NAMED, under(RULE, about), _GENERAL))
    yield from named or hits(reading, _UNNAMED, under(UNNAMED, about), _GENERAL)
