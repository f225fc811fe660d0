"""What has to be (re)drawn when a proposal changes, put into the outbox; the outbox names subjects, never text."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from handlers.rules import Rules
from storage import core, messages, outbox
from storage.outbox import Wanted
from storage.transaction import Transaction

REVIEW_CARD = "review_card"
AUTHOR_NOTICE = "author_notice"
NUDGE = "nudge"
UNDELIVERABLE = "undeliverable"


class Concerned(NamedTuple):
    """Who hears of what happens to a revision, and where: the platform it came from."""

    author_id: int
    editor_id: int
    platform: str


_CONCERNED = (
    select(core.proposal.c.author_id, core.revision.c.editor_id, core.revision.c.platform)
    .join_from(core.proposal, core.revision, core.revision.c.proposal_id == core.proposal.c.id)
    .where(core.proposal.c.id == bindparam("proposal"), core.revision.c.number == bindparam("number"))
)


def cards(tx: Transaction, proposal_id: int, revision: int, rules: Rules) -> None:
    """Draws the card of one revision everywhere posts are reviewed."""
    outbox.enqueue_all(tx, _cards(proposal_id, revision, rules))


def concerned(tx: Transaction, proposal_id: int, revision: int) -> Concerned:
    """Who hears of one stored revision."""
    return Concerned._make(tx.execute(_CONCERNED, {"proposal": proposal_id, "number": revision}).one())


def state_changed(tx: Transaction, proposal_id: int, revision: int, event: str, whom: Concerned, rules: Rules) -> None:
    """Redraws the card, and tells author and editor what happened. What they were told before loses its buttons once
    the news has arrived (`handlers.deliveries`)."""
    news = [
        Wanted(AUTHOR_NOTICE, proposal_id, f"person:{person_id}@{whom.platform}", f"{revision}:{event}")
        for person_id in sorted({whom.author_id, whom.editor_id})
    ]
    outbox.enqueue_all(tx, [*_cards(proposal_id, revision, rules), *news])


def _cards(proposal_id: int, revision: int, rules: Rules) -> list[Wanted]:
    return [Wanted(REVIEW_CARD, proposal_id, place, str(revision)) for place in rules.review_places]


def redraw(tx: Transaction, proposal_id: int, topic: str = REVIEW_CARD) -> None:
    """Draws every posted message of a topic about a proposal again, as after a click on an outdated card."""
    standing = messages.of_subject(tx, topic, proposal_id)
    outbox.enqueue_all(tx, [Wanted(topic, proposal_id, at.destination, at.detail) for at in standing])
