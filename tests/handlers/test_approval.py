"""The approval loop as use cases, on both engines."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import due, permissions, proposals, publishing, records, reviews, views
from handlers.drafts import Upload
from handlers.errors import Invalid
from handlers.people import Sighting
from handlers.states import State, Verdict
from storage import ledger
from tests.handlers.conftest import DRAFT, Practice


def decide(practice: Practice, account: str, proposal, verdict=Verdict.APPROVED, reason="", revision=None):
    seen = revision or practice.standing(proposal).revision
    actor = practice.actor(account)
    return practice.db.call(reviews.decide, actor, proposal.id, seen, verdict, reason, practice.rules)


def revise(practice: Practice, account: str, proposal, key="form-2", **answers):
    standing = practice.standing(proposal)
    draft = replace(DRAFT, **answers)
    actor = practice.actor(account)
    return practice.db.call(proposals.revise, actor, proposal.id, standing.revision, draft, key, practice.rules)


def tags(practice: Practice, proposal) -> list[str]:
    entries = practice.db.call(ledger.entries, subject=f"proposal:{proposal.id}")
    return [entry.tag for entry in entries]


def test_the_whole_way_leaves_one_entry_a_step(practice: Practice) -> None:
    """Propose, request changes, resubmit, approve, publish: each is recorded once, in order, by name."""
    proposal = practice.submit()
    decide(practice, "U0PRIYA", proposal, Verdict.CHANGES_REQUESTED, "Name the day.")
    revise(practice, "U0MAYA", proposal, text="It opens on Monday 9 March.")
    decide(practice, "U0JONAH", proposal)
    links = {"facebook": "https://facebook.com/riverside/1"}
    actor = practice.actor("U0MAYA")
    practice.db.call(publishing.publish, actor, proposal.id, 2, links, None)

    assert practice.standing(proposal).state is State.PUBLISHED
    assert tags(practice, proposal) == [
        "proposal:revision:submitted",
        "proposal:decision:changes_requested",
        "proposal:revision:revised",
        "proposal:decision:approved",
        "proposal:publication:published",
    ]
    history = practice.db.call(records.history, actor, proposal.id)
    assert [event.name for event in history.events] == ["Maya", "Priya", "Maya", "Jonah", "Maya"]
    assert practice.db.call(ledger.verify, None).ok


def test_the_same_form_twice_makes_one_proposal(practice: Practice) -> None:
    """Slack's retries change nothing."""
    assert practice.submit(key="same").id == practice.submit(key="same").id


@pytest.mark.parametrize("account", ["U0PRIYA", "U0RUTH"])
def test_nobody_decides_on_their_own_work(practice: Practice, account: str) -> None:
    """The author never approves, whatever the role."""
    proposal = practice.submit(account)
    with pytest.raises(permissions.OwnWork, match="somebody else"):
        decide(practice, account, proposal)
    assert practice.standing(proposal).state is State.IN_REVIEW


def test_the_last_editor_cannot_approve(practice: Practice) -> None:
    """An approver who edits hands the decision to another."""
    proposal = practice.submit()
    revise(practice, "U0PRIYA", proposal, text="Changed by the approver.")
    with pytest.raises(permissions.OwnWork):
        decide(practice, "U0PRIYA", proposal)
    assert decide(practice, "U0JONAH", proposal).state is State.APPROVED


def test_the_uploader_cannot_approve(practice: Practice) -> None:
    """Whoever added the picture is not the second pair of eyes."""
    priya = practice.actor("U0PRIYA")
    picture = Upload("0" * 64, "room.jpg", "image/jpeg", 3, "A room", "F1", priya.id, b"abc")
    proposal = practice.submit(media=(picture,), attested=True)
    with pytest.raises(permissions.OwnWork):
        decide(practice, "U0PRIYA", proposal)


def test_staff_cannot_decide(practice: Practice) -> None:
    """Deciding needs a role, and the refusal says where it comes from."""
    with pytest.raises(permissions.NotAnApprover, match="/compliance roles grant"):
        decide(practice, "U0TOMAS", practice.submit())


def test_the_second_to_decide_is_told_who_was_first(practice: Practice) -> None:
    """Two people at once make one decision; a double click makes none more."""
    proposal = practice.submit()
    decide(practice, "U0PRIYA", proposal)
    assert decide(practice, "U0PRIYA", proposal).state is State.APPROVED
    with pytest.raises(reviews.AlreadyDecided, match="Priya was quicker") as refused:
        decide(practice, "U0JONAH", proposal, Verdict.REJECTED, "No.")
    assert refused.value.redraw == proposal.id
    assert tags(practice, proposal).count("proposal:decision:approved") == 1


def test_a_button_of_an_older_revision_explains_itself(practice: Practice) -> None:
    """What was seen is what is decided on."""
    proposal = practice.submit()
    revise(practice, "U0MAYA", proposal, text="Another text.")
    with pytest.raises(proposals.Outdated, match="revision 2"):
        decide(practice, "U0PRIYA", proposal, revision=1)


def test_an_edit_after_approval_voids_it(practice: Practice) -> None:
    """Back to review, and the old approval opens nothing."""
    proposal = practice.submit()
    decide(practice, "U0PRIYA", proposal)
    revise(practice, "U0MAYA", proposal, text="Edited after approval.")
    assert practice.standing(proposal).state is State.IN_REVIEW
    with pytest.raises(proposals.Outdated):
        practice.db.call(
            publishing.publish,
            practice.actor("U0MAYA"),
            proposal.id,
            1,
            {"x": "https://x.com/r/1"},
            None,
        )


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.CHANGES_REQUESTED])
def test_a_refusal_needs_a_reason(practice: Practice, verdict: Verdict) -> None:
    """The author has to know what to do."""
    with pytest.raises(reviews.ReasonNeeded):
        decide(practice, "U0PRIYA", practice.submit(), verdict, "  ")


def test_a_reason_may_be_as_long_as_it_says(practice: Practice) -> None:
    proposal = practice.submit()
    with pytest.raises(reviews.ReasonTooLong):
        decide(practice, "U0PRIYA", proposal, Verdict.REJECTED, "x" * (reviews.REASON_LIMIT + 1))
    decide(practice, "U0PRIYA", proposal, Verdict.REJECTED, "x" * reviews.REASON_LIMIT)
    assert practice.standing(proposal).state is State.REJECTED


def test_time_expires_but_never_approves(practice: Practice, clock) -> None:
    """Undecided for seven days: expired. Approved but unused for fourteen: lapsed."""
    waiting, unused = practice.submit(key="a"), practice.submit(key="b")
    decide(practice, "U0PRIYA", unused)
    clock.forward(timedelta(days=15))
    while practice.db.call(due.run, practice.rules):
        pass
    assert practice.standing(waiting).state is State.EXPIRED
    assert practice.standing(unused).state is State.LAPSED
    assert tags(practice, waiting)[-1] == "proposal:state:expired"


def test_a_lapsed_approval_can_be_sent_again_unchanged(practice: Practice, clock) -> None:
    """The author need not invent a change."""
    proposal = practice.submit()
    decide(practice, "U0PRIYA", proposal)
    clock.forward(timedelta(days=15))
    practice.db.call(due.run, practice.rules)
    assert revise(practice, "U0MAYA", proposal).revision == 2
    again = practice.db.call(views.review_card, proposal.id, 2)
    assert again.live
    assert again.changes_since == 1


def test_withdrawing_is_for_the_author_alone(practice: Practice) -> None:
    """And it is final."""
    proposal = practice.submit()
    with pytest.raises(proposals.NotYours):
        practice.db.call(proposals.withdraw, practice.actor("U0PRIYA"), proposal.id, 1)
    practice.db.call(proposals.withdraw, practice.actor("U0MAYA"), proposal.id, 1)
    with pytest.raises(reviews.NotWaiting):
        decide(practice, "U0PRIYA", proposal)


def test_only_what_was_seen_is_withdrawn(practice: Practice) -> None:
    """A button of an older revision withdraws nothing."""
    proposal = practice.submit()
    revise(practice, "U0MAYA", proposal, text="Another text.")
    with pytest.raises(proposals.Outdated):
        practice.db.call(proposals.withdraw, practice.actor("U0MAYA"), proposal.id, 1)
    assert practice.standing(proposal).state is State.IN_REVIEW


def test_others_edit_only_where_they_may_decide(practice: Practice) -> None:
    proposal = practice.submit()
    with pytest.raises(proposals.NotYours):
        revise(practice, "U0TOMAS", proposal, text="Tomás' text.")
    assert revise(practice, "U0PRIYA", proposal, text="Priya's text.").revision == 2


def test_what_is_over_is_not_edited(practice: Practice) -> None:
    proposal = practice.submit()
    decide(practice, "U0PRIYA", proposal, Verdict.REJECTED, "Not ours to tell.")
    with pytest.raises(proposals.NotEditable, match="rejected"):
        revise(practice, "U0MAYA", proposal, text="Another text.")
    assert practice.standing(proposal).revision == 1


def test_an_unknown_id_and_somebody_elses_answer_alike(practice: Practice) -> None:
    """Nobody learns what exists."""
    proposal = practice.submit()
    tomas = practice.actor("U0TOMAS")
    with pytest.raises(proposals.NotFound, match="no P-1001 here"):
        practice.db.call(records.visible, tomas, proposal.id, "P-1001")
    with pytest.raises(proposals.NotFound, match="no P-9999 here"):
        practice.db.call(records.visible, tomas, 8999, "P-9999")


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"text": "x" * 281}, "text", "X takes 280"),
        ({"text": ""}, "text", "Write the post"),
        ({"text": "a\u202eb"}, "text", "U\\+202E"),
        ({"networks": ()}, "networks", "at least one"),
        ({"patient_shown": None}, "patient", "Please answer"),
        ({"patient_shown": True}, "authorization", "164.508"),
        ({"kind": "poem"}, "kind", "what kind"),
        ({"text": "&" * 2_000, "networks": ("facebook",)}, "text", "9,000"),
    ],
)
def test_every_problem_is_named_under_its_field(practice: Practice, answers, field: str, words: str) -> None:
    """And nothing is stored."""
    with pytest.raises(Invalid) as refused:
        practice.submit(**answers)
    assert list(refused.value.fields) == [field]
    assert re.search(words, refused.value.fields[field])
    assert practice.db.call(records.mine, practice.actor("U0MAYA")) == []


def test_roles_are_handed_on_by_others(practice: Practice) -> None:
    """Officers grant and revoke; nobody raises themselves; the last holder stays."""
    ruth = practice.actor("U0RUTH")
    tomas = Sighting("slack", "U0TOMAS", "T0RIVER", "Tomas")
    himself = Sighting("slack", "U0RUTH", "T0RIVER", "Ruth")
    with pytest.raises(permissions.NotAnOfficer):
        practice.db.call(permissions.grant, practice.actor("U0PRIYA"), tomas, permissions.APPROVER)
    with pytest.raises(permissions.OwnRole):
        practice.db.call(permissions.grant, ruth, himself, permissions.APPROVER)
    practice.db.call(permissions.grant, ruth, tomas, permissions.APPROVER)
    assert permissions.may_decide(practice.actor("U0TOMAS"))
    with pytest.raises(permissions.LastHolder):
        practice.db.call(permissions.revoke, ruth, himself, permissions.OFFICER)
    with pytest.raises(permissions.HasRole):
        practice.db.call(permissions.grant, ruth, tomas, permissions.APPROVER)
    with pytest.raises(permissions.LacksRole):
        practice.db.call(permissions.revoke, ruth, tomas, permissions.OFFICER)


def test_a_revoked_role_is_not_seeded_again(practice: Practice) -> None:
    """What the chat took away, the next start does not give back."""
    jonah = Sighting("slack", "U0JONAH", "T0RIVER", "Jonah")
    practice.db.call(permissions.revoke, practice.actor("U0RUTH"), jonah, permissions.APPROVER)
    practice.db.call(permissions.seed, permissions.APPROVER, (("slack", "U0JONAH"),))
    assert not permissions.may_decide(practice.actor("U0JONAH"))


def test_one_form_delivered_to_several_replicas_at_once_makes_one_proposal(practice: Practice) -> None:
    """Slack retries while the first delivery is still being stored; on PostgreSQL several threads store at once."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: practice.submit("U0NEW", key="form-9"), range(8)))
    assert len({proposal.id for proposal in made}) == 1
    assert len(tags(practice, made[0])) == 1
