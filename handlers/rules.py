"""The practice's own periods and places, fixed while the program runs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.calendar import WorkingHours
from handlers.phi.names import THRESHOLD


@dataclass(frozen=True)
class Training:
    """How many days training and policies give people."""

    hire_days: int = 30
    #: After a new course, or a material change of one.
    change_days: int = 30
    #: So long before it is due the yearly one opens; done earlier, it is not yet this year's.
    lead_days: int = 30
    #: So long after the due date overdue people may still propose posts.
    grace_days: int = 14
    #: How often "Remind me tomorrow" works.
    snoozes: int = 3
    #: Days overdue after which managers, and then privacy officers, hear of it once a week.
    manager_days: int = 7
    officer_days: int = 14


@dataclass(frozen=True)
class Rules:
    """How long things may take, and where posts are reviewed."""

    #: Working hours after which undecided proposals nudge the channel.
    nudge_hours: tuple[float, ...] = (4, 24)
    #: How long a proposal may wait for a decision.
    expiry: timedelta = timedelta(days=7)
    #: How long an approval may stay unused.
    lapse: timedelta = timedelta(days=14)
    hours: WorkingHours = field(default_factory=WorkingHours)
    #: Destinations of review cards, `place@platform`.
    review_places: tuple[str, ...] = ("compliance@slack",)
    #: Whether the text of reports stands in the reports channel, or only a notice.
    reports_in_full: bool = True
    #: How likely a word has to be part of a name to count as one, from 0 to 1.
    name_threshold: float = THRESHOLD
    training: Training = field(default_factory=Training)

    def today(self, moment: datetime) -> date:
        """Which day it is for the practice."""
        return moment.astimezone(self.hours.zone).date()
