"""Cases as the compliance team sees them: numbers, states, and who may see and open which.

Approvers and privacy officers see cases; one about the compliance team, privacy officers alone. Whoever is recused from
a case is answered as if it did not exist, and so is everybody they were ever linked with.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from handlers import days, people, permissions
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.reporting.report_form import Account, Report
from storage import core, crockford, envelopes
from storage.transaction import Transaction

#: Ids are random and above every proposal's: timers and messages of the two never meet.
LOWEST_ID = 2**30
_SHAPE = re.compile(r"\s*R-?([0-9A-Z]{6})\s*", re.IGNORECASE)
_LETTERS = 6


class CaseState(StrEnum):
    #: Delivered; nobody has confirmed it yet.
    RECEIVED = "received"
    #: The reporter has been told that it was received.
    ACKNOWLEDGED = "acknowledged"
    #: Somebody looks into it.
    INVESTIGATING = "investigating"
    #: Closed with a disposition.
    CLOSED = "closed"


class Disposition(StrEnum):
    SUBSTANTIATED = "substantiated"
    NOT_SUBSTANTIATED = "not_substantiated"
    REFERRED = "referred"
    DUPLICATE = "duplicate"


STATE_WORDS = {
    CaseState.RECEIVED: "Received",
    CaseState.ACKNOWLEDGED: "Acknowledged",
    CaseState.INVESTIGATING: "Being looked into",
    CaseState.CLOSED: "Closed",
}
DISPOSITION_WORDS = {
    Disposition.SUBSTANTIATED: "Substantiated",
    Disposition.NOT_SUBSTANTIATED: "Not substantiated",
    Disposition.REFERRED: "Referred",
    Disposition.DUPLICATE: "Duplicate of another report",
}


class NotCompliance(Refusal):
    """Only approvers and privacy officers work on reports; here those are {names}. To report something yourself, type
    `/report-violation`."""


class NoSuchCase(Refusal):
    """There is no case {typed} that you can open. `/compliance cases` lists those you can."""


@dataclass(frozen=True)
class Case:
    """A delivered report and how far it has come, without any text."""

    id: int
    state: CaseState
    disposition: Disposition | None
    received_on: date
    officers_only: bool
    escalated: bool
    assignee_id: int | None
    proposal_id: int | None
    closed_on: date | None
    recused: frozenset[int]
    #: By when people have to be told of a suspected breach; None while no such clock runs.
    notify_by: date | None = None

    @property
    def number(self) -> str:
        """As people quote it: R-7KQ4MX."""
        return public(self.id)


@dataclass(frozen=True, repr=False)
class Entry:
    """One piece of a case's conversation; `side` is reporter, compliance or note. `name` is of whoever of compliance
    wrote it; without `written_on` it waits for its quarter hour."""

    side: str
    text: str
    written_on: date | None
    name: str | None = None

    @property
    def when(self) -> str:
        """When it was written, for people."""
        return days.written(self.written_on) if self.written_on else "waiting for the next quarter hour"


def public(case_id: int) -> str:
    """`R-7KQ4MX` for an id."""
    return f"R-{crockford.spell(case_id - LOWEST_ID, _LETTERS)}"


def parse(typed: str) -> int | None:
    """The id behind what someone typed, or None when it is no such number."""
    found = _SHAPE.fullmatch(typed)
    letters = crockford.read(found[1], _LETTERS) if found else None
    return crockford.value(letters) + LOWEST_ID if letters else None


_case = core.report.c
_COLUMNS = (
    _case.id,
    _case.state,
    _case.disposition,
    _case.received_on,
    _case.officers_only,
    _case.escalated,
    _case.assignee_id,
    _case.proposal_id,
    _case.closed_on,
    _case.notify_by,
)
_DELIVERED = select(*_COLUMNS).where(_case.received_on.is_not(None))
_ONE = _DELIVERED.where(_case.id == bindparam("wanted"))
_ONE_LOCKED = _ONE.with_for_update()
_RECUSED = select(core.report_recusal.c.report_id, core.report_recusal.c.person_id)
_SEALED = select(_case.deployment_wrap, _case.sealed).where(_case.id == bindparam("wanted"))
_ACCOUNT = select(_case.account).where(_case.id == bindparam("wanted"))
_entry = core.report_entry.c
_ENTRIES = (
    select(_entry.position, _entry.side, _entry.sealed, _entry.written_on, _entry.person_id)
    .where(_entry.report_id == bindparam("wanted"), _entry.deliver_at.is_(None))
    .order_by(_entry.position)
)


def load(tx: Transaction, case_id: int, *, lock: bool = False) -> Case | None:
    """A delivered case, whoever asks: for what the program does by itself."""
    row = tx.execute(_ONE_LOCKED if lock else _ONE, {"wanted": case_id}).first()
    return _with_recusals(tx, [row])[0] if row else None


def find(tx: Transaction, actor: Actor, case_id: int, *, lock: bool = False) -> Case:
    """A case the actor may see; raises `NotCompliance` and `NoSuchCase`."""
    require_compliance(tx, actor)
    case = load(tx, case_id, lock=lock)
    if case is None or not may_see(tx, actor.id, actor.roles, case):
        raise NoSuchCase(typed=public(case_id))
    return case


def listed(tx: Transaction, actor: Actor, *, closed: bool = False) -> list[Case]:
    """The cases the actor may see, open or closed ones, oldest day first. Raises `NotCompliance`."""
    require_compliance(tx, actor)
    wanted = _case.state == CaseState.CLOSED if closed else _case.state != CaseState.CLOSED
    return _seen_by(tx, actor, _DELIVERED.where(wanted))


def received(tx: Transaction, actor: Actor, first: date, last: date) -> list[Case]:
    """The cases received on these days that the actor may see, oldest day first. Raises `NotCompliance`."""
    require_compliance(tx, actor)
    return _seen_by(tx, actor, _DELIVERED.where(_case.received_on.between(first, last)))


def _seen_by(tx: Transaction, actor: Actor, query: Select[Any]) -> list[Case]:
    rows = tx.execute(query.order_by(_case.received_on, _case.id)).all()
    return [case for case in _with_recusals(tx, rows) if may_see(tx, actor.id, actor.roles, case)]


def open_ones(tx: Transaction) -> list[Case]:
    """Every open case that is not for the privacy officers alone, whoever asks: for what the program does by itself."""
    rows = tx.execute(_DELIVERED.where(_case.state != CaseState.CLOSED, ~_case.officers_only)).all()
    return _with_recusals(tx, rows)


def require_compliance(tx: Transaction, actor: Actor) -> None:
    """Raises `NotCompliance`, which says who may."""
    if not permissions.may_decide(actor):
        names = {holder.name for holder in permissions.holders(tx)}
        raise NotCompliance(names=", ".join(sorted(names)) or "nobody yet")


def may_see(tx: Transaction, person_id: int, roles: frozenset[str], case: Case) -> bool:
    """Whether a person with these roles may know of the case."""
    allowed = OFFICER in roles or (permissions.may_decide_with(roles) and not case.officers_only)
    return allowed and case.recused.isdisjoint(people.kin(tx, person_id) if case.recused else ())


def readers(tx: Transaction, case: Case) -> dict[int, str]:
    """Everybody who may see the case now, id to name."""
    roles: dict[int, set[str]] = {}
    names = {}
    for holder in permissions.holders(tx):
        roles.setdefault(holder.person_id, set()).add(holder.role)
        names[holder.person_id] = holder.name
    return {id: names[id] for id in roles if may_see(tx, id, frozenset(roles[id]), case)}


def report(tx: Transaction, case: Case) -> Report | None:
    """What was reported; None once erased. Whether somebody may read it is for the caller to ask."""
    row = tx.execute(_SEALED, {"wanted": case.id}).one()
    if row.deployment_wrap is None or row.sealed is None:
        return None
    return Report.load(envelopes.unseal(key_of(tx, case.id), about(case.id), row.sealed))


def account(tx: Transaction, case: Case) -> Account | None:
    """The practice's account the case is about, when somebody said which."""
    sealed = tx.execute(_ACCOUNT, {"wanted": case.id}).scalar()
    return Account.load(envelopes.unseal(key_of(tx, case.id), about(case.id, "account"), sealed)) if sealed else None


def entries(tx: Transaction, case: Case) -> list[Entry]:
    """The conversation so far, notes included; nothing once erased."""
    rows = [row for row in tx.execute(_ENTRIES, {"wanted": case.id}) if row.sealed is not None]
    if not rows:
        return []
    key = key_of(tx, case.id)
    names = people.names(tx, {row.person_id for row in rows if row.person_id is not None})
    return [
        Entry(
            row.side,
            envelopes.unseal(key, about(case.id, row.position), row.sealed),
            row.written_on,
            names.get(row.person_id),
        )
        for row in rows
    ]


def unanswered(tx: Transaction, case: Case) -> int:
    """How many messages of the reporter nobody has answered yet."""
    sides = [row.side for row in tx.execute(_ENTRIES, {"wanted": case.id}) if row.side != "note"]
    return next((count for count, side in enumerate(reversed(sides)) if side != "reporter"), len(sides))


def key_of(tx: Transaction, case_id: int) -> bytes:
    """The key of a report, unwrapped for the deployment; raises SealBroken once erased."""
    wrapped = tx.execute(_SEALED, {"wanted": case_id}).one().deployment_wrap
    return tx.vault.unwrap(wrapped or b"", about_key(case_id))


def about(report_id: int, field: int | str = "report") -> str:
    """What a sealed part of a report is bound to."""
    return f"report {report_id} {field}"


def about_key(report_id: int) -> str:
    """What the key of a report is bound to, wherever it is wrapped."""
    return about(report_id, "key")


def _with_recusals(tx: Transaction, rows: Iterable[Row[Any]]) -> list[Case]:
    rows = list(rows)
    ids = [row.id for row in rows]
    recused: dict[int, set[int]] = {}
    for row in tx.execute(_RECUSED.where(core.report_recusal.c.report_id.in_(ids))):
        recused.setdefault(row.report_id, set()).add(row.person_id)
    return [
        Case(
            **{
                **row._mapping,
                "state": CaseState(row.state),
                "disposition": Disposition(row.disposition) if row.disposition else None,
            },
            recused=frozenset(recused.get(row.id, ())),
        )
        for row in rows
    ]
