"""The identifiers of 45 CFR 164.514(b)(2)(i), except names."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import ages, codes, contact, dates, days, labelled, likeness, places, spots, towns


def find(plain: str) -> Iterator[Hit]:
    """Every candidate; those that score under 0.5 mean something only where one person is spoken of."""
    yield from labelled.find(plain)
    yield from contact.find(plain)
    yield from dates.find(plain)
    yield from days.find(plain)
    yield from ages.find(plain)
    yield from places.find(plain)
    yield from spots.find(plain)
    yield from towns.find(plain)
    yield from likeness.find(plain)
    yield from codes.find(plain)
