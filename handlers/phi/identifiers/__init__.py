"""The identifiers of 45 CFR 164.514(b)(2)(i), of names those that a label or their form tells."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import (
    ages,
    codes,
    contact,
    dates,
    days,
    labelled,
    labelled_names,
    likeness,
    places,
    spots,
    towns,
)

#: Where two read the same characters as different things and neither is surer, the first is believed.
_KINDS = (labelled, contact, dates, days, ages, places, spots, towns, likeness, labelled_names, codes)


def find(plain: str) -> Iterator[Hit]:
    """Every candidate; those that score under 0.5 mean something only where one person is spoken of."""
    for kind in _KINDS:
        yield from (hit for hit in kind.find(plain) if not places.nobody_s(plain, hit))
