"""Who may propose posts: those who have been trained, and are not late beyond a grace period."""

from datetime import timedelta

from handlers import days
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import assignments, reminders, staff
from handlers.training.assignments import Assignment, Kind, Why
from storage.transaction import Transaction


class NotTrainedYet(Refusal):
    """Before you propose your first post, please finish “{title}”: type `/training` to start now, then send this post
    again."""


class TooLate(Refusal):
    """“{title}” was due on {due} and is still open, so you cannot propose posts until it is done. Type `/training` to
    do it now, then send this post again."""


def require_trained(tx: Transaction, actor: Actor, rules: Rules) -> None:
    """Refuses somebody new who has not finished their first courses, and anybody with a course or policy overdue by
    more than `Training.grace_days`. Where nothing is assigned to somebody, nothing is asked. Raises `NotTrainedYet` and
    `TooLate`."""
    known = staff.workers(tx, actor.ids, rules)
    for one in assignments.open_for(tx, known):
        if one.kind is Kind.COURSE and one.why is Why.HIRE:
            raise NotTrainedYet(title=_title(tx, one))
        grace = timedelta(days=rules.training.grace_days)
        if one.kind is not Kind.REVIEW and one.due_on and one.due_on + grace < known[one.person_id].today(tx.now):
            raise TooLate(title=_title(tx, one), due=days.written(one.due_on))


def _title(tx: Transaction, one: Assignment) -> str:
    return reminders.titles(tx).get((one.kind, one.key), one.key)
