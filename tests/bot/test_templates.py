"""Neutral answers in Slack: written, approved by somebody else, offered, replaced, retired."""

from dataclasses import replace
from typing import Any

from bot.demo import Workspace, checks
from bot.slack.listeners.templates import Templates
from bot.slack.modals import templates as forms
from handlers.reply_templates import Answer, Opened, Overview, State, Version, shipped
from storage.engine import utc_now
from tests.bot.acting import told
from tests.bot.reporting import shown
from tests.bot.test_training import elements_of

RUTH, PRIYA, MAYA = "U0RUTH", "U0PRIYA", "U0MAYA"
OURS = "Thank you for writing. Please call our office, and we will listen."
TELLS = {"networks": ["facebook"], "patient": "no", "kind": "reply", "text": "We are sorry about your appointment."}

_VERSION = Version(7, 1, 2, "A & complaint", "<b> & Co " * 70, 1, "Ruth Okafor", utc_now(), State.WAITING)
_OLD = replace(_VERSION, id=6, number=1, state=State.IN_FORCE, decisions=(("approved", "Priya", utc_now()),))


def test_answers_are_drawn_as_slack_knows_them_and_every_button_has_a_listener() -> None:
    """However many there are, and whatever is in them."""
    opened = Opened(Answer(1, (_VERSION, _OLD)), decides=True, writes=True)
    long = Opened(Answer(1, (_VERSION, *[_OLD] * 200)), decides=True, writes=True)
    views = [
        forms.listing(Overview((opened,) * 80, (), writes=True)),
        forms.listing(Overview((), shipped(), writes=True)),
        forms.document(opened),
        forms.document(long, 2),
        forms.form(_VERSION.occasion, _VERSION.text, 1),
    ]
    for view in views:
        checks.view(view, {})
    drawn = {element["action_id"] for view in views for block in view["blocks"] for element in elements_of(block)}
    assert {f"template.{verb}" for verb in Templates(None).verbs} == {  # type: ignore[arg-type]
        verb for verb in drawn if verb.startswith("template.")
    }


async def press(space: Workspace, verb: str, person: str = RUTH) -> str:
    """Presses a button of the form in front of somebody; what they read then."""
    assert (await space.press_in_form(person, f"template.{verb}")).status == 200
    return shown(space, person)


async def listed(space: Workspace, person: str = RUTH) -> str:
    """Types the command anew; what somebody reads then."""
    while space.view(person):
        space.close(person)
    await space.command(person, "/compliance", "templates")
    return shown(space, person)


async def write(space: Workspace, **answers: Any) -> str:
    await listed(space)
    await press(space, "write")
    await space.submit(RUTH, {"occasion": "A complaint", "text": OURS, **answers})
    return shown(space, RUTH)


async def test_from_writing_to_retiring(workspace: Workspace) -> None:
    """The writer cannot approve; approved it is offered in place of the shipped ones; retired no longer."""
    space = workspace
    assert "nobody here has approved them" in await listed(space)
    said = await write(space)
    assert "find it in /compliance queue" in said
    assert "Waits for approval" in said
    assert "template.approve" not in str(space.view(RUTH))
    assert "waits for your approval" not in await queue(space, RUTH)
    assert "1 neutral answer waits for your approval" in await queue(space, PRIYA)
    await listed(space, PRIYA)
    assert OURS in await press(space, "read", PRIYA)
    assert "it is offered" in await press(space, "approve", PRIYA)
    assert "Approved by Dr. Priya Raman" in shown(space, PRIYA)
    assert "nobody here has approved" not in await listed(space)
    assert OURS in await offered(space)
    assert "Praise" not in shown(space, MAYA)
    assert (await space.press_in_form(MAYA, "proposal.template")).status == 200
    assert await space.submit(MAYA, {}) == {"ok": True}
    await listed(space)
    await press(space, "read")
    assert "stays on record" in await press(space, "retire")
    assert "Praise" in await offered(space)


async def test_those_who_may_approve_are_told_once_and_the_message_opens_it(workspace: Workspace) -> None:
    """Never its writer; decided, the message says so and asks for nothing."""
    space = workspace
    await write(space)
    message = await told(space, PRIYA, "A neutral answer waits for your approval")
    assert OURS in str(message)
    await told(space, "U0JONAH", "A neutral answer waits for your approval")
    direct = space.world.direct(PRIYA).id
    assert (await space.press(PRIYA, message, "template.read", direct)).status == 200
    assert "it is offered" in await press(space, "approve", PRIYA)
    for person in (PRIYA, "U0JONAH"):
        drawn = await told(space, person, "Approved by Dr. Priya Raman")
        assert "template.read" not in str(drawn)
        assert len([one for one in space.direct(person) if "eutral answer" in str(one)]) == 1
    await space.settle()
    assert not any("eutral answer" in str(one) for one in space.direct(RUTH))


async def queue(space: Workspace, person: str) -> str:
    await space.command(person, "/compliance", "queue")
    return space.private(person)[-1]


async def offered(space: Workspace) -> str:
    """What a refused answer offers."""
    while space.view(MAYA):
        space.close(MAYA)
    await space.command(MAYA, "/propose-post")
    await space.submit(MAYA, TELLS)
    return shown(space, MAYA)


async def test_a_shipped_one_is_made_ours_and_changed_and_declined(workspace: Workspace) -> None:
    space = workspace
    await listed(space)
    await press(space, "adopt")
    assert "Thank you for your kind words" in str(space.view(RUTH))
    await space.submit(RUTH, {})
    await press(space, "write")
    await space.submit(RUTH, {"text": OURS})
    assert "Version 2" in shown(space, RUTH)
    assert "Replaced" in shown(space, RUTH)
    await listed(space, PRIYA)
    await press(space, "read", PRIYA)
    assert "You declined it" in await press(space, "decline", PRIYA)


async def test_what_identifies_somebody_comes_back_under_the_answer(workspace: Workspace) -> None:
    """With the words; nothing typed is lost. Other problems stand under their field."""
    space = workspace
    said = await write(space, text="We are sorry that your root canal hurt.")
    assert "your root canal”" in said
    assert "We are sorry that your root canal hurt." in str(space.view(RUTH))
    assert "when to use it" in str(await space.submit(RUTH, {"occasion": "one\ntwo", "text": OURS}))


async def test_staff_read_what_is_in_force_and_cannot_write(workspace: Workspace) -> None:
    """A form opened before the role was lost is refused when it is sent."""
    space = workspace
    await write(space)
    assert OURS not in await listed(space, MAYA)
    assert "template.write" not in str(space.view(MAYA))
    assert "template.adopt" not in str(space.view(MAYA))


async def test_a_template_retired_meanwhile_says_so_and_keeps_the_form(workspace: Workspace) -> None:
    space = workspace
    await offered(space)
    await write(space)
    await listed(space, PRIYA)
    await press(space, "read", PRIYA)
    await press(space, "approve", PRIYA)
    assert (await space.press_in_form(MAYA, "proposal.template")).status == 200
    assert "not offered here any more" in shown(space, MAYA)
    space.close(MAYA)
    assert "We are sorry about your appointment." in str(space.view(MAYA))
