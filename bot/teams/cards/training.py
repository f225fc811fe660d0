"""Reminders of training, and the digests of managers and privacy officers."""

from collections.abc import Sequence

from bot.teams.cards.text import Card, Element, card, heading, name, paragraph, said, words
from handlers.reminder_messages import ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder
from handlers.training_words import ALL_DONE, due, group, late, more, title


def reminder(message: TrainingReminder) -> Card:
    """Everything due to one person."""
    items = [_line(item.title, due(item)) for item in message.items]
    return card([heading(title(message)), *(items or [said(ALL_DONE)])], (), title(message))


def manager_digest(message: ManagerDigest) -> Card:
    """Who is late."""
    return card([heading(title(message)), *_late(message.lines, message.more)], (), title(message))


def officer_digest(message: OfficerDigest) -> Card:
    """How far each group is, and who is late."""
    groups = [_line(one.group or "No group", group(one)) for one in message.groups]
    return card([heading(title(message)), *groups, *_late(message.lines, message.more)], (), title(message))


def _late(lines: Sequence[OverdueLine], left_out: int) -> list[Element]:
    shown = [_line(one.name, late(one)) for one in lines]
    return [*shown, said(more(left_out))] if left_out else shown


def _line(first: str, rest: str) -> Element:
    return paragraph(name(first, weight="Bolder"), words(f": {rest}"), spacing="Small")
