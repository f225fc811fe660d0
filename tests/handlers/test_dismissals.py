"""Promises of dismissing a finding: by whom, once, recorded, and deciding nothing."""

import pytest

from handlers import allow_list, dismissals, proposals, reviews, views
from handlers.dismissals import ChooseFinding, NothingFound, NotOurs, OfficerAlways, ReasonNeeded, Why
from handlers.messages import FindingView
from handlers.permissions import NotAnApprover, OwnWork
from handlers.proposals import Outdated, Proposal
from handlers.states import State, Verdict
from storage import ledger
from tests.handlers.conftest import Practice

STORY = "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story."
NOTED = "Welcome Ellen Moore, who answers our telephone from Monday on."


def found(practice: Practice, proposal: Proposal) -> FindingView:
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    return card.content.findings[0]


def dismiss(
    practice: Practice,
    account: str,
    proposal: Proposal,
    chosen: list[int],
    why: str,
    seen: int = 1,
    always: bool = False,
) -> None:
    actor, said = practice.actor(account), Why(chosen, why, always)
    practice.db.call(dismissals.dismiss, actor, proposal.id, seen, said, practice.rules)


def test_it_stands_on_the_card_with_name_and_reason(practice: Practice) -> None:
    """It is recorded by its rule, never by its words, and the post still waits for a decision."""
    proposal = practice.submit(text=NOTED)
    dismiss(practice, "U0PRIYA", proposal, [found(practice, proposal).id], "She works here.")
    standing = found(practice, proposal)
    assert (standing.dismissed_by, standing.dismissed) == ("Priya", "She works here.")
    assert practice.standing(proposal).state is State.IN_REVIEW
    entry = practice.db.call(lambda tx: list(ledger.entries(tx, f"proposal:{proposal.id}")))[-1]
    assert entry.tag == "approver:finding:dismissed"
    assert entry.payload == {"proposal": "P-1001", "revision": 1, "rule": "A_NAME", "reason": "She works here."}
    with pytest.raises(NothingFound):
        dismiss(practice, "U0JONAH", proposal, [standing.id], "Again.")


def test_only_who_may_decide_on_it(practice: Practice) -> None:
    """Neither the author, nor somebody without the role, nor on an older revision."""
    proposal = practice.submit("U0JONAH", text=NOTED)
    chosen = [found(practice, proposal).id]
    with pytest.raises(NotAnApprover):
        dismiss(practice, "U0MAYA", proposal, chosen, "She works here.")
    with pytest.raises(OwnWork):
        dismiss(practice, "U0JONAH", proposal, chosen, "She works here.")
    with pytest.raises(Outdated):
        dismiss(practice, "U0PRIYA", proposal, chosen, "She works here.", seen=2)
    practice.db.call(reviews.decide, practice.actor("U0PRIYA"), proposal.id, 1, Verdict.APPROVED, "", practice.rules)
    with pytest.raises(reviews.AlreadyDecided):
        dismiss(practice, "U0PRIYA", proposal, chosen, "She works here.")


def test_it_says_which_and_why(practice: Practice) -> None:
    """A finding of another post is none of this one."""
    proposal, other = practice.submit(text=NOTED), practice.submit(key="form-2", text=NOTED)
    with pytest.raises(ChooseFinding):
        dismiss(practice, "U0PRIYA", proposal, [found(practice, other).id], "She works here.")
    for why in ("  ", "a" * 201, "\u202e"):
        with pytest.raises(ReasonNeeded):
            dismiss(practice, "U0PRIYA", proposal, [found(practice, proposal).id], why)
    assert practice.db.call(proposals.find, proposal.id).state is State.IN_REVIEW


def test_an_officer_lets_the_words_pass_always_with_the_same_press(practice: Practice) -> None:
    """The next post with them is not marked; both are recorded. Nobody else is offered it, nor may do it."""
    proposal = practice.submit(text=NOTED)
    chosen = [found(practice, proposal).id]
    assert not practice.db.call(dismissals.dismissable, practice.actor("U0PRIYA"), proposal.id, 1).always
    with pytest.raises(OfficerAlways):
        dismiss(practice, "U0PRIYA", proposal, chosen, "She works here.", always=True)
    assert practice.db.call(dismissals.dismissable, practice.actor("U0RUTH"), proposal.id, 1).always
    dismiss(practice, "U0RUTH", proposal, chosen, "She works here.", always=True)
    assert practice.db.call(allow_list.phrases) == ("Ellen Moore",)
    tags = [entry.tag for entry in practice.db.call(ledger.entries)][-2:]
    assert tags == ["compliance:allowed:added", "approver:finding:dismissed"]
    card = practice.db.call(views.review_card, practice.submit(key="form-2", text=NOTED).id, 1)
    assert card is not None
    assert card.content.findings == ()


def test_what_is_no_practices_own_is_not_let_pass(practice: Practice) -> None:
    """A patient's story or number is dismissed for this post at most; refused, nothing is changed."""
    proposal = practice.submit(text=f"{NOTED} {STORY}", authorization_reference="AUTH-1")
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    chosen = [one.id for one in card.content.findings]
    with pytest.raises(NotOurs, match="smiled"):
        dismiss(practice, "U0RUTH", proposal, chosen, "All ours.", always=True)
    assert practice.db.call(allow_list.phrases) == ()
    assert len(practice.db.call(dismissals.dismissable, practice.actor("U0RUTH"), proposal.id, 1).found) == len(chosen)
