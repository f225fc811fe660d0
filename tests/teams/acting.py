"""What people do over and over in Teams, in the tests of the real bot in the local workspace."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

from bot.demo import Workspace
from bot.demo.practice import BOT
from bot.demo.teams.world import CARD
from tests.bot.acting import TEXT

Json = dict[str, Any]

FILLED: Json = {"networks": ["facebook"], "text": TEXT, "patient": "no"}
#: Nothing of Slack: a practice that has Teams only.
NO_SLACK = dict.fromkeys(("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "SLACK_API_URL", "SLACK_COMPLIANCE_CHANNEL"), "")
#: Longer than the bot pauses between two messages to one conversation.
_PAUSE = timedelta(seconds=2.5)


async def until(space: Workspace, met: Callable[[], Any], rounds: int = 100) -> Any:
    """What `met` returns as soon as it is true. Nobody waits for the pause between two messages: the clock runs on."""
    for _ in range(rounds):
        try:
            return await space.world.until(met, seconds=0.15)
        except TimeoutError:
            space.forward(_PAUSE)
    return await space.world.until(met, seconds=1)


def written(space: Workspace, place: str) -> list[Json]:
    """Everything the bot wrote in a channel, threads included, or in somebody's chat."""
    return [one for one in space.teams.world.conversations[place].messages if one["from"] == BOT["id"]]


async def answered(space: Workspace, place: str, count: int, person: str = "") -> str:
    """The words of the newest message of the bot in a place, once there are more than `count`."""
    await until(space, lambda: len(written(space, place)) > count)
    return space.teams.words(written(space, place)[-1], person)


async def ask(space: Workspace, person: str, text: str, place: str | None = None, **more: Any) -> str:
    """Says something to the bot, in its chat or in a channel; what it answers there."""
    count = len(written(space, place or person))
    said = await space.teams.say(person, text, place, **more)
    assert said is not None
    assert (said.status, said.text) == (200, "")
    return await answered(space, place or person, count, person)


async def set_up(space: Workspace, place: str = "compliance") -> str:
    """Ruth makes a channel the place where posts are reviewed; once more where a busy machine did not tell in three
    seconds who she is."""
    said = await ask(space, "U0RUTH", "@Imprimatur setup compliance", place)
    if "from now on" not in said:
        said = await ask(space, "U0RUTH", "@Imprimatur setup compliance", place)
    return said


async def link(space: Workspace, person: str) -> None:
    """Makes somebody's accounts in Slack and Teams one person."""
    code = re.search(r"link [0-9A-Z]{4}-[0-9A-Z]{4}", await ask(space, person, "link"))
    assert code
    await space.command(person, "/compliance", code[0])
    assert "are now one person" in space.private(person)[-1]


async def fill_in(space: Workspace, person: str = "U0MAYA", **answers: Any) -> Json:
    """Opens the form from the compose box and sends it; what came of it."""
    opened = await space.teams.compose(person, "proposePost")
    assert opened == {"ok": True}, opened
    return await space.teams.submit(person, {**FILLED, **answers})


async def propose(space: Workspace, person: str = "U0MAYA", place: str = "compliance", **answers: Any) -> Json:
    """Proposes a post and waits for its card; the card as it was then, like a window that was left open."""
    seen = {message["id"] for message in space.teams.messages(place)}
    result = await fill_in(space, person, **answers)
    assert "is with the approvers" in result.get("shown", ""), result
    space.teams.close(person)
    posted = await until(space, lambda: next((m for m in space.teams.messages(place) if m["id"] not in seen), None))
    return deepcopy(posted)


def card(space: Workspace, message: Json, place: str = "compliance", person: str = "") -> str:
    """A card's words as it stands for everybody, or for one person."""
    standing = space.teams.world.conversations[place].message(message["id"])
    assert standing is not None
    return space.teams.words(standing, person)


async def shows(space: Workspace, message: Json, words: str, place: str = "compliance") -> None:
    """Waits until everybody sees `words` on a card."""
    await until(space, lambda: words in card(space, message, place))


async def told(space: Workspace, person: str, words: str) -> Json:
    """Waits for a message in somebody's chat that says `words`."""
    found = lambda: next((m for m in reversed(space.teams.personal(person)) if words in space.teams.words(m)), None)  # noqa: E731
    return deepcopy(await until(space, found))


async def press(space: Workspace, person: str, message: Json, verb: str, **inputs: str) -> str:
    """Presses a button that acts; what whoever pressed is shown, after which nothing else may have gone wrong."""
    pressed = await space.teams.press(person, message, f"proposal.{verb}", inputs)
    assert pressed["ok"], pressed
    return str(pressed["said"]) if "said" in pressed else _words(space, pressed["card"])


async def invoke(space: Workspace, person: str, name: str, value: Any, place: str = "compliance") -> Any:
    """Asks the bot with any value whatever, as no client of Teams would; the answer, which is never a 5xx."""
    conversation = space.teams.world.conversations[place]
    answer = await space.teams.client.invoke(person, conversation, name, value)
    assert answer.status == 200, answer
    return answer.json


async def act(space: Workspace, person: str, verb: str, at: Any, place: str = "compliance", **inputs: Any) -> str:
    """Presses a button that is not there any more, or never was; the answer as text."""
    data = {"at": at, **{name.replace("_", ":", 1): value for name, value in inputs.items()}}
    action = {"type": "Action.Execute", "verb": f"proposal.{verb}", "data": data}
    return str(await invoke(space, person, "adaptiveCard/action", {"action": action, "trigger": "manual"}, place))


async def opens(space: Workspace, person: str, message: Json, title: str) -> str:
    """Presses a button that opens a dialog; the words in it."""
    opened = await space.teams.press(person, message, title)
    assert opened["ok"], opened
    return reading(space, person)


def reading(space: Workspace, person: str) -> str:
    """The words of the dialog in front of somebody."""
    shown = space.teams.dialog(person)
    assert shown is not None
    return _words(space, shown["card"])


def _words(space: Workspace, card: Json) -> str:
    return space.teams.words({"id": "", "attachments": [{"contentType": CARD, "content": card}]})
