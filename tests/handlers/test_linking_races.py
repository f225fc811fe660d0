"""Linking while others link, decide and change roles at the same moment."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from handlers import codes, linking, people, permissions, proposals, reviews
from handlers.errors import Refusal
from handlers.permissions import APPROVER, OFFICER
from handlers.proposals import Proposal
from handlers.rules import Rules
from handlers.states import State, Verdict
from storage.engine import Database
from storage.transaction import Transaction
from storage.vault import Vault
from tests.handlers.accounts import JONAH, PRIYA, RUTH, actor, do, holders, redeem, seen, submit
from tests.handlers.conftest import Practice


def test_guesses_at_the_same_moment_are_all_counted(practice: Practice) -> None:
    """Sending many at once is no way around the limit."""
    actor(practice, "teams:maya")
    said = _at_once(practice, *[("teams:maya", linking.redeem, "0000-0000")] * 12)
    assert sum(isinstance(outcome, codes.WrongCode) for outcome in said) == codes.TRIES - 1
    assert all(isinstance(outcome, codes.WrongCode | codes.TooManyTries) for outcome in said)


def test_one_code_typed_by_two_at_once_links_one(practice: Practice) -> None:
    """And the other is told that it was used."""
    for number in range(5):
        maker, one, two = f"slack:U0M{number}", f"teams:a{number}", f"teams:b{number}"
        code = do(practice, maker, linking.make_code).text
        said = _at_once(practice, *[(account, linking.redeem, code) for account in (one, two)])
        assert sorted(type(outcome).__name__ for outcome in said) == ["Linked", "WrongCode"]
        assert actor(practice, one).id != actor(practice, two).id
        assert len(actor(practice, maker).ids) == 2


def test_two_officers_taking_each_others_role_leave_one(practice: Practice) -> None:
    """At the same moment, from two platforms."""
    for number in range(5):
        other = f"teams:ruth{number}"
        standing = next(
            account
            for account in (RUTH, *[f"teams:ruth{n}" for n in range(number)])
            if OFFICER in actor(practice, account).roles
        )
        do(practice, standing, permissions.grant, seen(other), OFFICER)
        _at_once(
            practice,
            (standing, permissions.revoke, seen(other), OFFICER),
            (other, permissions.revoke, seen(standing), OFFICER),
        )
        assert len(holders(practice, OFFICER)) == 1


def test_linking_and_revoking_at_once_leave_a_holder(practice: Practice) -> None:
    """The two approvers turn out to be one, while an officer takes the role of one of them."""
    do(practice, RUTH, permissions.revoke, seen(JONAH), APPROVER)
    for number in range(5):
        teams = f"teams:priya{number}"
        do(practice, RUTH, permissions.grant, seen(teams), APPROVER)
        code = do(practice, PRIYA, linking.make_code).text
        _at_once(
            practice,
            (teams, linking.redeem, code),
            (RUTH, permissions.revoke, seen(PRIYA), APPROVER),
        )
        held = holders(practice, APPROVER)
        assert len(held) == 1
        assert held <= {actor(practice, account).id for account in (PRIYA, teams)}
        do(practice, PRIYA, linking.unlink)
        if APPROVER not in actor(practice, PRIYA).roles:
            do(practice, RUTH, permissions.grant, seen(PRIYA), APPROVER)
            do(practice, RUTH, permissions.revoke, seen(teams), APPROVER)


# Races with deciding, on PostgreSQL.

_BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def concurrent(postgres_url: str, vault: Vault, clock: Any) -> Iterator[Practice]:
    """Priya may decide from either account, and several people may act at once."""
    database = Database.open(postgres_url, vault, clock)
    database.call(permissions.seed, APPROVER, (("slack", "U0JONAH"), ("slack", "U0PRIYA"), ("teams", "priya")))
    yield Practice(database, Rules())
    database.close()


def test_a_decision_begun_before_the_linking_sees_it(concurrent: Practice) -> None:
    """The approver was recognised, then the accounts were linked, then the decision came."""
    proposal, code = _own_and_code(concurrent)
    recognised, linked = threading.Event(), threading.Event()

    def late(tx: Transaction) -> Proposal:
        who = people.recognise(tx, seen("teams:priya"))
        recognised.set()
        assert linked.wait(10)
        return reviews.decide(tx, who, proposal.id, 1, Verdict.APPROVED, "", concurrent.rules)

    with ThreadPoolExecutor(1) as pool:
        deciding = pool.submit(concurrent.db.call, late)
        assert recognised.wait(10)
        redeem(concurrent, "teams:priya", code)
        linked.set()
        with pytest.raises(permissions.OwnWork):
            deciding.result()
    assert concurrent.standing(proposal).state is State.IN_REVIEW


@pytest.mark.parametrize("first", ["proposal", "decision"])
def test_a_linking_that_meets_a_decision_waits_for_it(concurrent: Practice, first: str) -> None:
    """The decision commits in the middle of the linking: whichever the database lets go first, no approval of one's own
    stands."""
    proposal, code = _own_and_code(concurrent)
    holding, go = threading.Event(), threading.Event()

    def early(tx: Transaction) -> Proposal:
        who = people.recognise(tx, seen("teams:priya"))
        arguments = (who, proposal.id, 1, Verdict.APPROVED, "", concurrent.rules)
        if first == "decision":
            reviews.decide(tx, *arguments)
        else:
            proposals.find(tx, proposal.id, lock=True)
        holding.set()
        assert go.wait(10)
        return reviews.decide(tx, *arguments)

    with ThreadPoolExecutor(2) as pool:
        deciding = pool.submit(concurrent.db.call, early)
        assert holding.wait(10)
        joining = pool.submit(redeem, concurrent, "teams:priya", code)
        _until(lambda: concurrent.db.call(lambda tx: tx.execute(_BLOCKED).scalar_one()))
        go.set()
        assert isinstance(joining.result(), linking.Linked)
        approved = _outcome(deciding)
    state = concurrent.standing(proposal).state
    assert state is (State.IN_REVIEW if isinstance(approved, permissions.OwnWork) else State.LAPSED)


def _own_and_code(practice: Practice) -> tuple[Proposal, str]:
    actor(practice, "teams:priya")
    return submit(practice, PRIYA), do(practice, PRIYA, linking.make_code).text


def _at_once(practice: Practice, *calls: tuple[Any, ...]) -> list[Any]:
    """Runs (account, use case, arguments…) at the same moment; what each returned or was refused with."""
    start = threading.Barrier(len(calls))

    def run(account: str, use_case: Any, *arguments: Any) -> Any:
        start.wait()
        return do(practice, account, use_case, *arguments)

    with ThreadPoolExecutor(len(calls)) as pool:
        return [_outcome(future) for future in [pool.submit(run, *call) for call in calls]]


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within ten seconds"


def _outcome(future: Future[Any]) -> Any:
    try:
        return future.result()
    except Refusal as refusal:
        return refusal
