"""Four eyes and roles across accounts that are, were or turn out to be one person's."""

from dataclasses import replace
from typing import Any

import pytest

from handlers import linking, permissions, proposals, publishing, records
from handlers.drafts import Upload
from handlers.permissions import APPROVER, OFFICER
from handlers.proposals import Proposal
from handlers.states import State
from tests.handlers.accounts import (
    JONAH,
    MAYA,
    PRIYA,
    RUTH,
    TOMAS,
    actor,
    decide,
    do,
    entries,
    holders,
    link,
    seen,
    submit,
)
from tests.handlers.conftest import DRAFT, Practice

# Four eyes.


def _as_author(practice: Practice, account: str) -> Proposal:
    return submit(practice, account)


def _as_editor(practice: Practice, account: str) -> Proposal:
    proposal = submit(practice, TOMAS)
    do(practice, account, proposals.revise, proposal.id, 1, replace(DRAFT, text="Edited."), "form-2", practice.rules)
    return proposal


def _as_uploader(practice: Practice, account: str) -> Proposal:
    uploader = actor(practice, account).id
    picture = Upload("0" * 64, "room.jpg", "image/jpeg", 3, "A room", "F1", uploader, b"abc")
    return submit(practice, TOMAS, media=(picture,), attested=True)


WORK = pytest.mark.parametrize("work", [_as_author, _as_editor, _as_uploader])
ACCOUNTS = pytest.mark.parametrize(("worker", "decider"), [(PRIYA, "teams:priya"), ("teams:priya", PRIYA)])


@pytest.fixture
def both_approve(practice: Practice) -> Practice:
    """Priya may decide from either account, linked or not."""
    practice.db.call(permissions.seed, APPROVER, (("teams", "priya"),))
    return practice


@WORK
@ACCOUNTS
def test_four_eyes_count_people_while_linked(both_approve: Practice, work: Any, worker: str, decider: str) -> None:
    """Work from one account, pressed from the other."""
    link(both_approve, PRIYA, "teams:priya")
    proposal = work(both_approve, worker)
    with pytest.raises(permissions.OwnWork):
        decide(both_approve, decider, proposal)


@WORK
@ACCOUNTS
def test_four_eyes_reach_back_before_the_linking(both_approve: Practice, work: Any, worker: str, decider: str) -> None:
    """What waits for review when its worker's accounts are linked waits for somebody else."""
    proposal = work(both_approve, worker)
    link(both_approve, PRIYA, "teams:priya")
    for account in (worker, decider):
        with pytest.raises(permissions.OwnWork):
            decide(both_approve, account, proposal)
    assert decide(both_approve, JONAH, proposal).state is State.APPROVED


@WORK
@ACCOUNTS
def test_unlinking_is_no_way_around_four_eyes(both_approve: Practice, work: Any, worker: str, decider: str) -> None:
    """Neither for what was done as one, nor for what is done after; a role given anew does not change that."""
    link(both_approve, PRIYA, "teams:priya")
    before = work(both_approve, worker)
    do(both_approve, decider, linking.unlink)
    do(both_approve, RUTH, permissions.grant, seen("teams:priya"), APPROVER)
    assert permissions.may_decide(actor(both_approve, decider))
    with pytest.raises(permissions.OwnWork):
        decide(both_approve, decider, before)
    after = submit(both_approve, worker, "later")
    with pytest.raises(permissions.OwnWork):
        decide(both_approve, decider, after)


def test_four_eyes_follow_a_person_from_account_to_account(practice: Practice) -> None:
    """Who was one with the second is one with the third, though those two never were linked."""
    practice.db.call(permissions.seed, APPROVER, (("teams", "old"), ("teams", "new")))
    for account in ("teams:old", "teams:new"):
        link(practice, PRIYA, account)
        do(practice, PRIYA, linking.unlink)
    do(practice, RUTH, permissions.grant, seen("teams:new"), APPROVER)
    with pytest.raises(permissions.OwnWork):
        decide(practice, "teams:new", submit(practice, "teams:old"))


@WORK
@ACCOUNTS
def test_an_approval_of_ones_own_lapses_when_it_comes_to_light(
    both_approve: Practice, work: Any, worker: str, decider: str
) -> None:
    """Approved as somebody else, then linked: the approval is void, everybody sees it, and another may decide."""
    proposal = work(both_approve, worker)
    decide(both_approve, decider, proposal)
    linked = link(both_approve, PRIYA, "teams:priya")
    assert both_approve.standing(proposal).state is State.LAPSED
    assert linked.lapsed == (proposal.number,)
    assert f"approved your own work in {proposal.number}: that approval has lapsed" in linked.sentence
    history = do(both_approve, JONAH, records.history, proposal.id)
    assert (history.events[-1].event, history.events[-1].reason) == (
        "lapsed",
        "Whoever approved it is one person with whoever worked on it.",
    )
    assert entries(both_approve)[-1].payload["lapsed"] == [proposal.number]


def test_other_approvals_stand(both_approve: Practice) -> None:
    """Linking touches nothing that two people did."""
    others, own = submit(both_approve, MAYA, "a"), submit(both_approve, PRIYA, "b")
    decide(both_approve, "teams:priya", others)
    decide(both_approve, JONAH, own)
    linked = link(both_approve, PRIYA, "teams:priya")
    assert linked.lapsed == linked.published == ()
    assert {both_approve.standing(one).state for one in (others, own)} == {State.APPROVED}


def test_what_went_online_on_ones_own_approval_is_named(both_approve: Practice) -> None:
    """It cannot be undone, so the ledger names it, and its author is told to say so."""
    proposal = submit(both_approve, PRIYA)
    decide(both_approve, "teams:priya", proposal)
    links = {"facebook": "https://facebook.com/riverside/1"}
    do(both_approve, PRIYA, publishing.publish, proposal.id, 1, links, None)
    linked = link(both_approve, PRIYA, "teams:priya")
    assert f"{proposal.number} went online that way: please tell your privacy officer." in linked.sentence
    assert entries(both_approve)[-1].payload["published"] == [proposal.number]


# Roles.


@pytest.mark.parametrize("maker_first", [True, False])
def test_the_person_is_the_one_with_the_roles(practice: Practice, maker_first: bool) -> None:
    """Whoever made the code: nothing has to be moved, and unlinking leaves the roles where they were given."""
    priya = actor(practice, PRIYA).id
    pair = (PRIYA, "teams:priya") if maker_first else ("teams:priya", PRIYA)
    linked = link(practice, *pair)
    assert "with one vote and the role of approver" in linked.sentence
    assert actor(practice, "teams:priya").id == priya
    assert entries(practice, "compliance:role:") == []
    assert "keeps the role of approver" in do(practice, "teams:priya", linking.unlink).sentence
    assert actor(practice, PRIYA).roles == {APPROVER}
    assert actor(practice, "teams:priya").roles == frozenset()


def test_two_sets_of_roles_become_one(practice: Practice) -> None:
    """The officer's account brings its role, the approver's too; both moves are recorded, no holder is left behind."""
    practice.db.call(permissions.seed, OFFICER, (("teams", "priya"),))
    before = actor(practice, PRIYA), actor(practice, "teams:priya")
    linked = link(practice, PRIYA, "teams:priya")
    assert linked.roles == {OFFICER, APPROVER}
    assert actor(practice, PRIYA).id == before[1].id
    assert actor(practice, PRIYA).roles == {OFFICER, APPROVER}
    assert before[0].id not in holders(practice, APPROVER)
    moved = entries(practice, "compliance:role:")
    assert [(entry.tag, entry.subject) for entry in moved] == [
        ("compliance:role:revoked", f"person:{before[0].id}"),
        ("compliance:role:granted", f"person:{before[1].id}"),
    ]


def test_grants_and_revocations_meet_the_person(practice: Practice) -> None:
    """Whichever account is named."""
    link(practice, PRIYA, "teams:priya")
    with pytest.raises(permissions.HasRole):
        do(practice, RUTH, permissions.grant, seen("teams:priya"), APPROVER)
    do(practice, RUTH, permissions.revoke, seen("teams:priya"), APPROVER)
    assert not permissions.may_decide(actor(practice, PRIYA))
    do(practice, RUTH, permissions.grant, seen(PRIYA), APPROVER)
    assert permissions.may_decide(actor(practice, "teams:priya"))


def test_the_last_holder_stays_across_linking(practice: Practice) -> None:
    """Two officers who turn out to be one are one officer, and that one is the last."""
    practice.db.call(permissions.seed, OFFICER, (("teams", "ruth"),))
    link(practice, RUTH, "teams:ruth")
    assert len(holders(practice, OFFICER)) == 1
    for named in (RUTH, "teams:ruth"):
        with pytest.raises(permissions.LastHolder):
            do(practice, "teams:ruth", permissions.revoke, seen(named), OFFICER)


def test_a_role_given_to_ones_own_other_account_ends(practice: Practice) -> None:
    """Nobody gives a role to themselves, also not before it is known that the two are one."""
    do(practice, RUTH, permissions.grant, seen("teams:ruth"), APPROVER)
    link(practice, RUTH, "teams:ruth")
    assert actor(practice, "teams:ruth").roles == {OFFICER}


def test_the_only_approver_stays_even_if_self_made(practice: Practice) -> None:
    """There must always be one."""
    do(practice, RUTH, permissions.grant, seen("teams:ruth"), APPROVER)
    for account in (PRIYA, JONAH):
        do(practice, RUTH, permissions.revoke, seen(account), APPROVER)
    link(practice, RUTH, "teams:ruth")
    assert holders(practice, APPROVER) == {actor(practice, RUTH).id}


@pytest.mark.parametrize("linked", [True, False])
def test_nobody_raises_an_account_they_are_or_were_linked_with(practice: Practice, linked: bool) -> None:
    """An officer's former other account is still the officer."""
    link(practice, RUTH, "teams:ruth")
    if not linked:
        do(practice, RUTH, linking.unlink)
    with pytest.raises(permissions.OwnRole):
        do(practice, RUTH, permissions.grant, seen("teams:ruth"), APPROVER)


def test_the_next_start_gives_no_role_back(practice: Practice) -> None:
    """What was moved stays moved and what was revoked stays revoked, whichever account the configuration names, linked
    or unlinked."""
    named = (("slack", "U0PRIYA"), ("teams", "priya"))
    practice.db.call(permissions.seed, APPROVER, named)
    link(practice, "teams:priya", PRIYA)
    practice.db.call(permissions.seed, APPROVER, named)
    assert len(holders(practice, APPROVER)) == 2
    do(practice, RUTH, permissions.revoke, seen(PRIYA), APPROVER)
    for _ in range(2):
        practice.db.call(permissions.seed, APPROVER, named)
        assert holders(practice, APPROVER) == {actor(practice, JONAH).id}
        if len(actor(practice, PRIYA).ids) == 2:
            do(practice, PRIYA, linking.unlink)


def test_a_revoked_role_does_not_come_back_through_a_link(practice: Practice) -> None:
    """The configuration names an account whose person lost the role before being linked into another."""
    do(practice, RUTH, permissions.revoke, seen(PRIYA), APPROVER)
    link(practice, "teams:priya", PRIYA)
    practice.db.call(permissions.seed, APPROVER, (("slack", "U0PRIYA"),))
    assert not permissions.may_decide(actor(practice, PRIYA))
