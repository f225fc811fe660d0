"""What time does to cases: reminders, the end of the reporter's access, erasure. Database work, so exactly once each.

Acknowledging within 7 days and feedback within 3 months follow article 9(1) of Directive (EU) 2019/1937, the strictest
rule in use; complaints and their disposition are kept six years (45 CFR 164.530(j))."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import bindparam, update

from handlers.reporting import case_news, cases
from handlers.reporting.cases import CaseState
from handlers.rules import Rules
from storage import core, ledger, timers
from storage.timers import Planned, Timer
from storage.transaction import Transaction

ACKNOWLEDGE, FEEDBACK, FORGET, ERASE = "case_acknowledge", "case_feedback", "case_forget", "case_erase"
#: Reminders of `handlers.reporting.breach`, whose details are events.
BREACH, HHS = "case_breach", "case_hhs"
TOPICS = frozenset({ACKNOWLEDGE, FEEDBACK, FORGET, ERASE, BREACH, HHS})
ACKNOWLEDGE_DAYS = {"soon": 5, "due": 7}
FEEDBACK_SOON_DAYS = 75
FEEDBACK_MONTHS = 3
#: So long after closing the receipt still opens the report.
REPORTER_DAYS = 90
KEPT_YEARS = 6

Day = TypeVar("Day", bound=date)

_report = core.report.c
_END_ACCESS = update(core.report).where(_report.id == bindparam("which")).values(tag=None, reporter_wrap=None)
_ERASE = (
    update(core.report)
    .where(_report.id == bindparam("which"))
    .values(tag=None, reporter_wrap=None, deployment_wrap=None, sealed=None, account=None)
)
_ERASE_MORE = [
    update(table).where(table.c.report_id == bindparam("which")).values(dict.fromkeys(columns))
    for table, columns in (
        (core.report_entry, ("sealed",)),
        (core.breach_assessment, ("sealed",)),
        (core.takedown, ("sealed", "snapshot")),
    )
]


def start(tx: Transaction, case_id: int) -> None:
    """Begins the clocks of a case just delivered."""
    acknowledge = [
        Planned(ACKNOWLEDGE, case_id, tx.now + timedelta(days=days), detail)
        for detail, days in ACKNOWLEDGE_DAYS.items()
    ]
    soon = Planned(FEEDBACK, case_id, tx.now + timedelta(days=FEEDBACK_SOON_DAYS), "soon")
    timers.schedule(tx, *acknowledge, soon, Planned(FEEDBACK, case_id, months_later(tx.now, FEEDBACK_MONTHS), "due"))


def close(tx: Transaction, case_id: int) -> None:
    """Ends the clocks of an open case and begins those of a closed one."""
    timers.cancel(tx, case_id, ACKNOWLEDGE, FEEDBACK)
    forget = Planned(FORGET, case_id, tx.now + timedelta(days=REPORTER_DAYS))
    timers.schedule(tx, forget, Planned(ERASE, case_id, months_later(tx.now, 12 * KEPT_YEARS)))


def run(tx: Transaction, timer: Timer, rules: Rules) -> None:
    """Carries out one timer that is due."""
    if timer.topic == FORGET:
        tx.execute(_END_ACCESS, {"which": timer.subject_id})
    elif timer.topic == ERASE:
        erase(tx, timer.subject_id)
    elif timer.topic in (BREACH, HHS):
        case_news.tell(tx, timer.subject_id, timer.detail, rules)
    else:
        _remind(tx, timer, rules)


def erase(tx: Transaction, case_id: int) -> None:
    """Makes what was written in a case unreadable for good: its key goes with every wrap, and the sealed texts too.
    Copies of the database made earlier keep theirs, so they have to be given up as well."""
    tx.execute(_ERASE, {"which": case_id})
    for statement in _ERASE_MORE:
        tx.execute(statement, {"which": case_id})
    number = cases.public(case_id)
    ledger.append(tx, "retention:case:erased", f"case:{number}", None, "system", {"case": number})


def _remind(tx: Transaction, timer: Timer, rules: Rules) -> None:
    case = cases.load(tx, timer.subject_id)
    if case is None or case.state is CaseState.CLOSED:
        return
    if timer.topic == ACKNOWLEDGE and case.state is not CaseState.RECEIVED:
        return
    case_news.tell(tx, case.id, f"{timer.topic.removeprefix('case_')}_{timer.detail}", rules)


def months_later(moment: Day, months: int) -> Day:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    year += moment.year
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
