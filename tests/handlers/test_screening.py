"""Promises of what the scanner may hold up, and of what is kept of it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import finding_words, proposals, reviews, revisions, screening, views
from handlers.drafts import Draft, Upload
from handlers.errors import Invalid
from handlers.passages import Passage, passages, quoted
from handlers.permissions import OwnWork
from handlers.phi.catalogue import RULES
from handlers.phi.findings import Severity
from handlers.proposals import Proposal
from handlers.screening import HeldUp
from handlers.states import Verdict
from storage import core, ledger
from tests.handlers.conftest import DRAFT, Practice

NAMED = "Dr. Amelia Johnson treats asthma at our new clinic."
BLOCKED = "Our patient Dan Miller came in for his root canal on Tuesday."
LIKENESS = "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story."
NOTED = "Welcome Ellen Moore, who answers our telephone from Monday on."
WHY = "Dan Miller is the actor in our advertisement."


def refused(practice: Practice, account: str = "U0MAYA", **answers: object) -> dict[str, str]:
    """What stands under each field: the sentence of ours, then what is quoted."""
    with pytest.raises(Invalid) as problem:
        practice.submit(account, **answers)
    held = problem.value
    quoted = held.told if isinstance(held, HeldUp) else {}
    return {field: f"{said} {_read(quoted.get(field, ()))}" for field, said in held.fields.items()}


def _read(found: Sequence[Passage]) -> str:
    return " ".join(part for line in [*finding_words.told(found), [finding_words.further(found)]] for part in line)


def rules(practice: Practice, proposal: Proposal) -> list[str]:
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    return [finding.quoted for finding in card.content.findings]


def test_what_identifies_a_patient_has_to_be_changed(practice: Practice) -> None:
    """It is refused under its field, with the words, why it matters and what to write instead; nothing is stored."""
    sentence = refused(practice, text=NAMED)["text"]
    assert "“Amelia Johnson” : A name says who somebody is." in sentence
    assert "Leave the name out" in sentence
    assert practice.db.call(lambda tx: tx.execute(select(core.proposal)).first()) is None


def test_what_overlaps_is_told_once(practice: Practice) -> None:
    """The case, the patient, the story and the name are one sentence, told by the gravest; the field of the
    authorization says nothing of what has to be changed anyway."""
    fields = refused(practice, text=BLOCKED)
    assert set(fields) == {"text"}
    assert fields["text"].count("“") == 1
    assert "“Our patient Dan Miller came in for his root canal”" in fields["text"]


def test_a_sentence_is_told_by_its_gravest_and_quotes_or_counts_the_rest(practice: Practice) -> None:
    text = "Our patient Dan Miller (MRN: 12345) called 555-123-4567 and 555-123-4568 on June 1. We are well."
    (passage,) = passages((text,), screening.read(replace(DRAFT, text=text)))
    assert passage.quoted == "Our patient Dan Miller"
    assert (passage.others, passage.more) == (("12345", "555-123-4567", "555-123-4568"), 1)
    assert (
        "Also in this sentence: “12345”, “555-123-4567”, “555-123-4568” and 1 more."
        in refused(practice, text=text)["text"]
    )


def test_the_first_sentences_are_told_and_the_rest_counted(practice: Practice) -> None:
    """What was said of one is not said again of the next."""
    many = " ".join(f"The MRN: {number}." for number in range(12345, 12355))
    sentence = refused(practice, text=many)["text"]
    assert sentence.count("“") == finding_words.TOLD
    assert sentence.count("Remove it.") == 1
    assert f"And {10 - finding_words.TOLD} more sentences like these." in sentence


@given(st.text(alphabet=sorted(set("Dan Miller MRN 12345 our patient came . ! \n June")), max_size=300))
def test_every_finding_is_told_or_counted(text: str) -> None:
    """In the sentence it stands in, whatever the text."""
    draft = replace(DRAFT, text=text)
    found = screening.read(draft)
    told = passages((text,), found)
    assert bool(found) == bool(told)
    assert sum(1 + len(one.others) + one.more for one in told) <= len(found)
    for one in found:
        words = quoted(text, one.finding.start, one.finding.end).rstrip("…")
        assert any(words in " ".join((passage.quoted, *passage.others)) or passage.more for passage in told)


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
    assert "say at the end why" in refused(practice, "U0PRIYA", text=BLOCKED)["text"]
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
