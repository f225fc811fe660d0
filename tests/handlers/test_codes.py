"""Codes that prove an account: how they are typed, how long they are good, and what guessing brings."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import codes, linking
from storage import core, ledger
from tests.handlers.accounts import MAYA, TOMAS, do, entries, link, redeem
from tests.handlers.conftest import Practice

# Codes.


def test_a_code_is_shown_once_and_kept_nowhere(practice: Practice) -> None:
    """Neither tables nor ledger hold it, in any form it could be typed in."""
    code = do(practice, MAYA, linking.make_code)
    plain = code.text.replace("-", "")
    assert len(code.text) == 9
    assert set(plain) <= set(codes.ALPHABET)
    assert f"in Teams write `link {code.text}` to Imprimatur" in code.sentence
    stored = practice.db.call(
        lambda tx: [tx.execute(select(table)).all() for table in core.person.metadata.sorted_tables]
    )
    told = [entry.payload for entry in practice.db.call(ledger.entries)]
    assert entries(practice)[-1].tag == "compliance:identity:code_made"
    for form in (code.text, plain, plain.lower()):
        assert form not in f"{stored} {told}"


@pytest.mark.parametrize("typed", ["{0}", "{1}", "  {0} ", "`{0}`", "{2}", "{3}"])
def test_a_code_may_be_typed_the_way_people_do(practice: Practice, typed: str) -> None:
    """Case, hyphens and letters that look like digits do not matter (Crockford)."""
    code = do(practice, MAYA, linking.make_code).text
    alike = code.lower().replace("0", "o").replace("1", "l")
    answer = redeem(
        practice, "teams:maya", typed.format(code, code.replace("-", ""), alike, code.replace("-", "\u2013"))
    )
    assert isinstance(answer, linking.Linked)


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGHJ", "ABCD-EFGU", "ABCD EFGH please", "\uff11" * 8, "x" * 3_000]
)
def test_what_cannot_be_a_code_is_no_try(practice: Practice, typed: str) -> None:
    """It says what a code looks like, and never counts as guessing."""
    for _ in range(codes.TRIES + 1):
        with pytest.raises(codes.NotACode, match="eight letters and digits") as refused:
            redeem(practice, "teams:maya", typed)
    assert "type `/compliance link`" in str(refused.value)


@pytest.mark.parametrize(("minutes", "fine"), [(9.9, True), (10, False), (600, False)])
def test_a_code_is_good_for_ten_minutes(practice: Practice, clock: Any, minutes: float, fine: bool) -> None:
    """Whoever comes later is told so, and their try does not count as guessing."""
    code = do(practice, MAYA, linking.make_code).text
    clock.forward(timedelta(minutes=minutes))
    if fine:
        assert isinstance(redeem(practice, "teams:maya", code), linking.Linked)
        return
    for _ in range(codes.TRIES + 1):
        with pytest.raises(codes.RunOut, match="run out"):
            redeem(practice, "teams:maya", code)


def test_a_code_is_good_for_one_use(practice: Practice) -> None:
    """Also right after unlinking."""
    code = do(practice, MAYA, linking.make_code).text
    redeem(practice, "teams:maya", code)
    with pytest.raises(linking.AlreadyLinked):
        redeem(practice, "teams:maya", code)
    assert isinstance(redeem(practice, "teams:thief", code), codes.WrongCode)
    do(practice, MAYA, linking.unlink)
    assert isinstance(redeem(practice, "teams:maya", code), codes.WrongCode)


def test_a_newer_code_voids_the_older(practice: Practice) -> None:
    """One account has one code."""
    older, newer = do(practice, MAYA, linking.make_code).text, do(practice, MAYA, linking.make_code).text
    refusal = redeem(practice, "teams:maya", older)
    assert "a newer one took its place" in str(refusal)
    assert isinstance(redeem(practice, "teams:maya", newer), linking.Linked)


@pytest.mark.parametrize("thief", [MAYA, TOMAS])
def test_a_code_works_from_the_other_platform_only(practice: Practice, thief: str) -> None:
    """A code overheard by a colleague in the same workspace opens nothing, and is not used up."""
    code = do(practice, MAYA, linking.make_code).text
    with pytest.raises(linking.SamePlatform, match=r"made in Slack.*in Teams write `link …` to Imprimatur"):
        redeem(practice, thief, code)
    assert isinstance(redeem(practice, "teams:maya", code), linking.Linked)


def test_guessing_ends_after_five(practice: Practice, clock: Any) -> None:
    """Then even the right code is refused for an hour; other accounts are not held up; it is recorded once."""
    code = do(practice, MAYA, linking.make_code).text
    wrong = "0000-0000" if code != "0000-0000" else "0000-0001"
    left = [str(redeem(practice, "teams:maya", wrong)).split(": ")[-1] for _ in range(4)]
    assert left == ["4.", "3.", "2.", "1."]
    assert "for 60 minutes" in str(redeem(practice, "teams:maya", wrong))
    clock.forward(timedelta(minutes=9))
    with pytest.raises(codes.TooManyTries, match="for 51 minutes"):
        redeem(practice, "teams:maya", code)
    assert isinstance(redeem(practice, "teams:other", wrong), codes.WrongCode)
    assert [entry.payload["account"] for entry in entries(practice, "compliance:identity:guessing")] == ["teams:maya"]
    clock.forward(timedelta(minutes=51))
    assert link(practice, MAYA, "teams:maya")


def test_a_success_buys_no_new_tries(practice: Practice) -> None:
    """Linking a second account of one's own and unlinking it again does not reset the count."""
    for _ in range(codes.TRIES - 1):
        redeem(practice, "teams:maya", "0000-0000")
    link(practice, MAYA, "teams:maya")
    do(practice, MAYA, linking.unlink)
    assert isinstance(redeem(practice, "teams:maya", "0000-0000"), codes.TooManyTries)
