"""What people are told about training and policies: plain data, complete, with an example each."""

from dataclasses import dataclass
from datetime import date

from handlers.training.assignments import Kind, Why


@dataclass(frozen=True)
class DueItem:
    """One thing somebody has to do. `days_left` is negative once it is overdue."""

    kind: Kind
    key: str
    title: str
    why: Why
    due_on: date
    days_left: int


@dataclass(frozen=True)
class TrainingReminder:
    """Everything due to one person, most urgent first, in one message a day; without items all is done meanwhile."""

    person_id: int
    day: date
    items: tuple[DueItem, ...]
    #: How often "Remind me tomorrow" still works.
    snoozes_left: int


@dataclass(frozen=True)
class OverdueLine:
    """One thing somebody is late with."""

    person_id: int
    name: str
    group: str
    title: str
    due_on: date
    days: int


@dataclass(frozen=True)
class ManagerDigest:
    """Who of somebody's people is late, longest first; `more` are not listed."""

    day: date
    lines: tuple[OverdueLine, ...]
    more: int = 0


@dataclass(frozen=True)
class GroupLine:
    """How many of a group have done everything, have something due, or are late."""

    group: str
    people: int
    done: int
    due: int
    overdue: int


@dataclass(frozen=True)
class OfficerDigest:
    """Where the practice stands, for privacy officers; `more` late people's items are not listed."""

    day: date
    groups: tuple[GroupLine, ...]
    lines: tuple[OverdueLine, ...]
    more: int = 0


TrainingMessage = TrainingReminder | ManagerDigest | OfficerDigest

_DAY = date(2026, 3, 2)
_COURSE = DueItem(Kind.COURSE, "social-media", "Social media and patients", Why.YEARLY, date(2026, 3, 16), 14)
_POLICY = DueItem(Kind.POLICY, "photos", "Photos and videos", Why.CHANGE, date(2026, 2, 23), -7)
_NEW = DueItem(Kind.COURSE, "social-media", "Social media and patients", Why.HIRE, date(2026, 3, 31), 29)
_LINES = (OverdueLine(7, "Maya Lindqvist", "Front desk", "Photos and videos", date(2026, 2, 16), 14),)

EXAMPLES: dict[type, tuple[TrainingMessage, ...]] = {
    TrainingReminder: (
        TrainingReminder(7, _DAY, (_POLICY, _COURSE), 3),
        TrainingReminder(7, _DAY, (_COURSE,), 0),
        TrainingReminder(7, _DAY, (_NEW,), 3),
        TrainingReminder(7, _DAY, (), 3),
    ),
    ManagerDigest: (ManagerDigest(_DAY, _LINES), ManagerDigest(_DAY, _LINES, more=12)),
    OfficerDigest: (
        OfficerDigest(_DAY, (GroupLine("Front desk", 8, 6, 1, 1), GroupLine("Hygienists", 5, 5, 0, 0)), _LINES, more=0),
    ),
}
