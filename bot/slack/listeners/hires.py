"""Whoever joins the workspace works for the practice from that day, and is asked what everybody is."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk
from handlers.training import employment


class Hires:
    """Slack's event `team_join`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def joined(self, ack: AsyncAck, body: Body) -> None:
        """Puts a full member on the staff list; guests and bots are refused by the directory. Told twice, it happens
        once."""
        seen = await self._desk.directory.member(body["event"]["user"]["id"])
        await self._desk.db.run(employment.joined, seen, self._desk.rules)
        await ack()
