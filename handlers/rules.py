"""The practice's own periods and places, fixed while the program runs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.calendar import WorkingHours


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

    def today(self, moment: datetime) -> date:
        """Which day it is for the practice."""
        return moment.astimezone(self.hours.zone).date()
