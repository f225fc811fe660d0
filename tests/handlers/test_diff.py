"""The word diff loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.diff import Span, abbreviated, word_diff


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    """Same and added are the new text, same and removed the old one."""
    spans = word_diff(before, after)
    assert "".join(span.text for span in spans if span.kind != "removed") == after
    assert "".join(span.text for span in spans if span.kind != "added") == before


def test_long_unchanged_stretches_are_cut() -> None:
    """The reader sees the change, not the novel around it."""
    text = "word " * 100
    shown = abbreviated(word_diff(text + "old", text + "new"))
    assert len(shown[0].text) < 80
    assert shown[1:] == [Span("removed", "old"), Span("added", "new")]
