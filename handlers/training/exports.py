"""Tables for privacy officers to take away; no cell of them is a formula. That one was taken is recorded, never what it
said."""

from datetime import date
from enum import StrEnum

from sqlalchemy import select

from handlers.people import Actor
from handlers.training import oversight, roster, spreadsheets, staff
from handlers.training.oversight import Evidence
from storage import core, ledger
from storage.transaction import Transaction


class Way(StrEnum):
    """How a table was taken."""

    CHAT = "chat"
    FILE = "file"


EVIDENCE_COLUMNS = ("name", "group", "kind", "key", "version", "done_on", "overdue", "exempt")

_staff = core.staff.c
# Whoever is listed may have become another person by linking: they are found by where they were first seen.
_own, _chief = core.identity.alias("own"), core.identity.alias("chief")
_STAFF = (
    select(
        _own.c.platform,
        _own.c.external_id,
        core.person.c.name,
        _staff.group_name,
        _chief.c.platform.label("chief_platform"),
        _chief.c.external_id.label("chief_id"),
        _staff.calendar,
        _staff.zone,
        core.employment.c.joined_on,
    )
    .select_from(
        core.staff.join(core.person, core.person.c.id == _staff.person_id)
        .join(_own, _own.c.home_id == _staff.person_id)
        .join(
            core.employment,
            (core.employment.c.person_id == _staff.person_id) & core.employment.c.left_on.is_(None),
        )
        .outerjoin(_chief, _chief.c.home_id == _staff.manager_id)
    )
    .where(_staff.employed)
    .order_by(core.person.c.name, _staff.person_id)
)


def staff_list(tx: Transaction, actor: Actor, way: Way | None) -> bytes:
    """The staff list as `roster` reads it back. `way` is None for a further page of one that was recorded."""
    staff.require_officer(actor)
    if way:
        ledger.append(tx, "training:staff:exported", "staff", actor.entry, actor.platform, {"way": way.value})
    rows = []
    for row in tx.execute(_STAFF):
        chief = f"{row.chief_platform}:{row.chief_id}" if row.chief_id else ""
        account = f"{row.platform}:{row.external_id}"
        rows.append((account, row.name, row.group_name, chief, row.calendar, row.zone, row.joined_on, ""))
    return spreadsheets.write(roster.PEOPLE_COLUMNS, rows)


def evidence(tx: Transaction, actor: Actor, day: date, way: Way | None) -> bytes:
    """Who had done what by the end of a day, as `oversight.evidence` finds it. `way` is None for a further page of what
    was recorded."""
    rows = [
        (one.name, one.group, one.kind, one.key, one.version, one.done_on, _said(one.overdue), _said(one.exempt))
        for one in evidence_lines(tx, actor, day, way)
    ]
    return spreadsheets.write(EVIDENCE_COLUMNS, rows)


def evidence_lines(tx: Transaction, actor: Actor, day: date, way: Way | None) -> list[Evidence]:
    """`oversight.evidence`, recorded as `evidence` is."""
    found = oversight.evidence(tx, actor, day)
    if way:
        payload = {"day": day.isoformat(), "way": way.value}
        ledger.append(tx, "training:evidence:exported", "evidence", actor.entry, actor.platform, payload)
    return found


def _said(yes: bool) -> str:
    return "yes" if yes else "no"
