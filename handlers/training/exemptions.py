"""Who need not do something, and why: recorded by a privacy officer, never for oneself."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from handlers import drafts, people
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import assignments, staff
from handlers.training.assignments import Kind, Requirement, Standing, Why
from storage import core, ledger
from storage.transaction import Transaction

REASON_LIMIT = 500


class NoReason(FieldProblem):
    """Say why, in a sentence or two: it stands in the evidence."""

    field = "reason"


class LongReason(FieldProblem):
    """A reason may have {limit} characters; this one has {length}."""

    field = "reason"


class HiddenReason(FieldProblem):
    """There is an invisible control character in this reason. Please type it anew."""

    field = "reason"


class OwnExemption(Refusal):
    """Nobody exempts themselves. Ask another privacy officer to do it."""


class NotRequired(Refusal):
    """This is not required of anybody now, so there is nothing to be exempt from."""


class AlreadyExempt(Refusal):
    """This person is exempt from it already; nothing was changed."""


class NotExempt(Refusal):
    """This person is not exempt from it; nothing was changed."""


_exemption = core.exemption.c
_standing = (
    _exemption.person_id == bindparam("who"),
    _exemption.kind == bindparam("what"),
    _exemption.key == bindparam("which"),
    _exemption.ended_at.is_(None),
)
_STANDING = select(_exemption.id).where(*_standing)
_END = update(core.exemption).where(*_standing).values(ended_by=bindparam("by"), ended_at=bindparam("at"))


def choices(tx: Transaction, actor: Actor) -> list[Requirement]:
    """What somebody can be exempt from, for a privacy officer; raises `NotRequired` where there is nothing."""
    staff.require_officer(actor)
    found = assignments.requirements(tx)
    if not found:
        raise NotRequired
    return found


def exempt(tx: Transaction, actor: Actor, person_id: int, kind: Kind, key: str, reason: str, rules: Rules) -> None:
    """Exempts somebody from something until it is ended or they leave; what is open of it is closed. Raises `NoReason`,
    `LongReason`, `HiddenReason`, `OwnExemption`, `NotStaff`, `NotRequired` and `AlreadyExempt`."""
    _required(tx, actor, person_id, kind, key)
    reason = _checked(reason)
    known = staff.worker(tx, person_id, rules)
    at = {"who": person_id, "what": kind, "which": key}
    if tx.execute(_STANDING, at).first():
        raise AlreadyExempt
    row = {"person_id": person_id, "kind": kind, "key": key, "reason": reason}
    tx.execute(insert(core.exemption), {**row, "exempted_by": actor.id, "exempted_at": tx.now})
    for one in assignments.open_for(tx, {person_id}):
        if (one.kind, one.key) == (kind, key):
            assignments.close(tx, one, Standing.EXEMPT, known.today(tx.now))
    assignments.refresh(tx, {person_id: known})
    assignments.redraw(tx, {person_id})
    _record(tx, actor, "exempted", person_id, {"kind": kind.value, "key": key, "reason": reason})


def end(tx: Transaction, actor: Actor, person_id: int, kind: Kind, key: str, rules: Rules) -> None:
    """Requires it of somebody again, due as after a change. Raises `OwnExemption`, `NotStaff`, `NotRequired` and
    `NotExempt`."""
    wanted = _required(tx, actor, person_id, kind, key)
    known = staff.worker(tx, person_id, rules)
    at = {"who": person_id, "what": kind, "which": key}
    if tx.execute(_END, {**at, "by": actor.id, "at": tx.now}).rowcount == 0:
        raise NotExempt
    assignments.assign(tx, [known], wanted, Why.CHANGE, rules)
    assignments.refresh(tx, {person_id: known})
    _record(tx, actor, "exemption_ended", person_id, {"kind": kind.value, "key": key})


def _required(tx: Transaction, actor: Actor, person_id: int, kind: Kind, key: str) -> assignments.Requirement:
    staff.require_officer(actor)
    if person_id in people.kin(tx, actor.id):
        raise OwnExemption
    wanted = next((one for one in assignments.requirements(tx) if (one.kind, one.key) == (kind, key)), None)
    if wanted is None:
        raise NotRequired
    return wanted


def _checked(reason: str) -> str:
    reason = drafts.clean(reason)
    if not reason:
        raise NoReason
    if len(reason) > REASON_LIMIT:
        raise LongReason(limit=REASON_LIMIT, length=len(reason))
    if drafts.hidden(reason):
        raise HiddenReason
    return reason


def _record(tx: Transaction, actor: Actor, what: str, person_id: int, payload: dict[str, Any]) -> None:
    ledger.append(
        tx,
        f"training:staff:{what}",
        f"person:{person_id}",
        actor.entry,
        actor.platform,
        {"person": person_id, **payload},
    )
