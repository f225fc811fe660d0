"""Who joins the workspace works for the practice from that day, and is asked what everybody is; who is deactivated has
left."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk
from handlers.training import employment, staff_changes


class Hires:
    """Slack's events `team_join` and `user_change`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def joined(self, ack: AsyncAck, body: Body) -> None:
        """Puts a full member on the staff list; guests and bots are refused by the directory. Told twice, it happens
        once."""
        seen = await self._desk.directory.member(body["event"]["user"]["id"])
        await self._desk.db.run(employment.joined, seen, self._desk.rules)
        await ack()

    async def changed(self, ack: AsyncAck, body: Body) -> None:
        """Takes somebody whose account is deactivated off the staff list; whatever else changes about an account is not
        ours. Who is activated again may have left by other means, so privacy officers say that they work here again."""
        user = body["event"]["user"]
        if user.get("deleted") is True:
            self._desk.directory.forget(user["id"])
            await self._desk.db.run(staff_changes.account_gone, "slack", user["id"], self._desk.rules)
        await ack()
