"""Reminders of training, and the digests of managers and privacy officers."""

from collections.abc import Sequence

from bot.teams.cards.actions import execute, opens, row
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    box,
    card,
    columns,
    fitting,
    heading,
    name,
    ours,
    paragraph,
    said,
    words,
)
from handlers.training.assignments import Kind
from handlers.training.reminder_messages import DueItem, ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder
from handlers.training.training_messages import CourseLine, Overview
from handlers.training.training_words import (
    ALL_DONE,
    NO_COURSES,
    TOMORROW,
    WAYS_IN,
    due,
    greeting,
    group,
    late,
    minutes,
    more,
    standing,
    starting,
    title,
)

#: What a button opens, by what there is to do.
_VERBS = {Kind.COURSE: "training.start", Kind.POLICY: "policy.read", Kind.REVIEW: "policy.read"}


def courses(shown: Overview) -> Card:
    """Every course, where somebody is with it, and the way in."""
    lines = fitting(map(_course, shown.lines), LIMIT - 1_000)
    return card([heading("Your training"), *(lines or [ours(NO_COURSES)])])


def reminder(message: TrainingReminder, note: str = "") -> Card:
    """Everything due to one person, each with the way in; `note` is the answer to whoever put it off."""
    items = fitting(map(_due, message.items), LIMIT - 2_000)
    can_wait = message.items and message.snoozes_left and not note
    later = [execute("training.tomorrow", TOMORROW, message.day.isoformat())] if can_wait else []
    noted = [box(said(note))] if note else []
    first = [said(greeting(message))] if greeting(message) else []
    return card([*noted, heading(title(message)), *first, *(items or [said(ALL_DONE)])], later, title(message))


def manager_digest(message: ManagerDigest) -> Card:
    """Who is late."""
    return card([heading(title(message)), *_late(message.lines, message.more)], (), title(message))


def officer_digest(message: OfficerDigest) -> Card:
    """How far each group is, and who is late."""
    groups = [_line(one.group or "No group", group(one)) for one in message.groups]
    return card([heading(title(message)), *groups, *_late(message.lines, message.more)], (), title(message))


def _course(line: CourseLine) -> Element:
    about = " ".join(part for part in (f"About {minutes(line)}.", standing(line)) if part)
    text = [paragraph(bold(line.title)), paragraph(words(about), spacing="Small")]
    buttons = [opens("training.start", starting(line), "positive", key=line.key)]
    if line.completion_id:
        buttons.append(opens("training.certificate", "Certificate", completion=line.completion_id))
    return _beside(text, *buttons)


def _due(item: DueItem) -> Element:
    text = [paragraph(bold(item.title)), paragraph(words(due(item)), spacing="Small")]
    return _beside(text, opens(_VERBS[item.kind], WAYS_IN[item.kind], "positive", key=item.key))


def _beside(text: list[Element], *buttons: Element) -> Element:
    shown = columns(("stretch", text), ("auto", [row(*buttons)]))
    return shown | {"separator": True, "spacing": "Medium"}


def _late(lines: Sequence[OverdueLine], left_out: int) -> list[Element]:
    shown = [_line(one.name, late(one)) for one in lines]
    return [*shown, said(more(left_out))] if left_out else shown


def _line(first: str, rest: str) -> Element:
    return paragraph(name(first, weight="Bolder"), words(f": {rest}"), spacing="Small")
