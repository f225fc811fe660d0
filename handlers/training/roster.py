"""The staff list from a file: people, their managers, groups and calendars, and training they finished elsewhere.

Checked as a whole first, every problem listed by its line; then all of it is taken over, or nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Row, bindparam, case, func, insert, or_, select

from handlers import calendar, people
from handlers.errors import Refusal
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import assignments, employment, oversight, spreadsheets, staff
from handlers.training.assignments import Kind
from handlers.training.employment import Hired
from handlers.training.spreadsheets import Problem, Table, quoted
from storage import core, ledger
from storage.transaction import Transaction

PEOPLE_COLUMNS = ("account", "name", "group", "manager", "calendar", "zone", "joined_on", "left_on")
TRAINING_COLUMNS = ("account", "course", "completed_on", "score")
# As settings have them: Slack's ids, and object ids of Entra.
_ACCOUNT = re.compile(r"slack:[UW][A-Z0-9]{2,30}|teams:[0-9a-fA-F-]{36}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME_LIMIT = 100


class HasProblems(Refusal):
    """Nothing was taken over: {count} things in this file need another look first. Check it to see each with its
    line."""


@dataclass
class DryRun:
    """What a file would do. With `problems` it would do nothing."""

    encoding: str
    new: int = 0
    changed: int = 0
    leaving: int = 0
    completions: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Person:
    """One line of the list of people, checked. Columns that are not in the file leave things as they are."""

    line: int
    account: str
    person_id: int | None
    name: str
    hired: Hired
    manager: str
    left_on: date | None


@dataclass(frozen=True)
class _Done:
    person_id: int
    course: str
    completed_on: date
    score: int | None


_home = core.identity.alias("home")
_HERE = (
    select(
        core.identity.c.platform,
        core.identity.c.external_id,
        # Whoever linked accounts later may be listed under the id they had before.
        func.coalesce(core.staff.c.person_id, core.identity.c.person_id).label("person_id"),
        core.staff.c.employed,
        core.staff.c.group_name,
        core.staff.c.manager_id,
        core.staff.c.calendar,
        core.staff.c.zone,
    )
    .select_from(
        core.identity.join(_home, _home.c.person_id == core.identity.c.person_id).outerjoin(
            core.staff,
            or_(core.staff.c.person_id == _home.c.home_id, core.staff.c.person_id == core.identity.c.person_id),
        )
    )
    .where(core.identity.c.external_id.in_(bindparam("ids", expanding=True)))
    # The last one counts: who works here, under their own id.
    .order_by(
        case((core.staff.c.employed, 1), else_=0),
        case((core.staff.c.person_id == core.identity.c.person_id, 1), else_=0),
    )
)
_PRIOR = select(core.prior_completion.c.person_id, core.prior_completion.c.key, core.prior_completion.c.completed_on)


def check(tx: Transaction, actor: Actor, data: bytes, rules: Rules) -> DryRun:
    """What the file would do, changing nothing. Raises what `spreadsheets.read` raises."""
    staff.require_officer(actor)
    return _Reader(tx, spreadsheets.read(data), rules).run


def take_over(tx: Transaction, actor: Actor, data: bytes, rules: Rules) -> DryRun:
    """Does what `check` says, all of it in one transaction; raises `HasProblems` where that lists any."""
    staff.require_officer(actor)
    read = _Reader(tx, spreadsheets.read(data), rules)
    if read.run.problems:
        raise HasProblems(count=len(read.run.problems))
    _take_people(tx, actor, read.people, rules)
    _take_completions(tx, actor, read.done, rules)
    counts = {name: getattr(read.run, name) for name in ("new", "changed", "leaving", "completions")}
    ledger.append(tx, "training:staff:imported", "staff", actor.entry, actor.platform, counts)
    return read.run


class _Reader:
    """One file against what is known: collects what it would do, and every problem."""

    def __init__(self, tx: Transaction, table: Table, rules: Rules) -> None:
        self.run = DryRun(table.encoding, problems=list(table.problems))
        self.people: list[_Person] = []
        self.done: list[_Done] = []
        self._today = oversight.today(tx, rules)
        self._seen: dict[object, int] = {}
        self._courses = {one.key for one in assignments.requirements(tx) if one.kind is Kind.COURSE}
        cells = {row.get(name, "") for _, row in table.rows for name in ("account", "manager")}
        self._known = _accounts(tx, cells)
        self._listed = {row.get("account", "") for _, row in table.rows}
        self._prior = {tuple(row) for row in tx.execute(_PRIOR)} if "course" in table.columns else set()
        wanted = TRAINING_COLUMNS if "course" in table.columns else PEOPLE_COLUMNS
        self._check_columns(table, wanted)
        for line, row in table.rows:
            if "course" in table.columns:
                self._read_completion(line, row)
            else:
                self._read_person(line, row)
        self.run.problems.sort(key=lambda problem: problem.line)

    def _problem(self, line: int, column: str, what: str) -> None:
        self.run.problems.append(Problem(line, column, what))

    def _check_columns(self, table: Table, wanted: tuple[str, ...]) -> None:
        needed = {"account", "course", "completed_on"} & set(wanted)
        for name in sorted(needed - set(table.columns)):
            self._problem(1, name, "This column is missing.")
        for name in table.columns:
            if name not in wanted:
                self._problem(1, name, f"{quoted(name)} is no column that can be read. There are: {', '.join(wanted)}.")

    def _account(self, line: int, row: Mapping[str, str]) -> tuple[str, Row[tuple[object, ...]] | None]:
        account = row.get("account", "")
        if not _ACCOUNT.fullmatch(account):
            what = f"{quoted(account)} is no account. Write slack:U0123456789 or teams:<object id in Entra>."
            self._problem(line, "account", what)
        return account, self._known.get(account)

    def _once(self, line: int, column: str, key: object) -> None:
        first = self._seen.setdefault(key, line)
        if first != line:
            self._problem(line, column, f"This is in line {first} already. Keep one of the two.")

    def _day(self, line: int, row: Mapping[str, str], column: str) -> date | None:
        cell = row.get(column, "")
        if not cell:
            return None
        try:
            day = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
        except ValueError:
            day = None
        if day is None:
            self._problem(line, column, f"{quoted(cell)} is no day. Write it like 2026-03-31.")
        elif day > self._today:
            self._problem(line, column, f"{quoted(cell)} is still to come. Send this line when the day has come.")
        elif day.year < 1950:
            self._problem(line, column, f"{quoted(cell)} is too long ago. Look at the year.")
        return day

    def _read_person(self, line: int, row: Mapping[str, str]) -> None:
        account, known = self._account(line, row)
        self._once(line, "account", known.person_id if known else account)
        name = row.get("name", "")
        employed = bool(known and known.employed)
        if not known and not name:
            self._problem(line, "account", "Nobody has used Imprimatur with this account yet. Give a name to add them.")
        for column, cell in (("name", name), ("group", row.get("group", ""))):
            if len(cell) > _NAME_LIMIT:
                self._problem(line, column, f"{quoted(cell)} is too long: up to {_NAME_LIMIT} characters.")
        joined, left = self._day(line, row, "joined_on"), self._day(line, row, "left_on")
        if joined and left and left < joined:
            self._problem(line, "left_on", "This is before the day they joined.")
        if left and not employed:
            self._problem(line, "left_on", "This person is not on the staff list, so they cannot leave it.")
        self._check_places(line, row, account)
        self._count(known, employed, left)
        kept = known if employed else None
        hired = Hired(
            int(str(known.person_id)) if known else 0,
            joined or self._today,
            row.get("group", kept.group_name if kept else ""),
            kept.manager_id if kept and "manager" not in row else None,
            row.get("zone", kept.zone if kept else None) or None,
            row.get("calendar", kept.calendar if kept else None) or None,
        )
        person_id = known.person_id if known else None
        self.people.append(_Person(line, account, person_id, name, hired, row.get("manager", ""), left))

    def _count(self, known: object, employed: bool, left: date | None) -> None:
        self.run.leaving += left is not None
        self.run.changed += employed and left is None
        self.run.new += not employed

    def _check_places(self, line: int, row: Mapping[str, str], account: str) -> None:
        manager = row.get("manager", "")
        if manager and manager == account:
            self._problem(line, "manager", "Nobody is their own manager.")
        elif manager and manager not in self._known and manager not in self._listed:
            what = f"{quoted(manager)} is unknown: neither in this file, nor has anybody used Imprimatur with it."
            self._problem(line, "manager", what)
        if not calendar.exists(row.get("calendar", "")):
            what = f"{quoted(row['calendar'])} is no calendar. Write a country like US, or with its state, like US-CA."
            self._problem(line, "calendar", what)
        try:
            ZoneInfo(row.get("zone", "") or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._problem(line, "zone", f"{quoted(row['zone'])} is no time zone. Write it like America/Chicago.")

    def _read_completion(self, line: int, row: Mapping[str, str]) -> None:
        account, known = self._account(line, row)
        if _ACCOUNT.fullmatch(account) and not (known and known.employed):
            self._problem(line, "account", "This person is not on the staff list. Send the list of people first.")
        course, score = row.get("course", ""), row.get("score", "")
        if course not in self._courses:
            listed = ", ".join(sorted(self._courses)) or "none yet"
            self._problem(line, "course", f"{quoted(course)} is no course that is required. There are: {listed}.")
        if not row.get("completed_on"):
            self._problem(line, "completed_on", "Give the day on which it was finished.")
        if score and not (score.isascii() and score.isdigit() and int(score[:4]) <= 100):
            self._problem(line, "score", f"{quoted(score)} is no score. Write a whole number up to 100, or nothing.")
        day = self._day(line, row, "completed_on")
        self._once(line, "account", (known.person_id if known else account, course, day))
        if self.run.problems or known is None or day is None:
            return
        if (known.person_id, course, day) not in self._prior:
            self.run.completions += 1
            self.done.append(_Done(int(str(known.person_id)), course, day, int(score) if score else None))


def _accounts(tx: Transaction, cells: set[str]) -> dict[str, Row[tuple[object, ...]]]:
    ids = sorted({cell.partition(":")[2] for cell in cells if _ACCOUNT.fullmatch(cell)})
    return {f"{row.platform}:{row.external_id}": row for row in tx.execute(_HERE, {"ids": ids})}


def _take_people(tx: Transaction, actor: Actor, listed: list[_Person], rules: Rules) -> None:
    ids = {one.account: one.person_id or _create(tx, one) for one in listed}
    managers = {one.manager for one in listed if one.manager} - set(ids)
    ids |= {account: row.person_id for account, row in _accounts(tx, managers).items()}
    hired = [
        one.hired._replace(
            person_id=ids[one.account], manager_id=ids[one.manager] if one.manager else one.hired.manager_id
        )
        for one in listed
    ]
    new = set(employment.hire(tx, actor, hired, rules))
    known = [one for one in hired if one.person_id not in new]
    employment.place(tx, actor, known, rules)
    employment.joined_earlier(tx, known)
    for day in sorted({one.left_on for one in listed if one.left_on}):
        gone = [ids[one.account] for one in listed if one.left_on == day]
        employment.depart(tx, actor, gone, day, rules)


def _create(tx: Transaction, one: _Person) -> int:
    platform, _, external_id = one.account.partition(":")
    return people.recognise(tx, Sighting(platform, external_id, "", one.name)).id


def _take_completions(tx: Transaction, actor: Actor, done: list[_Done], rules: Rules) -> None:
    by = {"imported_by": actor.id, "imported_at": tx.now}
    if done:
        rows = [
            {"person_id": one.person_id, "key": one.course, "completed_on": one.completed_on, "score": one.score} | by
            for one in done
        ]
        tx.execute(insert(core.prior_completion), rows)
    for one in sorted(done, key=lambda one: one.completed_on, reverse=True):
        at = (Kind.COURSE, one.course, assignments.ELSEWHERE)
        assignments.finish(tx, {one.person_id}, *at, rules, one.completed_on)
