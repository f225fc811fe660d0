"""Working hours: wall time in the practice's zone, without weekends and holidays."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays

_SHAPE = re.compile(r"[A-Z]{2}(-\w[\w -]*)?", re.ASCII)


@lru_cache(maxsize=64)
def _holidays(calendar: str) -> holidays.HolidayBase:
    country, _, subdivision = calendar.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def exists(calendar: str) -> bool:
    """Whether a country, perhaps with its subdivision, has a calendar; nothing is one without holidays."""
    try:
        return not calendar or (_SHAPE.fullmatch(calendar) is not None and _holidays(calendar) is not None)
    except NotImplementedError:
        return False


@dataclass(frozen=True)
class WorkingHours:
    """When people are expected to answer. `days` counts Monday as 0; `holidays` is a country with an optional
    subdivision (`US`, `US-CA`), or None."""

    start: time = time(9)
    end: time = time(17)
    days: frozenset[int] = frozenset(range(5))
    holidays: str | None = None
    zone: tzinfo = UTC

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on `day`."""
        return day.weekday() in self.days and not (self.holidays and day in _holidays(self.holidays))

    def add_working_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment (UTC) at which `hours` working hours have passed since `moment`. A day lost to a change of the
        clocks counts what the clock on the wall showed."""
        local = moment.astimezone(self.zone).replace(tzinfo=None)
        left = timedelta(hours=hours)
        for _ in range(3_660):
            if self.is_working_day(local.date()):
                begins = max(local, datetime.combine(local.date(), self.start))
                ends = datetime.combine(local.date(), self.end)
                if begins + left <= ends:
                    return (begins + left).replace(tzinfo=self.zone).astimezone(UTC)
                left -= max(ends - begins, timedelta())
            local = datetime.combine(local.date() + timedelta(days=1), time())
        raise OverflowError("no working day within ten years")
