"""Who may propose posts: those who have been trained, and are not late beyond a grace period."""

from datetime import timedelta

from handlers import days, people
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import assignments, reminders, staff
from handlers.training.assignments import Assignment, Kind, Why
from handlers.training.staff import Worker
from storage.transaction import Transaction


class NotTrainedYet(Refusal):
    """Before you propose your first post, please finish “{title}”: type `/training` to start now, then send this post
    again."""


class TooLate(Refusal):
    """“{title}” was due on {due} and is still open, so you cannot propose posts until it is done. Type `/training` to
    do it now, then send this post again."""


class OwedElsewhere(Refusal):
    """The account you had linked has training to finish. Finish it there; or ask a privacy officer to put this account
    on the staff list, and finish it here. Then send this post again."""


def require_trained(tx: Transaction, actor: Actor, rules: Rules) -> None:
    """Refuses somebody new who has not finished their first courses, and anybody with a course or policy overdue by
    more than `Training.grace_days`. Where nothing is assigned to somebody, nothing is asked. Raises `NotTrainedYet`,
    `TooLate`, and `OwedElsewhere`: unlinking an account leaves nothing undone behind."""
    known = staff.workers(tx, actor.ids, rules)
    if refusal := _refusal(tx, known, rules):
        raise refusal
    former = set() if known else people.kin(tx, actor.id) - actor.ids
    if former and _refusal(tx, staff.workers(tx, former, rules), rules):
        raise OwedElsewhere


def _refusal(tx: Transaction, known: dict[int, Worker], rules: Rules) -> Refusal | None:
    for one in assignments.open_for(tx, known):
        if one.kind is Kind.COURSE and one.why is Why.HIRE:
            return NotTrainedYet(title=_title(tx, one))
        grace = timedelta(days=rules.training.grace_days)
        if one.kind is not Kind.REVIEW and one.due_on and one.due_on + grace < known[one.person_id].today(tx.now):
            return TooLate(title=_title(tx, one), due=days.written(one.due_on))
    return None


def _title(tx: Transaction, one: Assignment) -> str:
    return reminders.titles(tx).get((one.kind, one.key), one.key)
