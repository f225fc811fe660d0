"""What is assigned to whom and when, over hiring, leave, leaving, returning, and changes."""

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.rules import Rules
from handlers.training import employment, requirements, staff, standing
from handlers.training.assignments import Kind, Requirement, Why
from handlers.training.employment import Hired
from storage import ledger
from tests.handlers.conftest import Practice
from tests.handlers.training import COURSE, DAY, MAYA, PRIYA, RUTH, TOMAS, School


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    return School(practice, clock, Rules())


def test_hired_trained_and_again_a_year_later(school: School) -> None:
    """Thirty days for the first course; done early, the next one is due a year after that date, not sooner."""
    school.require()
    school.hire(MAYA)
    [first] = school.open(MAYA)
    assert (first.why, first.due_on) == (Why.HIRE, date(2026, 4, 1))
    school.go(date(2026, 3, 10))
    assert school.finish(MAYA)
    [second] = school.open(MAYA)
    assert (second.why, second.opens_on, second.due_on) == (Why.YEARLY, date(2027, 3, 2), date(2027, 4, 1))
    assert not school.finish(MAYA), "the next one is not open yet"
    school.go(date(2027, 4, 20))
    assert school.finish(MAYA)
    [third] = school.open(MAYA)
    assert third.due_on == date(2028, 4, 20)


def test_a_practice_without_courses_asks_nothing(school: School) -> None:
    """Nobody's rights depend on training that does not exist, whether they are on a list or not."""
    school.hire(MAYA)
    school.do(MAYA, standing.require_trained, school.rules)
    school.do(TOMAS, standing.require_trained, school.rules)


def test_new_people_are_trained_before_they_propose(school: School) -> None:
    school.require()
    school.hire(MAYA)
    school.hire(TOMAS, joined_on=date(2019, 1, 1))
    with pytest.raises(standing.NotTrainedYet, match=r"Social media and patients.*/training"):
        school.do(MAYA, standing.require_trained, school.rules)
    school.do(TOMAS, standing.require_trained, school.rules)
    school.finish(MAYA)
    school.do(MAYA, standing.require_trained, school.rules)


def test_the_overdue_lose_posting_rights_after_the_grace_period(school: School) -> None:
    """On the last day of grace they still may; whoever finishes may at once."""
    school.require()
    school.hire(TOMAS, joined_on=date(2019, 1, 1))
    school.go(date(2026, 4, 15))
    school.do(TOMAS, standing.require_trained, school.rules)
    school.go(date(2026, 4, 16))
    with pytest.raises(standing.TooLate, match=r"due on April 1, 2026.*/training"):
        school.do(TOMAS, standing.require_trained, school.rules)
    school.finish(TOMAS)
    school.do(TOMAS, standing.require_trained, school.rules)


def test_a_course_newly_required_does_not_stop_those_who_are_here(school: School) -> None:
    school.hire(MAYA)
    school.require()
    assert [one.why for one in school.open(MAYA)] == [Why.CHANGE]
    school.do(MAYA, standing.require_trained, school.rules)


def test_a_material_change_asks_everybody_again(school: School) -> None:
    """Whoever has it open does the new version by the day they had; for the others it takes the next year's place."""
    school.require()
    school.hire(MAYA)
    school.hire(TOMAS)
    school.finish(MAYA)
    school.go(date(2026, 3, 20))
    school.require(replace(COURSE, version=2))
    [tomas], [maya] = school.open(TOMAS), school.open(MAYA)
    assert (tomas.why, tomas.version, tomas.due_on) == (Why.HIRE, 2, date(2026, 4, 1))
    assert (maya.why, maya.version, maya.due_on) == (Why.CHANGE, 2, date(2026, 4, 17))
    assert not school.finish(MAYA, version=1), "the old version no longer counts"
    assert school.finish(MAYA, version=2)


def test_a_better_title_asks_nobody(school: School) -> None:
    school.require()
    school.hire(MAYA)
    school.finish(MAYA)
    school.require(replace(COURSE, title="Patients and social media"))
    assert [one.why for one in school.open(MAYA)] == [Why.YEARLY]


def test_everybody_is_asked_however_many(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches, each person once; a killed batch is done again as a whole."""
    monkeypatch.setattr(requirements, "BATCH", 2)
    monkeypatch.setattr(requirements, "_NEXT_PEOPLE", requirements._NEXT_PEOPLE.limit(2))
    accounts = [f"U0P{number}" for number in range(5)]
    for account in accounts:
        school.hire(account)
    school.do(RUTH, requirements.require, COURSE)

    def killed(tx: Any) -> None:
        requirements.rollout(tx, "course:social-media:1:0", school.rules)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        school.practice.db.call(killed)
    school.settle()
    assert [len(school.open(account)) for account in accounts] == [1] * 5


def test_leave_pauses_the_clock(school: School) -> None:
    """Ten days of leave are ten days more; without an end there is no due date until they are back."""
    school.require()
    maya = school.hire(MAYA)
    school.do(RUTH, employment.take_leave, maya, date(2026, 3, 9), date(2026, 3, 18), school.rules)
    assert [one.due_on for one in school.open(MAYA)] == [date(2026, 4, 10)]
    school.do(RUTH, employment.take_leave, maya, date(2026, 3, 23), None, school.rules)
    assert [one.due_on for one in school.open(MAYA)] == [None]
    school.go(date(2026, 6, 1))
    school.do(RUTH, employment.come_back, maya, date(2026, 6, 1), school.rules)
    assert [one.due_on for one in school.open(MAYA)] == [date(2026, 4, 11) + 70 * DAY - DAY]
    with pytest.raises(employment.NotOnLeave):
        school.do(RUTH, employment.come_back, maya, date(2026, 6, 1), school.rules)
    with pytest.raises(employment.LeaveBackwards):
        school.do(RUTH, employment.take_leave, maya, date(2026, 6, 9), date(2026, 6, 8), school.rules)


def test_a_leave_that_has_not_begun_is_cancelled_as_if_it_had_not_been_entered(school: School) -> None:
    """On record it stays; one that has begun is ended, not cancelled."""
    school.require()
    maya = school.hire(MAYA)
    before = school.open(MAYA)
    for first, last in ((date(2026, 3, 9), date(2026, 3, 18)), (date(2026, 3, 23), None)):
        school.do(RUTH, employment.take_leave, maya, first, last, school.rules)
    school.do(RUTH, employment.cancel_leave, maya, date(2026, 3, 23), school.rules)
    assert [one.due_on for one in school.open(MAYA)] == [date(2026, 4, 10)]
    for day in (date(2026, 3, 23), date(2026, 3, 10)):
        with pytest.raises(employment.NotPlanned, match="is cancelled already"):
            school.do(RUTH, employment.cancel_leave, maya, day, school.rules)
    school.do(RUTH, employment.cancel_leave, maya, date(2026, 3, 9), school.rules)
    assert school.open(MAYA) == before
    school.do(RUTH, employment.take_leave, maya, school.today, None, school.rules)
    with pytest.raises(employment.NotPlanned):
        school.do(RUTH, employment.cancel_leave, maya, school.today, school.rules)
    entries = [one for one in school.practice.db.call(ledger.entries) if one.tag == "training:staff:leave_cancelled"]
    assert [one.payload for one in entries] == [
        {"people": [maya], "from_on": day} for day in ("2026-03-23", "2026-03-09")
    ]


def test_leavers_stop_at_once_and_start_anew(school: School) -> None:
    """What they had finished before does not count when they return, and the leave they left from is over."""
    school.require()
    maya = school.hire(MAYA)
    school.finish(MAYA)
    school.do(RUTH, employment.take_leave, maya, school.today, None, school.rules)
    school.practice.db.call(employment.depart, None, {maya}, school.today, school.rules)
    assert school.open(MAYA) == []
    assert school.staff_row(maya).remind_on is None
    school.go(date(2026, 9, 1))
    school.hire(MAYA)
    assert [(one.why, one.due_on) for one in school.open(MAYA)] == [(Why.HIRE, date(2026, 10, 1))]


def test_joining_twice_is_joining_once(school: School) -> None:
    """Platforms say again what they said before."""
    school.require()
    maya = school.hire(MAYA)
    hired = Hired(maya, school.today)
    assert school.practice.db.call(employment.hire, None, [hired, hired], school.rules) == []
    assert len(school.open(MAYA)) == 1


def test_only_privacy_officers_decide_what_is_required_and_who_is_away(school: School) -> None:
    maya = school.hire(MAYA)
    for use_case, arguments in (
        (requirements.require, (COURSE,)),
        (requirements.drop, (Kind.COURSE, "social-media")),
        (employment.take_leave, (maya, school.today, None, school.rules)),
        (employment.come_back, (maya, school.today, school.rules)),
        (employment.cancel_leave, (maya, school.today + DAY, school.rules)),
        (employment.place, ([], school.rules)),
    ):
        with pytest.raises(staff.NotForYou):
            school.do(PRIYA, use_case, *arguments)


def test_what_is_no_longer_required_is_asked_of_nobody(school: School) -> None:
    school.require()
    school.hire(MAYA)
    school.do(RUTH, requirements.drop, Kind.COURSE, "social-media")
    school.hire(TOMAS)
    assert school.open(MAYA) == school.open(TOMAS) == []


def test_another_calendar_moves_the_due_date(school: School) -> None:
    """Thirty days from a day that is a holiday where the person is moved to."""
    school.clock.forward(timedelta(days=93))
    school.require()
    maya = school.hire(MAYA)
    assert [one.due_on for one in school.open(MAYA)] == [date(2026, 7, 3)]
    school.do(RUTH, employment.place, [Hired(maya, school.today, "Front desk", None, None, "US")], school.rules)
    assert [one.due_on for one in school.open(MAYA)] == [date(2026, 7, 2)]


def test_all_of_it_is_on_record(school: School) -> None:
    school.require()
    maya = school.hire(MAYA)
    school.do(RUTH, employment.take_leave, maya, date(2026, 3, 9), None, school.rules)
    tags = [entry.tag for entry in school.practice.db.call(ledger.entries)]
    assert tags[-3:] == ["training:requirement:required", "training:staff:hired", "training:staff:leave"]
    assert school.practice.db.call(ledger.verify).ok


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(st.tuples(st.sampled_from(["finish", "leave", "back", "gone", "hire", "change"]), st.integers(1, 200))))
def test_whatever_happens_there_is_one_open_at_most(school: School, steps: list[tuple[str, int]]) -> None:
    """And somebody who works here always has the next one before them."""
    wanted = Requirement(Kind.COURSE, "social-media", "Social media", 1, 12)
    school.require(wanted)
    maya = school.hire(MAYA)
    for what, days in steps:
        school.clock.forward(days * DAY)
        today, employed = school.today, school.staff_row(maya).employed
        if what == "finish":
            school.finish(MAYA, version=1_000)
        elif what == "leave" and employed:
            school.do(RUTH, employment.take_leave, maya, today, today + days * DAY, school.rules)
        elif what == "back" and employed:
            with contextlib.suppress(employment.NotOnLeave):
                school.do(RUTH, employment.come_back, maya, today, school.rules)
        elif what == "gone":
            school.practice.db.call(employment.depart, None, {maya}, today, school.rules)
        elif what == "hire":
            school.hire(MAYA)
        elif what == "change":
            wanted = replace(wanted, version=wanted.version + 1)
            school.require(wanted)
        held = school.open(MAYA)
        assert len(held) == (1 if school.staff_row(maya).employed else 0)
        assert all(one.due_on is None or one.due_on >= one.begins_on for one in held)
