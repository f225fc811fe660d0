"""What has to be (re)drawn when a proposal changes, put into the outbox; the outbox names subjects, never text."""

from sqlalchemy import bindparam, or_, select

from handlers import people
from handlers.rules import Rules
from storage import core, messages, outbox
from storage.transaction import Transaction

REVIEW_CARD = "review_card"
AUTHOR_NOTICE = "author_notice"
NUDGE = "nudge"
UNDELIVERABLE = "undeliverable"

_home = core.identity.alias("home")
# Author and editor, as whoever they are now: last acted first, and first where they acted from.
_CONCERNED = (
    select(core.identity.c.person_id, core.identity.c.platform)
    .join_from(core.proposal, core.revision, core.revision.c.proposal_id == core.proposal.c.id)
    .join(_home, _home.c.home_id == core.revision.c.editor_id)
    .join(core.identity, core.identity.c.person_id == _home.c.person_id)
    .where(
        core.proposal.c.id == bindparam("proposal"),
        or_(
            core.revision.c.number == bindparam("number"),
            (core.revision.c.editor_id == core.proposal.c.author_id) & (core.revision.c.number < bindparam("number")),
        ),
    )
    .order_by(core.revision.c.number.desc(), core.identity.c.platform != core.revision.c.platform)
)


def cards(tx: Transaction, proposal_id: int, revision: int, rules: Rules) -> None:
    """Draws the card of one revision everywhere posts are reviewed."""
    for place in rules.review_places:
        outbox.enqueue(tx, REVIEW_CARD, proposal_id, place, str(revision))


def state_changed(tx: Transaction, proposal_id: int, revision: int, event: str, rules: Rules) -> None:
    """Redraws the card, tells author and editor what happened, each once and on the platform they acted from, and takes
    the buttons off what they were told before."""
    cards(tx, proposal_id, revision, rules)
    for posted in messages.of_subject(tx, AUTHOR_NOTICE, proposal_id):
        outbox.enqueue(tx, AUTHOR_NOTICE, proposal_id, posted.destination, posted.detail)
    platforms: dict[int, str] = {}
    for row in tx.execute(_CONCERNED, {"proposal": proposal_id, "number": revision}):
        platforms.setdefault(row.person_id, row.platform)
    for person_id, platform in sorted(platforms.items()):
        outbox.enqueue(tx, AUTHOR_NOTICE, proposal_id, people.address(person_id, platform), f"{revision}:{event}")


def redraw(tx: Transaction, proposal_id: int) -> None:
    """Draws every posted card of a proposal again, as after a click on an outdated one."""
    for posted in messages.of_subject(tx, REVIEW_CARD, proposal_id):
        outbox.enqueue(tx, REVIEW_CARD, proposal_id, posted.destination, posted.detail)
