"""What has to be (re)drawn when a proposal changes, put into the outbox; the outbox names subjects, never text."""

from sqlalchemy import bindparam, or_, select

from handlers import people
from handlers.rules import Rules
from storage import core, messages, outbox
from storage.outbox import Wanted
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
    outbox.enqueue_all(tx, _cards(proposal_id, revision, rules))


def state_changed(tx: Transaction, proposal_id: int, revision: int, event: str, rules: Rules) -> None:
    """Redraws the card, and tells author and editor what happened, each once and on the platform they acted from. What
    they were told before loses its buttons once the news has arrived (`handlers.deliveries`)."""
    platforms: dict[int, str] = {}
    for row in tx.execute(_CONCERNED, {"proposal": proposal_id, "number": revision}):
        platforms.setdefault(row.person_id, row.platform)
    news = [
        Wanted(AUTHOR_NOTICE, proposal_id, people.address(person_id, platform), f"{revision}:{event}")
        for person_id, platform in sorted(platforms.items())
    ]
    outbox.enqueue_all(tx, [*_cards(proposal_id, revision, rules), *news])


def _cards(proposal_id: int, revision: int, rules: Rules) -> list[Wanted]:
    return [Wanted(REVIEW_CARD, proposal_id, place, str(revision)) for place in rules.review_places]


def redraw(tx: Transaction, proposal_id: int, topic: str = REVIEW_CARD) -> None:
    """Draws every posted message of a topic about a proposal again, as after a click on an outdated card."""
    standing = messages.of_subject(tx, topic, proposal_id)
    outbox.enqueue_all(tx, [Wanted(topic, proposal_id, at.destination, at.detail) for at in standing])
