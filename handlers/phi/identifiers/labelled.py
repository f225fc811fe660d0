"""Numbers that are identifiers because of what they are called, or of their own form.

None is discarded for looking made up: a wrong digit does not make a number anonymous."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit, Rule
from handlers.phi.identifiers import rules
from handlers.phi.identifiers.gazetteer import STATES
from handlers.phi.patterns import Pattern, pattern, words

#: What such numbers look like: letters and digits in groups; after a blank a group begins with three digits.
_VALUE = (
    r"(#? ?(?:(?:[a-z]{1,8}[-/.:*_#]){0,3}(?:[a-z]{1,6}[-/]?)?|(?-i:[A-Z](?:[A-Z-]{1,7})?) )"
    r"\d[a-z0-9]*(?:[-/*_][a-z0-9]+| \d{3}[a-z0-9]*){0,5})\b"
)
_KIND = (
    r"(?: ?(?:numbers?|num|nos?\.|no|nr|ids?|code|card|plan|policy|key|tag|file|ser(?:ial)?\.?|s/n|ending(?: in)?|#))*"
    r"(?:'s)?[*_`~]{0,2}"
)
_BETWEEN = rf"{_KIND} ?(?:is|was|are|says|said|reads|=|of)?[ :.(*_`~-]{{0,5}}(?:is )?"


def _labelled(label: str) -> Pattern:
    return pattern(rf"\b(?:{label}){_BETWEEN}{_VALUE}")


#: Per rule: its labels, and how many digits a number needs that nothing else tells from a count or a year.
_LABELS: tuple[tuple[Rule, Pattern, int], ...] = (
    (rules.SSN, _labelled(r"ssns?|s\.s\.n\.?|social security|soc\.? sec\.?|social"), 9),
    (
        rules.MRN,
        _labelled(
            r"mrns?|m\.r\.n\.?|mr ?(?:#|no\.|number)|emr|ehr|med(?:ical)?\.? rec(?:ord)?s?\.?|chart"
            r"|(?:health|dental) record"
        ),
        3,
    ),
    (
        rules.MRN,
        _labelled(
            r"(?:hosp(?:ital)?|patient|unit|empi|csn|clinic|va|ihs) ?(?:number|no\.?|num|#|file|chart)"
            r"|records?|empi|csn|fin|har"
        ),
        5,
    ),
    (rules.OTHER_ID, _labelled(r"(?:patient|pt|subject|participant|case|claim|rx) ?(?:#|no\.|number)"), 3),
    (
        rules.PLAN,
        _labelled(
            words(
                "insurance ins health_?plan plan policy member(?:ship)? subscriber beneficiary medicare medicaid "
                r"hicn? hmo ppo mbi (?:group|grp)_(?:number|no\.?"
                r"|id) grp plan_includes_policy insured nhs sponsor aetna cigna "
                "humana kaiser anthem united_?healthcare uhc blue_?(?:cross|shield) bcbs enrollee payer_id tricare "
                "molina medi-?cal"
            )
        ),
        5,
    ),
    (
        rules.ACCOUNT,
        _labelled(
            r"acc(?:oun)?ts?\.?|account|routing|iban|invoice|bill(?:ing)?|credit card|card|guarantor|statement"
            r"|carecredit|loan|hsa|fsa|checking|savings|venmo|zelle"
        ),
        4,
    ),
    (
        rules.LICENSE,
        _labelled(
            r"driver'?s? licen[sc]e|licen[sc]e|lic\.?|c?d\.?l\.?|certificat(?:e|ion)|cert\.?|passport|dea"
            r"|state id|permit|visa|credential|green card"
        ),
        5,
    ),
    (rules.VEHICLE, _labelled(r"vin|vehicle (?:identification|id)|hull|tail (?:number|no\.?)|medallion"), 4),
    (
        rules.DEVICE,
        _labelled(
            words(
                r"serial ser\. s/n sn device implant pacemaker imei udi model lot pump sensor stimulator controller "
                "defibrillator (?:loop_)?recorder lead valve stent graft prosthesis hearing_aid cgm ventilator "
                "monitor processor glucometer"
            )
        ),
        5,
    ),
    (
        rules.OTHER_ID,
        _labelled(
            words(
                "patient pt case claim encounter visit accession specimen study trial subject participant employee "
                "student prescription rx order reference ref confirmation tracking unique badge room id bar_?code "
                "registry biobank donor recipient inmate booking docket pathology path cytology biopsy slide block "
                "sample swab requisition (?:police|incident|genetic|lab|radiology)_report newborn_screen referral "
                "authorization prior_auth(?:orization)? auth ticket evidence wristband bracelet locker file hash"
            )
            + r"(?: (?:id|identifier|number|no\.?|unos))?"
        ),
        5,
    ),
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
_CODE = re.compile(r"#|[A-Za-z]+-?\d|\d-?[A-Za-z]{2,}|\d{2,}-\d")

#: The second is "***-**-6621".
_SSN = pattern(r"\b(\d{3}[- .]\d{2}[- .]\d{4})\b|(?:^|[\s:#(])([x*#\x{2022}]{3}[- .]?[x*#\x{2022}]{2}[- .]?\d{4})\b")
_SSN_END = pattern(
    r"\blast (?:four|4)(?: digits)? of (?:\w+ )?(?:ssn|social)(?: security)?(?: number)?\W{1,3}(?:is |are )?(\d{4})\b"
    r"|\b(?:ssn|social)(?: security)?(?: number)?,? (?:ends|ending|last (?:four|4)(?: digits)?)(?: in| with| is)?"
    r"[ :]{1,2}(\d{4})\b"
    r"|\b(?:last ?(?:four|4) (?:ssn|ss|social)|(?:ssn|ss ?#|soc\.? sec\.?)(?: no\.?)?)[ :#]{1,3}(\d{4})\b"
)
_ACCOUNT_END = pattern(
    r"(?:^|[\s:(])((?:[x*#\x{2022}]{4}[ -]?){1,3}\d{4})\b|"
    r"\b(?:accounts?|acct\.?|card)(?: number)? (?:ends|ending|last (?:four|4))(?: in| with)?[ :]{1,2}(\d{4})\b"
)
# Positions of a Medicare Beneficiary Identifier, from CMS' description of its format.
_L, _AN = "[AC-HJKMNP-RT-Y]", "[AC-HJKMNP-RT-Y0-9]"
_MBI = pattern(rf"\b[1-9]{_L}{_AN}\d-?{_L}{_AN}\d-?{_L}{_L}\d\d\b", cased=True)
_CARD = pattern(r"\b\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}\b|\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b")
_VIN = pattern(r"\b[A-HJ-NPR-Z0-9]{17}\b")
_IBAN = pattern(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", cased=True)
_PLATE = pattern(
    r"\b(?:plates?|tag (?:number|no)|(?:car|vehicle|bike|motorcycle|truck|boat|van|taxi|cab|trailer|rv|scooter)"
    r" (?:reg(?:istration)?|tag|licen[sc]e))\b\.?(?: (?:number|no\.?))?"
    r"(?: is| was| reads?|,|:| #|#)? ?"
    r"#?([A-Z0-9]{1,4}(?:[- ]?[A-Z0-9]{2,4}){1,2})\b"
)
#: "TX LZK-3317"
_STATE_PLATE = pattern(rf"\b(?:{'|'.join(STATES)}) [A-Z0-9]{{2,4}}[- ][A-Z0-9]{{2,4}}\b", cased=True)
#: A MAC address, and a unique device identifier as GS1 writes it.
_DEVICE = pattern(r"\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b|\(01\) ?\d{14}(?: ?\(\d\d\) ?[a-z0-9-]{1,20}){0,5}")


def find(plain: str) -> Iterator[Hit]:
    """Every number that a label or its form makes an identifier."""
    for rule, labelled, digits in _LABELS:
        for match in labelled.finditer(plain):
            if _identifies(match.group(1), digits) and not _counts(plain, match.end()):
                yield Hit(match.start(1), match.end(1), rule, "label", 0.95)
    yield from _formed(plain)


def _formed(plain: str) -> Iterator[Hit]:
    for ssn in _SSN.finditer(plain):
        yield Hit(*ssn.taken(), rules.SSN, "form", 0.9)
    for end in _SSN_END.finditer(plain):
        yield Hit(*end.taken(), rules.SSN, "label", 0.9)
    for end in _ACCOUNT_END.finditer(plain):
        yield Hit(*end.taken(), rules.ACCOUNT, "label", 0.9)
    for mbi in _MBI.finditer(plain):
        yield Hit(mbi.start(), mbi.end(), rules.PLAN, "form", 0.9)
    for card in _CARD.finditer(plain):
        if _luhn(card.group()):
            yield Hit(card.start(), card.end(), rules.ACCOUNT, "form", 0.9)
    for iban in _IBAN.finditer(plain):
        if _iban(iban.group()):
            yield Hit(iban.start(), iban.end(), rules.ACCOUNT, "label", 0.9)
    for vin in _VIN.finditer(plain):
        if _vin(vin.group().upper()):
            yield Hit(vin.start(), vin.end(), rules.VEHICLE, "form", 0.9)
    for plate in _PLATE.finditer(plain):
        if any(character.isdigit() for character in plate.group(1)):
            yield Hit(plate.start(1), plate.end(1), rules.VEHICLE, "label", 0.8)
    for plate in _STATE_PLATE.finditer(plain):
        if any(map(str.isdigit, plate.group())) and any(map(str.isalpha, plate.group()[3:])):
            yield Hit(plate.start() + 3, plate.end(), rules.VEHICLE, "form", 0.4)
    for device in _DEVICE.finditer(plain):
        yield Hit(*device.span(), rules.DEVICE, "form", 0.9)


def _identifies(value: str, digits: int) -> bool:
    """Whether it can be a number of that kind, and is no count and no year."""
    found = sum(map(str.isdigit, value))
    if _MONTH.fullmatch(value):
        return False
    if _CODE.search(value):
        return found >= min(digits, 3)
    return found >= digits or (found >= 3 and digits == 3 and not _YEAR.fullmatch(value))


def _counts(plain: str, end: int) -> bool:
    """What follows makes it an amount or a rate: "45,000", "20 %", "12.5"."""
    after = plain[end : end + 2]
    return after[:1] == "%" or after == " %" or (after[:1] in (",", ".") and after[1:].isdigit())


def _luhn(number: str) -> bool:
    digits = [int(character) for character in reversed(number) if character.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _iban(number: str) -> bool:
    """The check digits of ISO 13616."""
    bare = number.replace(" ", "")
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def _vin(number: str) -> bool:
    """The check digit of 49 CFR 565.15(c)."""
    values = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
            strict=True,
        )
    )
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(weight * (int(c) if c.isdigit() else values[c]) for weight, c in zip(weights, number, strict=True))
    return number[8] == "0123456789X"[total % 11]
