"""The word diff loses nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.diff import Span, abbreviated, word_diff


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    """Same and added are the new text, same and removed the old one."""
    spans = word_diff(before, after)
    assert "".join(span.text for span in spans if span.kind != "removed") == after
    assert "".join(span.text for span in spans if span.kind != "added") == before


@pytest.mark.parametrize("pattern", ["{0} ", "a{0}, ", "same {0} ", "{1} "])
def test_long_texts_with_little_in_common_take_no_time(pattern: str) -> None:
    """It runs on the thread of the database: minutes there stop everybody. The clock is generous, the fault was not."""
    before = "".join(pattern.format(f"old{n}", n % 7) for n in range(1_000))[:9_000]
    after = "".join(pattern.format(f"new{n}", n % 5) for n in range(1_000))[:9_000]
    began = time.process_time()
    word_diff(before, after)
    assert time.process_time() - began < 5


def test_long_unchanged_stretches_are_cut() -> None:
    """The reader sees the change, not the novel around it."""
    text = "word " * 100
    shown = abbreviated(word_diff(text + "old", text + "new"))
    assert len(shown[0].text) < 80
    assert shown[1:] == [Span("removed", "old"), Span("added", "new")]
