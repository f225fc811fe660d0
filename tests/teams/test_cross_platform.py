"""One queue on two platforms: proposed in one, decided in the other, every card redrawn on both."""

import asyncio
import contextlib
from typing import Any

from bot.demo import Workspace
from tests.bot import acting as slack
from tests.bot.acting import TEXT
from tests.teams.acting import act, ask, card, link, opens, press, propose, reading, set_up, shows, told, until
from tests.teams.conftest import Opened, expect_nothing_refused


@contextlib.asynccontextmanager
async def both(open_one: Opened) -> Any:
    """A practice that has Slack and Teams."""
    async with open_one(slack=True) as space:
        await set_up(space)
        yield space
        expect_nothing_refused(space)


async def in_slack(space: Workspace, number: str) -> dict[str, Any]:
    """The card of a proposal in Slack, once it is there."""
    found: dict[str, Any] = (await until(space, lambda: space.cards(number)))[0]
    return found


async def in_teams(space: Workspace, number: str) -> dict[str, Any]:
    """The card of a proposal in Teams, once it is there."""
    found: dict[str, Any] = (await until(space, lambda: space.teams.cards(number)))[0]
    return found


async def ledger(space: Workspace, person: str = "U0RUTH", number: str = "P-1001") -> list[tuple[str, str]]:
    """(tag, platform) of what was recorded about a proposal."""
    async with space.client._session.get(f"{space.base}/demo/ledger") as response:
        entries = (await response.json())["entries"]
    return [(e["tag"], e["platform"]) for e in entries if (e["payload"] or {}).get("proposal") == number]


async def test_proposed_in_slack_decided_in_teams(open_on_each: Opened) -> None:
    """Both cards show who decided; the author is told where they proposed; the ledger names both platforms."""
    async with both(open_on_each) as space:
        there = await slack.propose(space)
        here = await in_teams(space, "P-1001")
        assert TEXT in card(space, here)
        assert "You approved this" in await press(space, "U0PRIYA", here, "approve")
        await shows(space, here, "by Dr. Priya Raman")
        await slack.shows(space, there["ts"], "Dr. Priya Raman")
        assert "proposal.approve" not in slack.card(space, there["ts"])
        await slack.told(space, "U0MAYA", "is approved. Publish")
        assert await ledger(space) == [
            ("proposal:revision:submitted", "slack"),
            ("proposal:decision:approved", "teams"),
        ]


async def test_proposed_in_teams_decided_in_slack(open_on_each: Opened) -> None:
    async with both(open_on_each) as space:
        here = await propose(space)
        there = await in_slack(space, "P-1001")
        await slack.press(space, "U0PRIYA", there, "request_changes")
        assert await space.submit("U0PRIYA", {"reason": "Which Monday?"}) == {"ok": True}
        await shows(space, here, "Changes requested")
        assert "Which Monday?" in card(space, here)
        notice = await told(space, "U0MAYA", "needs changes")
        await opens(space, "U0MAYA", notice, "Edit and resubmit")
        await space.teams.submit("U0MAYA", {"text": "Our new hygiene room opens on Monday, 9 March."})
        assert "is back with the approvers" in reading(space, "U0MAYA")
        second = await until(space, lambda: (space.cards("P-1001")[1:] or [None])[0])
        assert "Changes since revision 1" in str(second)
        await slack.shows(space, there["ts"], "A newer revision")
        await shows(space, here, "A newer revision")
        assert (await ledger(space))[1] == ("proposal:decision:changes_requested", "slack")


async def test_the_second_is_told_on_the_other_platform(open_teams: Opened) -> None:
    async with both(open_teams) as space:
        here = await propose(space)
        there = await in_slack(space, "P-1001")
        await slack.press(space, "U0PRIYA", there, "approve")
        assert "Dr. Priya Raman was quicker" in await press(
            space, "U0JONAH", here, "reject", **{"reason:reject": "No."}
        )
        await shows(space, here, "Approved")


async def test_a_linked_person_is_one_pair_of_eyes(open_on_each: Opened) -> None:
    """Priya cannot approve in Teams what she proposed in Slack, nor the other way round, once it is known that she is
    one person; also not after she takes her accounts apart."""
    async with both(open_on_each) as space:
        await link(space, "U0PRIYA")
        await slack.propose(space, "U0PRIYA")
        here = await in_teams(space, "P-1001")
        assert "somebody else has to decide" in await press(space, "U0PRIYA", here, "approve")
        await propose(space, "U0PRIYA")
        there = await in_slack(space, "P-1002")
        await slack.press(space, "U0PRIYA", there, "approve")
        await slack.refused(space, "U0PRIYA", "somebody else has to decide")
        assert "are two people again" in await ask(space, "U0PRIYA", "unlink")
        assert "somebody else has to decide" in await press(space, "U0PRIYA", here, "approve")
        assert "You approved this" in await press(space, "U0JONAH", here, "approve")


async def test_a_linked_person_has_one_vote(open_teams: Opened) -> None:
    """The same verdict from the other platform is a double click; another one is too late."""
    async with both(open_teams) as space:
        await link(space, "U0PRIYA")
        here = await propose(space)
        there = await in_slack(space, "P-1001")
        await asyncio.gather(slack.press(space, "U0PRIYA", there, "approve"), press(space, "U0PRIYA", here, "approve"))
        assert sum(tag == "proposal:decision:approved" for tag, _ in await ledger(space)) == 1
        assert "was quicker" in await act(space, "U0PRIYA", "reject", "1/1", reason_reject="No.")


async def test_a_linked_person_has_one_set_of_lists(open_teams: Opened) -> None:
    """What was proposed in Slack is among one's own in Teams, and can be edited there."""
    async with both(open_teams) as space:
        await link(space, "U0MAYA")
        await slack.propose(space)
        assert "P-1001" in await ask(space, "U0MAYA", "mine")
        here = await in_teams(space, "P-1001")
        space.teams.world.conversations["compliance"].members.append("U0MAYA")
        await opens(space, "U0MAYA", here, "Edit")
        await space.teams.submit("U0MAYA", {"text": "Something else entirely"})
        assert "is back with the approvers" in reading(space, "U0MAYA")


async def race(space: Workspace, number: int, form: dict[str, Any]) -> str:
    """Priya approves in Slack while Jonah rejects in Teams; what was decided."""
    value = {**form["value"], "data": {**form["value"]["data"], "form": f"{number:016x}"}}
    assert f"P-{1000 + number} is with" in (await space.teams.client.send({**form, "value": value})).text
    button = {"type": "button", "action_id": "proposal.approve", "value": f"{number}/1", "text": {}}
    message = {"ts": "1.0", "text": "", "blocks": [{"type": "actions", "block_id": "decide", "elements": [button]}]}
    pressed: list[Any] = [
        space.press("U0PRIYA", message, "proposal.approve"),
        act(space, "U0JONAH", "reject", f"{number}/1", reason_reject="No."),
    ]
    await asyncio.gather(*(pressed if number % 2 else reversed(pressed)))
    made = [tag for tag, _ in await ledger(space, number=f"P-{1000 + number}") if ":decision:" in tag]
    assert len(made) == 1, made
    return made[0].rsplit(":", 1)[1]


async def run_races(space: Workspace, rounds: int) -> None:
    await propose(space)
    form = next(one for one in reversed(space.teams.client.sent) if one.get("name", "").endswith("submitAction"))
    made = {number: await race(space, number, form) for number in range(2, rounds + 2)}
    assert set(made.values()) == {"approved", "rejected"}
    for number, verdict in made.items():
        await until(space, lambda n=number, v=verdict: _agree(space, f"P-{1000 + n}", v.capitalize()), rounds=4_000)


def _agree(space: Workspace, number: str, word: str) -> bool:
    """Whether both cards show the one decision."""
    here, there = space.teams.cards(number), space.cards(number)
    return bool(here and there) and word in space.teams.words(here[0]) and word in str(there[0])


async def test_both_platforms_at_the_same_moment(open_teams: Opened) -> None:
    """A hundred times Approve in Slack and Reject in Teams: one decision each, and both cards show it."""
    async with both(open_teams) as space:
        await run_races(space, 100)


async def test_both_platforms_at_the_same_moment_on_postgres(postgres_url: str, open_teams: Opened) -> None:
    async with open_teams(slack=True, environ={"DATABASE_URL": postgres_url}) as space:
        await set_up(space)
        await run_races(space, 20)
