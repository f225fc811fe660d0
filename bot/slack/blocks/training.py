"""Reminders of training, and the digests of managers and privacy officers."""

from collections.abc import Sequence

from bot.slack.blocks.text import Block, actions, button, header, line, plain, words
from handlers.training.assignments import Kind
from handlers.training.reminder_messages import DueItem, ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder
from handlers.training.training_words import ALL_DONE, TOMORROW, WAYS_IN, due, greeting, group, late, more, title


def reminder(message: TrainingReminder) -> list[Block]:
    """Everything due to one person, each with the way in."""
    items = [due_item(item) for item in message.items]
    first = [line(words(greeting(message)))] if greeting(message) else []
    later = [actions("later", button("tomorrow", TOMORROW, "-", of="training"))] if _can_wait(message) else []
    return [header(title(message)), *first, *(items or [line(words(ALL_DONE))]), *later]


def due_item(item: DueItem) -> Block:
    """One thing to do, and the button that begins it."""
    of, verb = ("training", "start") if item.kind is Kind.COURSE else ("policy", "read")
    opening = button(verb, WAYS_IN[item.kind], item.key, "primary", of=of)
    return {"type": "section", "text": plain(f"{item.title}: {due(item)}", 3_000), "accessory": opening}


def _can_wait(message: TrainingReminder) -> bool:
    return bool(message.items and message.snoozes_left)


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
