"""When people hear of what is due to them: one message a person and day, inside their working hours, until it is done;
then their manager, then the privacy officers.

A sweep every quarter of an hour looks who is to hear of something today, so moves between zones and changes of the
clocks are right by themselves. It tells a batch in one transaction and goes on in the next: after a kill it finds those
who were not told.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, null, select, update

from handlers import people
from handlers.calendar import WorkingHours
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER, holders
from handlers.rules import Rules
from handlers.training import assignments, due_dates, oversight, requirements, staff
from handlers.training.assignments import REMINDER, Assignment, Kind
from handlers.training.reminder_messages import DueItem, ManagerDigest, OfficerDigest, TrainingReminder
from storage import core, outbox, timers
from storage.outbox import Wanted
from storage.timers import AT_ONCE, Planned, Timer
from storage.transaction import Transaction

SWEEP, ESCALATE = "training_sweep", "training_escalate"
#: The topics of timers that `run` carries out.
TOPICS = frozenset({SWEEP, ESCALATE, requirements.ROLLOUT, requirements.WITHDRAWAL})
MANAGER_DIGEST, OFFICER_DIGEST = "training_manager", "training_officer"
EVERY = timedelta(minutes=15)
BATCH = 500
_DAY = timedelta(days=1)
#: The earliest zone's clocks are so far ahead of UTC.
_AHEAD = timedelta(hours=14)


class NothingDue(Refusal):
    """Nothing is due to you now, so there is nothing to put off. `/training` shows what you have done."""


class PutOffEnough(Refusal):
    """You have put this off {times} times, so it cannot wait any longer: type `/training` to start now, or tell
    your privacy officer what keeps you."""


_staff = core.staff.c
_zone, _calendar = func.coalesce(_staff.zone, core.person.c.zone, ""), func.coalesce(_staff.calendar, "")
_WITH_PERSON = core.staff.join(core.person, core.person.c.id == _staff.person_id)
_CLOCKS = (
    select(_zone.label("zone"), _calendar.label("calendar"))
    .select_from(_WITH_PERSON)
    .where(_staff.employed, _staff.remind_on <= bindparam("day"))
    .distinct()
    .order_by("zone", "calendar")
)
_NEXT = (
    select(_staff.person_id)
    .select_from(_WITH_PERSON)
    .where(
        _staff.employed,
        _staff.remind_on <= bindparam("day"),
        _zone == bindparam("zone"),
        _calendar == bindparam("calendar"),
    )
    .order_by(_staff.person_id)
    .limit(bindparam("limit"))
)
_TOLD = (
    update(core.staff).where(_staff.person_id.in_(bindparam("people", expanding=True))).values(told_on=bindparam("day"))
)
_FROM_THE_FUTURE = (
    update(core.staff).where(_staff.told_on > bindparam("latest")).values(told_on=null(), remind_on=bindparam("day"))
)
_SNOOZED_ON = select(_staff.snoozed_on).where(_staff.person_id == bindparam("who"))
_SNOOZE = (
    update(core.assignment)
    .where(core.assignment.c.id == bindparam("row"))
    .values(snoozes=core.assignment.c.snoozes + 1)
)
_LATER = (
    update(core.staff)
    .where(_staff.person_id == bindparam("who"))
    .values(remind_on=bindparam("day"), snoozed_on=bindparam("today"))
)
_chief = core.staff.alias("chief")
_MANAGERS = (
    select(_staff.manager_id)
    .select_from(oversight.WITH_STAFF.join(_chief, _chief.c.person_id == _staff.manager_id))
    .where(oversight.LATE, _chief.c.employed)
    .distinct()
    .order_by(_staff.manager_id)
)
_TITLES = (
    select(core.requirement.c.kind, core.requirement.c.key, core.requirement.c.title),
    select(bindparam("kind"), core.policy.c.key, core.policy.c.title),
)


def start(tx: Transaction, rules: Rules) -> None:
    """Sets the sweep and the weekly round going, when the program starts. What a wrong clock, since put back, had left
    far in the future is due now."""
    tx.execute(_FROM_THE_FUTURE, {"latest": (tx.now + _AHEAD).date() + _DAY, "day": oversight.today(tx, rules)})
    _again(tx, SWEEP, AT_ONCE)
    planned = timers.next_due(tx, ESCALATE)
    if planned is None or planned > tx.now + timedelta(days=14):
        _again(tx, ESCALATE, week_opening(tx.now, rules.hours))


def soon(tx: Transaction) -> None:
    """Sweeps at once, for whoever has just been given something to do."""
    _again(tx, SWEEP, AT_ONCE)


def run(tx: Transaction, timer: Timer, rules: Rules) -> None:
    """Carries out one timer that is due."""
    if timer.topic == requirements.ROLLOUT:
        requirements.rollout(tx, timer.detail, rules)
    elif timer.topic == requirements.WITHDRAWAL:
        requirements.relieve(tx, timer.detail, rules)
    elif timer.topic == SWEEP:
        _again(tx, SWEEP, AT_ONCE if sweep(tx, rules) else tx.now + EVERY)
    else:
        escalate(tx, rules)
        _again(tx, ESCALATE, week_opening(tx.now, rules.hours))


def sweep(tx: Transaction, rules: Rules) -> bool:
    """Tells the next batch of those who are to hear of something today, where it is working time for them. True when
    there may be more."""
    left = BATCH
    for row in tx.execute(_CLOCKS, {"day": (tx.now + _AHEAD).date()}).all():
        hours = due_dates.own_hours(rules.hours, row.zone or None, row.calendar or None)
        if left and hours.add_working_hours(tx.now, 0) == tx.now:
            day = due_dates.day_of(tx.now, hours)
            clock = {"zone": row.zone, "calendar": row.calendar, "day": day, "limit": left}
            left -= _tell(tx, list(tx.execute(_NEXT, clock).scalars()), day, rules)
    return not left


def escalate(tx: Transaction, rules: Rules) -> None:
    """The weekly round: managers hear whose training is late, then privacy officers; in their own working hours."""
    day = oversight.today(tx, rules)
    late = {"today": day, "before": day - timedelta(days=rules.training.manager_days)}
    told = [(MANAGER_DIGEST, who) for who in tx.execute(_MANAGERS, late).scalars()]
    if any(oversight.overdue(tx, rules, rules.training.officer_days, limit=1)[0]):
        told += [(OFFICER_DIGEST, holder.person_id) for holder in holders(tx, OFFICER)]
    reached = people.reached(tx, {who for _, who in told})
    known = staff.workers(tx, reached, rules)
    wanted = []
    for topic, who in told:
        hours = known[who].hours if who in known else rules.hours
        if who in reached:
            opening = hours.add_working_hours(tx.now, 0)
            wanted.append(Wanted(topic, who, people.address(*reached[who]), day.isoformat(), opening, bulk=True))
    outbox.enqueue_all(tx, wanted)


def snooze(tx: Transaction, actor: Actor, rules: Rules) -> date:
    """Remind me tomorrow: the next working day, `Training.snoozes` times until it is done; twice on one day counts
    once. Raises `NothingDue` and `PutOffEnough`."""
    known = staff.workers(tx, actor.ids, rules)
    items = [one for one in assignments.open_for(tx, known) if _is_due(one, known[one.person_id].today(tx.now))]
    if not items:
        raise NothingDue
    one = known[items[0].person_id]
    today = one.today(tx.now)
    tomorrow = due_dates.first_free(today + _DAY, one.leaves, one.hours) or today + _DAY
    if tx.execute(_SNOOZED_ON, {"who": one.person_id}).scalar() == today:
        return tomorrow
    if max(item.snoozes for item in items) >= rules.training.snoozes:
        raise PutOffEnough(times=rules.training.snoozes)
    tx.execute(_SNOOZE, [{"row": item.id} for item in items])
    tx.execute(_LATER, [{"who": who, "day": tomorrow, "today": today} for who in known])
    return tomorrow


def reminder(tx: Transaction, person_id: int, rules: Rules) -> TrainingReminder | None:
    """Everything due to somebody now, with all the ids they go by; without items when all is done, None when they have
    left."""
    known = staff.workers(tx, people.selves(tx, person_id), rules)
    if not known:
        return None
    today = next(iter(known.values())).today(tx.now)
    found = [item for item in assignments.open_for(tx, known) if _is_due(item, today)]
    found.sort(key=lambda item: item.due_on or today)
    # Listed twice before their accounts were linked, they have to do it once.
    urgent = {(item.kind, item.key): item for item in reversed(found)}
    put_off = max((item.snoozes for item in found), default=0)
    names = titles(tx)
    items = tuple(_item(item, names, today) for item in reversed(urgent.values()))
    return TrainingReminder(person_id, today, items, max(rules.training.snoozes - put_off, 0))


def clock(tx: Transaction, person_id: int, rules: Rules) -> staff.Worker | None:
    """The hours of somebody who is told something, with all the ids they go by, and when they were last told; None when
    they have left."""
    known = staff.workers(tx, people.selves(tx, person_id), rules)
    told = max((one.told_on for one in known.values() if one.told_on), default=None)
    return next((one._replace(told_on=told) for one in known.values()), None)


def manager_digest(tx: Transaction, person_id: int, rules: Rules) -> ManagerDigest | None:
    """Who of somebody's people is late; None when nobody is any more."""
    lines, more = oversight.overdue(tx, rules, rules.training.manager_days, manager=person_id)
    return ManagerDigest(oversight.today(tx, rules), lines, more) if lines else None


def officer_digest(tx: Transaction, rules: Rules) -> OfficerDigest | None:
    """Where the practice stands; None when nobody is late enough any more."""
    lines, more = oversight.overdue(tx, rules, rules.training.officer_days)
    return OfficerDigest(oversight.today(tx, rules), oversight.groups(tx, rules), lines, more) if lines else None


def titles(tx: Transaction) -> dict[tuple[str, str], str]:
    """What things are called, by kind and key."""
    required, policies = _TITLES
    found = [*tx.execute(required), *tx.execute(policies, {"kind": Kind.REVIEW.value})]
    return {(kind, key): title for kind, key, title in found}


def _tell(tx: Transaction, who: list[int], day: date, rules: Rules) -> int:
    known = staff.workers(tx, who, rules)
    # Another worker may have told them meanwhile. Or leave has begun, and their day passed while the program was down.
    here = {
        id: one._replace(told_on=day)
        for id, one in known.items()
        if (one.told_on is None or one.told_on < day) and not due_dates.away_on(day, one.leaves)
    }
    due = {one.person_id for one in assignments.open_for(tx, here) if _is_due(one, day)}
    # Somebody with linked accounts may be listed twice: under the person they are now, there is one message a day.
    reached = {people.address(*now): now[0] for now in people.reached(tx, due).values()}
    tx.execute(_TOLD, {"people": sorted(here), "day": day})
    assignments.refresh(tx, known | here)
    told = reached.items()
    outbox.enqueue_all(tx, [Wanted(REMINDER, now, place, day.isoformat(), bulk=True) for place, now in told])
    return len(who)


def _is_due(one: Assignment, day: date) -> bool:
    return one.due_on is not None and one.begins_on <= day


def _item(one: Assignment, names: dict[tuple[str, str], str], today: date) -> DueItem:
    assert one.due_on is not None
    title = names.get((one.kind, one.key), one.key)
    return DueItem(one.kind, one.key, title, one.why, one.due_on, (one.due_on - today).days)


def _again(tx: Transaction, topic: str, at: datetime) -> None:
    timers.cancel(tx, 0, topic)
    timers.schedule(tx, Planned(topic, 0, at))


def week_opening(now: datetime, hours: WorkingHours) -> datetime:
    """When work begins in the week after a moment, in UTC."""
    today = now.astimezone(hours.zone).date()
    monday = datetime.combine(today + (7 - today.weekday()) * _DAY, datetime.min.time(), hours.zone)
    return hours.add_working_hours(monday, 0)
