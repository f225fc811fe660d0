"""Looking for a message whose answer was lost, in a channel and a thread that went on talking meanwhile."""

from datetime import timedelta

from bot.demo import Workspace
from tests.bot.acting import TEXT, press, propose, shows, told

FILLED = {"networks": ["facebook"], "text": TEXT, "patient": "no"}
#: More than `SlackPlatform.look` asks for at once.
MANY = 205


def pages(space: Workspace, method: str) -> list[str]:
    """The cursors of the calls so far: the first page has none."""
    return [arguments.get("cursor", "") for called, arguments in space.world.calls if called == method]


async def test_a_card_is_found_on_the_second_page(workspace: Workspace) -> None:
    """History comes newest first; the card lies under all that was said since."""
    workspace.fail("chat.postMessage", "drop", times=2)
    await workspace.command("U0MAYA", "/propose-post")
    assert await workspace.submit("U0MAYA", FILLED) == {"ok": True}
    posted = (await workspace.world.until(workspace.messages))[0]
    for number in range(MANY):
        workspace.say("U0JONAH", "C0COMPLY", f"Something else, {number}")
    await workspace.world.until(lambda: "200" in pages(workspace, "conversations.history"), seconds=20)
    await press(workspace, "U0PRIYA", posted, "approve")
    await shows(workspace, posted["ts"], "Approved")
    assert len(workspace.cards("P-1001")) == 1


async def test_a_nudge_is_found_on_the_second_page_of_its_thread(workspace: Workspace) -> None:
    """Replies come oldest first; the nudge lies after all that was said just before."""
    posted = await propose(workspace)
    await told(workspace, "U0MAYA", "is with the approvers")
    workspace.fail("chat.postMessage", "drop")
    workspace.forward(timedelta(days=6))
    # Before the worker gets its turn.
    for number in range(MANY):
        workspace.say("U0JONAH", "C0COMPLY", f"I will look at it, {number}", posted["ts"])
    await workspace.world.until(lambda: "200" in pages(workspace, "conversations.replies"), seconds=20)
    await press(workspace, "U0PRIYA", posted, "approve")
    await shows(workspace, posted["ts"], "Approved")
    assert sum("still waiting" in str(reply) for reply in workspace.thread(posted["ts"])) == 1
