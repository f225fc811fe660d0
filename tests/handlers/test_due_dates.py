"""Due dates and nudges, whatever the calendar, the leave and the year."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import WorkingHours
from handlers.reporting.deadlines import months_later
from handlers.training import due_dates
from handlers.training.due_dates import NO_END, Cycle, Leave

DAY = timedelta(days=1)
PLAIN = WorkingHours()
_days = st.dates(date(2024, 1, 1), date(2033, 12, 31))
_hours = st.builds(
    due_dates.own_hours,
    st.just(PLAIN),
    st.sampled_from(["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", None]),
    st.sampled_from(["US", "US-CA", "DE-BY", "GB", None]),
)
_leaves = st.lists(
    st.builds(lambda start, days: Leave(start, start + days * DAY), _days, st.integers(0, 200)), max_size=3
).map(tuple)
quick = settings(max_examples=150, deadline=None)


def working(day: date, hours: WorkingHours, leaves: tuple[Leave, ...] = ()) -> bool:
    return hours.is_working_day(day) and not due_dates.away_on(day, leaves)


@quick
@given(_days, st.integers(0, 90), _hours, _leaves)
def test_due_dates_are_working_days_and_leave_takes_nothing_from_them(
    begins: date, days: int, hours: WorkingHours, leaves: tuple[Leave, ...]
) -> None:
    """People have all the days they were given, but for those a weekend takes at the end."""
    due = due_dates.due_on(begins, begins + days * DAY, leaves, hours)
    assert due is not None
    assert working(due, hours, leaves)
    assert due >= begins
    present = sum(not due_dates.away_on(begins + n * DAY, leaves) for n in range((due - begins).days))
    # The free days before a due date: a long weekend, or none that would be left.
    assert days - 6 <= present <= days + 6
    if not leaves and due > begins + days * DAY:
        assert not any(working(begins + n * DAY, hours) for n in range(days + 1))


@quick
@given(_days, st.integers(0, 60), _hours)
def test_leave_without_an_end_has_no_due_date(begins: date, days: int, hours: WorkingHours) -> None:
    away = (Leave(begins + days * DAY, NO_END),)
    assert due_dates.due_on(begins, begins + days * DAY, away, hours) is None
    assert due_dates.next_nudge(begins, None, begins, away, hours) is None


@quick
@given(_days, st.integers(0, 30), st.sampled_from([12, 6, 24]))
def test_finishing_early_does_not_shorten_the_cycle_and_nothing_drifts(start: date, early: int, months: int) -> None:
    """Ten cycles, each finished early: always the same day, or the last one of a shorter month."""
    cycle = Cycle(start, start.day)
    for _ in range(10):
        done = cycle.nominal_on - early * DAY
        after = due_dates.following(cycle, done, months, lead_days=30)
        assert after.nominal_on >= months_later(done, months)
        assert after.nominal_on - months_later(done, months) <= 33 * DAY
        cycle = after
        assert cycle.nominal_on == months_later(start, 12 * (cycle.nominal_on.year - start.year)) or months != 12


@quick
@given(_days, st.one_of(st.integers(-400, -1), st.integers(31, 3_000)), st.sampled_from([12, 6]))
def test_finished_late_or_long_before_counts_from_that_day(start: date, early: int, months: int) -> None:
    """A full period, and not a day more, whether the work was overdue or is years old."""
    done = start - early * DAY
    if done.year < 1900:
        return
    assert due_dates.following(Cycle(start, start.day), done, months, 30) == Cycle(months_later(done, months), done.day)


@pytest.mark.parametrize(
    ("start", "years", "expected"),
    [
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2027, 12, 31), 1, date(2028, 12, 31)),
        (date(2027, 3, 1), 1, date(2028, 3, 1)),
    ],
    ids=["clamped", "and back", "year's end", "into a leap year"],
)
def test_years_are_counted_from_the_day_it_began(start: date, years: int, expected: date) -> None:
    cycle = Cycle(start, start.day)
    for _ in range(years):
        cycle = due_dates.following(cycle, cycle.nominal_on, 12, 30)
    assert cycle.nominal_on == expected


@quick
@given(_days, st.integers(0, 120), _hours, _leaves)
def test_nudges_come_on_working_days_and_never_stop(
    begins: date, days: int, hours: WorkingHours, leaves: tuple[Leave, ...]
) -> None:
    """At the beginning, on the due date, then at least weekly; never during leave."""
    due = due_dates.due_on(begins, begins + days * DAY, leaves, hours)
    told = []
    day = begins - DAY
    for _ in range(20):
        day = due_dates.next_nudge(begins, due, day, leaves, hours)
        assert day is not None
        told.append(day)
    assert all(working(day, hours, leaves) for day in told)
    assert due in told
    assert all(before < after for before, after in pairwise(told))
    absent = sum(((leave.until_on - leave.from_on).days + 1 for leave in leaves), 14)
    assert all((after - before).days <= 7 + absent for before, after in pairwise(told) if before >= due)


def test_the_usual_nudges() -> None:
    """Thirty, fourteen, seven days and one before, on the day, then weekly; on the working day before a weekend."""
    due, day, told = date(2026, 6, 30), date(2026, 4, 1), []
    for _ in range(7):
        day = due_dates.next_nudge(date(2026, 5, 31), due, day, (), PLAIN)
        told.append(day)
    assert [(due - day).days for day in told] == [29, 14, 7, 1, 0, -7, -14]
    monday = date(2026, 6, 29)
    assert due_dates.next_nudge(date(2026, 6, 1), monday, date(2026, 6, 22), (), PLAIN) == date(2026, 6, 26)


@quick
@given(_days, st.times(), st.sampled_from(["America/New_York", "Europe/Berlin"]))
def test_the_day_is_the_wall_clocks(day: date, clock: time, zone: str) -> None:
    """Also in the hours that clocks skip or repeat."""
    moment = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
    assert due_dates.day_of(moment, due_dates.own_hours(PLAIN, zone, None)) == day


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc/passwd", "America", "a\0b", "x" * 5_000, ""])
def test_an_unknown_zone_is_the_practices(zone: str) -> None:
    assert due_dates.own_hours(PLAIN, zone, None).zone is UTC
