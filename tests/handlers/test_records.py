"""Lists show how a text begins."""

import pytest

from handlers.records import opening


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Free  whitening\non Monday.", "Free whitening on Monday."),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("x" * 78 + ". And more", "x" * 78 + "…"),
        ("One, two. " * 9, "One, two. " * 7 + "One, two…"),
        ("A " + "x" * 90, "A " + "x" * 77 + "…"),
    ],
)
def test_an_opening_is_one_line_and_ends_once(text: str, shown: str) -> None:
    """No full stop before the dots that say it goes on."""
    assert opening(text) == shown
