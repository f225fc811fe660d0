"""People with accounts on both platforms, and what they do."""

from dataclasses import replace
from typing import Any

from handlers import linking, people, permissions, proposals, reviews
from handlers.people import Actor, Sighting
from handlers.proposals import Proposal
from handlers.states import Verdict
from storage import ledger
from tests.handlers.conftest import DRAFT, Practice

MAYA, PRIYA, JONAH, RUTH, TOMAS = (f"slack:U0{name}" for name in ("MAYA", "PRIYA", "JONAH", "RUTH", "TOMAS"))


def seen(account: str) -> Sighting:
    """`slack:U0MAYA` is called Maya; `teams:maya` is called Maya (Teams)."""
    platform, _, id = account.partition(":")
    name = id.removeprefix("U0").title() + (" (Teams)" if platform == "teams" else "")
    return Sighting(platform, id, "T0RIVER", name, "America/Chicago" if platform == "slack" else None)


def do(practice: Practice, account: str, use_case: Any, *arguments: Any) -> Any:
    """A use case as whoever has the account, the way the platforms run it."""
    return practice.db.call(lambda tx: use_case(tx, people.recognise(tx, seen(account)), *arguments))


def actor(practice: Practice, account: str) -> Actor:
    return practice.db.call(people.recognise, seen(account))


def redeem(practice: Practice, account: str, code: str) -> Any:
    return do(practice, account, linking.redeem, code)


def link(practice: Practice, maker: str, other: str) -> linking.Linked:
    """Makes a code with one account and types it with the other."""
    outcome = redeem(practice, other, do(practice, maker, linking.make_code).text)
    assert isinstance(outcome, linking.Linked), outcome
    return outcome


def submit(practice: Practice, account: str, key: str = "form-1", **answers: object) -> Proposal:
    made: Proposal = do(practice, account, proposals.submit, replace(DRAFT, **answers), key, practice.rules)
    return made


def decide(practice: Practice, account: str, proposal: Proposal, verdict: Verdict = Verdict.APPROVED) -> Any:
    revision = practice.standing(proposal).revision
    return do(practice, account, reviews.decide, proposal.id, revision, verdict, "Because.", practice.rules)


def entries(practice: Practice, start: str = "compliance:identity:") -> list[ledger.Entry]:
    return [entry for entry in practice.db.call(ledger.entries) if entry.tag.startswith(start)]


def holders(practice: Practice, role: str) -> set[int]:
    return {holder.person_id for holder in practice.db.call(permissions.holders, role)}
