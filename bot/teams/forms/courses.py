"""Publishing a course in a dialog: a file that was sent ahead, its mistakes by line, what it would change."""

from collections.abc import Iterable, Sequence

from bot.teams.cards.actions import submits
from bot.teams.cards.review import differences
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    box,
    card,
    fitting,
    label,
    paragraph,
    plain,
    said,
    size,
    small,
    words,
)
from bot.teams.forms import inputs
from handlers.diff import abbreviated
from handlers.training import course_words as say
from handlers.training.course_publishing import Preview
from handlers.training.courses.mistakes import Mistake
from handlers.tray import Waiting

WRITE, CHECK, PUBLISH = "course.write", "course.check", "course.publish"
OR_SEND = "The text may come as a file, too: send it to Imprimatur in your chat with it, then open this form again."
SEND_FIRST = "Send the file to Imprimatur in your chat with it first; then it is offered here."
_FRAME = 5_000
_TOO_MUCH = "So much of the text changed that only the file itself shows it."


def write(files: Sequence[Waiting], note: str = "") -> Card:
    """Asks which file; `note` is what was wrong with the last one."""
    top = [box(said(note), style="attention")] if note else []
    check = [submits(CHECK, "Check", "positive")] if files else [submits(WRITE, "I have sent it", inputs=False)]
    newest = files[0].sha256 if files and not note else ""
    return card([*top, inputs.field("media", choosing(files, newest), hint=say.COURSE_FILE)], check)


def wrong(mistakes: Sequence[Mistake]) -> Card:
    """What is to mend in a file, each by its line."""
    return card([_wrong(mistakes), said(say.SEND_MENDED)], [submits(WRITE, "Another file", inputs=False)])


def choosing(files: Sequence[Waiting], chosen: str = "", *, optional: bool = False) -> Element:
    """Which of the texts that were sent ahead."""
    if not files:
        return small(OR_SEND if optional else SEND_FIRST)
    titles = {file.sha256: f"{plain(file.name, 60)} ({file.size / 1_000:.1f} kB)" for file in files}
    missing = "" if optional else "Choose the file."
    return inputs.choice("media", "Or a file" if optional else "The course file", titles, chosen, missing=missing)


def _wrong(mistakes: Sequence[Mistake]) -> Element:
    lines = (paragraph(bold(f"Line {one.line}: "), words(one.problem), spacing="Small") for one in mistakes)
    shown = fitting(lines, LIMIT - _FRAME)
    left = len(mistakes) - len(shown)
    more = [small(f"… and {left} more, once these are mended.")] if left else []
    return box(paragraph(bold(say.mistakes(len(mistakes)))), *shown, *more, style="attention")


def preview(found: Preview, sha256: str) -> Card:
    """What the file would become, and the question that goes with it."""
    meant = " ".join(filter(None, (say.who_does_it(found), say.walking(found))))
    head = paragraph(words(f"{found.title}: version {found.number}", size="Large", weight="Bolder"))
    body = [head, paragraph(words(say.about_file(found)), spacing="Small"), said(meant), *_changes(found)]
    again = submits(WRITE, "Another file", inputs=False)
    send = submits(PUBLISH, "Publish", "positive", media=sha256, before=found.before)
    return card([*body, _question(found), *_text(found)], [send, again])


def _question(found: Preview) -> Element:
    if found.before:
        asked = inputs.choice("answer", say.IS_MATERIAL, say.MATERIAL, style="expanded", missing="Please choose.")
    else:
        asked = inputs.choice("answer", say.WHO_DOES_IT, say.WHO, "nobody", style="expanded", missing="Please choose.")
    return inputs.field("answer", asked)


def _changes(found: Preview) -> Iterable[Element]:
    if not found.before:
        return []
    lines = fitting((paragraph(words(f"• {one}"), spacing="Small") for one in found.changes), LIMIT // 3)
    left = len(found.changes) - len(lines)
    more = [small(f"… and {left} more.")] if left else []
    return [label(say.CHANGES), *lines, *more]


def _text(found: Preview) -> Iterable[Element]:
    if not found.before:
        return []
    text = box(differences(abbreviated(found.spans)))
    return [label(say.IN_ITS_TEXT), text] if size(text) < LIMIT - LIMIT // 3 - _FRAME else [small(_TOO_MUCH)]
