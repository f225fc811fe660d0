"""What Slack and Teams say about training in the same words."""

from handlers.assignments import Kind, Why
from handlers.reminder_messages import DueItem, GroupLine, ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder

_WHY = {Why.HIRE: "because you are new", Why.YEARLY: "the yearly refresher", Why.CHANGE: "it has changed"}
_KINDS = {Kind.COURSE: "course", Kind.POLICY: "policy to read and sign", Kind.REVIEW: "policy to review"}
ALL_DONE = "All of this is done. Thank you."


def title(message: TrainingReminder | ManagerDigest | OfficerDigest) -> str:
    """What the message is about, also for notifications."""
    if isinstance(message, ManagerDigest):
        return "Training: who of your people is late"
    if isinstance(message, OfficerDigest):
        return "Training: where the practice stands"
    if not message.items:
        return "Training: all done"
    return f"Training: {_count(len(message.items), 'thing')} for you to do"


def due(item: DueItem) -> str:
    """What it is, why, and by when, to be read after its title."""
    late = _count(-item.days_left, "day")
    left = f"{late} overdue" if item.days_left < 0 else "due today" if not item.days_left else f"due {item.due_on}"
    return f"{_KINDS[item.kind]}, {_WHY[item.why]}, {left}"


def late(line: OverdueLine) -> str:
    """What somebody is late with, to be read after their name."""
    return f"{line.title}, {_count(line.days, 'day')} overdue{f' ({line.group})' if line.group else ''}"


def group(line: GroupLine) -> str:
    """How far a group is, to be read after its name."""
    return f"{line.done} of {line.people} have done everything, {line.due} still have time, {line.overdue} are late"


def more(count: int) -> str:
    """What is left out of a list."""
    return f"… and {count} more. /compliance training lists all." if count else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
