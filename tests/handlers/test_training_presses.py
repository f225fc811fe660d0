"""Learning, whatever people press, in whatever order and from whichever device."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.training import completions, course_versions, learning
from handlers.training.training_messages import Certificate, QuestionPage
from storage import core, ledger
from tests.handlers.accounts import actor, do
from tests.handlers.conftest import Practice
from tests.handlers.learning import CHANGED, KEY, SMALL, publish, right_option, start, step, wrong_option

_PRESSES = st.lists(
    st.tuples(
        st.sampled_from(
            [*["on"] * 14, "next", "back", "right", "wrong", "hand_in", "retake", "renew", "sign", "start", "publish"]
        ),
        # How many pages ago the button was drawn.
        st.sampled_from([*[0] * 9, 1, 2, 5]),
        st.booleans(),
    ),
    min_size=15,
    max_size=50,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=_PRESSES)
def test_any_presses_in_any_order(practice: Practice, presses: list[tuple[str, int, bool]]) -> None:
    """On two devices with pages from different moments: nobody signs without passing, answers stay, tries only grow,
    and whatever is pressed twice is done once."""
    publish(practice)
    account = f"slack:U{uuid4().hex}"
    drawn = [start(practice, account)]
    for what, ago, twice in presses:
        page = drawn[max(len(drawn) - 1 - ago, 0)]
        was = _standing(practice, account)
        seen_page = _press(practice, account, what, page)
        now = _standing(practice, account)
        if twice:
            again = _press(practice, account, what, page)
            assert _unsaid(again) == _unsaid(seen_page)
            assert _standing(practice, account) == now
        _holds(was, now)
        if not isinstance(seen_page, Certificate):
            drawn.append(seen_page)
    about = practice.db.call(ledger.entries, f"person:{actor(practice, account).id}")
    signed = [row for row in _standing(practice, account).values() if row["signed"]]
    assert len(signed) == sum(entry.tag == completions.TAG for entry in about)


def _press(practice: Practice, account: str, what: str, page: Any) -> Any:
    place = page.where.place
    question = isinstance(page, QuestionPage)
    if what == "publish":
        publish(practice, SMALL if practice.db.call(course_versions.current, KEY).number % 2 == 0 else CHANGED)
    if what == "on":
        return step(practice, account, page)
    if what in ("start", "publish") or (what in ("right", "wrong") and not question):
        return start(practice, account)
    calls: dict[str, tuple[Any, ...]] = {
        "next": (learning.turn, place, 1),
        "back": (learning.turn, place, -1),
        "hand_in": (learning.hand_in, place),
        "retake": (learning.retake, place),
        "renew": (learning.renew, place),
        "sign": (learning.sign, place, "Maya", practice.rules),
    }
    if question:
        calls["right"] = (learning.answer, place, right_option(practice, page))
        calls["wrong"] = (learning.answer, place, wrong_option(practice, page))
    return do(practice, account, *calls[what])


def _unsaid(page: Any) -> Any:
    """A page without its notice."""
    if isinstance(page, Certificate):
        return replace(page, notice="")
    return replace(page, where=replace(page.where, notice="", newer=None))


def _standing(practice: Practice, account: str) -> dict[int, dict[str, Any]]:
    """All walks of somebody, as they are stored."""
    who = actor(practice, account)
    query = (
        select(core.progress, core.completion.c.id.label("signed"))
        .outerjoin(core.completion, core.completion.c.progress_id == core.progress.c.id)
        .where(core.progress.c.person_id == who.id)
    )
    found = practice.db.call(lambda tx: [dict(row._mapping) for row in tx.execute(query)])
    return {row["id"]: {name: row[name] for name in row if name != "updated_at"} for row in found}


def _holds(was: dict[int, dict[str, Any]], now: dict[int, dict[str, Any]]) -> None:
    assert sum(row["ended_at"] is None for row in now.values()) <= 1
    for id, row in now.items():
        assert row["signed"] is None or (row["ended_at"] is not None and row["score"] >= 60)
        assert row["score"] is None or len(row["answers"]) == 2
        # Past the questions stand the result, the sanctions and the signature.
        assert row["page"] < 3 or row["score"] is not None
        assert row["page"] <= 3 or row["score"] >= 60
        before = was.get(id)
        if before is None:
            continue
        assert row["attempt"] - before["attempt"] in (0, 1)
        if row["attempt"] == before["attempt"]:
            assert before["answers"].items() <= row["answers"].items()
            assert before["score"] in (None, row["score"])
        if before["ended_at"] is not None:
            assert row == before
