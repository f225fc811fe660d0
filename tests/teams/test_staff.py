"""The staff list in Teams: somebody looked up, away, back, under another manager, exempt, gone, and here again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.demo import Workspace
from bot.teams.forms import staff as forms
from handlers.training import staff_changes
from handlers.training.assignments import Kind, Requirement
from handlers.training.due_dates import NO_END, Leave
from handlers.training.oversight import Delivered
from handlers.training.reminder_messages import EXAMPLES, TrainingReminder
from handlers.training.staff_list import Listed, Page
from tests.bot.acting import the_day
from tests.teams.acting import ask, invoke, opens, reading
from tests.teams.looking import actions, require_valid, shown
from tests.teams.test_oversight import MAYA, RUTH, hire, press, require, send


async def look_up(space: Workspace, name: str) -> str:
    """Opens somebody from the answer to `staff`."""
    space.teams.close(RUTH)
    await ask(space, RUTH, f"staff {name}")
    return await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Open")


@pytest.fixture
async def practice(space: Workspace) -> Workspace:
    """Everybody hired, and the course required of them."""
    await hire(space)
    await require(space)
    return space


async def test_somebody_is_found_and_what_they_owe_is_seen(practice: Workspace) -> None:
    assert "people on the staff list" in await ask(practice, RUTH, "staff")
    assert "1 thing to do, in time." in await look_up(practice, "lindq")
    assert "remind" in reading(practice, RUTH).lower()
    listed = await press(practice, "Back to the list")
    assert "Tomás Reyes" in listed
    assert "1 person with “tomas” in their name" in await send(practice, "Search", typed="tomas")
    assert "Nobody on the staff list has “zz”" in await send(practice, "Search", typed="zz")


async def test_leave_and_return(practice: Workspace) -> None:
    await look_up(practice, "maya")
    await press(practice, "On leave")
    today = the_day(practice)
    wrong = {"from": str(today), "until": str(today - timedelta(days=2))}
    assert "end before it begins" in await send(practice, "Save", **wrong)
    assert "until further notice" in await send(practice, "Save", **{"from": str(today), "until": ""})
    await press(practice, "Back from leave")
    assert "not on leave then" in await send(practice, "Save", on=str(today))
    assert "Working again" in await send(practice, "Save", on=str(today + timedelta(days=1)))


async def test_a_leave_that_has_not_begun_is_cancelled(practice: Workspace) -> None:
    """Sent again by Teams, it says that it is cancelled already."""
    await look_up(practice, "maya")
    await press(practice, "On leave")
    tomorrow = the_day(practice) + timedelta(days=1)
    assert "On leave from" in await send(practice, "Save", **{"from": str(tomorrow), "until": ""})
    pressed = actions(practice.teams.dialog(RUTH)["card"])["Cancel the leave"]["data"]
    assert "is cancelled. It is recorded." in await press(practice, "Cancel the leave")
    assert "Cancel the leave" not in str(practice.teams.dialog(RUTH))
    assert "is cancelled already" in str(await invoke(practice, RUTH, "task/submit", {"data": pressed}, RUTH))


async def test_another_manager(practice: Workspace) -> None:
    """By name; who is not on the list, or could be several people, is asked for again, and nothing typed is lost."""
    await look_up(practice, "maya")
    await press(practice, "Change manager")
    assert "Nobody on the staff list is called “Nobody”" in await send(practice, "Save", manager="Nobody")
    assert "Several people are called that" in await send(practice, "Save", manager="o")
    assert "their own manager" in await send(practice, "Save", manager="maya lindqvist")
    assert "Tomás Reyes is their manager now" in await send(practice, "Save", manager="tomas")
    await press(practice, "Change manager")
    assert "They have no manager now" in await send(practice, "Save", manager="")


async def test_exempting_somebody(practice: Workspace) -> None:
    await look_up(practice, "maya")
    await press(practice, "Exempt")
    assert "Say why" in await send(practice, "Save")
    assert "Nothing to do now." in await send(practice, "Save", reason="On a project without any account.")
    await press(practice, "Exempt")
    assert "exempt from it already" in await send(practice, "Save", reason="Again.")
    assert "1 thing to do" in await send(practice, "Save", way="end")


async def test_who_leaves_is_handed_over_and_may_begin_anew(practice: Workspace) -> None:
    await look_up(practice, "maya")
    await press(practice, "Change manager")
    await send(practice, "Save", manager="tomas")
    await look_up(practice, "tomas")
    stops = await press(practice, "Has left")
    assert "Reminders stop at once; 1 open thing to do is cancelled." in stops
    assert "cannot take over from themselves" in await send(practice, "Yes, they have left", successor="Tomás Reyes")
    assert "is off the staff list" in await send(practice, "Yes, they have left", successor="ruth")
    assert "Works here again" in str(practice.teams.dialog(RUTH))
    assert "manager Ruth Okafor" in await look_up(practice, "maya")
    assert "Tomás" not in await ask(practice, RUTH, "staff")
    await look_up(practice, "tomas")
    assert "1 thing to do" in await press(practice, "Works here again")


@pytest.mark.parametrize("person", [0, -1, "1", None, True, 2**40, 99])
async def test_buttons_about_nobody_are_explained(space: Workspace, person: Any) -> None:
    for verb in ("open", "ask_leave", "leave", "cancel_leave", "ask_left", "left", "manager", "exempt", "rehire"):
        data = {"verb": f"staff.{verb}", "person": person, "from": "2026-03-02", "what": "x", "left_on": "2026-03-02"}
        said = str(await invoke(space, RUTH, "task/submit", {"data": data}, RUTH))
        assert "not on the staff list" in said or "not required of anybody" in said


async def test_it_is_for_privacy_officers(practice: Workspace) -> None:
    assert "Only a privacy officer can do this" in await ask(practice, MAYA, "staff")
    for verb in (
        "list",
        "open",
        "ask_leave",
        "leave",
        "cancel_leave",
        "ask_left",
        "left",
        "ask_manager",
        "manager",
        "exempt",
        "rehire",
    ):
        day = "2026-03-02"
        data = {"verb": f"staff.{verb}", "person": 1, "from": day, "on": day, "left_on": day, "what": "course:x"}
        assert "Only a privacy officer" in str(await invoke(practice, MAYA, "task/submit", {"data": data}, MAYA))


def test_every_dialog_is_legal() -> None:
    item: Any = EXAMPLES[TrainingReminder][0]
    today: date = item.day
    here = Listed(7, "Maya [x](y)", "Front desk", "Priya", today, None, Leave(today, NO_END), item.items * 40)
    gone = Listed(8, "x" * 200, "", "", today, today, None, ())
    page = Page((here, gone) * 5, 2, 3, 23, "y" * 80)
    stops = staff_changes.Stops(7, "Maya", today, 3, ("approver",), ("P-1001",) * 9, 2, ("Photos", "Phones"))
    required = [Requirement(Kind.COURSE, f"c{n}", "Social *media*", 1, 12) for n in range(100)]
    drawn = [forms.listing(page, today), forms.summary(page, today), forms.listing(Page((), 1, 1, 0, ""), today)]
    soon = replace(here, leave=Leave(today + timedelta(days=1), NO_END))
    drawn += [forms.person(one, Delivered(7, "Maya", "none", None), today, "Done.") for one in (here, gone, soon)]
    drawn += [forms.leave(here, today), forms.back(here, today), forms.manager(here), forms.left(here, stops, today)]
    drawn += [forms.exempt(here, required)]
    for one in drawn:
        require_valid(one)
    assert "approver" in shown(forms.left(here, stops, today))
