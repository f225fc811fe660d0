"""Pictures and videos: known by what they are, kept with the revision, and never a reason to lose a form."""

import pytest

from bot.demo import Workspace
from bot.demo.seed import png
from tests.bot.acting import TEXT, press, propose, told

FILLED = {"networks": ["facebook"], "text": TEXT, "patient": "no"}


async def test_a_picture_is_shown_with_its_alt_text(workspace: Workspace) -> None:
    file = workspace.upload("U0MAYA", "room.png", png(60, 40))
    posted = await propose(workspace, media=[file], alt="An empty room", attested=["yes"])
    assert {"type": "image", "slack_file": {"id": file}, "alt_text": "An empty room"} in posted["blocks"]


async def test_pictures_are_kept_through_an_edit(workspace: Workspace) -> None:
    file = workspace.upload("U0MAYA", "room.png", png(60, 40))
    await propose(workspace, media=[file], alt="An empty room", attested=["yes"])
    notice = await told(workspace, "U0MAYA", "is with the approvers")
    await press(workspace, "U0MAYA", notice, "edit", workspace.world.direct("U0MAYA").id)
    more = workspace.upload("U0MAYA", "chair.png", png(50, 40))
    answers = {"media": [more], "alt": "An empty room\nA chair", "attested": ["yes"]}
    assert await workspace.submit("U0MAYA", answers) == {"ok": True}
    second = await workspace.world.until(lambda: (workspace.cards("P-1001")[1:] or [None])[0])
    shown = [block for block in second["blocks"] if block["type"] == "image"]
    assert [(block["slack_file"]["id"], block["alt_text"]) for block in shown] == [
        (file, "An empty room"),
        (more, "A chair"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("room.png", b"#!/bin/sh\necho hello", "not a picture or video"),
        ("big.png", png(10, 10) + b"\0" * (10 * 1024 * 1024), "at most 10 MB"),
    ],
)
async def test_other_files_are_refused_under_their_field(
    workspace: Workspace, name: str, content: bytes, words: str
) -> None:
    file = workspace.upload("U0MAYA", name, content)
    await workspace.command("U0MAYA", "/propose-post")
    result = await workspace.submit("U0MAYA", {**FILLED, "media": [file], "alt": "A room", "attested": ["yes"]})
    assert words in result["errors"]["media"]
    assert workspace.view("U0MAYA") is not None


async def test_missing_alt_text_is_asked_for(workspace: Workspace) -> None:
    file = workspace.upload("U0MAYA", "room.png", png(60, 40))
    await workspace.command("U0MAYA", "/propose-post")
    result = await workspace.submit("U0MAYA", {**FILLED, "media": [file]})
    assert "File 1 needs alt text" in result["errors"]["alt"]


async def test_a_file_that_cannot_be_fetched_keeps_the_form(workspace: Workspace) -> None:
    file = workspace.upload("U0MAYA", "room.png", png(60, 40))
    workspace.fail("files.info", "file_not_found")
    await workspace.command("U0MAYA", "/propose-post")
    result = await workspace.submit("U0MAYA", {**FILLED, "media": [file], "alt": "A room", "attested": ["yes"]})
    assert "could not be fetched" in result["errors"]["media"]
    assert await workspace.submit("U0MAYA", {**FILLED, "media": [file], "alt": "A room", "attested": ["yes"]}) == {
        "ok": True
    }


async def test_the_uploader_cannot_approve(workspace: Workspace) -> None:
    """Four eyes hold for whoever added the picture, also after somebody else's edit."""
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "edit")
    file = workspace.upload("U0PRIYA", "room.png", png(60, 40))
    assert await workspace.submit("U0PRIYA", {"media": [file], "alt": "A room", "attested": ["yes"]}) == {"ok": True}
    second = await workspace.world.until(lambda: (workspace.cards("P-1001")[1:] or [None])[0])
    await press(workspace, "U0PRIYA", second, "approve")
    await workspace.world.until(lambda: any("somebody else" in said for said in workspace.private("U0PRIYA")))
