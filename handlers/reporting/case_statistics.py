"""Counts of reports that can be passed on: cells of five or more, and nothing from which a smaller one follows.

One year is counted in one way only, as a whole or in quarters, and only once it is over: else the difference between
two tables would tell what neither shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.reporting import cases
from handlers.reporting.cases import DISPOSITION_WORDS, STATE_WORDS, Case, CaseState
from handlers.reporting.report_form import AFFECTED_WORDS, NETWORK_WORDS, Report
from handlers.rules import Rules
from storage import ledger
from storage.transaction import Transaction

SMALLEST = 5
#: A year is shown in quarters when each of them has so many reports.
QUARTER_MINIMUM = 20
#: In place of a number that is not shown.
FEW = "fewer than 5, or kept back so that none of those can be worked out"
_OUTCOMES = {
    **{state.value: words for state, words in STATE_WORDS.items() if state is not CaseState.CLOSED},
    **{disposition.value: f"Closed: {words.lower()}" for disposition, words in DISPOSITION_WORDS.items()},
}
_NOT_SAID = {"": "Not said"}


class OfficersCount(Refusal):
    """Only privacy officers count reports, because every report has to be opened for it. `/compliance roles` shows who
    they are."""


class YearNotOver(Refusal):
    """Reports of {year} are counted once the year is over: counting them earlier too would show, by the difference,
    what single reports are about."""


@dataclass(frozen=True)
class Cell:
    """One number of a table; `count` is None where `FEW` stands for it."""

    words: str
    count: int | None


@dataclass(frozen=True)
class Breakdown:
    """The reports of a period by one question."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Period:
    """The reports received in one; `total` is None below five, and then no cell is shown either."""

    name: str
    total: int | None
    breakdowns: tuple[Breakdown, ...]


def of_year(tx: Transaction, actor: Actor, year: int, rules: Rules) -> tuple[Period, ...]:
    """A year that is over, as a whole or in its quarters, of the cases the actor may see. Raises `OfficersCount` and
    `YearNotOver`."""
    if OFFICER not in actor.roles:
        raise OfficersCount
    if year >= rules.today(tx.now).year:
        raise YearNotOver(year=year)
    found = [(case, cases.report(tx, case)) for case in cases.received(tx, actor, date(year, 1, 1), date(year, 12, 31))]
    ledger.append(tx, "compliance:statistics:opened", f"statistics:{year}", actor.entry, actor.platform, {"year": year})
    quarters = [[one for one in found if _quarter(one[0].received_on) == number] for number in (1, 2, 3, 4)]
    if min(map(len, quarters)) >= QUARTER_MINIMUM:
        return tuple(_period(f"{year} Q{number}", part) for number, part in enumerate(quarters, start=1))
    return (_period(str(year), found),)


def protected(counts: Sequence[int]) -> list[int | None]:
    """The cells of one table that may stand beside their total. With any below five, all up to the smallest of at least
    five are left out: any two of those could be swapped without a difference to be seen, so that none can be told from
    the total and the others, not even by who knows this rule."""
    if min(counts) >= SMALLEST:
        return list(counts)
    limit = min((count for count in counts if count >= SMALLEST), default=SMALLEST)
    return [count if count > limit else None for count in counts]


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _period(name: str, found: Sequence[tuple[Case, Report | None]]) -> Period:
    shown = len(found) >= SMALLEST
    breakdowns = (
        _breakdown("Where it stands", _OUTCOMES, (case.disposition or case.state for case, _ in found)),
        _breakdown("Network", NETWORK_WORDS | _NOT_SAID, (report.network if report else "" for _, report in found)),
        _breakdown("Who is affected", AFFECTED_WORDS | _NOT_SAID, (r.affected if r else "" for _, r in found)),
    )
    return Period(name, len(found) if shown else None, breakdowns)


def _breakdown(title: str, words: dict[str, str], found: Iterable[str]) -> Breakdown:
    counted = Counter(key if key in words else "" for key in found)
    counts = protected([counted[key] for key in words])
    return Breakdown(title, tuple(Cell(text, count) for text, count in zip(words.values(), counts, strict=True)))


#: An example.
PERIOD = Period(
    "2025",
    31,
    (
        _breakdown(
            "Network",
            {"instagram": "Instagram", "facebook": "Facebook", "x": "X"},
            ["instagram"] * 20 + ["facebook"] * 8 + ["x"] * 3,
        ),
    ),
)
