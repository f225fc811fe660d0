"""A case with everything that belongs to it, as it is opened."""

import contextlib
from dataclasses import dataclass

from handlers.people import Actor
from handlers.reporting import breach, casework, takedown
from handlers.reporting.breach_form import BreachView
from handlers.reporting.case_messages import CaseView
from handlers.reporting.takedown import TakedownView
from storage.transaction import Transaction


@dataclass(frozen=True)
class CaseFile:
    """`breach` is None while nobody suspects one."""

    case: CaseView
    breach: BreachView | None = None
    takedowns: tuple[TakedownView, ...] = ()


def opened(tx: Transaction, actor: Actor, case_id: int) -> CaseFile:
    """All of it, recorded as opened by the actor. Raises `NotCompliance` and `NoSuchCase`."""
    case = casework.opened(tx, actor, case_id)
    suspected = None
    with contextlib.suppress(breach.NotSuspected):
        suspected = breach.opened(tx, actor, case_id)
    return CaseFile(case, suspected, tuple(takedown.listed(tx, actor, case_id)))
