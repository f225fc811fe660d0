"""What reporters and the compliance team do over and over."""

import re
from datetime import timedelta
from typing import Any

from bot.demo import Workspace
from bot.demo.forms import words
from bot.demo.practice import REPORTS

WHAT = "The schedule behind the front desk can be read in the photo."
_RECEIPT = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


def shown(space: Workspace, person: str) -> str:
    """All that can be read in the form somebody has in front of them."""
    view = space.view(person)
    assert view is not None
    labels = [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    return " ".join(" ".join((view["title"]["text"], words(view), *labels)).split())


async def report(space: Workspace, person: str = "U0TOMAS", **answers: Any) -> str:
    """Reports, says that the receipt is saved, closes the form; the receipt."""
    await space.command(person, "/report-violation")
    assert await space.submit(person, {"what": WHAT, **answers}) == {"ok": True}
    code = receipt(space, person)
    assert await space.submit(person, {"saved": ["yes"]}) == {"ok": True}
    assert "Come back with your receipt" in shown(space, person)
    space.close(person)
    return code


def receipt(space: Workspace, person: str) -> str:
    """The one in front of somebody."""
    found = _RECEIPT.search(shown(space, person))
    assert found, shown(space, person)
    return found[0]


async def come_back(space: Workspace, code: str, person: str = "U0TOMAS") -> str:
    """Opens a report with its receipt; what can be read then."""
    await space.command(person, "/report-violation")
    assert (await space.press_in_form(person, "report.have_receipt")).status == 200
    assert await space.submit(person, {"receipt": code}) == {"ok": True}
    return shown(space, person)


async def answer(space: Workspace, text: str, person: str = "U0TOMAS", now: bool = False) -> str:
    """Writes below the conversation that is open; what can be read then."""
    view = space.view(person)
    assert view is not None
    field, hurry = (block["block_id"] for block in view["blocks"] if block["type"] == "input")
    assert await space.submit(person, {field: text, hurry: ["yes"] if now else []}) == {"ok": True}
    return shown(space, person)


async def case_card(space: Workspace) -> dict[str, Any]:
    """Waits for the quarter hour and the newest card in the reports channel."""
    seen = len(space.messages(REPORTS))
    space.forward(timedelta(minutes=20))
    await space.world.until(lambda: len(space.messages(REPORTS)) > seen)
    return space.messages(REPORTS)[-1]


async def press(space: Workspace, person: str, card: dict[str, Any], verb: str, channel: str = REPORTS) -> None:
    """Presses a button of a case; Slack must never see an error from it."""
    assert (await space.press(person, card, f"case.{verb}", channel)).status == 200
