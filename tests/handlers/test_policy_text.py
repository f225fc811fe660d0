"""A policy's Markdown as chats show it."""

import pytest

from handlers.policy_text import paragraphs, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Photos #\nOnly **signed**\r\n\r\n- Look\n* twice", [("Photos", "Only signed"), ("", "• Look\n• twice")]),
        ("2 ** 3 and a_b_c", [("", "2 ** 3 and a_b_c")]),
        ("## Say **no**", [("Say no", "")]),
    ],
)
def test_marks_are_read_and_nothing_else_changes(text: str, shown: list[tuple[str, str]]) -> None:
    assert list(paragraphs(text)) == shown


def test_where_headings_cannot_be_set_off_they_are_lines() -> None:
    assert plain("# Photos\n\nNever.\n\n## When\n__Always.__") == "Photos\n\nNever.\n\nWhen\nAlways."
