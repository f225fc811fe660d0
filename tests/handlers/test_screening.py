"""Promises of what the scanner may hold up, and of what is kept of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from handlers import proposals, reviews, revisions, screening, views
from handlers.drafts import Draft, Upload
from handlers.errors import Invalid
from handlers.permissions import OwnWork
from handlers.phi.catalogue import RULES
from handlers.phi.findings import Severity
from handlers.proposals import Proposal
from handlers.states import Verdict
from storage import core, ledger
from tests.handlers.conftest import DRAFT, Practice

BLOCKED = "Our patient Dan Miller came in for his root canal on Tuesday."
LIKENESS = "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story."
NOTED = "Welcome Ellen Moore, who answers our telephone from Monday on."
WHY = "Dan Miller is the actor in our advertisement."


def refused(practice: Practice, account: str = "U0MAYA", **answers: object) -> dict[str, str]:
    with pytest.raises(Invalid) as problem:
        practice.submit(account, **answers)
    return problem.value.fields


def rules(practice: Practice, proposal: Proposal) -> list[str]:
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    return [finding.quoted for finding in card.content.findings]


def test_what_identifies_a_patient_has_to_be_changed(practice: Practice) -> None:
    """It is refused under its field, with the words, why it matters and what to write instead; nothing is stored."""
    sentence = refused(practice, text=BLOCKED)["text"]
    assert "“Dan Miller”: A name says who somebody is." in sentence
    assert "Leave the name out" in sentence
    assert practice.db.call(lambda tx: tx.execute(select(core.proposal)).first()) is None


def test_five_are_told_and_the_rest_counted(practice: Practice) -> None:
    many = " ".join(f"Our patient's MRN: {number}." for number in range(12345, 12353))
    sentence = refused(practice, text=many)["text"]
    assert sentence.count("“") - sentence.count("“a ") <= screening.TOLD + 1
    assert "more." in sentence


def test_alt_text_is_read_too(practice: Practice) -> None:
    upload = Upload("a" * 64, "room.png", "image/png", 1, BLOCKED, "", 1, b"x")
    assert "Dan Miller" in refused(practice, media=(upload,), attested=True)["alt"]


def test_pictures_have_to_be_attested(practice: Practice) -> None:
    """Text rules cannot see: whoever sends a picture says that they looked."""
    upload = Upload("a" * 64, "room.png", "image/png", 1, "An empty room", "", 1, b"x")
    assert set(refused(practice, media=(upload,))) == {"attested"}


def test_a_story_needs_its_authorization(practice: Practice) -> None:
    """Without the reference it is refused; with it the approver is shown what it is about."""
    assert "I had not smiled" in refused(practice, text=LIKENESS)["authorization"]
    proposal = practice.submit(text=LIKENESS, authorization_reference="AUTH-1")
    assert rules(practice, proposal)


def test_a_reason_lets_those_who_may_decide_send_it_all_the_same(practice: Practice) -> None:
    """Four eyes still look at it. Nobody else can."""
    fields = refused(practice, text=BLOCKED, override=WHY)
    assert "Only approvers and privacy officers" in fields["override"]
    assert "say below why" in refused(practice, "U0PRIYA", text=BLOCKED)["text"]
    proposal = practice.submit("U0PRIYA", text=BLOCKED, override=WHY)
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    assert card.content.override == WHY
    assert card.content.findings[0].severity is Severity.BLOCK
    with pytest.raises(OwnWork):
        practice.db.call(
            reviews.decide, practice.actor("U0PRIYA"), proposal.id, 1, Verdict.APPROVED, "", practice.rules
        )


def test_a_note_passes_and_is_shown(practice: Practice) -> None:
    proposal = practice.submit(text=NOTED)
    assert rules(practice, proposal) == ["Ellen Moore"]


def test_the_words_are_not_kept_a_second_time(practice: Practice) -> None:
    """A finding is a place in the revision; the ledger counts rules."""
    proposal = practice.submit(text=NOTED)
    kept = practice.db.call(lambda tx: tx.execute(select(core.finding)).mappings().one())
    assert NOTED[kept["begins"] : kept["ends"]] == "Ellen Moore"
    assert "Ellen" not in str(dict(kept))
    entry = next(iter(practice.db.call(lambda tx: ledger.entries(tx, f"proposal:{proposal.id}"))))
    assert entry.payload is not None
    assert entry.payload["findings"] == {"A_NAME": 1}


def test_an_edit_is_read_anew(practice: Practice) -> None:
    proposal = practice.submit(text=NOTED)
    actor = practice.actor("U0MAYA")
    with pytest.raises(Invalid):
        _revise(practice, actor, proposal, replace(DRAFT, text=BLOCKED))
    _revise(practice, actor, proposal, DRAFT)
    revision = practice.db.call(revisions.read, proposal.id, 2)
    assert revision is not None
    card = practice.db.call(views.review_card, proposal.id, 2)
    assert card is not None
    assert card.content.findings == ()


def _revise(practice: Practice, actor: object, proposal: Proposal, draft: Draft) -> None:
    practice.db.call(proposals.revise, actor, proposal.id, 1, draft, "form-2", practice.rules)


@pytest.mark.parametrize("text", [BLOCKED, LIKENESS, NOTED, "MRN 12345, 555-123-4567, he was in pain on June 3"])
def test_every_rule_found_is_known_later(text: str) -> None:
    """A card drawn in a year still says why."""
    found = screening.read(replace(DRAFT, text=text))
    assert {one.finding.rule for one in found} <= set(RULES)
    assert found
