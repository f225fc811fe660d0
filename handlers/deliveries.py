"""Between the outbox and the platforms: what a delivery shows now, where it goes, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import select

from handlers import announcements, numbers, people, permissions, views
from handlers.messages import Message, ReviewCard, Undeliverable
from handlers.platforms import PLATFORM_WORDS
from handlers.reporting import case_news, cases, casework, ticks
from handlers.rules import Rules
from handlers.template_messages import TemplateNotice
from handlers.training import assignments, oversight, reminders
from handlers.training.reminder_messages import TrainingMessage, TrainingReminder
from storage import messages, outbox, timers
from storage.messages import Posted
from storage.outbox import Delivery
from storage.tables import OutboxRow
from storage.transaction import Transaction

#: Waits between attempts, in seconds; the last one repeats.
BACKOFF = (1, 2, 5, 15, 60, 300, 900)
#: After so many failures in a row the privacy officers hear of it; trying goes on.
TELL_AFTER = 6
#: So long a reminder waits for somebody who is away; then it is sent all the same.
PATIENCE = timedelta(days=3)
#: The soonest anybody's status is looked at again.
_AGAIN = timedelta(minutes=1)
_WORDS = {
    announcements.REVIEW_CARD: "the review card",
    announcements.AUTHOR_NOTICE: "the message to the author",
    announcements.NUDGE: "the reminder",
    case_news.CASE_CARD: "the card",
    case_news.CASE_NOTICE: "the notice",
}
_CASES = (case_news.CASE_CARD, case_news.CASE_NOTICE)
_PLACES = {announcements.COMPLIANCE: "the compliance channel", case_news.REPORTS: "the reports channel"}
#: What is answered to, under the message of which topic, by topic.
_ANSWERS = {announcements.NUDGE: announcements.REVIEW_CARD, case_news.CASE_NOTICE: case_news.CASE_CARD}


@dataclass(frozen=True)
class Prepared:
    """One delivery, ready for a platform. `account` is the person's id there, or None for a place."""

    delivery: Delivery
    message: Message
    platform: str
    place: str
    account: str | None
    posted: Posted | None
    thread: Posted | None
    #: Whether it can wait while the person is away.
    gently: bool = False


def prepare(tx: Transaction, delivery: Delivery, rules: Rules) -> Prepared | None:
    """What to send now; None when there is nothing left to say."""
    message = _message(tx, delivery, rules)
    place, platform = delivery.destination.rsplit("@", 1)
    account = people.account(tx, int(place.removeprefix("person:")), platform) if place.startswith("person:") else None
    posted = messages.find(tx, delivery.topic, delivery.subject_id, delivery.detail, delivery.destination)
    if place.startswith("person:") and account is None and posted is None:
        # Their account there was taken from them by unlinking: they are told where they have one.
        elsewhere = people.destination(tx, int(place.removeprefix("person:")), platform)
        outbox.enqueue(tx, delivery.topic, delivery.subject_id, elsewhere, delivery.detail)
        return None
    thread = _thread(tx, delivery)
    if message is None or _pointless(delivery, message, posted, thread):
        return None
    gently = isinstance(message, TrainingReminder) and posted is None
    if isinstance(message, TrainingReminder) and gently and _waits(tx, delivery, message, rules):
        return None
    return Prepared(delivery, message, platform, place, account, posted, thread, gently and _patient(tx, delivery))


def _waits(tx: Transaction, delivery: Delivery, message: TrainingReminder, rules: Rules) -> bool:
    """Whether a reminder is not to be sent now: a later one says it all, or their working hours are over, and it is put
    off until they are again."""
    known = reminders.clock(tx, message.person_id, rules)
    if known is None:
        return True
    if known.told_on and delivery.detail < known.told_on.isoformat() and not delivery.unsure:
        return True
    opening = known.hours.add_working_hours(tx.now, 0)
    return opening > tx.now and outbox.put_off(tx, delivery, opening, "")


def _patient(tx: Transaction, delivery: Delivery) -> bool:
    return tx.now < waiting_since(tx, delivery) + PATIENCE


def put_off(tx: Transaction, delivery: Delivery, rules: Rules, after: float | None) -> bool:
    """They are away: looked at again in their working hours, `after` seconds from now, or a working hour later where
    nobody knows; at the latest when `PATIENCE` ends. False when somebody else has taken the delivery over."""
    known = reminders.clock(tx, delivery.subject_id, rules)
    hours = known.hours if known else rules.hours
    until = hours.add_working_hours(tx.now, 1)
    if after is not None:
        until = hours.add_working_hours(min(tx.now + timedelta(seconds=after), tx.now + PATIENCE), 0)
    latest = hours.add_working_hours(waiting_since(tx, delivery) + PATIENCE, 0)
    return outbox.put_off(tx, delivery, max(min(until, latest), tx.now + _AGAIN), oversight.AWAY)


def _message(tx: Transaction, delivery: Delivery, rules: Rules) -> Message | None:
    if delivery.topic == announcements.REVIEW_CARD:
        return views.review_card(tx, delivery.subject_id, int(delivery.detail))
    if delivery.topic == announcements.AUTHOR_NOTICE:
        return views.author_notice(tx, delivery.subject_id, delivery.detail, rules)
    if delivery.topic == announcements.NUDGE:
        return views.nudge(tx, delivery.subject_id, delivery.detail, rules)
    if delivery.topic == case_news.CASE_CARD:
        return casework.card(tx, delivery.subject_id, rules)
    if delivery.topic == case_news.CASE_NOTICE:
        return casework.notice(delivery.subject_id, delivery.detail)
    if delivery.topic == announcements.TEMPLATE_NOTICE:
        return views.template_notice(tx, delivery.subject_id)
    if delivery.topic in _TRAINING:
        return _TRAINING[delivery.topic](tx, delivery.subject_id, rules)
    return _undeliverable(tx, delivery)


#: What people are told about training, by topic; the subject is the person.
_TRAINING: dict[str, Callable[[Transaction, int, Rules], TrainingMessage | None]] = {
    assignments.REMINDER: reminders.reminder,
    reminders.MANAGER_DIGEST: reminders.manager_digest,
    reminders.OFFICER_DIGEST: lambda tx, _, rules: reminders.officer_digest(tx, rules),
}


def _undeliverable(tx: Transaction, delivery: Delivery) -> Undeliverable | None:
    row = tx.execute(_OUTBOX_ROW.where(_outbox.c.id == delivery.subject_id)).first()
    if row is None:
        return None
    place, platform = row.destination.rsplit("@", 1)
    what, where = _WORDS.get(row.topic, "a message"), _PLACES.get(place, "a person's direct messages")
    if row.topic in _TRAINING:
        who = people.names(tx, {row.subject_id}).get(row.subject_id, "somebody")
        return Undeliverable("the message about training", "", f"{who}'s direct messages", delivery.detail, platform)
    if row.topic == announcements.TEMPLATE_NOTICE:
        return Undeliverable("the message about a neutral answer", "", where, delivery.detail, platform)
    number = cases.public(row.subject_id) if row.topic in _CASES else numbers.public(row.subject_id)
    return Undeliverable(what, number, where, delivery.detail, platform)


_outbox = OutboxRow.__table__
_OUTBOX_ROW = select(_outbox.c.topic, _outbox.c.subject_id, _outbox.c.destination)


def _thread(tx: Transaction, delivery: Delivery) -> Posted | None:
    if delivery.topic not in _ANSWERS:
        return None
    number = delivery.detail.split(":", 1)[0] if delivery.topic == announcements.NUDGE else ""
    return messages.find(tx, _ANSWERS[delivery.topic], delivery.subject_id, number, delivery.destination)


def _pointless(delivery: Delivery, message: Message, posted: Posted | None, thread: Posted | None) -> bool:
    """What is outdated and never appeared need not appear now, and a reminder needs its card. After an unknown outcome
    it may have appeared, so that one is looked for."""
    if delivery.topic == announcements.NUDGE:
        return thread is None or posted is not None
    if isinstance(message, TrainingReminder) and not message.items:
        return posted is None
    outdated = isinstance(message, ReviewCard) and not message.current
    outdated = outdated or (isinstance(message, TemplateNotice) and not message.live)
    return outdated and posted is None and not delivery.unsure


def delivered(tx: Transaction, delivery: Delivery, channel: str, reference: str, pace: float) -> bool:
    """Remembers where the message is; False when somebody else has taken the delivery over."""
    if not outbox.done(tx, delivery, pace):
        return False
    place = (delivery.topic, delivery.subject_id, delivery.detail, delivery.destination)
    if delivery.topic == announcements.AUTHOR_NOTICE and messages.find(tx, *place) is None:
        # News: whatever was told before is no longer the latest.
        announcements.redraw(tx, delivery.subject_id, announcements.AUTHOR_NOTICE)
    messages.record(tx, *place, channel, reference)
    return True


def skipped(tx: Transaction, delivery: Delivery) -> bool:
    """There was nothing to send."""
    return outbox.done(tx, delivery, 0)


def failed(
    tx: Transaction,
    delivery: Delivery,
    code: str,
    *,
    after: float | None = None,
    unsure: bool = False,
    blocked: bool = False,
) -> bool:
    """Plans the next attempt. `after` is the wait the platform asked for, in seconds; `unsure` that the message may
    have arrived; `blocked` that the place refuses messages until a person mends it."""
    wait = BACKOFF[min(delivery.attempt, len(BACKOFF) - 1)] if after is None else after
    if blocked:
        wait = BACKOFF[-1]
    if not outbox.retry(tx, delivery, code, wait, unsure=unsure, hold_destination=blocked or after is not None):
        return False
    if blocked or delivery.attempt >= TELL_AFTER:
        _tell_officers(tx, delivery, code)
    return True


def _tell_officers(tx: Transaction, delivery: Delivery, code: str) -> None:
    # Whom reminders do not reach, /compliance training lists with the reason: hundreds may be without the app.
    if delivery.topic in (announcements.UNDELIVERABLE, assignments.REMINDER):
        return
    officers = [officer.person_id for officer in permissions.holders(tx, permissions.OFFICER)]
    # Wherever they have an account: the platform that fails may fail them too.
    for person_id, platform in product(officers, PLATFORM_WORDS):
        if people.account(tx, person_id, platform) is None:
            continue
        destination = people.address(person_id, platform)
        if messages.find(tx, announcements.UNDELIVERABLE, delivery.id, code, destination) is None:
            outbox.enqueue(tx, announcements.UNDELIVERABLE, delivery.id, destination, code)


def pending(tx: Transaction) -> int:
    """How much is still to be sent, or to be worked out whom it is sent to."""
    # What is due becomes what is to be sent: counted in that order, nothing slips between two looks on PostgreSQL.
    return timers.waiting(tx) + ticks.waiting(tx) + outbox.pending(tx)


def forget(tx: Transaction, posted: Posted) -> None:
    """The message is gone from the platform; the next attempt posts it afresh."""
    messages.forget(tx, posted.id)


def waiting_since(tx: Transaction, delivery: Delivery) -> datetime:
    """When the delivery was put into the outbox: where looking for a lost answer starts."""
    at: datetime = tx.execute(select(_outbox.c.created_at).where(_outbox.c.id == delivery.id)).scalar_one()
    return at
