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
from handlers.training import training_words as say
from handlers.training.course_publishing import Preview
from handlers.training.courses.mistakes import Mistake
from handlers.tray import Waiting

WRITE, CHECK, PUBLISH = "course.write", "course.check", "course.publish"
SEND_FIRST = "Send the file to Imprimatur in your chat with it first; then it is offered here."
_FRAME = 5_000
_TOO_MUCH = "So much of the text changed that only the file itself shows it."
_LEGEND = "Added is bold and highlighted, removed is struck through."


def write(files: Sequence[Waiting], mistakes: Sequence[Mistake] = (), note: str = "") -> Card:
    """Asks which file; `mistakes` are what was wrong with the last one, each by its line, `note` what else was."""
    top = [box(said(note), style="attention")] if note else []
    wrong = [_wrong(mistakes)] if mistakes else []
    check = [submits(CHECK, "Check", "positive")] if files else [submits(WRITE, "I have sent it", inputs=False)]
    return card([*top, *wrong, inputs.field("media", choosing(files), hint=say.COURSE_FILE)], check)


def choosing(files: Sequence[Waiting], chosen: str = "", *, optional: bool = False) -> Element:
    """Which of the texts that were sent ahead."""
    if not files:
        return small(SEND_FIRST)
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
    body = [head, paragraph(words(say.about_file(found)), spacing="Small"), paragraph(words(meant)), _question(found)]
    again = submits(WRITE, "Another file", inputs=False)
    send = submits(PUBLISH, "Publish", "positive", media=sha256, before=found.before)
    return card([*body, *_changes(found)], [send, again])


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
    text = box(differences(abbreviated(found.spans)))
    shown = [small(_LEGEND), text] if size(text) < LIMIT - LIMIT // 3 - _FRAME else [small(_TOO_MUCH)]
    return [label(say.CHANGES), *lines, *more, *shown]
