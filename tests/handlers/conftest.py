"""People, drafts and periods for the use cases' tests."""

from dataclasses import dataclass, replace

import pytest

from handlers import people, permissions, proposals
from handlers.drafts import Draft
from handlers.people import Actor, Sighting
from handlers.proposals import Proposal
from handlers.rules import Rules
from storage.engine import Database

DRAFT = Draft(
    text="Our new hygiene room opens on Monday.",
    kind="post",
    networks=("facebook", "x"),
    planned_at=None,
    patient_shown=False,
    authorization_reference="",
    note="",
)
OFFICERS = (("slack", "U0RUTH"),)
APPROVERS = (("slack", "U0PRIYA"), ("slack", "U0JONAH"))


@dataclass
class Practice:
    """A practice at work: calls use cases as the people in it."""

    db: Database
    rules: Rules

    def actor(self, account: str) -> Actor:
        return self.db.call(people.recognise, Sighting("slack", account, "T0RIVER", account.removeprefix("U0").title()))

    def submit(self, account: str = "U0MAYA", key: str = "form-1", **answers: object) -> Proposal:
        draft = replace(DRAFT, **answers)
        return self.db.call(proposals.submit, self.actor(account), draft, key, self.rules)

    def standing(self, proposal: Proposal) -> Proposal:
        return self.db.call(proposals.find, proposal.id)


@pytest.fixture
def practice(db: Database) -> Practice:
    db.call(permissions.seed, permissions.OFFICER, OFFICERS)
    db.call(permissions.seed, permissions.APPROVER, APPROVERS)
    return Practice(db, Rules())
