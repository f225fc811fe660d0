"""What a privacy officer asks about training: completion by group, who is late, whether reminders arrive, and who had
been trained on any past day. Days are the practice's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, cast, exists, func, or_, select

from handlers import people
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import due_dates, staff
from handlers.training.assignments import REMINDER, Kind, Standing
from handlers.training.reminder_messages import GroupLine, OverdueLine
from storage import core
from storage.tables import OutboxRow, PostedMessage
from storage.transaction import Transaction

LIST_LIMIT = 20
#: Why a delivery waits for somebody whose status says that they are away, as the outbox keeps it.
AWAY = "away"

#: Codes of the platforms, as the outbox keeps them, in words.
REASONS = {
    "BotNotInConversationRoster": "the app is not installed for them in Teams",
    "ForbiddenOperationException": "the app is not installed for them in Teams",
    "ConversationNotFound": "the app is not installed for them in Teams",
    "MessageWritesBlocked": "they have blocked the app in Teams",
    "ConversationBlockedByUser": "they have blocked the app in Teams",
    "platform_off": "the chat they use is not connected just now",
    "not_set_up": "the app is not installed for them in Teams",
    "messages_tab_disabled": "the app's Messages tab is switched off in Slack",
    "cannot_dm_bot": "this account is a bot",
    "user_not_found": "Slack does not know this account any more",
    "user_disabled": "their Slack account is deactivated",
    "is_inactive": "their Slack account is deactivated",
    "account_inactive": "their Slack account is deactivated",
    "channel_not_found": "the app cannot write to them in Slack",
}


@dataclass(frozen=True)
class Delivered:
    """How reminders to somebody fare: `state` is none, waiting, away, sent, failing or unreachable; `on` is the day the
    last one arrived on, where the practice is, if any did; `reason` why the next one fails."""

    person_id: int
    name: str
    state: str
    on: date | None
    reason: str = ""


@dataclass(frozen=True)
class Evidence:
    """What somebody who worked here on a day had done by then of one thing. `done_on` is the last time before it (of
    `version`; 0 is training elsewhere), `overdue` whether it was late on that day, and `exempt` whether nobody asked
    them for it then."""

    person_id: int
    name: str
    group: str
    kind: Kind
    key: str
    version: int | None
    done_on: date | None
    overdue: bool
    exempt: bool = False


_staff, _assignment, _employment = core.staff.c, core.assignment.c, core.employment.c
_outbox = OutboxRow.__table__
_today: Any = bindparam("today")
_level = (
    select(
        _assignment.person_id,
        func.max(case((_assignment.due_on < _today, 2), (_assignment.opens_on <= _today, 1), else_=0)).label("level"),
    )
    .where(_assignment.state == Standing.OPEN)
    .group_by(_assignment.person_id)
    .subquery()
)
_stands = func.coalesce(_level.c.level, 0)


def _count(level: int) -> Any:
    return cast(func.sum(case((_stands == level, 1), else_=0)), Integer)


_GROUPS = (
    select(_staff.group_name, func.count().label("people"), *(_count(n).label(f"level_{n}") for n in range(3)))
    .select_from(core.staff.outerjoin(_level, _level.c.person_id == _staff.person_id))
    .where(_staff.employed)
    .group_by(_staff.group_name)
    .order_by(_staff.group_name == "", _staff.group_name)
)
_away = exists().where(
    core.pause.c.person_id == _assignment.person_id,
    core.pause.c.from_on <= _today,
    or_(core.pause.c.until_on.is_(None), core.pause.c.until_on >= _today),
)
#: What is open past a day, of people who are here.
LATE = (_assignment.state == Standing.OPEN) & (_assignment.due_on <= bindparam("before")) & ~_away & _staff.employed
WITH_STAFF = core.assignment.join(core.staff, _staff.person_id == _assignment.person_id)
_title = func.coalesce(core.requirement.c.title, core.policy.c.title, _assignment.key)
_TITLED = (
    WITH_STAFF.join(core.person, core.person.c.id == _assignment.person_id)
    .outerjoin(
        core.requirement,
        (core.requirement.c.kind == _assignment.kind) & (core.requirement.c.key == _assignment.key),
    )
    .outerjoin(core.policy, core.policy.c.key == _assignment.key)
)
_OVERDUE = (
    select(_assignment.person_id, core.person.c.name, _staff.group_name, _title.label("title"), _assignment.due_on)
    .select_from(_TITLED)
    .where(LATE)
    .order_by(_assignment.due_on, core.person.c.name, _assignment.id)
)
_HOW_MANY = select(func.count()).select_from(WITH_STAFF).where(LATE)
_WHO_IS_LATE = select(func.count(func.distinct(_assignment.person_id))).select_from(WITH_STAFF).where(LATE)
_OF_MANAGER = _staff.manager_id == bindparam("manager")


def today(tx: Transaction, rules: Rules) -> date:
    """The practice's day."""
    return due_dates.day_of(tx.now, rules.hours)


def groups(tx: Transaction, rules: Rules) -> tuple[GroupLine, ...]:
    """Completion by group, by name; people without one are the group "", at the end."""
    rows = tx.execute(_GROUPS, {"today": today(tx, rules)})
    return tuple(GroupLine(row.group_name, row.people, row.level_0, row.level_1, row.level_2) for row in rows)


def overdue(
    tx: Transaction, rules: Rules, days: int = 1, manager: int | None = None, limit: int = LIST_LIMIT
) -> tuple[tuple[OverdueLine, ...], int]:
    """What is late by so many days or more, longest first, and how much of it is not listed; of one manager's people,
    or of everybody's. Nobody on leave is late."""
    day = today(tx, rules)
    values: dict[str, Any] = {"today": day, "before": day - timedelta(days=days), "manager": manager}
    lines, total = (_OVERDUE.limit(limit), _HOW_MANY)
    if manager is not None:
        lines, total = lines.where(_OF_MANAGER), total.where(_OF_MANAGER)
    found = [
        OverdueLine(row.person_id, row.name, row.group_name, row.title, row.due_on, (day - row.due_on).days)
        for row in tx.execute(lines, values)
    ]
    return tuple(found), tx.execute(total, values).scalar_one() - len(found)


def people_late(tx: Transaction, rules: Rules) -> int:
    """How many people have something overdue; nobody on leave is late."""
    day = today(tx, rules)
    late: int = tx.execute(_WHO_IS_LATE, {"today": day, "before": day - timedelta(days=1)}).scalar_one()
    return late


def completion(tx: Transaction, actor: Actor, rules: Rules) -> tuple[GroupLine, ...]:
    """Completion by group, for a privacy officer."""
    staff.require_officer(actor)
    return groups(tx, rules)


def who_is_late(
    tx: Transaction, actor: Actor, rules: Rules, limit: int = LIST_LIMIT
) -> tuple[tuple[OverdueLine, ...], int]:
    """Everything overdue, for a privacy officer, and how much is not listed."""
    staff.require_officer(actor)
    return overdue(tx, rules, limit=limit)


_posted = PostedMessage.__table__
_people: Any = bindparam("people", expanding=True)
_NAMED = (
    select(core.person.c.id, core.person.c.name)
    .where(core.person.c.id.in_(_people))
    .order_by(core.person.c.name, core.person.c.id)
)
# Drawn again once all is done, a message stays the one that arrived when it was first sent.
_ARRIVED = (
    select(_outbox.c.subject_id, _outbox.c.detail, func.min(_outbox.c.finished_at).label("at"))
    .join_from(
        _outbox,
        _posted,
        and_(*(_outbox.c[name] == _posted.c[name] for name in ("topic", "subject_id", "detail", "destination"))),
    )
    .where(
        _outbox.c.topic == REMINDER,
        _outbox.c.subject_id.in_(_people),
        _outbox.c.state == "done",
        _outbox.c.error.is_(None),
    )
    .group_by(_outbox.c.subject_id, _outbox.c.detail)
)
_UNDER_WAY = _outbox.c.state.in_(("waiting", "leased"))
# One message a destination goes at a time: what fails may stand before the reminder.
_before = _outbox.alias("before")
_WAITING = (
    select(_outbox.c.subject_id, func.max(_before.c.error).label("error"))
    .join_from(
        _outbox,
        _before,
        (_before.c.destination == _outbox.c.destination) & _before.c.state.in_(("waiting", "leased")),
    )
    .where(_outbox.c.topic == REMINDER, _outbox.c.subject_id.in_(_people), _UNDER_WAY)
    .group_by(_outbox.c.subject_id)
)


def deliveries(tx: Transaction, actor: Actor, listed: list[int], rules: Rules) -> list[Delivered]:
    """Whether reminders reach these people, when the last one did, and why the next one does not."""
    staff.require_officer(actor)
    # Whose accounts were linked is told under the person they are now.
    now = {who: reached[0] for who, reached in people.reached(tx, listed).items()}
    wanted = {"people": sorted(set(now.values()))}
    arrived: dict[int, datetime] = {}
    for row in tx.execute(_ARRIVED, wanted):
        arrived[row.subject_id] = max(row.at, arrived.get(row.subject_id, row.at))
    waiting = {row.subject_id: row.error for row in tx.execute(_WAITING, wanted)}
    return [
        _delivered(row.id, row.name, now.get(row.id), waiting, arrived, rules)
        for row in tx.execute(_NAMED, {"people": listed})
    ]


def _delivered(
    who: int, name: str, now: int | None, waiting: dict[int, str | None], arrived: dict[int, datetime], rules: Rules
) -> Delivered:
    at, code = (arrived.get(now), waiting.get(now)) if now else (None, None)
    state = "unreachable" if now is None else "sent" if at else "none"
    if now in waiting:
        state = "away" if code == AWAY else "failing" if code else "waiting"
    reason = _reason(code) if state == "failing" else ""
    return Delivered(who, name, state, due_dates.day_of(at, rules.hours) if at else None, reason)


def _reason(code: str | None) -> str:
    return REASONS.get(code, f"the chat answers {code}") if code else ""


_day: Any = bindparam("day")
_then = _employment.joined_on <= _day, or_(_employment.left_on.is_(None), _employment.left_on >= _day)
_began = _assignment.assigned_on <= _day
_done_then = (_assignment.state == Standing.DONE) & (_assignment.closed_on <= _day)
_open_then = _began & or_(_assignment.closed_on.is_(None), _assignment.closed_on > _day)
_exempt_then = (_assignment.state == Standing.EXEMPT) & (_assignment.closed_on <= _day)
_EVIDENCE = (
    select(
        _employment.person_id,
        core.person.c.name,
        func.coalesce(_staff.group_name, "").label("group_name"),
        _assignment.kind,
        _assignment.key,
        func.max(case((_done_then, _assignment.version))).label("version"),
        func.max(case((_done_then, _assignment.closed_on))).label("done_on"),
        func.max(case((_open_then & (_assignment.due_on < _day), 1), else_=0)).label("late"),
        # Whoever is asked again is exempt no longer.
        func.max(case((_exempt_then, 1), (_open_then, 2), else_=0)).label("asked"),
    )
    .select_from(
        core.employment.join(core.person, core.person.c.id == _employment.person_id)
        .join(core.staff, _staff.person_id == _employment.person_id)
        .join(
            core.assignment,
            (_assignment.person_id == _employment.person_id)
            & (_began | _done_then)
            & or_(_assignment.closed_on.is_(None), _assignment.closed_on >= _employment.joined_on),
        )
    )
    .where(*_then, _assignment.kind != Kind.REVIEW)
    .group_by(_employment.person_id, core.person.c.name, _staff.group_name, _assignment.kind, _assignment.key)
    .order_by(core.person.c.name, _employment.person_id, _assignment.kind, _assignment.key)
)


def evidence(tx: Transaction, actor: Actor, day: date) -> list[Evidence]:
    """Who worked here on a day, and what each of them had done by its end (45 CFR 164.530(b)(2)(ii), (j)); what was
    done before somebody left does not count once they are back."""
    staff.require_officer(actor)
    return [
        Evidence(
            row.person_id,
            row.name,
            row.group_name,
            Kind(row.kind),
            row.key,
            row.version,
            row.done_on,
            bool(row.late),
            row.asked == 1,
        )
        for row in tx.execute(_EVIDENCE, {"day": day})
    ]
