"""A larger model of names, where one is installed, adds notes and changes nothing else."""

import importlib.util
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from handlers.phi import more_names
from handlers.phi.about import About, Kind
from handlers.phi.findings import Category, Hit, Severity
from handlers.phi.names import A_NAME
from handlers.phi.scan import scan

INSTALLED = importlib.util.find_spec(more_names.PACKAGE) is not None


def every_word(plain: str) -> Iterator[Hit]:
    """A model that takes everything for somebody."""
    if plain.strip():
        yield Hit(0, len(plain), A_NAME, more_names.SOURCE, 0.5)
        at = 0
        for word in plain.split(" "):
            if word.strip():
                yield Hit(at, at + len(word), A_NAME, more_names.SOURCE, 0.5)
            at += len(word) + 1


PARTS = st.sampled_from(
    ["our patient ", "Karen Lindqvist ", "Hangwani ", "555-123-4567 ", "came in ", "\n", "é", "\ud800"]
)


@given(st.lists(PARTS).map("".join), st.sampled_from(Kind))
def test_it_only_adds_notes(text: str, kind: Kind) -> None:
    """What is found without it is found with it, as grave and in the same place; what is new is a note of a name."""
    without = scan(text, About(kind), more=lambda _: ())
    with_it = scan(text, About(kind), more=every_word)
    added = [finding for finding in with_it if finding.source == more_names.SOURCE]
    assert [finding for finding in with_it if finding not in added] == without
    assert all((one.category, one.severity) == (Category.NAME, Severity.NOTE) for one in added)


def test_what_the_organization_allows_is_not_added() -> None:
    """Its own people are no finding of any model."""
    assert [f.source for f in scan("Hangwani", About(), names=(), more=every_word)] == ["model"]
    assert scan("Hangwani", About(), names=(), more=every_word, allowed=["Hangwani"]) == []


def test_as_it_is_installed_here() -> None:
    """Without it nothing is added; with it names in a sentence are found in their places, handles and hashtags left
    alone, any text read."""
    if not INSTALLED:
        assert more_names.load() is None
        assert list(more_names.find("Hangwani came in")) == []
        return
    text = "\ud800 Yesterday Gwyneth Paltrow said @karen_smith is #BarackObama."
    assert [text[hit.start : hit.end] for hit in more_names.find(text)] == ["Gwyneth Paltrow"]
    assert list(more_names.find("  ")) == []
    assert all(0 <= hit.start < hit.end <= len(text) * 100 for hit in more_names.find(text * 100))
