"""What has to be (re)drawn when a proposal changes, put into the outbox; the outbox names subjects, never text."""

from sqlalchemy import bindparam, select

from handlers.rules import Rules
from storage import core, messages, outbox
from storage.transaction import Transaction

REVIEW_CARD = "review_card"
AUTHOR_NOTICE = "author_notice"
NUDGE = "nudge"
UNDELIVERABLE = "undeliverable"

_CONCERNED = (
    select(core.proposal.c.author_id, core.revision.c.editor_id, core.revision.c.platform)
    .join_from(core.proposal, core.revision, core.revision.c.proposal_id == core.proposal.c.id)
    .where(core.proposal.c.id == bindparam("proposal"), core.revision.c.number == bindparam("number"))
)


def cards(tx: Transaction, proposal_id: int, revision: int, rules: Rules) -> None:
    """Draws the card of one revision everywhere posts are reviewed."""
    for place in rules.review_places:
        outbox.enqueue(tx, REVIEW_CARD, proposal_id, place, str(revision))


def state_changed(tx: Transaction, proposal_id: int, revision: int, event: str, rules: Rules) -> None:
    """Redraws the card, tells author and editor what happened, and takes the buttons off what they were told before."""
    cards(tx, proposal_id, revision, rules)
    for posted in messages.of_subject(tx, AUTHOR_NOTICE, proposal_id):
        outbox.enqueue(tx, AUTHOR_NOTICE, proposal_id, posted.destination, posted.detail)
    row = tx.execute(_CONCERNED, {"proposal": proposal_id, "number": revision}).one()
    for person_id in sorted({row.author_id, row.editor_id}):
        destination = f"person:{person_id}@{row.platform}"
        outbox.enqueue(tx, AUTHOR_NOTICE, proposal_id, destination, f"{revision}:{event}")


def redraw(tx: Transaction, proposal_id: int) -> None:
    """Draws every posted card of a proposal again, as after a click on an outdated one."""
    for posted in messages.of_subject(tx, REVIEW_CARD, proposal_id):
        outbox.enqueue(tx, REVIEW_CARD, proposal_id, posted.destination, posted.detail)
