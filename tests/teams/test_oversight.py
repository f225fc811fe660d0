"""Privacy officers in Teams: the chart, lists in and out, what is required, whom to remind, evidence of a day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES
from bot.teams.cards import oversight as cards
from bot.teams.forms import oversight as forms
from handlers.training.assignments import Kind
from handlers.training.oversight import Evidence
from handlers.training.reminder_messages import EXAMPLES, OfficerDigest
from handlers.training.roster import DryRun
from handlers.training.spreadsheets import Problem
from handlers.tray import Waiting
from tests.teams.acting import ask, invoke, opens, reading, until, written
from tests.teams.learning import COURSE
from tests.teams.looking import actions, require_valid, shown

RUTH, MAYA, TOMAS = "U0RUTH", "U0MAYA", "U0TOMAS"
HEAD = "account,name,group,joined_on\n"
GROUPS = {RUTH: "Office", MAYA: "Front desk", TOMAS: "Hygienists"}
STAFF = HEAD + "".join(
    f"teams:{IDENTITIES[id].aad},{IDENTITIES[id].person.name},{group},2020-03-02\n" for id, group in GROUPS.items()
)


async def dashboard(space: Workspace) -> dict[str, Any]:
    """Ruth asks where training stands; the message."""
    await ask(space, RUTH, "training report")
    return space.teams.personal(RUTH)[-1]


async def press(space: Workspace, title: str) -> str:
    """Presses a button of the dialog in front of Ruth; what she reads then."""
    await space.teams.submit(RUTH, {}, title)
    return reading(space, RUTH)


async def send(space: Workspace, title: str, **values: Any) -> str:
    """Fills in the dialog in front of Ruth and sends it; what she reads then."""
    sent = await space.teams.submit(RUTH, values, title)
    assert "errors" not in sent, sent
    return reading(space, RUTH)


async def hire(space: Workspace, table: str = STAFF) -> None:
    """Takes over a staff list."""
    await opens(space, RUTH, await dashboard(space), "Import a list")
    assert "No problems were found" in await send(space, "Check", text=table)
    assert "It is taken over" in await press(space, "Import")
    space.teams.close(RUTH)


async def require(space: Workspace) -> None:
    """Requires the course of everybody, and waits until it is assigned."""
    await opens(space, RUTH, await dashboard(space), "What is required")
    assert "every year" in await send(space, "Save", course=COURSE.key)
    space.teams.close(RUTH)
    space.on_clock()
    await space.settle()


async def fetch(address: str) -> tuple[int, str, bytes]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, answer.content_type, await answer.read()


def link(space: Workspace) -> str:
    """Where the button of the dialog leads that opens a page."""
    found = space.teams.dialog(RUTH)
    assert found is not None
    return str(actions(found["card"])["Download as a CSV file"]["url"])


async def test_from_the_staff_list_to_the_evidence(space_on_each: Workspace) -> None:
    """Imported, required, exported, and who had done what on a day."""
    space = space_on_each
    await hire(space)
    await require(space)
    await opens(space, RUTH, await dashboard(space), "Export the list")
    status, kind, content = await fetch(link(space))
    assert (status, kind) == (200, "text/csv")
    assert f"teams:{IDENTITIES[MAYA].aad},Maya Lindqvist,Front desk,".encode() in content
    space.teams.close(RUTH)
    await opens(space, RUTH, await dashboard(space), "Evidence of a day")
    assert "Maya Lindqvist (Front desk): " in await send(space, "Show")
    assert "not done, still in time" in reading(space, RUTH)
    assert b"Maya Lindqvist,Front desk,course" in (await fetch(link(space)))[2]
    assert [entry["payload"].get("way") for entry in await exported(space)] == ["file", "chat", "file"]
    space.forward(timedelta(minutes=16))
    assert (await fetch(link(space)))[0] == 404


async def exported(space: Workspace) -> list[dict[str, Any]]:
    """What was taken away, as the ledger has it, the first first."""
    async with aiohttp.ClientSession() as session, session.get(f"{space.base}/demo/ledger") as response:
        entries = (await response.json())["entries"]
    return sorted((one for one in entries if one["tag"].endswith(":exported")), key=lambda one: one["number"])


async def test_the_chart_is_a_picture_that_says_what_it_shows(space: Workspace) -> None:
    await hire(space)
    message = await dashboard(space)
    picture = next(one for one in message["attachments"][0]["content"]["body"] if one["type"] == "Image")
    assert "Front desk: 1 of 1 has done everything" in picture["altText"]
    assert (await fetch(picture["url"]))[:2] == (200, "image/png")
    assert (await fetch(picture["url"][:-3]))[0] == 404


async def test_a_table_sent_to_the_bot_is_checked_before_anything_is_taken_over(space: Workspace) -> None:
    """Every problem by its line; the file waits until it is taken over, and then it is gone."""
    broken = HEAD + "".join(f"x{line},Maya,Desk,2020-03-02\n" for line in range(2, 92))
    said = await ask(space, RUTH, "", files=[space.upload(RUTH, "broken.csv", broken.encode())])
    assert "broken.csv" in said
    await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Check it")
    read = await send(space, "Check")
    assert "90 things in this file need another look" in read
    for _ in range(2):
        read += await press(space, "Later")
    assert [line for line in range(2, 92) if f"Line {line}, account" not in read] == []
    assert "CSV file" in await press(space, "Send it again")
    good = space.upload(RUTH, "staff.csv", STAFF.encode("utf-16"))
    await ask(space, RUTH, "", files=[good])
    await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Check it")
    assert "3 changed" in await send(space, "Check")
    sent = space.teams.dialog(RUTH)
    assert sent is not None
    again = actions(sent["card"])["Import"]["data"]
    assert "It is taken over" in await press(space, "Import")
    assert "no longer here" in str(await invoke(space, RUTH, "task/submit", {"data": again}, RUTH))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "Choose a file, or paste its lines"),
        ("account", "There is no table in this file"),
        (HEAD + "\n".join([f"teams:{IDENTITIES[MAYA].aad},Maya,Desk,"] * 2), "in line 2 already"),
        (HEAD + "teams:0000,Maya,Desk,\n", "is no account"),
        (HEAD + f"teams:{IDENTITIES[MAYA].aad},=cmd(),Desk,\n", "could be a formula"),
        ('account,name\n"x', "not a text table"),
    ],
)
async def test_what_is_wrong_with_a_table_is_said_and_nothing_is_lost(space: Workspace, table: str, said: str) -> None:
    await opens(space, RUTH, await dashboard(space), "Import a list")
    assert said in await send(space, "Check", text=table)
    found = space.teams.dialog(RUTH)
    assert found is not None
    assert "Line " in reading(space, RUTH) or not table or table in str(found["card"]).replace("\\n", "\n")


async def test_a_table_is_taken_from_privacy_officers_only(space: Workspace) -> None:
    file = space.upload(MAYA, "staff.csv", STAFF.encode())
    assert "is not a picture or video" in await ask(space, MAYA, "", files=[file])


async def test_tables_are_not_offered_for_posts(space: Workspace) -> None:
    await ask(space, RUTH, "", files=[space.upload(RUTH, "staff.csv", STAFF.encode())])
    assert (await space.teams.compose(RUTH, "proposePost"))["ok"]
    assert "staff.csv" not in str(space.teams.dialog(RUTH))


async def test_whom_a_reminder_goes_to_is_seen_before(space: Workspace) -> None:
    """Of one group, too."""
    await hire(space)
    await require(space)
    await opens(space, RUTH, await dashboard(space), "Remind now")
    first = reading(space, RUTH)
    assert "will be reminded" in first or "reminded today already" in first
    read = await send(space, "Show whom", group="=Front desk")
    assert "Tomás" not in read
    space.teams.close(RUTH)


async def test_why_a_reminder_does_not_arrive_is_said(space: Workspace) -> None:
    """The app removed, and the bot blocked; as long as it stays so, newer reminders wait behind the first."""
    await hire(space, HEAD + "".join(STAFF.splitlines(keepends=True)[2:]))
    chats = space.teams.world.conversations
    chats[MAYA].bot_in, chats[TOMAS].blocked = False, "MessageWritesBlocked"
    await opens(space, RUTH, await dashboard(space), "What is required")
    await send(space, "Save", course=COURSE.key)
    space.teams.close(RUTH)
    # A Wednesday at ten in the practice, when everything is late.
    then = (space.clock() + timedelta(days=45)).replace(hour=16, minute=0)
    space.forward(then + timedelta(days=(2 - then.weekday()) % 7) - space.clock())
    refused = {"ForbiddenOperationException", "MessageWritesBlocked"}
    await until(space, lambda: refused <= {one["error"] for one in space.world.refusals})
    missing = "reminder not delivered: the app is not installed for them in Teams"
    blocked = "reminder not delivered: they have blocked the app in Teams"
    for _ in range(2):
        said = await standing(space)
        assert (missing in said, blocked in said) == (True, True)
        space.forward(timedelta(days=1))


async def standing(space: Workspace) -> str:
    """What Ruth reads of where training stands."""

    def reports() -> list[str]:
        return [words for one in written(space, RUTH) if "the practice stands" in (words := space.teams.words(one))]

    count = len(reports())
    await space.teams.say(RUTH, "training report")
    return str((await until(space, lambda: reports()[count:]))[0])


async def test_evidence_of_strange_days(space: Workspace) -> None:
    await opens(space, RUTH, await dashboard(space), "Evidence of a day")
    for day, said in (("x", "is not a day"), ("", "Choose a day"), ("1999-01-01", "Nobody worked here on that day")):
        data = {"verb": "training.day", "day": day}
        assert said in str(await invoke(space, RUTH, "task/submit", {"data": data}, RUTH))


async def test_it_is_for_privacy_officers(space: Workspace) -> None:
    """Whatever is pressed, with whatever in it."""
    for verb in ("preview", "remind", "required", "require", "import", "check", "problems", "take_over"):
        data = {"verb": f"training.{verb}", "course": COURSE.key, "table": "x", "text": STAFF, "months": "12"}
        said = str(await invoke(space, MAYA, "task/submit", {"data": data}, MAYA))
        assert "Only a privacy officer can do this" in said or "no longer here" in said
    for verb, more in (("export", {}), ("evidence", {}), ("day", {"day": "2026-03-03"})):
        said = str(await invoke(space, MAYA, "task/submit", {"data": {"verb": f"training.{verb}", **more}}, MAYA))
        assert "Only a privacy officer can do this" in said


def test_every_card_and_dialog_is_legal() -> None:
    digest: Any = EXAMPLES[OfficerDigest][0]
    drawn = cards.report(
        cards.Standing(digest.groups * 20, digest.lines * 30, 3, {}), "https://practice.example/charts/x"
    )
    require_valid(drawn)
    assert "altText" in str(drawn)
    assert len(actions(drawn)) == 6
    files = [Waiting("0" * 64, "[x](y).csv", "text/csv", 3)] * 12
    require_valid(cards.kept(files))
    broken = DryRun("utf-8", problems=[Problem(line, "account", "Wrong. " * 20) for line in range(2, 3_000)])
    for one in (forms.table([]), forms.checked(DryRun("utf-8"), "0" * 64), forms.checked(broken, "0" * 64, 3)):
        require_valid(one)
    found = [Evidence(1, "M" * 80, "G" * 100, Kind.COURSE, "k", 1, date(2026, 3, 2), overdue=True)] * 200
    listed = forms.evidence(found, {}, date(2026, 3, 3), 2, "https://practice.example/tables/x")
    require_valid(listed)
    assert "Part 2 of 5" in shown(listed)
    never = replace(found[0], done_on=None, version=None, overdue=False)
    assert "not done, still in time" in shown(forms.evidence([never], {}, date(2026, 3, 3), 1, "https://x.example/"))
    assert re.search("Nobody worked here", shown(forms.evidence([], {}, date(2026, 3, 3), 1, "https://x.example/")))
