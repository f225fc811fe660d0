"""Suspected breaches: the clock, the four-factor assessment, and the notices owed.

Notices go out without unreasonable delay and no later than 60 days after discovery (45 CFR 164.404(b)), to media too
where more than 500 people of one State are affected (164.406), and to HHS at the same time from 500 people on, else
within 60 days after the end of the calendar year of discovery (164.408). What was assessed is kept for as long as the
case, six years after it is closed (164.530(j)), which it cannot be while the clock runs."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from handlers import days, people
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.people import Actor
from handlers.reporting import breach_form, cases, casework
from handlers.reporting.breach_form import HHS_AT_ONCE, Assessment, BreachView, Concluded, Conclusion, Notification
from handlers.reporting.cases import Case
from handlers.reporting.deadlines import BREACH, HHS
from handlers.rules import Rules
from storage import core, envelopes, timers
from storage.timers import Planned
from storage.transaction import Transaction

NOTIFY_DAYS = 60
REMIND_DAYS = (30, 45, 55, NOTIFY_DAYS)
_SOON = timedelta(days=30)


class AlreadySuspected(Refusal):
    """{number} is a suspected breach already, discovered on {day}; nothing was changed."""


class NotSuspected(Refusal):
    """{number} is not a suspected breach. Start its clock first: say on which day it was discovered."""


class NothingOwed(Refusal):
    """Nobody has to be notified of {number}: its assessment does not say that it is a breach."""


class NotToday(FieldProblem):
    """A breach is discovered on the first day anybody here knew of it, or should have. That day cannot be to come."""

    field = "discovered_on"


_breach = core.breach.c
_ONE = select(core.breach).where(_breach.report_id == bindparam("wanted"))
_ADD = insert(core.breach)
_TELL = update(core.breach).where(_breach.report_id == bindparam("wanted"))
_assessment = core.breach_assessment.c
_ASSESSMENTS = (
    select(core.breach_assessment).where(_assessment.report_id == bindparam("wanted")).order_by(_assessment.position)
)
_ASSESS = insert(core.breach_assessment)


def suspect(tx: Transaction, actor: Actor, case_id: int, discovered_on: date, rules: Rules) -> None:
    """Starts the clock. Raises `CaseClosed`, `AlreadySuspected` and `NotToday`."""
    case = casework.workable(tx, actor, case_id)
    if row := tx.execute(_ONE, {"wanted": case.id}).first():
        raise AlreadySuspected(number=case.number, day=days.written(row.discovered_on))
    if discovered_on > rules.today(tx.now):
        raise NotToday
    tx.execute(_ADD, {"report_id": case.id, "discovered_on": discovered_on, "person_id": actor.id})
    _run_clock(tx, case, discovered_on, rules)
    casework.done(tx, actor, case, "breach:suspected", rules, discovered_on=str(discovered_on))


def assess(tx: Transaction, actor: Actor, case_id: int, typed: Mapping[str, str], rules: Rules) -> None:
    """Keeps an assessment, as `breach_form.read` reads it; the last one counts, and none is ever changed. A low
    probability of compromise ends the clock, a breach lets it run until everybody is notified. Raises `CaseClosed`,
    `NotSuspected` and `Invalid`."""
    case = casework.workable(tx, actor, case_id)
    row = _suspected(tx, case)
    assessment = breach_form.read(typed)
    position = len(tx.execute(_ASSESSMENTS, {"wanted": case.id}).all()) + 1
    sealed = envelopes.seal(cases.key_of(tx, case.id), _about(case.id, position), assessment.dump())
    tx.execute(
        _ASSESS,
        {
            "report_id": case.id,
            "position": position,
            "sealed": sealed,
            "conclusion": assessment.conclusion,
            "individuals": assessment.individuals,
            "over_500_in_one_state": assessment.over_500_in_one_state,
            "person_id": actor.id,
            "concluded_on": rules.today(tx.now),
        },
    )
    _set_clocks(tx, case, row, rules)
    casework.done(tx, actor, case, "breach:assessed", rules, conclusion=assessment.conclusion.value, number=position)


def notified(tx: Transaction, actor: Actor, case_id: int, told: Mapping[str, date], rules: Rules) -> None:
    """Keeps on which day who was notified, by the keys of `NOTICE_LABELS`, also on a closed case; the last of them ends
    the clock. Raises `NotSuspected`, `NothingOwed` and `Invalid`."""
    case = cases.find(tx, actor, case_id, lock=True)
    row = _suspected(tx, case)
    owed = _owed(tx, row)
    if not owed:
        raise NothingOwed(number=case.number)
    problems = {kind: _day_problem(row, day, rules.today(tx.now)) for kind, day in told.items()}
    problems |= dict.fromkeys(told.keys() - owed.keys(), "Nobody of this kind has to be notified.")
    if problems := {kind: sentence for kind, sentence in problems.items() if sentence}:
        raise Invalid(problems)
    if told:
        tx.execute(_TELL.values({f"{kind}_on": day for kind, day in told.items()}), {"wanted": case.id})
        _set_clocks(tx, case, _suspected(tx, case), rules)
    days = {kind: str(day) for kind, day in told.items()}
    casework.done(tx, actor, case, "breach:notified", rules, **days)


def opened(tx: Transaction, actor: Actor, case_id: int) -> BreachView:
    """All of a suspected breach, recorded as opened by the actor. Raises `NotSuspected`."""
    case = cases.find(tx, actor, case_id)
    row = _suspected(tx, case)
    casework.record(tx, actor, case, "breach:opened")
    assessments = tx.execute(_ASSESSMENTS, {"wanted": case.id}).all()
    names = people.names(tx, {row.person_id, *(one.person_id for one in assessments)})
    done = _told(row)
    return BreachView(
        number=case.number,
        case_id=case.id,
        discovered_on=row.discovered_on,
        suspected_by=names[row.person_id],
        notify_by=case.notify_by,
        assessments=tuple(_concluded(tx, one, names) for one in assessments),
        notifications=tuple(Notification(kind, day, done[kind]) for kind, day in _owed(tx, row).items()),
    )


def _suspected(tx: Transaction, case: Case) -> Row[Any]:
    row = tx.execute(_ONE, {"wanted": case.id}).first()
    if row is None:
        raise NotSuspected(number=case.number)
    return row


def _owed(tx: Transaction, row: Row[Any]) -> dict[str, date]:
    """Who has to be notified by when; nobody before the assessment says so."""
    assessments = tx.execute(_ASSESSMENTS, {"wanted": row.report_id}).all()
    if not assessments or assessments[-1].conclusion != Conclusion.BREACH:
        return {}
    soon = row.discovered_on + timedelta(days=NOTIFY_DAYS)
    after_the_year = date(row.discovered_on.year, 12, 31) + timedelta(days=NOTIFY_DAYS)
    media = {"media": soon} if assessments[-1].over_500_in_one_state else {}
    return {
        "individuals": soon,
        **media,
        "hhs": soon if assessments[-1].individuals >= HHS_AT_ONCE else after_the_year,
    }


def _told(row: Row[Any]) -> dict[str, date | None]:
    return {"individuals": row.individuals_on, "media": row.media_on, "hhs": row.hhs_on}


def _day_problem(row: Row[Any], day: date, today: date) -> str:
    if day > today:
        return "Record it once it is done: this day is to come."
    return "This is before the breach was discovered." if day < row.discovered_on else ""


def _set_clocks(tx: Transaction, case: Case, row: Row[Any], rules: Rules) -> None:
    """Lets each clock run while something is owed by it."""
    done = _told(row)
    left = {kind: day for kind, day in _owed(tx, row).items() if done[kind] is None}
    soon = row.discovered_on + timedelta(days=NOTIFY_DAYS)
    if soon not in left.values():
        timers.cancel(tx, case.id, BREACH)
        casework.change(tx, case, notify_by=None)
    elif case.notify_by is None:
        _run_clock(tx, case, row.discovered_on, rules)
    timers.cancel(tx, case.id, HHS)
    if left.get("hhs", soon) != soon:
        days = {"hhs_soon": left["hhs"] - _SOON, "hhs_due": left["hhs"]}
        _schedule(tx, case, HHS, days, rules)


def _run_clock(tx: Transaction, case: Case, discovered_on: date, rules: Rules) -> None:
    days = {f"breach_{count}": discovered_on + timedelta(days=count) for count in REMIND_DAYS}
    casework.change(tx, case, notify_by=days[f"breach_{NOTIFY_DAYS}"])
    _schedule(tx, case, BREACH, days, rules)


def _schedule(tx: Transaction, case: Case, topic: str, days: Mapping[str, date], rules: Rules) -> None:
    """Reminds at the start of these days. Of those gone by already only the last one counts, and at once."""
    moments = {
        event: datetime.combine(day, rules.hours.start, rules.hours.zone).astimezone(UTC) for event, day in days.items()
    }
    gone = [event for event, moment in moments.items() if moment <= tx.now]
    for event in gone[:-1]:
        del moments[event]
    timers.schedule(tx, *(Planned(topic, case.id, moment, event) for event, moment in moments.items()))


def _concluded(tx: Transaction, row: Row[Any], names: Mapping[int, str]) -> Concluded:
    assessment = None
    if row.sealed is not None:
        key = cases.key_of(tx, row.report_id)
        assessment = Assessment.load(envelopes.unseal(key, _about(row.report_id, row.position), row.sealed))
    return Concluded(assessment, Conclusion(row.conclusion), names[row.person_id], row.concluded_on)


def _about(case_id: int, position: int) -> str:
    return cases.about(case_id, f"breach assessment {position}")
