"""A proposal's life as a state machine: whatever people and time do in whatever order, the promises hold."""

import contextlib
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handlers import due, permissions, proposals, publishing, reviews, revisions
from handlers.errors import Refusal
from handlers.rules import Rules
from handlers.states import State, Verdict
from storage import ledger
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.conftest import APPROVERS, OFFICERS, Practice

_PEOPLE = st.sampled_from(["U0MAYA", "U0TOMAS", "U0PRIYA", "U0JONAH", "U0RUTH"])
_TEXTS = st.sampled_from(["We open on Monday.", "We open on Tuesday.", "Closed for the holidays."])
_FINAL = {State.REJECTED, State.PUBLISHED, State.WITHDRAWN}


class Life(RuleBasedStateMachine):
    """One proposal, five people, and a clock."""

    file: ClassVar[Path]
    clock: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        copied = shutil.copyfile(self.file, Path(self._folder.name) / "bot.db")
        self._db = Database.open(f"sqlite:///{copied}", Vault(b"k" * 32), self.clock)
        self._db.call(permissions.seed, permissions.OFFICER, OFFICERS)
        self._db.call(permissions.seed, permissions.APPROVER, APPROVERS)
        self._practice = Practice(self._db, Rules())
        self._key = 0
        self._was = State.IN_REVIEW

    def teardown(self) -> None:
        self._db.close()
        self._folder.cleanup()

    @initialize(author=_PEOPLE, text=_TEXTS)
    def propose(self, author: str, text: str) -> None:
        self._proposal = self._practice.submit(author, key="first", text=text)

    def _try(self, use_case: Any, person: str, *arguments: Any) -> None:
        with contextlib.suppress(Refusal):
            self._db.call(use_case, self._practice.actor(person), self._proposal.id, *arguments)

    @rule(person=_PEOPLE, verdict=st.sampled_from(Verdict), back=st.integers(0, 1))
    def decide(self, person: str, verdict: Verdict, back: int) -> None:
        seen = self._standing().revision - back
        self._try(reviews.decide, person, seen, verdict, "Because.", self._practice.rules)

    @rule(person=_PEOPLE, text=_TEXTS, back=st.integers(0, 1))
    def revise(self, person: str, text: str, back: int) -> None:
        self._key += 1
        standing = self._standing()
        current = self._db.call(revisions.read, self._proposal.id, standing.revision).draft
        draft = type(current)(**{**current.__dict__, "text": text})
        self._try(proposals.revise, person, standing.revision - back, draft, f"key-{self._key}", self._practice.rules)

    @rule(person=_PEOPLE)
    def withdraw(self, person: str) -> None:
        self._try(proposals.withdraw, person, self._standing().revision)

    @rule(person=_PEOPLE)
    def publish(self, person: str) -> None:
        links = {"facebook": "https://facebook.com/riverside/1"}
        self._try(publishing.publish, person, self._standing().revision, links, None)

    @rule(days=st.integers(0, 16))
    def time_passes(self, days: int) -> None:
        self.clock.forward(timedelta(days=days))
        self._db.call(due.run, self._practice.rules)

    def _standing(self) -> Any:
        return self._practice.standing(self._proposal)

    @invariant()
    def approved_means_somebody_else_approved_exactly_this(self) -> None:
        standing = self._standing()
        if standing.state not in (State.APPROVED, State.PUBLISHED, State.LAPSED):
            return
        revision = self._db.call(revisions.read, standing.id, standing.revision)
        decision = self._db.call(reviews.decision_on, standing.id, standing.revision)
        assert decision.verdict is Verdict.APPROVED
        assert decision.content_hash == revision.content_hash
        assert decision.approver_id not in (standing.author_id, revision.editor_id)

    @invariant()
    def the_end_is_the_end(self) -> None:
        standing = self._standing().state
        assert self._was not in _FINAL or standing is self._was
        self._was = standing

    @invariant()
    def the_ledger_is_whole(self) -> None:
        assert self._db.call(ledger.verify, None).ok


def test_a_proposals_life(migrated_file: Path, clock: Any) -> None:
    """Approved always means: somebody else, exactly this content; final states stay; the ledger verifies."""
    machine = type("ALife", (Life,), {"file": migrated_file, "clock": clock})
    quick = settings(
        max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(machine, settings=quick)
