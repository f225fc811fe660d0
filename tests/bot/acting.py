"""What people do over and over in the tests of the approval loop."""

from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import Workspace

TEXT = "Our new hygiene room opens on Monday."
_GIVEN = [
    "Ellen",
    "Dan",
    "Carol",
    "Peter",
    "Susan",
    "Mark",
    "Laura",
    "Kevin",
    "Helen",
    "Brian",
    "Julie",
    "Frank",
    "Karen",
    "Roger",
]
_FAMILY = [
    "Moore",
    "Miller",
    "Johnson",
    "Nelson",
    "Carter",
    "Turner",
    "Parker",
    "Collins",
    "Edwards",
    "Morris",
    "Rogers",
    "Cooper",
    "Peterson",
    "Ramirez",
]
#: So many people that a card has no room to tell of each.
CROWD = " ".join(f"{given} {family} works with us." for family in _FAMILY for given in _GIVEN)
CHICAGO = ZoneInfo("America/Chicago")


def the_day(workspace: Workspace) -> date:
    """Which day it is for the practice."""
    return workspace.clock().astimezone(CHICAGO).date()


async def propose(space: Workspace, person: str = "U0MAYA", **answers: Any) -> dict[str, Any]:
    """Proposes a post and waits for its card; the card as it was then, like a chat window that was left open."""
    seen = {message["ts"] for message in space.messages()}
    await space.command(person, "/propose-post")
    filled = {"networks": ["facebook"], "text": TEXT, "patient": "no", **answers}
    result = await space.submit(person, filled)
    assert result == {"ok": True}, result
    posted = await space.world.until(lambda: next((m for m in space.messages() if m["ts"] not in seen), None))
    return deepcopy(posted)


def card(space: Workspace, ts: str) -> str:
    """All of a card as it stands, for looking into."""
    return str(space.world.message("C0COMPLY", ts))


async def shows(space: Workspace, ts: str, words: str) -> None:
    """Waits until a card shows `words`."""
    await space.world.until(lambda: words in card(space, ts))


async def told(space: Workspace, person: str, words: str) -> dict[str, Any]:
    """Waits for a direct message that says `words`."""
    found = lambda: next((m for m in reversed(space.direct(person)) if words in str(m)), None)  # noqa: E731
    return deepcopy(await space.world.until(found))


async def refused(space: Workspace, person: str, words: str) -> None:
    """Waits for a private answer that says `words`."""
    await space.world.until(lambda: any(words in said for said in space.private(person)))


async def press(space: Workspace, person: str, message: dict[str, Any], verb: str, channel: str = "C0COMPLY") -> None:
    """Presses a button; Slack must never see an error from it."""
    answer = await space.press(person, message, f"proposal.{verb}", channel)
    assert answer.status == 200


async def at_work(space: Workspace) -> None:
    """The next working day, at an hour at which everybody is at work, wherever they live."""
    now = space.clock().astimezone(CHICAGO)
    noon = datetime.combine(now.date(), time(12, 30), CHICAGO)
    while noon <= now or noon.weekday() > 4:
        noon += timedelta(days=1)
    space.forward(noon - now)
    await space.settle()
