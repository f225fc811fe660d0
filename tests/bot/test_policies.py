"""Policies in Slack: published from a form or a file, read in pages, signed, changed, signed again, reviewed."""

from dataclasses import replace
from typing import Any

from bot.demo import Workspace, checks
from bot.slack.listeners.policies import Policies
from bot.slack.modals import policies as forms
from handlers.diff import Span
from handlers.policies import Document, Policy
from storage.engine import utc_now
from tests.bot.acting import refused, told
from tests.bot.reporting import shown
from tests.bot.test_oversight import hire, reminded
from tests.bot.test_training import elements_of

RUTH, MAYA = "U0RUTH", "U0MAYA"
FIRST = "# Photos\n\nNo photo without a signed authorization.\n\n## Rooms\n\nLook at the background first."
SECOND = FIRST.replace("first.", "twice.")


async def press(space: Workspace, verb: str, person: str = RUTH) -> str:
    """Presses a button of the form in front of somebody; what they read then."""
    assert (await space.press_in_form(person, f"policy.{verb}")).status == 200
    return shown(space, person)


async def send(space: Workspace, person: str = RUTH, **answers: Any) -> str:
    """Sends the form in front of somebody; what they read then."""
    assert await space.submit(person, answers) == {"ok": True}
    return shown(space, person)


async def publish(space: Workspace, **answers: Any) -> str:
    """The privacy officer publishes a first version; what they read then."""
    await space.command(RUTH, "/compliance", "policy")
    await press(space, "write")
    return await send(space, key="photos", title="Photos and videos", **answers)


def test_a_policy_is_drawn_as_slack_knows_it_and_every_button_has_a_listener() -> None:
    """However long it is, and whatever is in it; nothing is left out between pages."""
    policy = Policy("photos", "Photos and videos", 1, "Ruth Okafor", 2)
    text = "\n\n".join(f"# Part {n}\n{'&<>' * 900}" for n in range(120))
    spans = (Span("same", "a " * 9_000), Span("removed", "<" * 9_000), Span("added", "b"))
    found = Document(policy, text, "5d" * 32, "", utc_now(), 1, spans)
    views = [forms.document(found, page, owns=True, file="https://x.example/f") for page in range(1, 20)]
    views.append(forms.listing([(policy, 0), (replace(policy, retired_at=utc_now()), 0)] * 100, publishes=True))
    for view in views:
        checks.view(view, {})
    assert all(f"Part {n}'" in str(views) for n in range(120))
    drawn = {element["action_id"] for view in views for block in view["blocks"] for element in elements_of(block)}
    assert {f"policy.{verb}" for verb in Policies(None).verbs} == drawn  # type: ignore[arg-type]


async def test_from_the_first_version_to_the_review(workspace: Workspace) -> None:
    """Published, asked of everybody, read and signed, changed as a file, shown as a difference, signed again."""
    space = workspace
    await hire(space)
    space.close(RUTH)
    assert "Look at the background first." in await publish(space, text=FIRST)
    space.close(RUTH)
    reminder = await reminded(space)
    assert (await space.press(MAYA, reminder, "policy.read", space.world.direct(MAYA).id)).status == 200
    assert "Version 1" in shown(space, MAYA)
    assert "You have signed version 1." in await press(space, "attest", MAYA)
    space.close(MAYA)
    await space.command(RUTH, "/compliance", "policy photos")
    await press(space, "write")
    asked = space.view(RUTH)
    assert asked is not None
    assert FIRST in str([block["element"].get("initial_value") for block in asked["blocks"]]).replace("\\n", "\n")
    file = space.upload(RUTH, "photos.md", SECOND.encode())
    assert "word for word" in str(await space.submit(RUTH, {"text": FIRST}))
    await send(space, media=[file], note="Twice, not once.")
    space.close(RUTH)
    await space.command(MAYA, "/compliance", "policy")
    assert "changed since you signed version 1" in shown(space, MAYA)
    read = await press(space, "read", MAYA)
    assert all(words in read for words in ("What changed since version 1", "first", "twice", "Twice, not once."))
    assert "You have signed version 2." in await press(space, "attest", MAYA)
    await space.command(RUTH, "/compliance", "policy photos")
    await press(space, "review")
    assert "Version 2" in await send(space, note="Still right.")


async def test_retired_it_is_read_by_everybody_and_signed_by_nobody(workspace: Workspace) -> None:
    """Slack asks first and says what it means; the reminder of it is drawn again, and an old form says why not."""
    space = workspace
    await hire(space)
    space.close(RUTH)
    await publish(space, text=FIRST)
    reminder = await reminded(space)
    assert (await space.press(MAYA, reminder, "policy.read", space.world.direct(MAYA).id)).status == 200
    [asked] = [one for block in (space.view(RUTH) or {})["blocks"] for one in elements_of(block) if "confirm" in one]
    assert "stay on record" in str(asked["confirm"])
    assert "nobody is asked to sign it any more" in await press(space, "retire")
    assert "Nobody has to sign" not in str(space.view(RUTH))
    assert {"policy.attest", "policy.review", "policy.retire"}.isdisjoint(verbs_of(space, RUTH))
    await told(space, MAYA, "All of this is done")
    assert "is retired: nobody has to sign or review it" in await press(space, "attest", MAYA)
    while space.view(MAYA):
        space.close(MAYA)
    await space.command(MAYA, "/compliance", "policy")
    assert "retired on" in shown(space, MAYA)
    assert "policy.retire" not in str(await press(space, "read", MAYA))


def verbs_of(space: Workspace, person: str) -> set[str]:
    """What can be pressed in the form in front of somebody."""
    return {one["action_id"] for block in (space.view(person) or {})["blocks"] for one in elements_of(block)}


async def test_what_cannot_be_is_said_under_its_field_or_in_words(workspace: Workspace) -> None:
    """A version signed too late, a name that is none, a policy that is not there, a form of another."""
    await hire(workspace)
    workspace.close(RUTH)
    await workspace.command(RUTH, "/compliance", "policy")
    await press(workspace, "write")
    wrong = await workspace.submit(RUTH, {"key": "No Photos", "title": "Photos", "text": FIRST})
    assert "small letters" in wrong["errors"]["key"]
    assert (
        "cannot be a policy's text"
        in (await workspace.submit(RUTH, {"key": "photos", "title": "Photos"}))["errors"]["text"]
    )
    await send(workspace, key="photos", title="Photos", text=FIRST)
    await workspace.command(MAYA, "/compliance", "policy photos")
    await press(workspace, "write")
    await send(workspace, text=SECOND)
    assert "There is a newer version" in await press(workspace, "attest", MAYA)
    await workspace.command(MAYA, "/compliance", "policy nothing")
    await refused(workspace, MAYA, "There is no policy of this name")
