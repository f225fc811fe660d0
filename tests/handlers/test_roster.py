"""The staff list from a file: every problem by its line, and all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import people
from handlers.errors import Refusal
from handlers.people import Sighting
from handlers.rules import Rules
from handlers.training import exports, oversight, roster, spreadsheets, staff
from handlers.training.assignments import Why
from handlers.training.exports import Way
from storage import core
from tests.handlers.accounts import link
from tests.handlers.conftest import Practice
from tests.handlers.training import COURSE, MAYA, PRIYA, RUTH, TOMAS, School

LIST = """account,name,group,manager,calendar,zone,joined_on,left_on
slack:U0MAYA,Maya Lindqvist,Front desk,slack:U0NEW,US-CA,America/Los_Angeles,2019-05-01,
slack:U0NEW,Jürgen Groß,Dentists,,,,2026-03-01,
"""


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    school = School(practice, clock, Rules())
    school.require()
    school.actor(MAYA)
    return school


def check(school: School, text: str, encoding: str = "utf-8") -> roster.DryRun:
    run: roster.DryRun = school.do(RUTH, roster.check, text.encode(encoding), school.rules)
    return run


def take(school: School, text: str, encoding: str = "utf-8") -> roster.DryRun:
    run: roster.DryRun = school.do(RUTH, roster.take_over, text.encode(encoding), school.rules)
    return run


def listed(school: School) -> dict[str, Any]:
    query = select(core.person.c.name, core.staff).join_from(
        core.staff, core.person, core.person.c.id == core.staff.c.person_id
    )
    return {row.name: row for row in school.practice.db.call(lambda tx: tx.execute(query).all())}


def test_a_list_hires_and_assigns(school: School) -> None:
    """Checking changes nothing; afterwards new people have their course, and those who are here long may still post."""
    run = check(school, LIST)
    assert (run.new, run.changed, run.leaving, run.problems) == (2, 0, 0, [])
    assert listed(school) == {}
    take(school, LIST)
    found = listed(school)
    maya, new = found["Maya"], found["Jürgen Groß"]
    assert (maya.group_name, maya.manager_id, maya.calendar, maya.zone) == (
        "Front desk",
        new.person_id,
        "US-CA",
        "America/Los_Angeles",
    )
    assert [one.why for one in school.open(MAYA)] == [Why.CHANGE]
    assert [one.why for one in school.open("U0NEW")] == [Why.HIRE]
    again = take(school, LIST)
    assert (again.new, again.changed) == (0, 2)
    assert len(school.open(MAYA)) == 1


def test_columns_that_are_missing_leave_things_as_they_are(school: School) -> None:
    take(school, LIST)
    before = listed(school)["Maya"]
    take(school, "account,group\nslack:U0MAYA,Hygienists\n")
    after = listed(school)["Maya"]
    assert after.group_name == "Hygienists"
    assert (after.manager_id, after.calendar, after.zone) == (before.manager_id, before.calendar, before.zone)
    take(school, "account,calendar\nslack:U0MAYA,DE-BY\n")
    assert (listed(school)["Maya"].group_name, listed(school)["Maya"].calendar) == ("Hygienists", "DE-BY")
    run = take(school, "account;left_on\nslack:U0MAYA;2026-03-02\n")
    assert run.leaving == 1
    assert school.open(MAYA) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_whatever_excel_saved_is_read(school: School, encoding: str) -> None:
    text = LIST.replace(",", "\t") if encoding.startswith("utf-16") else LIST.replace(",", ";")
    take(school, text, encoding)
    assert "Jürgen Groß" in listed(school)


BAD = """account,name,group,manager,calendar,zone,joined_on,left_on
slack:U0MAYA,Maya,,,,,,
slack:U0MAYA,Maya again,,,,,,
maya@example.org,Maya,,,,,,
slack:U0NOBODY,,,,,,,
slack:U0AAA,=cmd|' /C calc'!A0,,,,,,
slack:U0BBB,B,,slack:U0GONE,,,,
slack:U0CCC,C,,slack:U0CCC,,,,
slack:U0DDD,D,,,XX,,,
slack:U0EEE,E,,,,Mars/Olympus,,
slack:U0FFF,F,,,,,31.3.2026,
slack:U0GGG,G,,,,,2026-02-30,
slack:U0HHH,H,,,,,2030-01-01,
slack:U0III,I,,,,,,2026-03-01
slack:U0JJJ,J
"""


def test_every_problem_is_listed_by_its_line_and_nothing_is_taken_over(school: School) -> None:
    run = check(school, BAD)
    assert [(problem.line, problem.column) for problem in run.problems] == [
        (3, "account"),
        (4, "account"),
        (5, "account"),
        (6, "name"),
        (7, "manager"),
        (8, "manager"),
        (9, "calendar"),
        (10, "zone"),
        (11, "joined_on"),
        (12, "joined_on"),
        (13, "joined_on"),
        (14, "left_on"),
        (15, ""),
    ]
    assert run.problems[0].what == "This is in line 2 already. Keep one of the two."
    with pytest.raises(roster.HasProblems, match="13 things"):
        take(school, BAD)
    assert listed(school) == {}


def test_columns_nobody_knows_are_named(school: School) -> None:
    problems = check(school, "account,group,group,phone\nslack:U0MAYA,a,b,c\n").problems
    assert [(problem.line, problem.column) for problem in problems] == [(1, "group"), (1, "phone")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"account,name\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04\x00\x00\x81\x8d",
        b'account\n"unclosed',
        b"\xff\xfea",
        b"x" * 5_000_001,
        b"account\n" + b"slack:U0MAYA\n" * 10_001,
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(school: School, data: bytes) -> None:
    with pytest.raises((spreadsheets.NoTable, spreadsheets.NotText, spreadsheets.FileTooLarge)):
        school.do(RUTH, roster.check, data, school.rules)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: ("account,course\n" + text).encode())))
def test_no_file_is_too_broken_to_be_answered(school: School, data: bytes) -> None:
    """Problems or a refusal, never a traceback, and nothing changes."""
    try:
        run = school.do(RUTH, roster.check, data, school.rules)
    except Refusal:
        return
    assert run.problems or run.completions == run.new == 0


def test_training_finished_elsewhere_counts_while_it_holds(school: School) -> None:
    """The next one is due a year after it; one that no longer holds is on record, and counts for nothing."""
    take(school, LIST + "slack:U0TOMAS,Tomas,,,,,2019-01-01,\n")
    done = "account,course,completed_on,score\nslack:U0MAYA,social-media,2025-06-15,90\n"
    done += "slack:U0TOMAS,social-media,2024-06-15,\n"
    assert check(school, done).completions == 2
    assert take(school, done).completions == 2
    assert [(one.why, one.due_on) for one in school.open(MAYA)] == [(Why.YEARLY, date(2026, 6, 15))]
    assert [one.why for one in school.open(TOMAS)] == [Why.CHANGE]
    assert take(school, done).completions == 0


def test_completions_have_their_own_problems(school: School) -> None:
    take(school, LIST)
    bad = "account,course,completed_on,score\nslack:U0MAYA,juggling,2025-06-15,90\nslack:U0MAYA,social-media,,1e9\n"
    bad += "slack:U0TOMAS,social-media,2025-06-15,101\n"
    assert [(problem.line, problem.column) for problem in check(school, bad).problems] == [
        (2, "course"),
        (3, "completed_on"),
        (3, "score"),
        (4, "account"),
        (4, "score"),
    ]


@example([["=1+1", " =1"], ["\u200b@x", "\u00a0\n-1"], ["\ufeff\t=1", "+1"]])
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_exported_is_no_formula_and_reads_back(rows: list[list[str]]) -> None:
    """In any program that strips blanks before it looks, too."""
    written = spreadsheets.write(("a", "b"), rows)
    assert written.startswith(b"\xef\xbb\xbf")
    for cell in (spreadsheets.safe(cell) for row in rows for cell in row):
        assert not cell.strip(" \n\u00a0\ufeff\u200b\x00").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_only_privacy_officers_send_lists(school: School) -> None:
    for use_case in (roster.check, roster.take_over):
        with pytest.raises(staff.NotForYou):
            school.do(PRIYA, use_case, LIST.encode(), school.rules)


def test_the_exported_list_reads_back_without_a_change(school: School) -> None:
    """And what privacy officers take away shows a name that would be a formula as text."""
    take(school, LIST)
    school.hire("U0CALC")
    school.practice.db.call(people.recognise, Sighting("slack", "U0CALC", "T0RIVER", "=1+1"))
    exported = school.do(RUTH, exports.staff_list, Way.FILE)
    assert b"slack:U0CALC,'=1+1" in exported
    before = listed(school)
    run = school.do(RUTH, roster.take_over, exported, school.rules)
    assert (run.new, run.changed, run.leaving) == (0, 3, 0)
    assert listed(school) == before
    table = spreadsheets.read(school.do(RUTH, exports.evidence, school.today, Way.FILE))
    assert [row["name"] for _, row in table.rows] == ["'=1+1", "Jürgen Groß", "Maya"]


def test_whoever_linked_accounts_is_still_in_the_exported_list(school: School) -> None:
    """As themselves and as somebody's manager, under the account they were listed with."""
    take(school, LIST)
    link(school.practice, "teams:maya", "slack:U0MAYA")
    link(school.practice, "teams:new", "slack:U0NEW")
    table = spreadsheets.read(school.do(RUTH, exports.staff_list, Way.FILE))
    managers = {row["account"]: row["manager"] for _, row in table.rows}
    assert managers == {"slack:U0MAYA": "slack:U0NEW", "slack:U0NEW": ""}
    run = check(school, school.do(RUTH, exports.staff_list, Way.FILE).decode("utf-8-sig"))
    assert (run.new, run.changed, run.leaving) == (0, 2, 0)


def test_whoever_a_platform_listed_first_joined_when_the_list_says(school: School) -> None:
    """What they did before they were listed is evidence then; a later day in a list changes nothing."""
    school.hire(MAYA)
    take(school, "account,joined_on\nslack:U0MAYA,2019-05-01\n")
    take(school, f"account,course,completed_on\nslack:U0MAYA,{COURSE.key},2025-11-03\n")
    take(school, "account,joined_on\nslack:U0MAYA,2025-12-24\n")
    found = school.do(RUTH, oversight.evidence, school.today)
    assert [(one.name, one.done_on) for one in found] == [("Maya", date(2025, 11, 3))]


def test_whoever_left_meanwhile_did_not_join_earlier(school: School) -> None:
    school.hire(MAYA, date(2025, 1, 7))
    take(school, "account,left_on\nslack:U0MAYA,2026-01-30\n")
    school.hire(MAYA)
    take(school, "account,joined_on\nslack:U0MAYA,2025-01-07\n")
    assert f"{school.today},".encode() in school.do(RUTH, exports.staff_list, Way.FILE)
