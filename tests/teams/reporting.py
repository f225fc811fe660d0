"""What reporters and the compliance team do over and over in Teams."""

import re
from datetime import timedelta
from typing import Any

from bot.demo import Workspace
from tests.teams.acting import Json, ask, reading, until

WHAT = "The schedule behind the front desk can be read in the photo."
_RECEIPT = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")


async def opens_form(space: Workspace, person: str = "U0MAYA") -> str:
    """Opens the form from the compose box; its words."""
    opened = await space.teams.compose(person, "reportViolation")
    assert opened == {"ok": True}, opened
    return reading(space, person)


async def file(space: Workspace, person: str = "U0MAYA", **answers: Any) -> str:
    """Files a report and says that the receipt is saved; returns it."""
    await opens_form(space, person)
    await space.teams.submit(person, {"what": WHAT, **answers}, "Send the report")
    receipt = receipt_in(reading(space, person))
    await space.teams.submit(person, {"saved": True}, "Done")
    assert "confirms a report within 7 days" in reading(space, person)
    space.teams.close(person)
    return receipt


def receipt_in(words: str) -> str:
    found = _RECEIPT.search(words)
    assert found, words
    return found[0]


async def comes_back(space: Workspace, receipt: str, person: str = "U0MAYA") -> str:
    """Opens the form with a receipt; what stands in the dialog then."""
    await opens_form(space, person)
    await space.teams.submit(person, {}, "I have a receipt")
    await space.teams.submit(person, {"receipt": receipt}, "Open")
    return reading(space, person)


async def set_up_reports(space: Workspace) -> str:
    """Ruth makes a channel the place where reports arrive."""
    return await ask(space, "U0RUTH", "@Imprimatur setup reports", "reports")


async def delivered(space: Workspace, count: int = 1) -> Json:
    """The newest card in the reports channel, after the next quarter hour."""
    space.forward(timedelta(minutes=20))
    await until(space, lambda: len(space.teams.cards("Report of a violation", "reports")) >= count)
    return dict(space.teams.cards("Report of a violation", "reports")[-1])


async def works(space: Workspace, person: str, case: Json, button: str, send: str, **answers: Any) -> str:
    """Presses a button of a case's card that opens a form, fills it in and sends it; the words that come then."""
    opened = await space.teams.press(person, case, button)
    assert opened["ok"], opened
    await space.teams.submit(person, answers, send)
    return reading(space, person)
