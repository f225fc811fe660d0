"""Words that show one particular person is meant, and words of an announcement to everybody."""

from collections.abc import Iterator

from handlers.phi.patterns import MONTH, pattern, words
from handlers.phi.spans import Spans

_CLINICAL = words(
    "admitted discharged hospitali[sz]ed diagnosed treated seen evaluated referred presented operated transferred "
    "consulted intubated delivered vaccinated tested prescribed underwent passed"
)
_SOMEBODY_S = words(
    "mrn ssn chart records? insurance diagnosis surgery appointment procedure visit labs? results? x-?rays? scans? "
    "treatment due_date edd c-section chemo transplant room family phone number email address plan account biopsy "
    "tests? bill policy"
)
_AGE = (
    r"\d{1,3}[- ]?(?:years?|yrs?|months?|weeks?|days?)[- ]olds?\b|\d{1,3} ?(?:yo|y/o|y\.o\.?)(?: ?[mf])?\b|\d{2}[mf]\b"
)
_ONE = words("a an the this that our my one another new his her named like sick same")
_OF_PATIENT = words("named called is was has had who came aged? from in at id spotlight of_the_(?:day|week|month)")
_PERSON = pattern(
    rf"\b(?:{_ONE} (?:[\w-]+ ){{0,2}}(?:patient|pt)(?:[^\w-]|$)|pt\b|patient(?:'s|,? (?:{_OF_PATIENT}|{_CLINICAL})\b)"
    rf"|{_AGE}"
    rf"|(?:he|she|who|whom|mother|father|husband|wife|son|daughter) (?:\w+ ){{0,2}}{_CLINICAL}\b"
    r"|who (?:visited|came|lives|lived|resides|has|had|is|was|recently)\b"
    r"|(?:lives|resides|residing) (?:at|in|on|near)\b"
    rf"|(?:he|she|who) (?:had|has|needs|needed|got|underwent) (?:\w+ ){{0,2}}{_SOMEBODY_S}\b|{_CLINICAL} \d{{1,4}}[/-]"
    rf"|(?:his|her) (?:\w+ ){{0,2}}{_SOMEBODY_S}\b"
    r"|(?:dob|mrn|ssn|d\.o\.b)\b|cases? of [a-z]\w* [a-z]\.|(?:our|my|the) (?:resident|client|survivor)\b"
    r"|came (?:in|to us)\b"
    r"|(?:guy|lady|woman|man|kid|gentleman|boy|girl|dude) (?:in|from) (?:room|bed|bay|unit|(?:the )?icu"
    r"|the waiting room)"
    r"\b)"
)
_PERSON_NAMED = pattern(
    rf"\b(?:[Pp]atient [A-Z][a-z]|(?i:{_CLINICAL}),? (?:last |this )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    # "Injuries treated in ERs" are everybody's.
    rf"|(?i:{_CLINICAL}) (?:on|at|by|in|to|from) (?:the |our )?(?:[A-Z][a-z]|[A-Z]{{3}}|[A-Z]\.|\d)"
    rf"|(?i:{_CLINICAL}) (?i:\d{{1,2}} {MONTH}|{MONTH}\.? \d{{1,2}})\b"
    r"|(?i:kid|boy|girl|man|woman|guy|lady|gentleman|teen|toddler|trucker|farmer|veteran)"
    r" (?:from|near) (?:the |tiny |nearby |rural )?[A-Z]"
    r"|(?:similar to|[Cc]ase of|[Rr]e:?) [A-Z][a-z]|(?:Mr|Mrs|Ms|Miss)\b\.? [A-Z])",
    cased=True,
)
_DID = words("came visited missed skipped cancell?ed were_seen were_here saw left paid owe")
#: In an answer, "you" is somebody.
_ADDRESSED = pattern(
    rf"\byour (?:\w+ ){{0,2}}{_SOMEBODY_S}\b|\byour (?:\w+ ){{0,2}}(?:session|stay|balance|condition|medication|care)\b"
    rf"|\b(?:you|they|he|she) (?:\w+ ){{0,2}}{_DID}\b"
)
_EVERYBODY = words(
    "join_us join_our register rsvp sign_up save_the_date open_house open opens opening closed closing close hours "
    "workshop webinar seminar events? fair screening clinic_day fundraiser gala walk run race class classes course "
    r"conference symposium chat live celebrat\w+ month week awareness holiday deadline tickets? follow_us visit_us "
    "call_us email_us contact_us reach_us find_us text_us email_me call_(?:today|now|or|our|the_office) "
    "for_(?:an_appointment|details|tickets|information|more) "
    "to_(?:book|schedule|register|reserve|learn|tour|make) located learn_more read_more more_info(?:rmation)? "
    "(?:book|schedule)_(?:your|an|now|online) hotline helpline am pm et edt est hiring apply donate published study "
    "journal anniversary since established"
)
# What is measured at a bedside, its value right behind it: "INR 8.1", not "an INR of 2 to 3".
_MEASURED = words(
    "BP HR RR MAP BMI SBP DBP SpO2 O2 sats? temp FEV1 FVC K K\\+ Na Ca Mg Cl Cr HCO3 BUN Hgb? Hct WBC ANC CD4 plts? "
    "platelets INR PTT TSH FT4 T4 A1[cC] HbA1[cC] e?GFR CrCl creatinine creat LV?EF EF BNP NT-proBNP ESR CRP TTG AST "
    "ALT ALP bili(?:rubin)? albumin lipase lactate trop(?:onin)? ferritin glucose FBG LDL CK PSA CEA AFP HCGs? QTc? PR "
    "NIHSS MELD GCS CFS MMSE MoCA PHQ-9 GAD-7 PCL-5 PPD MIC ABG pH pO2 pCO2 ECOG KPS EDSS IOP"
)
_BEDSIDE = pattern(
    rf"\b(?:{_MEASURED}(?: is| was|:|,|=| =| of)? ?[<>~]? ?\d"
    r"|(?:s/p|c/o|h/o|w/o|hx|dx|NPO|PRN|STAT|SNF|DNR|DNI|POD ?#?\d+|DOL ?\d+|G\dP\d+|\d{2}w\dd|(?i:mg|mcg|g|mL|units?) "
    r"(?i:bid|tid|qid|qhs|q\d{1,2}h|po|iv|im|sc|sl|bolus|x\d))\b"
    r"|(?i:date of (?:service|admission|discharge|injury)|(?:admit|admission|discharge) date)\b"
    r"|(?:[Cc]hief complaint|CC|HPI|PMH|DX|HX)\b ?:|(?:mg|mcg)/kg/min\b)",
    cased=True,
)
_PRACTICE_S = words("office clinic team website number line manager front_desk location address page practice staff")
_ANNOUNCEMENT = pattern(rf"\b(?:{_EVERYBODY}|our (?:\w+ ){{0,3}}{_PRACTICE_S})\b")
#: What is also said of patients in general, of the staff, and of everybody with a title.
_ANYBODY = pattern(r"^(?:who\b|his\b|her\b|came\b|the \w+$|our \w+$|my \w+$|.*\b(?:patient|pt)\W?$)")
# A dot after a short word or an initial ends no sentence.
_END = pattern(r"(?:[a-z]{3}|[\d%)])[.!?]+[\s)\"']|\n", cased=True)


def find(plain: str, *, answers: bool = False) -> Iterator[tuple[int, int]]:
    """Where one person is spoken of, as far as such words tell, or spoken to in what `answers` somebody."""
    patterns = (_PERSON, _PERSON_NAMED, _ADDRESSED) if answers else (_PERSON, _PERSON_NAMED)
    return (match.span() for pattern_ in patterns for match in pattern_.finditer(plain))


def at_bedside(plain: str) -> bool:
    """Whether it reads like notes on a case, which has somebody, though no word says so."""
    return _BEDSIDE.search(plain) is not None


def treated(plain: str) -> Iterator[tuple[int, int]]:
    """Where one person was surely cared for; the others may also be a patient in general, or a colleague."""
    return (span for span in find(plain) if not _ANYBODY.search(plain[slice(*span)]))


def announcements(plain: str, *, answers: bool = False) -> Iterator[tuple[int, int]]:
    """Sentences in which everybody is invited or told how to reach the practice, and nobody in particular is meant."""
    # No announcement reaches over the end of a sentence.
    announced = Spans(match.span() for match in _ANNOUNCEMENT.finditer(plain))
    if not any(announced):
        return
    start = 0
    for end in [*(match.end() for match in _END.finditer(plain)), len(plain)]:
        if announced.touch(start, end):
            sentence = plain[start:end]
            if not at_bedside(sentence) and not any(find(sentence, answers=answers)):
                yield start, end
        start = end
