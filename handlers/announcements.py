"""What has to be (re)drawn when a proposal or a neutral answer changes, put into the outbox; the outbox names subjects,
never text."""

from sqlalchemy import bindparam, false, literal, null, or_, select, text

from handlers import people, permissions
from handlers.rules import Rules
from storage import core, messages, outbox
from storage.outbox import Wanted
from storage.timers import AT_ONCE, Planned
from storage.transaction import Transaction

REVIEW_CARD = "review_card"
AUTHOR_NOTICE = "author_notice"
NUDGE = "nudge"
UNDELIVERABLE = "undeliverable"
#: A neutral answer that waits; the subject is its wording.
TEMPLATE_NOTICE = "template_notice"
#: The topic of the timer behind `announce`.
ANNOUNCE = "announce"
#: The place where posts are reviewed.
COMPLIANCE = "compliance"

_home = core.identity.alias("home")
_elsewhere = core.identity.c.platform != core.revision.c.platform
_people = (
    select(core.identity.c.person_id, core.identity.c.platform, core.revision.c.number, _elsewhere.label("elsewhere"))
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
)
_set_up = core.conversation.c.place == COMPLIANCE
_places = select(null().label("person_id"), core.conversation.c.platform, literal(0), false()).where(_set_up)
# Author and editor, as whoever they are now: last acted first, and first where they acted from. And the platforms on
# which a channel was chosen in chat.
_CONCERNED = _people.union_all(_places).order_by(text("number DESC"), text("elsewhere"))
_PLACES = select(core.conversation.c.platform).where(_set_up).order_by(core.conversation.c.platform)


def review_places(tx: Transaction, rules: Rules) -> list[str]:
    """Everywhere posts are reviewed, as destinations of the outbox."""
    return [*rules.review_places, *(f"{COMPLIANCE}@{row.platform}" for row in tx.execute(_PLACES))]


def cards(tx: Transaction, proposal_id: int, revision: int, rules: Rules) -> None:
    """Draws the card of one revision everywhere posts are reviewed."""
    outbox.enqueue_all(tx, _cards(proposal_id, revision, review_places(tx, rules)))


def planned(proposal_id: int, revision: int, event: str) -> Planned:
    """What whoever changes a proposal schedules in the same transaction, so that `announce` follows: who has to be
    told is looked up when nobody waits for an answer."""
    return Planned(ANNOUNCE, proposal_id, AT_ONCE, f"{revision}:{event}")


def announce(tx: Transaction, proposal_id: int, detail: str, rules: Rules) -> None:
    """Redraws the card, and tells author and editor what happened, each once and on the platform they acted from. What
    they were told before loses its buttons once the news has arrived (`handlers.deliveries`). `detail` is
    `revision:event`."""
    revision = int(detail.split(":", 1)[0])
    platforms: dict[int, str] = {}
    places = [*rules.review_places]
    for row in tx.execute(_CONCERNED, {"proposal": proposal_id, "number": revision}):
        if row.person_id is None:
            places.append(f"{COMPLIANCE}@{row.platform}")
        else:
            platforms.setdefault(row.person_id, row.platform)
    news = [
        Wanted(AUTHOR_NOTICE, proposal_id, people.address(person_id, platform), detail)
        for person_id, platform in sorted(platforms.items())
    ]
    outbox.enqueue_all(tx, [*_cards(proposal_id, revision, places), *news])


def _cards(proposal_id: int, revision: int, places: list[str]) -> list[Wanted]:
    return [Wanted(REVIEW_CARD, proposal_id, place, str(revision)) for place in places]


def move_card(tx: Transaction, subject_id: int, detail: str, place: str, topic: str = REVIEW_CARD) -> None:
    """Posts a card afresh where a place is now; the one posted before is no longer redrawn. `detail` of a review card
    is its revision."""
    if posted := messages.find(tx, topic, subject_id, detail, place):
        messages.forget(tx, posted.id)
    outbox.enqueue(tx, topic, subject_id, place, detail)


def redraw(tx: Transaction, proposal_id: int, topic: str = REVIEW_CARD) -> None:
    """Draws every posted message of a topic about a proposal again, as after a click on an outdated card."""
    standing = messages.of_subject(tx, topic, proposal_id)
    outbox.enqueue_all(tx, [Wanted(topic, proposal_id, at.destination, at.detail) for at in standing])


def template(tx: Transaction, version_id: int, writer_id: int) -> None:
    """Tells everybody who may approve a wording of a neutral answer that it waits, and draws again what they were told
    before; never its writer, whoever they are now or ever were."""
    deciders = {holder.person_id for holder in permissions.holders(tx)} - people.kin(tx, writer_id)
    told = {at.destination for at in messages.of_subject(tx, TEMPLATE_NOTICE, version_id)}
    places = told.union(people.address(*now) for now in people.reached(tx, deciders).values())
    outbox.enqueue_all(tx, [Wanted(TEMPLATE_NOTICE, version_id, place) for place in sorted(places)])
