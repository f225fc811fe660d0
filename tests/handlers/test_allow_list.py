"""What the practice has of its own passes the scanner; what is a patient's does not."""

import pytest

from handlers import allow_list, proposals, screening
from handlers.allow_list import BadPhrase, HowToAllow, ListFull, NotListed, OfficerAllows
from handlers.drafts import Draft
from handlers.errors import Invalid
from handlers.phi.about import About
from handlers.screening import HeldUp
from storage import core, ledger
from tests.handlers.accounts import do
from tests.handlers.conftest import Practice

RUTH, PRIYA, MAYA = "slack:U0RUTH", "slack:U0PRIYA", "slack:U0MAYA"
TEXT = "Amelia Johnson treats asthma at our new clinic."


def draft(text: str) -> Draft:
    return Draft(text, "post", ("facebook",), None, False, "", "")


def change(practice: Practice, typed: str, by: str = RUTH) -> str:
    found: str = do(practice, by, allow_list.change, typed)
    return found


def test_a_name_of_ours_passes_once_it_is_listed(practice: Practice) -> None:
    """However it is written; and is held up again when it is taken off."""
    with pytest.raises(HeldUp) as refused:
        do(practice, MAYA, proposals.submit, draft(TEXT), "a", practice.rules)
    assert "Amelia Johnson" in str(refused.value.told["text"])
    assert "is recorded" in change(practice, "add amelia  johnson")
    do(practice, MAYA, proposals.submit, draft(TEXT), "b", practice.rules)
    change(practice, "remove amelia  johnson")
    with pytest.raises(Invalid):
        do(practice, MAYA, proposals.submit, draft(TEXT), "c", practice.rules)


def test_it_is_recorded_once(practice: Practice) -> None:
    """Who, what and when stand in the ledger; the same again changes nothing."""
    change(practice, "add 400 Harbor Rd")
    assert "already" in change(practice, "ADD 400 Harbor Rd")
    tags = [entry.tag for entry in practice.db.call(ledger.entries, "allow-list")]
    assert (tags, practice.db.call(allow_list.phrases)) == (["compliance:allowed:added"], ("400 Harbor Rd",))
    change(practice, "remove 400 harbor rd")
    tags = [entry.tag for entry in practice.db.call(ledger.entries, "allow-list")]
    assert tags == ["compliance:allowed:added", "compliance:allowed:removed"]


@pytest.mark.parametrize("account", [PRIYA, MAYA])
def test_only_privacy_officers_change_it(practice: Practice, account: str) -> None:
    with pytest.raises(OfficerAllows):
        change(practice, "add Dr. Amelia Johnson", account)
    assert practice.db.call(allow_list.phrases) == ()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("add", HowToAllow),
        ("put Amelia", HowToAllow),
        ("add Al", BadPhrase),
        ("add " + "x" * 121, BadPhrase),
        ("add one\ntwo", BadPhrase),
        ("add hidden\u202ename", BadPhrase),
        ("remove Amelia", NotListed),
    ],
)
def test_what_cannot_be_done_says_what_can(practice: Practice, typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        change(practice, typed)


def test_it_ends_somewhere_and_is_shown_as_far_as_a_message_goes(practice: Practice) -> None:
    many = [f"{number:04} {'x' * 100}" for number in range(allow_list.MOST)]
    officer = do(practice, RUTH, lambda tx, actor: actor.id)
    rows = [{"phrase": phrase, "added_by": officer, "added_at": practice.db.clock()} for phrase in many]
    practice.db.call(lambda tx: tx.execute(core.allowed_phrase.insert(), rows) and None)
    with pytest.raises(ListFull):
        change(practice, "add one more")
    shown = allow_list.shown(practice.db.call(allow_list.phrases))
    assert len(shown) < 8_100
    assert shown.endswith("… and 925 more")


@pytest.mark.parametrize(
    "listed",
    ["Dr. José García", "DR. JOSE GARCIA", "Dr.  Jos\u200bé  Garc\u0456a", "dr. jose\u0301 garci\u0301a"],
)
@pytest.mark.parametrize("written", ["José García", "Jose Garcia", "JOSÉ GARCÍA", "Jo\u200bsé Garc\u0456a"])
def test_it_is_read_as_the_scanner_reads(practice: Practice, listed: str, written: str) -> None:
    """Case, accents, what nobody sees and look-alikes make no difference, on the list or in the post."""
    change(practice, f"add {listed}")
    ours = practice.db.call(allow_list.phrases)
    assert screening.scanned(f"Welcome Dr. {written}, our new dentist.", About(), ours) == []


def test_the_same_words_are_listed_once_and_taken_off_however_they_are_written(practice: Practice) -> None:
    change(practice, "add Dr. José\u200b  García")
    assert practice.db.call(allow_list.phrases) == ("Dr. José García",)
    assert "“Dr. José García” is on the allow-list already" in change(practice, "add dr. jose garcia")
    assert "“Dr. José García” is off" in change(practice, "remove DR. JOSE GARCIA")
    assert practice.db.call(allow_list.phrases) == ()


def test_another_name_with_the_same_letters_is_another(practice: Practice) -> None:
    change(practice, "add José García")
    assert screening.scanned("Welcome Joan Garcia, our new dentist.", About(), practice.db.call(allow_list.phrases))
