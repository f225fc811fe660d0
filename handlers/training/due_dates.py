"""When something is due and when people hear of it: whole days of a person's own calendar, and nothing looked up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.calendar import WorkingHours
from handlers.reporting.deadlines import months_later

#: Days before the due date on which people are told; afterwards it is every week.
NUDGES = (30, 14, 7, 1, 0)
NO_END = date.max
_DAY = timedelta(days=1)
_SEARCHED = 3_660


class Leave(NamedTuple):
    """Somebody's absence, both days included; until `NO_END` it has no end yet."""

    from_on: date
    until_on: date


class Cycle(NamedTuple):
    """A day that comes back after so many months: `nominal_on` next, `month_day` wherever the month is long enough."""

    nominal_on: date
    month_day: int


@lru_cache(maxsize=256)
def own_hours(hours: WorkingHours, zone: str | None, calendar: str | None) -> WorkingHours:
    """The practice's hours on somebody's own clock and calendar; a zone nobody knows is the practice's."""
    try:
        own_zone = ZoneInfo(zone) if zone else hours.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        own_zone = hours.zone
    return replace(hours, zone=own_zone, holidays=calendar or hours.holidays)


def day_of(moment: datetime, hours: WorkingHours) -> date:
    """The day it is where somebody is."""
    return moment.astimezone(hours.zone).date()


def following(done: Cycle, completed_on: date, months: int, lead_days: int) -> Cycle:
    """The next cycle. Finishing up to `lead_days` early keeps the day of the year; otherwise it counts from the day of
    finishing. Never sooner than `months` after finishing, and never more than `lead_days` later than that."""
    early = (done.nominal_on - completed_on).days
    start = done if 0 <= early <= lead_days else Cycle(completed_on, completed_on.day)
    month = months_later(start.nominal_on.replace(day=1), months)
    last = (months_later(month, 1) - _DAY).day
    return Cycle(month.replace(day=min(start.month_day, last)), start.month_day)


def due_on(begins_on: date, nominal_on: date, leaves: tuple[Leave, ...], hours: WorkingHours) -> date | None:
    """The working day on which something is due: as many days later as leave took since it began, then the last working
    day not after it, or the first one if that would be before it began. None during leave without an end."""
    due = nominal_on
    for leave in _merged(leaves):
        if leave.until_on < begins_on or leave.from_on > due:
            continue
        if leave.until_on == NO_END:
            return None
        due += leave.until_on - max(leave.from_on, begins_on) + _DAY
    return _last_free(due, begins_on, leaves, hours) or first_free(max(due, begins_on), leaves, hours)


def next_nudge(
    begins_on: date, due: date | None, after: date, leaves: tuple[Leave, ...], hours: WorkingHours
) -> date | None:
    """The first working day later than `after` on which somebody hears of something due: when it begins, at `NUDGES`,
    then weekly. None during leave without an end."""
    if due is None:
        return None
    return min((day for day in _nudges(begins_on, due, after, leaves, hours) if day and day > after), default=None)


def first_free(day: date, leaves: tuple[Leave, ...], hours: WorkingHours) -> date | None:
    """The first working day from `day` on which somebody is not on leave; None if their leave has no end."""
    for offset in range(_SEARCHED):
        found = day + offset * _DAY
        away = away_on(found, leaves)
        if away and away.until_on == NO_END:
            return None
        if not away and hours.is_working_day(found):
            return found
    raise OverflowError("no working day within ten years")


def away_on(day: date, leaves: tuple[Leave, ...]) -> Leave | None:
    """The leave somebody is on that day."""
    return next((leave for leave in leaves if leave.from_on <= day <= leave.until_on), None)


def _nudges(
    begins_on: date, due: date, after: date, leaves: tuple[Leave, ...], hours: WorkingHours
) -> Iterator[date | None]:
    yield first_free(begins_on, leaves, hours)
    for before in NUDGES:
        yield _last_free(due - before * _DAY, begins_on, leaves, hours)
    for week in count(max(1, (after - due).days // 7)):
        found = first_free(due + 7 * week * _DAY, leaves, hours)
        yield found
        if found is None or found > after:
            return


def _last_free(day: date, earliest: date, leaves: tuple[Leave, ...], hours: WorkingHours) -> date | None:
    while day >= earliest:
        if hours.is_working_day(day) and not away_on(day, leaves):
            return day
        day -= _DAY
    return None


def _merged(leaves: tuple[Leave, ...]) -> list[Leave]:
    """In order, without overlaps: no day pauses a clock twice."""
    merged: list[Leave] = []
    for leave in sorted(leaves):
        if merged and leave.from_on <= merged[-1].until_on:
            leave = Leave(merged[-1].from_on, max(merged.pop().until_on, leave.until_on))
        merged.append(leave)
    return merged
