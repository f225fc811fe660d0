"""Courses for privacy officers, and texts sent ahead that become courses or policies."""

from collections.abc import Callable, Sequence

from bot.teams.cards.actions import opens, row
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    card,
    columns,
    fitting,
    heading,
    name,
    ours,
    paragraph,
    said,
    small,
    words,
)
from handlers.training import course_words as say
from handlers.training.course_publishing import Shelved
from handlers.training.training_words import NO_COURSES
from handlers.tray import KEPT, Waiting


def listing(found: Sequence[Shelved], address: Callable[[str], str]) -> Card:
    """Every course with its file to download, and the way to the next version."""
    lines = fitting((_line(one, address(f"course:{one.version_id}")) for one in found), LIMIT - 2_000)
    more = [small(f"The list ends after {len(lines)}.")] if len(lines) < len(found) else []
    new = opens("course.write", say.NEW_COURSE, "positive")
    return card([heading(say.COURSES), *(lines or [ours(NO_COURSES)]), *more, small(say.EDITING)], [new])


def _line(one: Shelved, address: str) -> Element:
    text = [
        paragraph(bold(one.title), words(f"  {one.key}", fontType="Monospace", isSubtle=True)),
        paragraph(words(say.shelved(one)), spacing="Small"),
    ]
    download = {"type": "Action.OpenUrl", "title": "Download", "url": address}
    return columns(("stretch", text), ("auto", [row(download)])) | {"separator": True, "spacing": "Medium"}


def kept(file: Waiting) -> Card:
    """A text that was sent, and what it can become."""
    until = f"It waits here for {KEPT.days} days. Nothing is published before you have seen what it changes."
    buttons = [
        opens("course.check", "It is a course", "positive", media=file.sha256),
        opens("policy.write", "It is a policy", media=file.sha256),
    ]
    return card([paragraph(words("Kept: "), name(file.name, weight="Bolder")), said(until)], buttons)
