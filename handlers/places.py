"""Where posts are reviewed and reports arrive: places the configuration names, and channels chosen in chat."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select

from handlers import announcements
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.reporting import case_news
from handlers.states import State
from storage import core, ledger, outbox
from storage.transaction import Transaction

COMPLIANCE = announcements.COMPLIANCE
REPORTS = case_news.REPORTS
_conversation = core.conversation.c


class OfficerSetsUp(Refusal):
    """Only a privacy officer decides where posts are reviewed and reports arrive. `/compliance roles` shows who they
    are."""


class Conversation(NamedTuple):
    """How a platform reaches one conversation: its own ids, of no meaning here."""

    service_url: str
    channel: str
    team: str
    bot: str


_COLUMNS = (_conversation.service_url, _conversation.channel, _conversation.team, _conversation.bot)
_there = _conversation.platform == bindparam("on")
_here = _conversation.place == bindparam("at")
_ONE = select(*_COLUMNS).where(_there, _here)
_ANY = select(*_COLUMNS).where(_there).order_by(_conversation.set_at.desc()).limit(1)
_LIKE = select(*_COLUMNS).where(_there, _conversation.place.startswith(bindparam("beginning"))).order_by("place")
_DROP = delete(core.conversation).where(_there, _here)
_ADD = insert(core.conversation)
_WAITING = select(core.proposal.c.id, core.proposal.c.revision).where(core.proposal.c.state == State.IN_REVIEW)


def find(tx: Transaction, platform: str, place: str) -> Conversation | None:
    """The conversation of a place, or of an account (`account:<external id>`). Reports arrive where posts are reviewed
    until another place is chosen."""
    row = tx.execute(_ONE, {"on": platform, "at": place}).first()
    if row is None and place == REPORTS:
        return find(tx, platform, COMPLIANCE)
    return Conversation._make(row) if row else None


def shared(tx: Transaction, platform: str, account: str) -> Conversation | None:
    """A conversation in which somebody can be looked up: their own chat, else where posts are reviewed."""
    return find(tx, platform, account) or find(tx, platform, COMPLIANCE)


def newest(tx: Transaction, platform: str) -> Conversation | None:
    """Any conversation on a platform, for what all of them share; the one heard of last."""
    row = tx.execute(_ANY, {"on": platform}).first()
    return Conversation._make(row) if row else None


def like(tx: Transaction, platform: str, beginning: str) -> list[Conversation]:
    """The conversations of all places whose names begin so."""
    rows = tx.execute(_LIKE, {"on": platform, "beginning": beginning})
    return [Conversation._make(row) for row in rows]


def forget(tx: Transaction, platform: str, place: str) -> None:
    """A place is nowhere any more."""
    tx.execute(_DROP, {"on": platform, "at": place})


def remember(tx: Transaction, platform: str, place: str, conversation: Conversation) -> None:
    """Keeps where a place or a personal chat is now."""
    if tx.execute(_ONE, {"on": platform, "at": place}).first() == conversation:
        return
    tx.execute(_DROP, {"on": platform, "at": place})
    row = {"platform": platform, "place": place, "set_at": tx.now, **conversation._asdict()}
    tx.execute(_ADD, row)


def set_up(tx: Transaction, actor: Actor, place: str, conversation: Conversation) -> int:
    """Makes a conversation the place where posts are reviewed, or reports arrive, on the actor's platform, and shows
    there what waits; returns how much that is. Raises `OfficerSetsUp`."""
    if OFFICER not in actor.roles:
        raise OfficerSetsUp
    remember(tx, actor.platform, place, conversation)
    payload = {"place": place, "channel": conversation.channel, "team": conversation.team}
    destination = f"{place}@{actor.platform}"
    ledger.append(tx, "compliance:place:set", f"place:{destination}", actor.entry, actor.platform, payload)
    outbox.hurry(tx, destination)
    if place == REPORTS:
        return case_news.move_cards(tx, destination)
    waiting = tx.execute(_WAITING).all()
    for row in waiting:
        announcements.move_card(tx, row.id, str(row.revision), destination)
    return len(waiting)
