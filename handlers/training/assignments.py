"""What everybody has to do, and by when: assigned on hire, every year, and after a material change.

Training of new people "within a reasonable period" and after material changes is 45 CFR 164.530(b)(2)(i); the yearly
refresher is the practice's policy, `months` of a requirement.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from handlers.reporting.deadlines import months_later
from handlers.rules import Rules
from handlers.training import due_dates, staff
from handlers.training.due_dates import Cycle
from handlers.training.staff import Worker
from storage import core, messages, outbox
from storage.outbox import Wanted
from storage.transaction import Transaction

#: What somebody was trained in before, or somewhere else, as a version.
ELSEWHERE = 0
#: The topic of the message somebody gets about all that is due to them.
REMINDER = "training_reminder"
#: So many of the newest are drawn again once something is done; older ones lie far up in the chat.
_DRAWN_AGAIN = 10
REVIEW_MONTHS = 12
_DAY = timedelta(days=1)


class Kind(StrEnum):
    COURSE = "course"
    POLICY = "policy"
    #: The owner's own review of a policy.
    REVIEW = "review"


class Why(StrEnum):
    HIRE = "hire"
    YEARLY = "yearly"
    #: Something new is required, or has changed materially.
    CHANGE = "change"


class Standing(StrEnum):
    OPEN = "open"
    DONE = "done"
    EXEMPT = "exempt"
    #: The person left, it is no longer required, or another took its place.
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Requirement:
    """What everybody has to do; `months` is how long it holds, 0 for good."""

    kind: Kind
    key: str
    title: str
    version: int
    months: int


@dataclass(frozen=True)
class Assignment:
    """One thing somebody has to do."""

    id: int
    person_id: int
    kind: Kind
    key: str
    version: int
    why: Why
    assigned_on: date
    opens_on: date
    cycle: Cycle
    due_on: date | None
    snoozes: int

    @property
    def begins_on(self) -> date:
        """The day its clock starts."""
        return max(self.opens_on, self.assigned_on)


_assignment, _requirement = core.assignment.c, core.requirement.c
_people: Any = bindparam("people", expanding=True)
_OPEN = (
    select(core.assignment)
    .where(_assignment.state == Standing.OPEN, _assignment.person_id.in_(_people))
    .order_by(_assignment.person_id, _assignment.due_on, _assignment.id)
)
_REQUIRED = (
    select(_requirement.kind, _requirement.key, _requirement.title, _requirement.version, _requirement.months)
    .where(_requirement.ended_at.is_(None))
    .order_by(_requirement.kind, _requirement.key)
)
_EXEMPT = select(core.exemption.c.person_id).where(
    core.exemption.c.person_id.in_(_people),
    core.exemption.c.kind == bindparam("kind"),
    core.exemption.c.key == bindparam("key"),
    core.exemption.c.ended_at.is_(None),
)
_row = _assignment.id == bindparam("row")
_CLOSE = (
    update(core.assignment)
    .where(_row)
    .values(state=bindparam("to"), closed_on=bindparam("day"), version=bindparam("of"), due_on=bindparam("due"))
)
_REDATE = update(core.assignment).where(_row).values(due_on=bindparam("due"))
_REMIND = update(core.staff).where(core.staff.c.person_id == bindparam("person")).values(remind_on=bindparam("day"))


def requirements(tx: Transaction) -> list[Requirement]:
    """What is required of everybody now."""
    return [Requirement(Kind(row.kind), row.key, row.title, row.version, row.months) for row in tx.execute(_REQUIRED)]


def open_for(tx: Transaction, people: Collection[int]) -> list[Assignment]:
    """What these people have before them, by person, most urgent first; also what is not open yet."""
    return [_read(row) for row in tx.execute(_OPEN, {"people": sorted(people)})]


def assign(tx: Transaction, people: Iterable[Worker], wanted: Requirement, why: Why, rules: Rules) -> None:
    """Gives each of these people something to do, due so many days from today; not to those exempt. `refresh`
    follows."""
    days = rules.training.hire_days if why is Why.HIRE else rules.training.change_days
    everybody = list(people)
    key = {"kind": wanted.kind, "key": wanted.key}
    exempt = set(tx.execute(_EXEMPT, {**key, "people": [one.person_id for one in everybody]}).scalars())
    rows = []
    for one in everybody:
        today = one.today(tx.now)
        nominal = today + timedelta(days=days)
        if one.person_id not in exempt:
            rows.append(_new(one, wanted, why, today, today, Cycle(nominal, nominal.day)))
    if rows:
        tx.execute(insert(core.assignment), rows)


def finish(
    tx: Transaction,
    people: Collection[int],
    kind: Kind,
    key: str,
    version: int,
    rules: Rules,
    on: date | None = None,
) -> bool:
    """Somebody (with all the ids they go by) did something, today where they are: their reminders stop, and the next
    one is assigned if it comes back. `ELSEWHERE` is no version of ours, done `on` an earlier day. False when there was
    nothing it counts for: an older version, before it opened, or so long ago that it no longer holds."""
    known = staff.workers(tx, people, rules)
    wanted = next((one for one in requirements(tx) if (one.kind, one.key) == (kind, key)), None)
    if kind is Kind.REVIEW:
        wanted = Requirement(kind, key, "", version, REVIEW_MONTHS)
    months = wanted.months if wanted else 0
    counted = [
        one
        for one in open_for(tx, known)
        if (one.kind, one.key) == (kind, key)
        and (version == ELSEWHERE or one.version <= version)
        and _holds(tx, one, known, on, months)
    ]
    for one in counted:
        day = on or known[one.person_id].today(tx.now)
        tx.execute(_CLOSE, {"row": one.id, "to": Standing.DONE, "day": day, "of": version, "due": one.due_on})
        if wanted and months:
            cycle = due_dates.following(one.cycle, day, months, rules.training.lead_days)
            _come_back(tx, known[one.person_id], wanted, cycle, rules, day + _DAY)
    refresh(tx, known)
    redraw(tx, people)
    return bool(counted)


def close(tx: Transaction, one: Assignment, to: Standing, day: date) -> None:
    """Ends one without its having been done; `refresh` follows."""
    tx.execute(_CLOSE, {"row": one.id, "to": to, "day": day, "of": one.version, "due": one.due_on})


def redate(tx: Transaction, known: dict[int, Worker]) -> None:
    """Works out due dates and reminders anew, after leave, calendar or zone have changed."""
    found = open_for(tx, known)
    rows = []
    for one in found:
        worker = known[one.person_id]
        due = due_dates.due_on(one.begins_on, one.cycle.nominal_on, worker.leaves, worker.hours)
        if due != one.due_on:
            rows.append({"row": one.id, "due": due})
    if rows:
        tx.execute(_REDATE, rows)
    refresh(tx, known)


def refresh(tx: Transaction, known: dict[int, Worker]) -> None:
    """Plans the next day on which each of these people hears of what is due; never today again if they have today."""
    days = dict.fromkeys(known, date.max)
    for one in open_for(tx, known):
        worker = known[one.person_id]
        yesterday = worker.today(tx.now) - _DAY
        after = max(worker.told_on or yesterday, yesterday)
        nudge = due_dates.next_nudge(one.begins_on, one.due_on, after, worker.leaves, worker.hours)
        days[one.person_id] = min(days[one.person_id], nudge or date.max)
    if days:
        tx.execute(_REMIND, [{"person": who, "day": None if day == date.max else day} for who, day in days.items()])


def redraw(tx: Transaction, people: Collection[int], *, bulk: bool = False) -> None:
    """Draws the reminders these people have in their chats as things stand now: what is done asks for nothing."""
    for who in sorted(people):
        standing = messages.of_subject(tx, REMINDER, who)[-_DRAWN_AGAIN:]
        outbox.enqueue_all(tx, [Wanted(REMINDER, who, at.destination, at.detail, bulk=bulk) for at in standing])


def assign_review(tx: Transaction, owner: Worker, key: str, version: int, nominal_on: date, rules: Rules) -> None:
    """Asks a policy's owner to review it by a day; `refresh` follows."""
    review = Requirement(Kind.REVIEW, key, "", version, REVIEW_MONTHS)
    _come_back(tx, owner, review, Cycle(nominal_on, nominal_on.day), rules, owner.today(tx.now))


def _come_back(tx: Transaction, one: Worker, wanted: Requirement, cycle: Cycle, rules: Rules, earliest: date) -> None:
    opens = max(cycle.nominal_on - timedelta(days=rules.training.lead_days), earliest)
    tx.execute(insert(core.assignment), _new(one, wanted, Why.YEARLY, one.today(tx.now), opens, cycle))


def _holds(tx: Transaction, one: Assignment, known: dict[int, Worker], on: date | None, months: int) -> bool:
    today = known[one.person_id].today(tx.now)
    if on is None or on == today:
        return one.opens_on <= today
    # Listed from earlier days: it counts for a first one, while it holds.
    return one.why is not Why.YEARLY and on < today and (not months or months_later(on, months) > today)


def _new(one: Worker, wanted: Requirement, why: Why, today: date, opens: date, cycle: Cycle) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "kind": wanted.kind,
        "key": wanted.key,
        "version": wanted.version,
        "why": why,
        "assigned_on": today,
        "opens_on": opens,
        "nominal_on": cycle.nominal_on,
        "month_day": cycle.month_day,
        "due_on": due_dates.due_on(max(opens, today), cycle.nominal_on, one.leaves, one.hours),
        "state": Standing.OPEN,
        "snoozes": 0,
    }


def _read(row: Any) -> Assignment:
    return Assignment(
        row.id,
        row.person_id,
        Kind(row.kind),
        row.key,
        row.version,
        Why(row.why),
        row.assigned_on,
        row.opens_on,
        Cycle(row.nominal_on, row.month_day),
        row.due_on,
        row.snoozes,
    )
