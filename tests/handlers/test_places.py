"""Places where posts are reviewed, and where people are: kept, moved, recorded."""

import asyncio

import pytest

from handlers import announcements, places, proposals
from handlers.places import COMPLIANCE, Conversation
from handlers.rules import Rules
from storage import ledger, messages, outbox
from tests.handlers.accounts import decide, do, entries, link, submit
from tests.handlers.conftest import DRAFT, Practice

HERE = Conversation("https://smba.example/amer/", "19:one@thread.tacv2", "tenant", "28:bot")
THERE = HERE._replace(channel="19:two@thread.tacv2")
RUTH, PRIYA, MAYA = "slack:U0RUTH", "slack:U0PRIYA", "slack:U0MAYA"


def set_up(practice: Practice, account: str, conversation: Conversation = HERE) -> int:
    found: int = do(practice, account, places.set_up, COMPLIANCE, conversation)
    return found


@pytest.fixture
def officer(practice: Practice) -> str:
    """Ruth's account in Teams."""
    link(practice, RUTH, "teams:ruth")
    return "teams:ruth"


@pytest.mark.parametrize("account", [PRIYA, MAYA, "teams:priya"])
def test_only_a_privacy_officer_chooses(practice: Practice, account: str) -> None:
    """Approvers do not, and nothing is kept or recorded."""
    with pytest.raises(places.OfficerSetsUp, match="Only a privacy officer"):
        set_up(practice, account)
    assert practice.db.call(places.find, "teams", COMPLIANCE) is None
    assert entries(practice, "compliance:place") == []


def test_a_place_is_kept_moved_and_recorded(practice: Practice, officer: str) -> None:
    """The ledger says who, on which platform, and where."""
    set_up(practice, officer)
    assert practice.db.call(places.find, "teams", COMPLIANCE) == HERE
    set_up(practice, officer, THERE)
    assert practice.db.call(places.find, "teams", COMPLIANCE) == THERE
    made = entries(practice, "compliance:place")
    assert [(one.actor_name, one.platform, (one.payload or {})["channel"]) for one in made] == [
        ("Ruth", "teams", HERE.channel),
        ("Ruth", "teams", THERE.channel),
    ]
    assert practice.db.call(ledger.verify, None).ok


def test_what_waits_goes_to_the_new_place_and_nothing_else(practice: Practice, officer: str) -> None:
    """The card that stood elsewhere is no longer the one that is redrawn; what was decided stays where it is."""
    set_up(practice, officer)
    waiting, decided = submit(practice, MAYA, "one"), submit(practice, MAYA, "two")
    place = f"{COMPLIANCE}@teams"
    for proposal in (waiting, decided):
        key = (announcements.REVIEW_CARD, proposal.id, "1", place)
        practice.db.call(messages.record, *key, "old", str(proposal.id))
    decide(practice, PRIYA, decided)
    assert set_up(practice, officer, THERE) == 1
    found = [
        practice.db.call(messages.find, announcements.REVIEW_CARD, one.id, "1", place) for one in (waiting, decided)
    ]
    assert [one is not None for one in found] == [False, True]
    claimed = practice.db.call(outbox.claim)
    assert (waiting.id, place) in {(one.subject_id, one.destination) for one in claimed}


def test_without_any_place_nothing_is_proposed(practice: Practice) -> None:
    """Nobody would see it."""
    with pytest.raises(proposals.NowhereToReview, match="setup compliance"):
        do(practice, MAYA, proposals.submit, DRAFT, "one", Rules(review_places=()))


def test_a_chat_is_remembered_once_and_where_it_is_now(practice: Practice) -> None:
    """Any conversation tells how the platform is reached; the one heard of last is believed."""
    assert practice.db.call(places.newest, "teams") is None
    practice.db.call(places.remember, "teams", "account:maya", HERE)
    practice.db.call(places.remember, "teams", "account:maya", HERE)
    practice.db.call(places.remember, "teams", "account:maya", THERE)
    assert practice.db.call(places.find, "teams", "account:maya") == THERE
    assert practice.db.call(places.find, "slack", "account:maya") is None
    assert practice.db.call(places.newest, "teams") == THERE


async def test_somebody_is_heard_of_many_times_at_once(practice: Practice) -> None:
    """On PostgreSQL several write it down at the same moment, and none of them fails."""
    calls = [practice.db.run(places.remember, "teams", "account:maya", HERE) for _ in range(8)]
    await asyncio.gather(*calls)
    assert practice.db.call(places.find, "teams", "account:maya") == HERE
