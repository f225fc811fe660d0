"""Names by what stands before or behind them, whoever is called so: "PCP: Whitcombe", "initials E.M."."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.names import A_NAME
from handlers.phi.patterns import LETTER, pattern, words

_PART = rf"[A-Z][{LETTER}'-]+"
_LABELS = words(
    "pt patient name pt_name patient_name given given_name family family_name surname first_name last_name pcp nok "
    "next_of_kin guarantor resident_name client_name"
)
#: Where a group took part, it alone is the name.
_NAMED = pattern(
    "|".join(
        (
            rf"\b(?i:{_LABELS}) ?: ?({_PART}(?:,? (?:{_PART}|[A-Z]\.?)){{0,3}})",
            r"\b(?i:initials)(?: are| is|:)? ?([A-Z]\.? ?[A-Z]\.?(?: ?[A-Z]\b\.?)?)",
            r"(?:^|[\s(,;])((?:[A-Z]\.){2,3}),? \(?\d{1,3}(?:[ ,)]|$)",
        )
    ),
    cased=True,
)


def find(plain: str) -> Iterator[Hit]:
    """The model of names knows words; this knows places where only a name stands."""
    for match in _NAMED.finditer(plain):
        yield Hit(*match.taken(), A_NAME, "form", 0.6)
