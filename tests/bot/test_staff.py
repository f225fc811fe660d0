"""The staff list in Slack: somebody looked up, away, back, under another manager, gone, and here again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.demo import Workspace, checks
from bot.slack.listeners.staff import Staff
from bot.slack.modals import staff as forms
from handlers.training import staff_changes
from handlers.training.due_dates import NO_END, Leave
from handlers.training.oversight import Delivered
from handlers.training.reminder_messages import EXAMPLES, TrainingReminder
from handlers.training.staff_list import Listed, Page
from tests.bot.acting import refused, the_day
from tests.bot.reporting import shown
from tests.bot.test_oversight import MAYA, RUTH, STAFF, hire, reminded, require, send
from tests.bot.test_training import elements_of

TOMAS = "U0TOMAS"


async def look_up(space: Workspace, name: str, person: str = RUTH) -> str:
    """Opens somebody from the list."""
    await space.command(person, "/compliance", f"staff {name}")
    return await press(space, "open", person)


async def press(space: Workspace, verb: str, person: str = RUTH) -> str:
    assert (await space.press_in_form(person, f"staff.{verb}")).status == 200
    return shown(space, person)


async def practice(space: Workspace) -> None:
    """Everybody hired, and the course required of them."""
    await hire(space)
    await require(space)


def test_every_form_is_drawn_as_slack_knows_it_and_every_button_has_a_listener() -> None:
    item: Any = EXAMPLES[TrainingReminder][0]
    today = item.day
    here = Listed(7, "Maya *Lindqvist*", "Front desk", "Priya", today, None, Leave(today, NO_END), item.items)
    gone = Listed(8, "x" * 200, "", "", today, today, None, ())
    soon = replace(here, leave=Leave(today + timedelta(days=1), NO_END))
    page = Page((here, gone) * 5, 2, 3, 23, "y" * 80)
    stops = staff_changes.Stops(7, "Maya", today, 3, ("approver",), ("P-1001",) * 9, 2, ("Photos", "Phones"))
    views = [forms.listing(page, today), forms.listing(Page((), 1, 1, 0, ""), today)]
    views += [forms.person(one, Delivered(7, "Maya", "none", None), today, "Done.") for one in (here, gone, soon)]
    views += [forms.leave(here, today), forms.back(here, today), forms.manager(here), forms.left(here, stops, today)]
    for view in views:
        checks.view(view, {})
    drawn = {element["action_id"] for view in views for block in view["blocks"] for element in elements_of(block)}
    assert {f"staff.{verb}" for verb in Staff(None).verbs} == {id for id in drawn if id.startswith("staff.")}  # type: ignore[arg-type]


async def test_somebody_is_found_and_what_they_owe_is_seen(workspace: Workspace) -> None:
    """With whether their reminders arrive."""
    await practice(workspace)
    await reminded(workspace)
    await workspace.command(RUTH, "/compliance", "staff")
    assert "3 people on the staff list" in shown(workspace, RUTH)
    assert "1 person with “tom” in their name" in await send(workspace, typed="tom")
    assert "Nobody on the staff list has “zz”" in await send(workspace, typed="zz")
    workspace.close(RUTH)
    maya = await look_up(workspace, "Maya")
    assert "1 thing to do, in time." in maya
    assert "Reminder delivered on" in maya


async def test_leave_and_return(workspace: Workspace) -> None:
    """Nobody on leave is reminded; back, they are."""
    await practice(workspace)
    today = the_day(workspace)
    await look_up(workspace, "maya")
    assert "clocks stop" in await press(workspace, "leave")
    backwards = await workspace.submit(RUTH, {"from": str(today), "until": str(today - timedelta(days=1))})
    assert "end before it begins" in backwards["errors"]["until"]
    assert "until further notice" in await send(workspace, **{"from": str(today)})
    for _ in range(72):
        workspace.forward(timedelta(hours=1))
        await workspace.settle()
    assert workspace.direct(MAYA) == []
    await press(workspace, "back")
    early = await workspace.submit(RUTH, {"on": str(today)})
    assert "not on leave then" in early["errors"]["on"]
    assert "Working again" in await send(workspace, on=str(the_day(workspace)))
    await reminded(workspace)


async def test_a_leave_that_has_not_begun_is_cancelled(workspace: Workspace) -> None:
    """From the person's form; pressed once it has begun, it says what ends it."""
    await practice(workspace)
    today = the_day(workspace)
    await look_up(workspace, "maya")
    await press(workspace, "leave")
    assert "On leave from" in await send(workspace, **{"from": str(today + timedelta(days=2))})
    assert "is cancelled. It is recorded." in await press(workspace, "cancel_leave")
    assert "staff.cancel_leave" not in str(workspace.view(RUTH))
    await press(workspace, "leave")
    await send(workspace, **{"from": str(today + timedelta(days=1))})
    workspace.forward(timedelta(days=2))
    assert "Back from leave ends one" in await press(workspace, "cancel_leave")


async def test_another_manager(workspace: Workspace) -> None:
    await practice(workspace)
    await look_up(workspace, "maya")
    await press(workspace, "manager")
    own = await workspace.submit(RUTH, {"manager": MAYA})
    assert "their own manager" in own["errors"]["manager"]
    assert "Tomás Reyes is their manager now" in await send(workspace, manager=TOMAS)
    await press(workspace, "manager")
    assert "They have no manager now" in await send(workspace)


async def test_who_leaves_hears_of_nothing_and_is_gone_from_every_list(workspace: Workspace) -> None:
    """Confirmed with what stops; and they can begin anew."""
    await practice(workspace)
    await reminded(workspace)
    await look_up(workspace, "maya")
    await press(workspace, "manager")
    await send(workspace, manager=TOMAS)
    workspace.close(RUTH)
    await look_up(workspace, "tom")
    stops = await press(workspace, "left")
    assert "Reminders stop at once; 1 open thing to do is cancelled." in stops
    assert "1 person has them as manager" in stops
    themselves = await workspace.submit(RUTH, {"successor": TOMAS})
    assert "cannot take over from themselves" in themselves["errors"]["successor"]
    gone = await send(workspace, successor=RUTH)
    assert "is off the staff list" in gone
    assert "Works here again" in str(workspace.view(RUTH))
    workspace.close(RUTH)
    assert "manager Ruth Okafor" in await look_up(workspace, "maya")
    workspace.close(RUTH)
    await workspace.command(RUTH, "/compliance", "staff")
    assert "Tomás" not in shown(workspace, RUTH)
    workspace.close(RUTH)
    await look_up(workspace, "tom")
    assert "1 thing to do" in await press(workspace, "rehire")


async def test_exempting_somebody(workspace: Workspace) -> None:
    await practice(workspace)
    await look_up(workspace, "maya")
    await press(workspace, "exempt")
    what = {"what": "course:social-media-hipaa"}
    assert "Say why" in (await workspace.submit(RUTH, what))["errors"]["reason"]
    assert "Nothing to do now." in await send(workspace, **what, reason="On a project without any account.")


async def test_a_deactivated_account_stops_at_once(workspace: Workspace) -> None:
    """Other changes to an account change nothing here."""
    await practice(workspace)
    for deleted in (False, True, True):
        event = {"type": "user_change", "user": {"id": MAYA, "deleted": deleted}}
        assert (await workspace.client.event(event)).status == 200
        await workspace.command(RUTH, "/compliance", "staff")
        assert ("Maya" in shown(workspace, RUTH)) != deleted
        workspace.close(RUTH)
    assert "Left on" in await look_up(workspace, "maya")


async def test_it_is_for_privacy_officers(workspace: Workspace) -> None:
    """Also for who has a form of theirs open."""
    await hire(workspace, STAFF)
    await workspace.command(MAYA, "/compliance", "staff")
    await refused(workspace, MAYA, "Only a privacy officer can do this")
    assert workspace.view(MAYA) is None
