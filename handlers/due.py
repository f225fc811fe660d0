"""What falls due: telling whom a change concerns, nudges, expiry, lapse. Cases have `handlers.reporting.deadlines`,
training `handlers.training.reminders`. Pure database work, so each happens once; nothing is ever approved by it."""

from handlers import announcements, proposals
from handlers.reporting import deadlines, takedown
from handlers.rules import Rules
from handlers.states import State
from handlers.training import reminders
from storage import outbox, timers
from storage.timers import Timer
from storage.transaction import Transaction

_ENDS = {"expire": (State.IN_REVIEW, State.EXPIRED), "lapse": (State.APPROVED, State.LAPSED)}


def run(tx: Transaction, rules: Rules) -> int:
    """Carries out what is due; returns how many timers were finished."""
    due = timers.due(tx)
    ending = {timer.subject_id for timer in due if timer.topic in _ENDS}
    last_nudge = {timer.subject_id: timer.id for timer in due if timer.topic == "nudge"}
    for timer in due:
        if timer.topic == announcements.ANNOUNCE:
            announcements.announce(tx, timer.subject_id, timer.detail, rules)
        elif timer.topic in deadlines.TOPICS:
            deadlines.run(tx, timer, rules)
        elif timer.topic == takedown.REMIND:
            takedown.remind(tx, timer, rules)
        elif timer.topic in reminders.TOPICS:
            reminders.run(tx, timer, rules)
        elif timer.topic in _ENDS:
            _end(tx, timer)
        elif timer.subject_id not in ending and last_nudge[timer.subject_id] == timer.id:
            _nudge(tx, timer, rules)
        timers.finish(tx, timer.id)
    return len(due)


def _end(tx: Transaction, timer: Timer) -> None:
    before, after = _ENDS[timer.topic]
    proposal = proposals.find(tx, timer.subject_id, lock=True)
    if proposal.state is before and proposal.revision == int(timer.detail):
        proposals.close(tx, None, proposal, after)


def _nudge(tx: Transaction, timer: Timer, rules: Rules) -> None:
    proposal = proposals.find(tx, timer.subject_id)
    if proposal.state is not State.IN_REVIEW or proposal.revision != int(timer.detail.split(":", 1)[0]):
        return
    for place in announcements.review_places(tx, rules):
        outbox.enqueue(tx, announcements.NUDGE, timer.subject_id, place, timer.detail)
