"""What has to be (re)drawn or told when a case changes, put into the outbox; it names cases and events, never text."""

from sqlalchemy import select

from handlers import announcements, people
from handlers.permissions import OFFICER, holders
from handlers.reporting import cases
from handlers.reporting.cases import Case
from handlers.rules import Rules
from storage import core, outbox
from storage.outbox import Wanted
from storage.transaction import Transaction

CASE_CARD = "case_card"
CASE_NOTICE = "case_notice"
#: The place reports come to; on Slack the compliance channel, unless another was chosen.
REPORTS = "reports"


def card(tx: Transaction, case_id: int, rules: Rules) -> None:
    """Draws the card of a case wherever it stands or belongs."""
    if case := cases.load(tx, case_id):
        outbox.enqueue_all(tx, [Wanted(CASE_CARD, case_id, place) for place in _places(tx, case, rules)])
        # Also where it may no longer be seen: recused people keep a card without the text.
        announcements.redraw(tx, case_id, CASE_CARD)


def tell(tx: Transaction, case_id: int, event: str, rules: Rules) -> None:
    """Says what happened, where the card stands."""
    if case := cases.load(tx, case_id):
        outbox.enqueue_all(tx, [Wanted(CASE_NOTICE, case_id, place, event) for place in _places(tx, case, rules)])


def tell_person(tx: Transaction, case: Case, person_id: int, event: str, platform: str) -> None:
    """Tells one person what happened, on `platform` if they are there."""
    outbox.enqueue(tx, CASE_NOTICE, case.id, people.destination(tx, person_id, platform), event)


def tell_officers(tx: Transaction, case: Case, event: str, platform: str) -> None:
    """Tells every privacy officer who may see the case."""
    readers = cases.readers(tx, case)
    for holder in holders(tx, OFFICER):
        if holder.person_id in readers:
            tell_person(tx, case, holder.person_id, event, platform)


def move_cards(tx: Transaction, place: str) -> int:
    """Posts the cards of open cases afresh where reports arrive now; returns how many."""
    found = cases.open_ones(tx)
    for case in found:
        announcements.move_card(tx, case.id, "", place, CASE_CARD)
    return len(found)


_places_set_up = core.conversation.c
_PLATFORMS = select(_places_set_up.platform).where(_places_set_up.place == REPORTS)


def _places(tx: Transaction, case: Case, rules: Rules) -> list[str]:
    named = [place.rsplit("@", 1)[1] for place in announcements.review_places(tx, rules)]
    platforms = list(dict.fromkeys([*named, *tx.execute(_PLATFORMS).scalars()]))
    if not case.officers_only:
        return [f"{REPORTS}@{platform}" for platform in platforms]
    # Not even that it exists is for the channel to know.
    first = platforms[0] if platforms else ""
    return [people.destination(tx, person_id, first) for person_id in sorted(cases.readers(tx, case))]
