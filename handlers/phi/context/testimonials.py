"""F: success stories, testimonials, spotlights, reviews quoted."""

from collections.abc import Iterator

from handlers.phi.about import About
from handlers.phi.context.making import hit, hits, under
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="F_TESTIMONIAL",
    category=Category.CONTEXT,
    severity=Severity.AUTHORIZATION,
    why="It uses a patient's story or words. That needs their written authorization, also when they said it in public.",
    citation="45 CFR 164.508(a)(1) and (c)",
    suggestion="Name the authorization it is used under, or praise the team and the service without any patient's story.",
    case="Cadia Healthcare Facilities settled with OCR for $182,000 (2025) over success stories posted without "
    "authorization; Complete P.T., Pool & Land Physical Therapy for $25,000 (2016) over testimonials.",
)

_TOLD = Phrases(
    "success|transformation|recovery|survivor|survival story|stories !@condition|of|from",
    "our|latest|another|big|great ..1 success|successes !rate|rates|of|in",
    "@name|@title|she|he|patient|resident|client|him|her|his ..8 @outcome",
    "drives|drove|drive|travels|travelled|traveled|flew|flies ..4 to|for see|us|our|treatment|care",
    "we|i asked @name|him|her ..1 why|what|how|to|about",
    "wall of fame|honor",
    "could|couldn't ..1 barely|not|hardly|no|never|walk|stand|move ..3 walk|stand|speak|talk|move|lift|smile|sleep|run|eat|without",
    "@name|she|he|patient|resident|client|who ..2 completed|finished|completes|finishes|conquered ..1 her|his|their ..3 @procedure|@drug|treatment|therapy|program|rehab|journey",
    "note|letter|card|message|words ..2 from ..4 family|mom|dad|daughter|son|patient|resident|wife|husband",
    "@name|she|he|patient|client|who ..3 chose|trusted|found|thanks|credits|recommends us|our|dr",
    "@name|she|he|patient|client|who ..2 loved|loves|adores|loving ..2 her|his|their|new ..2 @procedure|smile|results|teeth|skin|look|body",
    "@name|patient|client|she|he says|said|say|writes|wrote ..8 @condition|@procedure|pain|life|us|@staff",
    "says|said|shares|recalls|writes|wrote @name ..8 @condition|@procedure|us|our|@came",
    "thank|thanks you ..1 @name ..4 review|words|feedback|stars|kind",
    "patient|resident|client|member|guest|smile|survivor|alumni spotlight|spotlights",
    "patient|resident|client|smile|survivor|success ..1 of the ..1 month|week|day|year|quarter",
    "patient|resident|client|survivor|real|inspiring|inspirational ..1 story|stories|testimonial|testimonials|journey|highlight|feature",
    "-leave|write|share|give|submit|your testimonial|testimonials",
    "patientspotlight|patientstory|patientstories|successstory|testimonialtuesday|patientoftheweek|patientofthemonth|residentspotlight|patienttestimonial|survivorstory|"
    "patientreview|clienttestimonial|testimonialthursday|successstories|patientlove|residentofthemonth",
    "-how|tips|ways meet our|my ..2 @patient !@compound|@staff",
    "meet @name ..14 @condition|@procedure|journey|recovery|rehab|therapy|survivor|patient|resident|pounds|lbs",
    "hear|listen|watch|read|see ..1 from|to|how|as|what|why|about @name ..8 @condition|@procedure|overcame|beat|recovered|regained|story|care|lost|journey|rehab|experience|our|rings|says|say|said",
    "hear|listen|watch|read|see|share|sharing|shared|know|follow ..2 @name ..2 story|journey|recovery|testimonial|experience|transformation|review",
    "what|how our|my ..2 @patients ..1 say|saying|said|think|feel|love|have|are|rave",
    "what|this|here @name ..2 had|has|said|says|wrote|told|shared|thinks ..1 to|us|about",
    "what|here a|one ..5 @patient|@patients ..2 had|has|said|says|wrote|told|shared|thinks",
    "one|some|another ..1 of our ..3 @patients ..3 said|wrote|says|shared|told|left|writes|tells|had",
    "@patient ..2 @name ..4 says|said|shared|shares|tells|told|wrote|writes|describes|talks|recalls|explains",
    "in her|his|their own words",
    "from ..1 our ..3 @patient|@patients ..3 review|letter|note|words|testimonial|feedback|story",
    "review|reviews|note|letter|card|feedback|words|email|message|testimonial|shoutout ..1 from|by ..3 @patient|@patients|@name !news",
    "stars|star|★ review|reviews|rating ..3 from|by",
    "★ ★ ★",
    "@name|she|he|who|patient|resident|client ..2 shared|shares|sharing|tells|telling|told|recounts ..2 her|his|their ..2 story|journey|experience|recovery|testimony",
    "story|journey|recovery|testimony|experience of ..2 our ..1 @patient|@patients|residents",
    "@name|she|he|patient|resident|who ..3 graduated|graduates|graduating|graduate|graduation ..2 from|of ..3 therapy|rehab|program|pt|chemo|treatment|care|physical|our",
    "@name|she|he|patient|who|him|her ..3 rings|rang|ring|ringing ..3 bell",
    "@name|she|he|patient|resident|client|who ..3 lost|dropped|shed|down ..4 pounds|lbs|lb|kg|kilos",
    "@name|she|he|patient|resident|survivor|who ..2 overcame|beat|beats|defeated|conquered|survived|kicked|battled|fought ..3 @condition|@drug|odds",
    "@name|she|he|patient|resident ..6 @condition|@procedure ..8 walks|walking|home|runs|running|dances|dancing|back|sings|singing|thriving|cancer free|pain",
    "@name ..1 is|was|walked|went|are|left|returned ..2 home|out|back ..2 after|from|with ..4 @condition|@procedure|rehab|therapy|stay|weeks|months|surgery",
    "has|have lived with us",
    "@name|she|he|patient ..2 came to us",
    "@name|her|his|patient ..1 smile|health|recovery|healing|sobriety|fertility|loss ..1 journey|transformation|makeover|story",
    "gave|changed|saved|give|changing|saving|transformed ..1 my|me|our ..2 life|back|smile|leg|marriage|son|daughter|vision|hearing",
    "congratulations|congrats|proud|cheers|kudos ..4 @patient|resident|client !@compound|@staff",
    "@patient|@patients ..3 shares|share|shared|tells|tell|told ..2 story|stories|journey|experience|us",
)
_VOICE = frozenset("i i'm i've my me we us they you her his their dr best great amazing fantastic wonderful recommend staff team".split())
_PRAISED = frozenset(
    "stars star ★ review reviews says said writes wrote testimonial testimonials grateful patient patients client note letter feedback".split()
)
_BY_STAFF = frozenset("nurse doctor dr physician surgeon author study director president ceo professor rn md".split())
_ASKING = frozenset("tell leave write submit advice employee nurse provider doctor staff physician".split())


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """In what the organisation says by itself; an answer that quotes confirms more than that."""
    if about.kind.answers:
        return
    yield from hits(reading, _TOLD, under(RULE, about), _ASKING)
    yield from _quoted(reading, under(RULE, about))


def _quoted(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """What stands between the first and the last quotation mark, where somebody speaks and a review is spoken of."""
    marks = [index for index, word in enumerate(reading.words) if word == '"']
    if len(marks) < 2 or marks[-1] - marks[0] < 4:
        return
    first, last = marks[0] + 1, marks[-1] - 1
    around = {*reading.words[: first - 1], *reading.words[last + 2 :]}
    if around & _PRAISED and not around & _BY_STAFF and not _VOICE.isdisjoint(reading.words[first : last + 1]):
        yield hit(reading, first, last, rule)
