"""A new colleague: nobody on either platform, until somebody using the workspace says that they join it."""

from bot.demo import Workspace
from bot.demo.practice import NEWCOMER
from bot.demo.teams.practice import GENERAL, IDENTITIES
from bot.demo.world import Json
from tests.demo.conftest import Caller
from tests.demo.standin import StandIn


async def hire(slack: Caller, platform: str) -> Json:
    """Presses the button."""
    async with slack.session.post(f"{slack.workspace.base}/demo/hire", json={"platform": platform}) as response:
        return dict(await response.json())


async def test_in_slack_they_are_a_member_from_then_on(slack: Caller) -> None:
    """Before, no account of the workspace; then in the channels everybody is in; twice is once."""
    assert (await slack.read("users.info", user=NEWCOMER))["error"] == "user_not_found"
    assert (await slack("conversations.open", users=NEWCOMER))["error"] == "user_not_found"
    assert (await slack.state("U0RUTH"))["newcomer"]["missing"] == ["slack"]
    slack.workspace.client.url = f"{slack.workspace.base}/demo/close"
    for _ in range(2):
        assert await hire(slack, "slack") == {"ok": True}
    assert (await slack.read("users.info", user=NEWCOMER))["user"]["real_name"] == "Noor Haddad"
    state = await slack.state(NEWCOMER)
    assert [one["name"] for one in state["channels"]] == ["general", "marketing", "Imprimatur"]
    assert state["newcomer"]["missing"] == []
    assert NEWCOMER in {one["id"] for one in state["people"]}


async def test_in_teams_the_bot_is_told_of_the_team_and_of_the_chat(space: Workspace, standin: StandIn) -> None:
    """With the activities Teams sends: the team's new member, then the app in their own chat."""
    await space.teams.hire()
    await space.teams.hire()
    team, chat, _ = [one for one in standin.heard if one["type"] != "message"]
    assert team["channelData"]["eventType"] == "teamMemberAdded"
    assert team["membersAdded"] == [{"id": IDENTITIES[NEWCOMER].id, "aadObjectId": IDENTITIES[NEWCOMER].aad}]
    assert team["from"]["id"] == IDENTITIES["U0RUTH"].id
    assert chat["conversation"]["conversationType"] == "personal"
    assert NEWCOMER in space.teams.world.conversations[GENERAL].members
