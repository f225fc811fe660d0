"""What is required of everybody: said once, assigned to people in batches, and again after a material change."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from handlers import people
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import assignments, course_versions, staff
from handlers.training.assignments import Kind, Requirement, Standing, Why
from handlers.training.staff import Worker
from storage import core, ledger, timers
from storage.timers import AT_ONCE, Planned
from storage.transaction import Transaction

#: The timers that assign something to everybody, and that take it back, so many people in one transaction.
ROLLOUT, WITHDRAWAL = "training_rollout", "training_withdrawal"
BATCH = 500

_requirement = core.requirement.c
_NEXT_PEOPLE = (
    select(core.staff.c.person_id)
    .where(core.staff.c.employed, core.staff.c.person_id > bindparam("after"))
    .order_by(core.staff.c.person_id)
    .limit(BATCH)
)
_assignment = core.assignment.c
_NEXT_RELIEVED = (
    select(_assignment.person_id)
    .where(
        _assignment.kind == bindparam("kind"),
        _assignment.key == bindparam("key"),
        _assignment.state == Standing.CANCELLED,
        _assignment.closed_on == bindparam("day"),
        _assignment.person_id > bindparam("after"),
    )
    .distinct()
    .order_by(_assignment.person_id)
    .limit(BATCH)
)
_RENEW = update(core.assignment).where(core.assignment.c.id == bindparam("row")).values(version=bindparam("of"))


def require(tx: Transaction, actor: Actor, wanted: Requirement) -> None:
    """Requires a course or policy of everybody from now on. A version newer than before is a material change: everybody
    does it again, assigned in batches by `rollout`; otherwise only title and period change."""
    staff.require_officer(actor)
    put(tx, actor, wanted)


def require_course(tx: Transaction, actor: Actor, key: str, months: int) -> None:
    """Requires a course as it last said something new; `months` is how long it holds, 0 for good. Raises
    `NoSuchCourse`."""
    title = course_versions.current(tx, key).course.title
    version = course_versions.last_material(tx, key)
    require(tx, actor, Requirement(Kind.COURSE, key, title, version, months))


def put(tx: Transaction, actor: Actor, wanted: Requirement) -> None:
    """`require`, for whoever may decide it by other rights, as a policy's owner does."""
    ledger.lock(tx)
    before = {(one.kind, one.key): one for one in assignments.requirements(tx)}.get((wanted.kind, wanted.key))
    if before == wanted:
        return
    version = max(wanted.version, before.version if before else 0)
    _store(tx, actor, wanted, version)
    payload = {"kind": wanted.kind.value, "key": wanted.key, "version": version, "months": wanted.months}
    _record(tx, actor, "required", payload)
    if before is None or version > before.version:
        timers.schedule(tx, Planned(ROLLOUT, 0, AT_ONCE, _detail(wanted.kind, wanted.key, version, 0)))


def drop(tx: Transaction, actor: Actor, kind: Kind, key: str) -> None:
    """No longer requires it: what is open of it is cancelled, what was done stays on record."""
    staff.require_officer(actor)
    withdraw(tx, actor, kind, key)


def withdraw(tx: Transaction, actor: Actor, kind: Kind, key: str) -> None:
    """`drop`, for whoever may decide it by other rights, as a policy's owner does. Messages that asked for it are drawn
    again in batches by `relieve`."""
    ledger.lock(tx)
    today = tx.now.date()
    tx.execute(update(core.requirement).where(_requirement.kind == kind, _requirement.key == key), {"ended_at": tx.now})
    standing = (_assignment.kind == kind, _assignment.key == key, _assignment.state == Standing.OPEN)
    tx.execute(update(core.assignment).where(*standing), {"state": Standing.CANCELLED, "closed_on": today})
    _record(tx, actor, "dropped", {"kind": kind.value, "key": key})
    timers.schedule(tx, Planned(WITHDRAWAL, 0, AT_ONCE, f"{kind}:{key}:{today}:0"))


def rollout(tx: Transaction, detail: str, rules: Rules) -> None:
    """Assigns a changed requirement to the next people, and plans the rest: after a kill it goes on where it was. What
    somebody has open already becomes that of the new version; what opens later gives way to it."""
    subject, version, after = detail.rsplit(":", 2)
    kind, _, key = subject.partition(":")
    wanted = next((one for one in assignments.requirements(tx) if (one.kind, one.key) == (kind, key)), None)
    if wanted is None or wanted.version != int(version):
        return
    listed = list(tx.execute(_NEXT_PEOPLE, {"after": int(after)}).scalars())
    if not listed:
        return
    known = staff.workers(tx, listed, rules)
    asked = _give_way(tx, known, wanted)
    assignments.assign(tx, (known[person_id] for person_id in asked), wanted, Why.CHANGE, rules)
    assignments.refresh(tx, known)
    payload = {"kind": kind, "key": key, "version": wanted.version, "why": Why.CHANGE.value, "people": asked}
    _record(tx, None, "assigned", payload)
    timers.schedule(tx, Planned(ROLLOUT, 0, AT_ONCE, _detail(kind, key, wanted.version, listed[-1])))


def relieve(tx: Transaction, detail: str, rules: Rules) -> None:
    """Ends the reminders of something withdrawn for the next people, and plans the rest."""
    subject, day, after = detail.rsplit(":", 2)
    kind, _, key = subject.partition(":")
    which = {"kind": kind, "key": key, "day": date.fromisoformat(day), "after": int(after)}
    relieved = list(tx.execute(_NEXT_RELIEVED, which).scalars())
    if not relieved:
        return
    assignments.refresh(tx, staff.workers(tx, relieved, rules))
    assignments.redraw(tx, people.now(tx, relieved), bulk=True)
    timers.schedule(tx, Planned(WITHDRAWAL, 0, AT_ONCE, f"{kind}:{key}:{day}:{relieved[-1]}"))


def _give_way(tx: Transaction, known: dict[int, Worker], wanted: Requirement) -> list[int]:
    """Those who get a new assignment: the others have one open, which becomes that of the new version."""
    asked = dict.fromkeys(known)
    for one in assignments.open_for(tx, known):
        if (one.kind, one.key) != (wanted.kind, wanted.key):
            continue
        today = known[one.person_id].today(tx.now)
        if one.opens_on <= today:
            tx.execute(_RENEW, {"row": one.id, "of": wanted.version})
            del asked[one.person_id]
        else:
            assignments.close(tx, one, Standing.CANCELLED, today)
    return list(asked)


def _store(tx: Transaction, actor: Actor, wanted: Requirement, version: int) -> None:
    values = {
        "title": wanted.title,
        "version": version,
        "months": wanted.months,
        "required_by": actor.id,
        "required_at": tx.now,
        "ended_at": None,
    }
    at = (_requirement.kind == wanted.kind, _requirement.key == wanted.key)
    if tx.execute(update(core.requirement).where(*at), values).rowcount == 0:
        tx.execute(insert(core.requirement), {"kind": wanted.kind, "key": wanted.key, **values})


def _detail(kind: str, key: str, version: int, after: int) -> str:
    return f"{kind}:{key}:{version}:{after}"


def _record(tx: Transaction, actor: Actor | None, what: str, payload: dict[str, Any]) -> None:
    entry, platform = (actor.entry, actor.platform) if actor else (None, "system")
    ledger.append(tx, f"training:requirement:{what}", f"{payload['kind']}:{payload['key']}", entry, platform, payload)
