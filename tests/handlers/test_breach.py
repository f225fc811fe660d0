"""Suspected breaches: the 60-day clock, the four factors, and who is notified by when (45 CFR 164.402 to 164.408)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from handlers.errors import Invalid
from handlers.reporting import breach, breach_form, cases, casework
from handlers.reporting.cases import Case, Disposition
from storage import core, ledger
from tests.handlers.conftest import Practice
from tests.handlers.reporting import JONAH, PRIYA, RUTH, TOMAS, Desk

REASON = "Anybody could read the two names."
TYPED = {
    **{f"{name}_rating": "high" for name in breach_form.FACTORS},
    **{f"{name}_reason": REASON for name in breach_form.FACTORS},
    "conclusion": "breach",
    "individuals": "2",
}
#: A Monday; the clock of every test stands on it first.
MONDAY = date(2026, 3, 2)


@pytest.fixture
def desk(practice: Practice, clock: Any) -> Desk:
    return Desk(practice, clock)


def suspected(desk: Desk, discovered_on: date = MONDAY) -> Case:
    case = desk.filed()
    desk.work(RUTH, breach.suspect, case, discovered_on)
    return case


def view(desk: Desk, case: Case) -> breach_form.BreachView:
    found: breach_form.BreachView = desk.as_(RUTH, breach.opened, case.id)
    return found


def owed(desk: Desk, case: Case) -> dict[str, str]:
    return {one.kind: str(one.due_on) for one in view(desk, case).notifications}


def test_a_suspicion_starts_the_clock(desk: Desk) -> None:
    """Reminders on days 30, 45, 55 and 60 after discovery; the case cannot be closed meanwhile."""
    case = suspected(desk)
    assert desk.practice.db.call(casework.card, case.id, desk.practice.rules).notify_by == date(2026, 5, 1)
    seen: list[str] = []
    for days, events in ((29, 0), (1, 1), (15, 2), (10, 3), (5, 4), (30, 4)):
        seen = [event for event in desk.pass_days(days) if event.startswith("breach_")]
        assert len(seen) == events, days
    assert seen == ["breach_30", "breach_45", "breach_55", "breach_60"]
    with pytest.raises(casework.ClockRuns, match="run until May 1, 2026"):
        desk.work(RUTH, casework.close, case, Disposition.REFERRED, "Done.")
    with pytest.raises(breach.AlreadySuspected, match="March 2, 2026"):
        desk.work(RUTH, breach.suspect, case, MONDAY)


def test_a_late_suspicion_hears_only_the_latest_reminder(desk: Desk) -> None:
    """What was discovered 50 days ago has 10 days left, not 60."""
    case = suspected(desk, date(2026, 1, 11))
    assert [event for event in desk.pass_days(0) if event.startswith("breach_")] == ["breach_45"]
    assert desk.as_(RUTH, cases.find, case.id).notify_by == date(2026, 3, 12)


def test_a_low_probability_ends_the_clock_and_nobody_is_owed_anything(desk: Desk) -> None:
    case = suspected(desk)
    desk.work(RUTH, breach.assess, case, {**TYPED, "conclusion": "low_probability", "individuals": ""})
    assert view(desk, case).notify_by is None
    assert not [event for event in desk.pass_days(90) if event.startswith("breach_")]
    with pytest.raises(breach.NothingOwed):
        desk.work(RUTH, breach.notified, case, {"individuals": MONDAY})
    desk.work(RUTH, casework.close, case, Disposition.SUBSTANTIATED, "It was read by nobody.")


def test_new_facts_are_assessed_again_and_nothing_is_overwritten(desk: Desk) -> None:
    """The last assessment counts, and starts the clock where it would stand; who assessed when is kept of each."""
    case = suspected(desk)
    desk.work(RUTH, breach.assess, case, {**TYPED, "conclusion": "low_probability"})
    desk.pass_days(40)
    desk.work(PRIYA, breach.assess, case, TYPED)
    found = view(desk, case)
    assert [(one.conclusion.value, one.name, one.concluded_on) for one in found.assessments] == [
        ("low_probability", "Ruth", MONDAY),
        ("breach", "Priya", date(2026, 4, 11)),
    ]
    assert found.assessments[1].assessment is not None
    assert found.assessments[1].assessment.factors["recipient"] == breach_form.Rated("high", REASON)
    assert found.notify_by == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("individuals", "many", "expected"),
    [
        ("499", "", {"individuals": "2026-05-01", "hhs": "2027-03-01"}),
        ("500", "", {"individuals": "2026-05-01", "hhs": "2026-05-01"}),
        ("501", "yes", {"individuals": "2026-05-01", "media": "2026-05-01", "hhs": "2026-05-01"}),
    ],
)
def test_who_is_notified_by_when_depends_on_how_many(
    desk: Desk, individuals: str, many: str, expected: dict[str, str]
) -> None:
    case = suspected(desk)
    desk.work(RUTH, breach.assess, case, {**TYPED, "individuals": individuals, "over_500_in_one_state": many})
    assert owed(desk, case) == expected


def test_the_clock_ends_when_everybody_is_notified(desk: Desk) -> None:
    """Below 500 the case may close before HHS is told, which is still reminded of and recorded."""
    case = suspected(desk)
    desk.work(RUTH, breach.assess, case, TYPED)
    desk.pass_days(10)
    desk.work(RUTH, breach.notified, case, {"individuals": date(2026, 3, 10)})
    assert not [event for event in desk.pass_days(60) if event.startswith("breach_")]
    desk.work(RUTH, casework.close, case, Disposition.SUBSTANTIATED, "Everybody was told.")
    assert [event for event in desk.pass_days(270) if "hhs" in event] == ["hhs_soon"]
    assert [event for event in desk.pass_days(40) if "hhs" in event] == ["hhs_due", "hhs_soon"]
    desk.work(RUTH, breach.notified, case, {"hhs": date(2027, 3, 1)})
    assert [(one.kind, one.done_on) for one in view(desk, case).notifications] == [
        ("individuals", date(2026, 3, 10)),
        ("hhs", date(2027, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"recipient_rating": ""}, "recipient_rating"),
        ({"mitigated_reason": "  "}, "mitigated_reason"),
        ({"acquired_reason": "x" * 2_001}, "acquired_reason"),
        ({"conclusion": "maybe"}, "conclusion"),
        ({"individuals": "0"}, "individuals"),
        ({"individuals": "a few"}, "individuals"),
        ({"individuals": "\u0661"}, "individuals"),
        ({"individuals": "500", "over_500_in_one_state": "yes"}, "individuals"),
    ],
)
def test_an_assessment_without_its_reasons_is_sent_back(desk: Desk, changed: dict[str, str], field: str) -> None:
    case = suspected(desk)
    with pytest.raises(Invalid) as refused:
        desk.work(RUTH, breach.assess, case, {**TYPED, **changed})
    assert set(refused.value.fields) == {field}


def test_days_that_cannot_be_are_refused(desk: Desk) -> None:
    case = desk.filed()
    with pytest.raises(breach.NotToday):
        desk.work(RUTH, breach.suspect, case, date(2026, 3, 3))
    with pytest.raises(breach.NotSuspected):
        desk.work(RUTH, breach.assess, case, TYPED)
    desk.work(RUTH, breach.suspect, case, MONDAY)
    desk.work(RUTH, breach.assess, case, TYPED)
    told = {"individuals": date(2026, 3, 1), "hhs": date(2026, 3, 3), "media": MONDAY}
    with pytest.raises(Invalid) as refused:
        desk.work(RUTH, breach.notified, case, told)
    assert set(refused.value.fields) == {"individuals", "hhs", "media"}


def test_only_who_may_see_the_case_works_on_its_breach(desk: Desk) -> None:
    case = suspected(desk)
    desk.recuse(case, JONAH)
    for account, refusal in ((JONAH, cases.NoSuchCase), (TOMAS, cases.NotCompliance)):
        for use_case, given in ((breach.suspect, MONDAY), (breach.assess, TYPED), (breach.notified, {})):
            with pytest.raises(refusal):
                desk.work(account, use_case, case, given)
        with pytest.raises(refusal):
            desk.as_(account, breach.opened, case.id)


def test_steps_are_recorded_without_any_text_and_erased_with_the_case(desk: Desk) -> None:
    """Sealed with the case's key: six years after closing who concluded what, and when, is all that is left."""
    case = suspected(desk)
    desk.work(RUTH, breach.assess, case, TYPED)
    desk.work(RUTH, breach.notified, case, {"individuals": MONDAY, "hhs": MONDAY})
    assert desk.tags("breach:") == [f"compliance:breach:{what}" for what in ("suspected", "assessed", "notified")]
    assert REASON not in str([entry.payload for entry in desk.practice.db.call(ledger.entries)])
    stored: Any = desk.practice.db.call(lambda tx: tx.execute(select(core.breach_assessment)).one())
    assert REASON.encode() not in stored.sealed
    desk.work(RUTH, casework.close, case, Disposition.SUBSTANTIATED, "Everybody was told.")
    desk.pass_days(6 * 366)
    (concluded,) = view(desk, case).assessments
    assert (concluded.assessment, concluded.name) == (None, "Ruth")
