"""Reminders of training, and the digests of managers and privacy officers."""

from collections.abc import Sequence

from bot.slack.blocks.text import Block, header, line, words
from handlers.reminder_messages import ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder
from handlers.training_words import ALL_DONE, due, group, late, more, title


def reminder(message: TrainingReminder) -> list[Block]:
    """Everything due to one person."""
    items = [line(words(item.title, bold=True), words(f": {due(item)}")) for item in message.items]
    return [header(title(message)), *(items or [line(words(ALL_DONE))])]


def manager_digest(message: ManagerDigest) -> list[Block]:
    """Who is late."""
    return [header(title(message)), *_late(message.lines, message.more)]


def officer_digest(message: OfficerDigest) -> list[Block]:
    """How far each group is, and who is late."""
    groups = [line(words(one.group or "No group", bold=True), words(f": {group(one)}")) for one in message.groups]
    return [header(title(message)), *groups, *_late(message.lines, message.more)]


def _late(lines: Sequence[OverdueLine], left_out: int) -> list[Block]:
    shown = [line(words(one.name, bold=True), words(f": {late(one)}")) for one in lines]
    return [*shown, line(words(more(left_out)))] if left_out else shown
