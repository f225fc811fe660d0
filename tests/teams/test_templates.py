"""Neutral answers in Teams: written, approved by somebody else, offered, replaced, retired."""

from dataclasses import replace

from bot.demo import Workspace
from bot.teams.cards import templates as cards
from bot.teams.forms import templates as forms
from handlers.reply_templates import MOST, Answer, Opened, Overview, State, Version, shipped
from storage.engine import utc_now
from tests.teams.acting import ask, card, fill_in, opens, reading, told, until, written
from tests.teams.looking import require_valid

OURS = "Thank you for writing. Please call our office, and we will listen."
TELLS = {"kind": "reply", "text": "We are sorry about your appointment."}

_VERSION = Version(7, 1, 2, "A [complaint](https://x.example)", "ä" * 700, 1, "Ruth", utc_now(), State.WAITING)
_OLD = replace(_VERSION, id=6, number=1, state=State.IN_FORCE, decisions=(("approved", "Priya", utc_now()),))


def test_answers_are_drawn_as_teams_takes_them() -> None:
    """However many there are, and whatever is in them."""
    opened = Opened(Answer(1, (_VERSION, *[_OLD] * 60)), decides=True, writes=True)
    for drawn in (
        cards.listing(Overview((opened,) * MOST, (), writes=True)),
        cards.listing(Overview((), shipped(), writes=True)),
        forms.document(opened, "Done."),
        forms.form(_VERSION.occasion, _VERSION.text, 1),
    ):
        require_valid(drawn)


async def listed(space: Workspace, person: str = "U0RUTH") -> str:
    space.teams.close(person)
    return await ask(space, person, "templates")


async def write(space: Workspace, text: str = OURS) -> str:
    await listed(space)
    await opens(space, "U0RUTH", written(space, "U0RUTH")[-1], "New answer")
    return str((await space.teams.submit("U0RUTH", {"occasion": "A complaint", "text": text}))["shown"])


async def approve(space: Workspace) -> str:
    await listed(space, "U0PRIYA")
    await opens(space, "U0PRIYA", written(space, "U0PRIYA")[-1], "Open")
    return str((await space.teams.submit("U0PRIYA", {}, "Approve"))["shown"])


async def offered(space: Workspace) -> str:
    """What a refused answer offers."""
    space.teams.close("U0MAYA")
    return str((await fill_in(space, **TELLS))["shown"])


async def test_from_writing_to_retiring(space: Workspace) -> None:
    """The writer cannot approve; approved it is offered in place of the shipped ones; retired no longer."""
    assert "nobody here has approved them" in await listed(space)
    said = await write(space)
    assert "find it in queue" in said
    assert "Waits for approval" in said
    assert "Approve" not in str(space.teams.dialog("U0RUTH")["card"]["actions"])
    assert "waits for your approval" not in await ask(space, "U0RUTH", "queue")
    # She is told by itself, too, and what she asks for is read from the newest message.
    await told(space, "U0PRIYA", "A neutral answer waits for your approval")
    assert "1 neutral answer waits for your approval: templates" in await ask(space, "U0PRIYA", "queue")
    assert "it is offered" in await approve(space)
    shown = await offered(space)
    assert OURS in shown
    assert "Praise" not in shown
    shown = (await space.teams.submit("U0MAYA", {}, "Use this"))["shown"]
    assert "The text is replaced" in shown
    assert "is with the approvers" in (await space.teams.submit("U0MAYA", {}))["shown"]
    await listed(space)
    await opens(space, "U0RUTH", written(space, "U0RUTH")[-1], "Open")
    assert "Approved by Dr. Priya Raman" in reading(space, "U0RUTH")
    assert "stays on record" in (await space.teams.submit("U0RUTH", {}, "Retire"))["shown"]
    assert "Praise" in await offered(space)


async def test_those_who_may_approve_are_told_and_the_message_opens_it(space: Workspace) -> None:
    """Decided, it says so and asks for nothing."""
    await write(space)
    message = await told(space, "U0PRIYA", "A neutral answer waits for your approval")
    assert OURS in await opens(space, "U0PRIYA", message, "Open")
    assert "it is offered" in (await space.teams.submit("U0PRIYA", {}, "Approve"))["shown"]
    await until(space, lambda: "Approved by Dr. Priya Raman" in card(space, message, "U0PRIYA"))
    assert "Open" not in str(space.teams.world.conversations["U0PRIYA"].message(message["id"]))


async def test_a_shipped_one_is_made_ours_and_declined(space: Workspace) -> None:
    await listed(space)
    await opens(space, "U0RUTH", written(space, "U0RUTH")[-1], "Make it ours")
    assert "Version 1" in (await space.teams.submit("U0RUTH", {}))["shown"]
    await listed(space, "U0PRIYA")
    await opens(space, "U0PRIYA", written(space, "U0PRIYA")[-1], "Open")
    assert "You declined it" in (await space.teams.submit("U0PRIYA", {}, "Decline"))["shown"]


async def test_what_identifies_somebody_comes_back_under_the_answer(space: Workspace) -> None:
    """With the words; nothing typed is lost, and sent again without them it is written."""
    said = await write(space, "We are sorry that your root canal hurt.")
    assert "root canal" in said
    assert "everybody may send this answer" in said
    assert "A complaint" in str(space.teams.dialog("U0RUTH"))
    assert "Version 1" in (await space.teams.submit("U0RUTH", {"text": OURS}))["shown"]


async def test_staff_read_what_is_in_force_and_cannot_write(space: Workspace) -> None:
    await write(space)
    assert OURS not in await listed(space, "U0MAYA")
    assert "New answer" not in str(written(space, "U0MAYA")[-1])
    await approve(space)
    assert OURS in await listed(space, "U0MAYA")


async def test_a_template_retired_meanwhile_says_so_and_keeps_the_form(space: Workspace) -> None:
    await offered(space)
    await write(space)
    await approve(space)
    shown = (await space.teams.submit("U0MAYA", {}, "Use this"))["shown"]
    assert "not offered here any more" in shown
    assert "We are sorry about your appointment." in str(space.teams.dialog("U0MAYA"))
