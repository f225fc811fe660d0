"""Where somebody can be reached: telephone, fax, email, web and IP addresses."""

import ipaddress
import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import pattern, words
from handlers.phi.spans import Spans

# Numbers of the North American plan by their form alone: 555 and other impossible codes are found like any other.
_NORTH_AMERICAN = pattern(
    r"(?:\+?1[-. ]?)?(?:[(\[]\d{3}[)\]][-./ ]{0,3}|\b\d{3}(?: ?[-./_*~] ?| ))\d{3}(?: ?[-./_*~] ?| )\d{4}\b"
    r"(?:,? ?(?:ext\.?|x|extension|#) ?\d{1,6}\b)?"
    r"|\b[2-9]\d{2}[-. ]\d{7}\b|[(\[]\d{3}[)\]] ?\d{7}\b"
    r"|\b[2-9]\d{2}[2-9]\d{6}\b"
)
# As it is dialled within a country whose numbers begin with 0.
_DOMESTIC = pattern(r"\b0\d{2,4}[- ]\d{3,4}[- ]?\d{3,4}\b|\(0\d{0,4}\) ?\d{2,4}[- ]?\d{3,4}(?:[- ]?\d{3,4})?\b")

# ITU-T E.164: a country code, fifteen digits at most.
_INTERNATIONAL = pattern(r"(?:\+|\b00)[1-9]\d{0,2}(?:[-. ]?\(?\d{1,4}\)?){2,6}\b")
_LOCAL = pattern(
    r"\b(?:phone|telephone|tel|cell|mobile|mob|call(?:ed|ing|back)?|text(?:ed)?|contact|fax(?:ed)?|ph|reach(?:ed)?|number|rang|ring|dial|pager|page|"
    r"beeper|line|hm|wk|whatsapp|signal)"
    r"(?:\b(?: (?:number|no\.?|is|me|him|her|them|us|it|to|at|on|from|#|back|\(?ext\.? ?\d{1,6}\)?))*)?[ :.#,(]{0,3}"
    r"(\d{3}[-. ]\d{4}|\d{10})\b"
)
#: Seven digits by themselves, no thousands and no end of a longer number; "x4471", "ext. 22", "pager 4471"; and in
#: letters, "1-800-555-CARE".
_PART = pattern(
    r"(?:^|[^\d-./$,)\] ] ?)([2-9]\d{2}[-.](?:\d{2}[1-9]\d|\d{3}[1-9]|[01]\d{3}))\b"
    r"|\b(x ?\d{4,5}|(?:ext\.?|extension) ?#?:? ?\d{2,6})\b"
    r"|\b(?:pager?|beeper|spectralink|vocera|ascom)(?: me)?(?: is| at| #|:)? ?#?(\d{4,6}|\d-\d{4})\b"
    r"|\b(?:number|cell|phone)(?:'s)? (?:ends|ending) (?:in|with) (\d{4})\b"
    r"|\b(1?[-. ]?8(?:00|33|44|55|66|77|88)[-. ](?-i:(?:[A-Z0-9]{1,8}[-. ]){0,2}[A-Z]{2,9}))\b"
    r"|((?:\b|\()[2-9]\d{2}\)?[-. ]{1,2}\d{3}[-. ](?-i:[A-Z]{4}))\b"
)
# Asked of a few characters each; there `re` is bounded too, and quicker.
_TOLL_FREE = re.compile(r"^(?:\+?1[-. ]?)?\(?8(?:00|33|44|55|66|77|88)\b")
_FAX = re.compile(r"\b(?:fax|facsimile|telefax)\b|\bf:", re.IGNORECASE)
_AT = r" ?(?:@|[\[({<](?:at?|@)[\])}>]|_at_|-at-|\*at\*) ?"
_DOT = r"(?:\.| ?[\[({<](?:dot|\.)[\])}>] ?| dot |_dot_|-dot-)"
_MAILERS = words(
    "gmail yahoo hotmail outlook icloud aol comcast proton protonmail live msn verizon att sbcglobal me mac mail"
)
_EMAIL = pattern(
    rf"[a-z0-9][a-z0-9._%+'-]{{0,63}}(?:[\x{{C0}}-\x{{24F}}][a-z0-9._-]{{0,15}})?{_AT}[a-z0-9-]{{1,63}}"
    rf"(?:{_DOT}[a-z0-9-]{{1,63}}){{0,4}}{_DOT}[a-z]{{2,24}}\b"
    # "jane at gmail.com", "jane@gmail"
    rf"|\b[a-z0-9][a-z0-9._-]{{1,63}} at {_MAILERS}(?:\.| dot |,? )(?:com|net|org|me)\b"
    rf"|\b[a-z0-9][a-z0-9._-]{{1,63}} ?@ ?{_MAILERS}\b|\b[a-z0-9][a-z0-9._-]{{1,63}} at (?:gmail|hotmail|icloud|aol)\b"
    rf"|\b[a-z0-9]{{1,32}}[._0-9][a-z0-9._]{{0,32}} at {_MAILERS}\b"
    # "jane.doe at clinic.org", "jane underscore doe at clinic dot org"
    r"|\b[a-z0-9]{1,32}[._0-9][a-z0-9._]{0,32} at [a-z0-9-]{1,63}(?:\.| dot )(?:com|org|net|edu|gov|us)\b"
    r"|\b[a-z0-9]{1,32}(?: (?:dot|underscore|dash|hyphen) [a-z0-9]{1,32}){1,3} at [a-z0-9-]{1,63}"
    r"(?:(?:\.| dot )[a-z]{2,6}){1,3}\b"
    r"|\b[a-z0-9][a-z0-9._-]{0,63}(?: dot [a-z0-9_-]{1,63}){0,2} at"
    r" [a-z0-9-]{1,63}(?: dot [a-z0-9-]{1,63}){0,2} dot [a-z]{2,6}\b"
)
#: What every address has: who it is at. Only around it is looked for the rest, for most texts have none.
_HOST = pattern(rf"(?:{_AT}| at )(?:[a-z0-9-]{{1,63}}{_DOT}[a-z0-9]|{_MAILERS}\b)")
#: Characters of an address before its host, and behind where that begins.
_BEFORE, _BEHIND = 200, 350
#: Mailboxes of an organization.
_OFFICE = pattern(
    "^"
    + words(
        "info contact office appointments? hello support billing media press careers? jobs admin help frontdesk "
        "reception privacy events? education news marketing"
    )
    + " ?[@([]"
)
_URL = pattern(
    r"\b(?:https?://|www\.)[^\s<>\"]+"
    r"|\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:com|org|net|edu|gov|info|io|health|blog|me|us|co|online|site|page|care|life|family)(?:/[^\s<>\"]*|\b)"
)
# A shortened link tells nothing by itself.
_SHORT = pattern(r"^(?:https?://)?(?:www\.)?[a-z0-9-]{1,12}\.(?:ly|al|gl|co|me|it|gd|be|st|tl|im)/[a-z0-9_-]{1,16}$")
_PERSONAL = pattern(
    r"(?:facebook|instagram|linkedin|tiktok|caringbridge|gofundme|venmo)\.com/[a-z0-9]|linktr\.ee/"
    r"|mychart|portal|[?&/](?:patient|mrn|id|user|member|chart|record)s?[=/]"
)
_IPV4 = pattern(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_IPV6 = pattern(r"(?:\b[0-9a-f]{1,4})?:[0-9a-f:.]{2,45}")


#: A number so short that it leads to somebody only where one is spoken of.
_FAINT = 0.25


def find(plain: str) -> Iterator[Hit]:
    """Numbers and addresses; links score low, for hardly any leads to a patient."""
    yield from _phones(plain)
    yield from _emails(plain)
    for url in _URL.finditer(plain):
        address = url.group().rstrip(".,;:!?)'")
        if not _SHORT.search(address):
            score = 0.6 if _PERSONAL.search(address) else 0.3
            yield Hit(url.start(), url.start() + len(address), rules.URL, "form", score)
    for pattern_ in (_IPV4, _IPV6):
        for address_ in pattern_.finditer(plain):
            if _is_ip(address_.group()):
                yield Hit(address_.start(), address_.end(), rules.IP, "form", 0.9)


def _emails(plain: str) -> Iterator[Hit]:
    hosts = _HOST.finditer(plain)
    for start, end in Spans((max(0, host.start() - _BEFORE), host.start() + _BEHIND) for host in hosts):
        for email in _EMAIL.finditer(plain[start:end]):
            score = 0.3 if _OFFICE.search(email.group()) else 0.95
            yield Hit(start + email.start(), start + email.end(), rules.EMAIL, "form", score)


def _phones(plain: str) -> Iterator[Hit]:
    for number in _NORTH_AMERICAN.finditer(plain):
        yield _phone(plain, number.start(), number.end(), 0.4 if _TOLL_FREE.search(number.group()) else 0.9)
    for number in _INTERNATIONAL.finditer(plain):
        if 8 <= sum(character.isdigit() for character in number.group()) <= 15:
            yield _phone(plain, number.start(), number.end(), 0.8)
    for number in _DOMESTIC.finditer(plain):
        yield _phone(plain, number.start(), number.end(), 0.7)
    for number in _LOCAL.finditer(plain):
        yield _phone(plain, number.start(1), number.end(1), 0.7)
    for number in _PART.finditer(plain):
        yield _phone(plain, *number.taken(), _FAINT)


def _phone(plain: str, start: int, end: int, score: float) -> Hit:
    rule = rules.FAX if _FAX.search(plain[max(0, start - 20) : start]) else rules.PHONE
    return Hit(start, end, rule, "form", score)


def _is_ip(candidate: str) -> bool:
    if "." not in candidate and candidate.count(":") < 3:
        return False
    try:
        ipaddress.ip_address(candidate)
    except ValueError:
        return False
    return True
