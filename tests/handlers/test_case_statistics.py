"""Statistics: cells of five or more, and nothing smaller can be worked out from what is shown."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reporting import case_statistics, cases, casework
from handlers.reporting.case_statistics import Period, protected
from handlers.reporting.cases import Disposition
from tests.handlers.conftest import Practice
from tests.handlers.reporting import JONAH, PRIYA, RUTH, Desk


@pytest.fixture
def desk(practice: Practice, clock: Any) -> Desk:
    return Desk(practice, clock)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_no_cell_below_five_follows_from_what_is_shown(counts: list[int]) -> None:
    """Whoever sees total and cells, and knows the rule, tries every table with that total: among those that would look
    the same, each hidden cell has several values, and one of five or more among them."""
    shown, total = protected(counts), sum(counts)
    assert all(cell is None or cell == count >= 5 for cell, count in zip(shown, counts, strict=True))
    if total < 5:
        return  # Then not even the total is shown.
    tables = [table for table in product(range(total + 1), repeat=len(counts)) if sum(table) == total]
    alike = [table for table in tables if protected(table) == shown]
    for place, cell in enumerate(shown):
        if cell is None:
            values = {table[place] for table in alike}
            assert len(values) > 1
            assert max(values) >= 5


def test_tables_without_small_cells_are_shown_whole() -> None:
    assert protected([5, 8, 30]) == [5, 8, 30]
    assert protected([4, 8, 30, 8]) == [None, None, 30, None]


def numbers(period: Period, title: str) -> dict[str, int | None]:
    found = next(breakdown for breakdown in period.breakdowns if breakdown.title == title)
    return {cell.words: cell.count for cell in found.cells if cell.count is not None}


def year(desk: Desk, account: str = RUTH) -> tuple[Period, ...]:
    found: tuple[Period, ...] = desk.as_(account, case_statistics.of_year, 2026, desk.practice.rules)
    return found


def fill(desk: Desk, first: int, count: int, **answers: str) -> None:
    for number in range(first, first + count):
        desk.file(number, **answers)


def test_a_year_is_counted_by_what_was_reported_and_what_came_of_it(desk: Desk) -> None:
    fill(desk, 1, 6, network="instagram", affected="patient")
    fill(desk, 11, 7, network="facebook", affected="patient")
    fill(desk, 21, 3, network="x", affected="staff")
    desk.deliver()
    for case in desk.cases(RUTH)[:8]:
        desk.work(RUTH, casework.close, case, Disposition.REFERRED, "Passed on.")
    desk.pass_days(400)
    (period,) = year(desk)
    assert (period.name, period.total) == ("2026", 16)
    assert numbers(period, "Network") == {"Facebook": 7}
    assert numbers(period, "Who is affected") == {}
    assert numbers(period, "Where it stands") == {}
    assert desk.tags("statistics") == ["compliance:statistics:opened"]


def test_a_busy_year_is_counted_in_quarters_and_only_so(desk: Desk) -> None:
    """The year as a whole beside its quarters would give small cells away."""
    for number, month in enumerate((3, 4, 7, 10)):
        desk.clock.forward(datetime(2026, month, 2, 9, tzinfo=desk.clock().tzinfo) - desk.clock())
        fill(desk, 100 * number, 20, network="instagram")
        desk.deliver()
    desk.pass_days(200)
    assert [(period.name, period.total) for period in year(desk)] == [(f"2026 Q{n}", 20) for n in (1, 2, 3, 4)]


def test_few_reports_show_nothing_at_all(desk: Desk) -> None:
    fill(desk, 1, 4, network="instagram")
    desk.deliver()
    desk.pass_days(400)
    (period,) = year(desk)
    assert period.total is None
    assert [cell.count for breakdown in period.breakdowns for cell in breakdown.cells if cell.count is not None] == []


def test_only_privacy_officers_count_and_only_years_that_are_over(desk: Desk) -> None:
    with pytest.raises(case_statistics.OfficersCount):
        year(desk, PRIYA)
    with pytest.raises(case_statistics.YearNotOver, match="2026"):
        year(desk)


def test_cases_somebody_is_recused_from_do_not_count_for_them(desk: Desk) -> None:
    """Else the difference to their own list would tell them that there is such a case."""
    fill(desk, 1, 6, network="instagram")
    desk.deliver()
    desk.grant_officer(JONAH)
    desk.recuse(desk.cases(RUTH)[0], JONAH)
    desk.clock.forward(timedelta(days=400))
    assert (year(desk)[0].total, year(desk, JONAH)[0].total) == (6, 5)
    assert len(desk.as_(JONAH, cases.listed)) == 5
