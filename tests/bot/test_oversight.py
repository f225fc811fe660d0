"""Privacy officers in Slack: the staff list, what is required, who is late, reminders, exemptions, evidence."""

import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo import Workspace, checks
from bot.slack.blocks import paging
from bot.slack.listeners.oversight import Oversight
from bot.slack.modals import oversight as forms
from handlers.training.oversight import Delivered
from handlers.training.reminder_messages import EXAMPLES, GroupLine, OfficerDigest
from handlers.training.training_words import chart
from tests.bot.acting import refused, told
from tests.bot.reporting import shown
from tests.bot.test_training import KEY, elements_of, learn

RUTH, MAYA = "U0RUTH", "U0MAYA"
HEAD = "account,name,group,joined_on\n"
STAFF = HEAD + "".join(
    f"slack:{id},{name},{group},2020-03-02\n"
    for id, name, group in (
        (RUTH, "Ruth Okafor", "Office"),
        (MAYA, "Maya Lindqvist", "Front desk"),
        ("U0TOMAS", "Tomás Reyes", "Hygienists"),
    )
)


async def press(space: Workspace, verb: str, person: str = RUTH) -> str:
    """Presses a button of the form in front of a privacy officer; what they read then."""
    assert (await space.press_in_form(person, f"oversight.{verb}")).status == 200
    return shown(space, person)


async def send(space: Workspace, person: str = RUTH, **answers: Any) -> str:
    """Sends the form in front of them; what they read then."""
    assert await space.submit(person, answers) == {"ok": True}
    return shown(space, person)


async def hire(space: Workspace, table: str = STAFF) -> str:
    """Takes over a staff list; the dashboard."""
    await space.command(RUTH, "/compliance", "training import")
    assert "No problems were found" in await send(space, text=table)
    return await send(space)


async def require(space: Workspace, months: str = "12") -> None:
    """Requires the course of everybody, and waits until it is assigned."""
    await press(space, "courses")
    await send(space, course=KEY, months=months)
    space.close(RUTH)
    space.on_clock()


def test_the_dashboard_is_drawn_as_slack_knows_it_and_every_button_has_a_listener() -> None:
    digest = EXAMPLES[OfficerDigest][0]
    assert isinstance(digest, OfficerDigest)
    state = {7: Delivered(7, "Maya Lindqvist", "failing", None, "they have blocked the app")}
    views = [forms.dashboard(digest.groups, digest.lines, 3, state), forms.dashboard((), (), 0, {})]
    views += [forms.dashboard(digest.groups, (), 0, {}, "https://practice.example/charts/x")]
    views += [forms.table("Staff list", b"a,b\r\n" * 60_000, "-", 2, "https://practice.example/tables/x")]
    for view in views:
        checks.view(view, {})
    assert "they have blocked the app" in str(views[0])
    drawn = {element["action_id"] for view in views for block in view["blocks"] for element in elements_of(block)}
    assert {f"oversight.{verb}" for verb in Oversight(None).verbs} == drawn - {"staff.list"}  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3).filter(any))
def test_the_chart_hides_nobody_who_has_not_done_it(counts: list[int]) -> None:
    """However few they are; and it is full only when everybody has."""
    done, due, late = counts
    bar = chart(GroupLine("Front desk", sum(counts), done, due, late), 20)
    assert len(bar) == 20
    assert ("▒" in bar, "░" in bar) == (due > 0, late > 0)
    assert "█" not in bar or done


async def test_from_the_staff_list_to_the_evidence(workspace: Workspace) -> None:
    """Imported, required, reminded, late, exempt, done; and who had done what on a day."""
    space = workspace
    assert "Front desk" in await hire(space)
    await require(space)
    reminder = await reminded(space)
    assert (await space.press(MAYA, reminder, "training.tomorrow", space.world.direct(MAYA).id)).status == 200
    await refused(space, MAYA, "You will hear of it again on")
    assert (await space.press(MAYA, reminder, "training.start", space.world.direct(MAYA).id)).status == 200
    assert "page 1 of" in shown(space, MAYA)
    space.close(MAYA)
    await learn(space, MAYA)
    # The reminder she had opened the course from asks for nothing any more, though nothing new is sent.
    await told(space, MAYA, "All of this is done")
    assert len(space.direct(MAYA)) == 1
    space.forward(timedelta(days=40))
    await space.command(RUTH, "/compliance", "training")
    dashboard = shown(space, RUTH)
    assert "Tomás Reyes" in dashboard
    assert "Maya Lindqvist" not in dashboard
    await press(space, "exempt")
    answers = {"user": "U0TOMAS", "what": f"course:{KEY}"}
    assert "Say why" in (await space.submit(RUTH, answers))["errors"]["reason"]
    exempt = await send(space, **answers, reason="He teaches it.")
    assert "It is recorded." in exempt
    assert "Tomás" not in exempt
    await press(space, "evidence")
    evidence = await send(space)
    assert "By the end of " in evidence
    assert "Maya Lindqvist (Front desk): Patients, posts and privacy: done on " in evidence
    space.close(RUTH)
    await space.command(RUTH, "/compliance", "training")
    assert f"slack:{MAYA},Maya Lindqvist,Front desk" in await press(space, "export")


async def reminded(space: Workspace, times: int = 1, person: str = MAYA) -> dict[str, Any]:
    """Lets hours pass until somebody has been reminded so often; the newest reminder."""
    for _ in range(24 * 5):
        if len(space.direct(person)) >= times:
            break
        space.forward(timedelta(hours=1))
        await space.settle()
    found = await told(space, person, "Training: 1 thing for you to do")
    assert len(space.direct(person)) == times
    return found


async def test_whom_a_reminder_goes_to_is_seen_before(workspace: Workspace) -> None:
    """Of one group, too; it arrives in working hours."""
    await hire(workspace)
    await require(workspace)
    await reminded(workspace)
    workspace.forward(timedelta(days=1))
    await workspace.command(RUTH, "/compliance", "training")
    await press(workspace, "remind")
    assert "1 person will be reminded: Maya Lindqvist." in await send(workspace, group="=Front desk")
    assert "1 person hears of it today" in await send(workspace)
    workspace.close(RUTH)
    await reminded(workspace, 2)
    assert len(workspace.direct("U0TOMAS")) == 1


async def test_every_problem_of_a_list_is_shown_by_its_line_and_nothing_is_taken_over(workspace: Workspace) -> None:
    """From a file as from pasted lines."""
    broken = HEAD + "U0MAYA,Maya,Desk,2020-03-02\nslack:U0TOMAS,Tom,Desk,31.3.2020\n"
    file = workspace.upload(RUTH, "staff.csv", broken.encode())
    for answers in ({"text": broken}, {"media": [file]}):
        await workspace.command(RUTH, "/compliance", "training import")
        said = await send(workspace, **answers)
        assert "2 things in this file need another look" in said
        assert "Line 2, account: " in said
        assert "Line 3, joined_on: " in said
        assert "CSV file" in await press(workspace, "import")
        workspace.close(RUTH)
    await workspace.command(RUTH, "/compliance", "training")
    assert "Nobody is on the staff list yet" in shown(workspace, RUTH)
    await press(workspace, "import")
    assert "Add a file" in (await workspace.submit(RUTH, {}))["errors"]["media"]
    assert "too long to paste" in (await workspace.submit(RUTH, {"text": "&" * 1_000}))["errors"]["text"]
    good = workspace.upload(RUTH, "staff.csv", STAFF.encode("utf-16"))
    assert "No problems" in await send(workspace, media=[good])
    taken = await send(workspace)
    assert "Hygienists" in taken
    assert "leaving. Training finished elsewhere: 0. It is taken over, and recorded." in taken


async def test_the_chart_is_a_picture_that_says_what_it_shows(workspace: Workspace) -> None:
    """Where Slack cannot fetch it, bars of letters take its place."""
    await hire(workspace)
    workspace.close(RUTH)
    await workspace.command(RUTH, "/compliance", "training")
    view = workspace.view(RUTH)
    assert view is not None
    picture = next(block for block in view["blocks"] if block["type"] == "image")
    assert "Front desk: 1 of 1 has done everything." in picture["alt_text"]
    async with aiohttp.ClientSession() as session, session.get(picture["image_url"]) as answer:
        assert (answer.content_type, (await answer.read())[:4]) == ("image/png", b"\x89PNG")
    workspace.close(RUTH)
    workspace.fail("views.open", "invalid_blocks")
    await workspace.command(RUTH, "/compliance", "training")
    view = workspace.view(RUTH)
    assert view is not None
    assert "image" not in {block["type"] for block in view["blocks"]}
    assert "█" in shown(workspace, RUTH)


async def test_every_problem_of_a_long_list_can_be_read(workspace: Workspace) -> None:
    """A page at a time, of a file as of pasted lines."""
    broken = HEAD + "".join(f"{line},x,y,2020-03-02\n" for line in range(2, 152))
    file = workspace.upload(RUTH, "staff.csv", broken.encode())
    await workspace.command(RUTH, "/compliance", "training import")
    read = await send(workspace, media=[file])
    for _ in range(2):
        read += await press(workspace, "later")
    assert [line for line in range(2, 152) if f"Line {line}, account" not in read] == []


async def test_tables_can_be_taken_away_as_files(workspace: Workspace) -> None:
    """Under an address in the form, for a while."""
    await hire(workspace)
    await press(workspace, "export")
    address = re.search(r"'url': '([^']*)'", str(workspace.view(RUTH)))
    assert address
    async with aiohttp.ClientSession() as session:
        async with session.get(address[1]) as answer:
            assert 'filename="staff.csv"' in answer.headers["Content-Disposition"]
            assert (await answer.read()).startswith("\ufeffaccount,name,".encode())
        workspace.forward(timedelta(minutes=16))
        async with session.get(address[1]) as answer:
            assert answer.status == 404


async def test_what_is_taken_away_is_recorded_once_however_many_pages_it_has(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who, what, of which day and how; nothing of what it said."""
    space = workspace
    monkeypatch.setattr(paging, "_BYTES", 1_000)
    many = "".join(f"slack:U0N{n},Somebody {n},{'x' * 80},2020-03-02\n" for n in range(60))
    await space.command(RUTH, "/compliance", "training import")
    await send(space, media=[space.upload(RUTH, "staff.csv", f"{STAFF}{many}".encode())])
    await send(space)
    for verb, part in (("export", 1), ("later", 2), ("earlier", 1)):
        assert f"Part {part} of" in await press(space, verb)
    space.close(RUTH)
    await space.command(RUTH, "/compliance", "training")
    await press(space, "evidence")
    await send(space, day="2026-03-01")
    assert await exported(space) == [
        ("training:staff:exported", {"way": "chat"}),
        ("training:evidence:exported", {"day": "2026-03-01", "way": "chat"}),
    ]


async def exported(space: Workspace) -> list[tuple[str, dict[str, Any]]]:
    """What Ruth took away, as the ledger has it."""
    async with aiohttp.ClientSession() as session, session.get(f"{space.base}/demo/ledger") as response:
        entries = (await response.json())["entries"]
    assert all(one["actor"] == "Ruth Okafor" for one in entries if one["tag"].endswith(":exported"))
    return sorted((one["tag"], one["payload"]) for one in entries if one["tag"].endswith(":exported"))[::-1]


async def test_it_is_for_privacy_officers(workspace: Workspace) -> None:
    for typed in ("training", "training import"):
        await workspace.command(MAYA, "/compliance", typed)
        await refused(workspace, MAYA, "Only a privacy officer can do this")
    assert workspace.view(MAYA) is None


async def test_whoever_joins_the_workspace_is_asked_what_everybody_is(workspace: Workspace) -> None:
    """Told twice it happens once; guests are left out. Until it is done, their first post has to wait."""
    await workspace.command(RUTH, "/compliance", "training")
    await require(workspace)
    for person in (MAYA, MAYA, "U0SAM"):
        answer = await workspace.client.event({"type": "team_join", "user": {"id": person}})
        assert answer.status == 200
    await workspace.command(RUTH, "/compliance", "training")
    assert "0 of 1 " in shown(workspace, RUTH)
    await workspace.command(MAYA, "/propose-post")
    filled = {"networks": ["facebook"], "text": "We are open.", "patient": "no"}
    refused = await workspace.submit(MAYA, filled)
    assert "Before you propose your first post" in str(refused)
    assert "type /training to start now" in str(refused)
    workspace.close(MAYA)
    await learn(workspace, MAYA)
    workspace.close(MAYA)
    await workspace.command(MAYA, "/propose-post")
    assert await workspace.submit(MAYA, filled) == {"ok": True}
