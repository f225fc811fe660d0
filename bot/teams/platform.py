"""Teams as the worker sees it: sends and updates, with what it needs to know of a conversation kept in the database."""

import asyncio
from datetime import datetime

from bot.delivery import Blocked, Reference, Target
from bot.teams.cards import render
from bot.teams.connector import Connector
from bot.teams.desk import message
from handlers import places
from handlers.messages import Message
from handlers.places import Conversation
from handlers.words import summary
from storage.engine import Database

PLATFORM = "teams"
#: One organization takes 30 requests a second from a bot (learn.microsoft.com, "Optimize your bot with rate limiting");
#: the rest is for those that catch up with the ones before them on their way.
_TENANT_SECONDS = 1 / 25


class TeamsPlatform:
    """Delivers to the conversations that privacy officers chose, and to people's chats with the bot."""

    #: A conversation takes seven messages a second and 1,800 an hour; the hour is the narrower (same page).
    pace = 2.0

    def __init__(self, db: Database, connector: Connector) -> None:
        self._db = db
        self._connector = connector
        self._next = 0.0

    async def send(self, to: Target, message_: Message) -> Reference:
        """Posts a new message, below the one it answers. Raises `Blocked` where the bot was never added."""
        at = await self._conversation(to)
        await self._turn()
        reply_to = to.thread.message if to.thread else None
        activity = message(render(message_), summary(message_))
        sent = await self._connector.send(at.service_url, at.channel, activity, reply_to)
        return Reference(f"{at.service_url} {at.channel}", sent)

    async def update(self, at: Reference, message_: Message) -> None:
        """Draws a posted message again."""
        await self._turn()
        service_url, _, channel = at.channel.partition(" ")
        activity = message(render(message_), summary(message_))
        await self._connector.update(service_url, channel, at.message, activity | {"id": at.message})

    async def look(self, to: Target, since: datetime) -> Reference | None:
        """Nothing: a bot cannot search a conversation. A message whose answer was lost is sent again, so that a review
        is rather asked for twice than never; every press on either card counts once."""
        return None

    async def _conversation(self, to: Target) -> Conversation:
        place = to.place if to.account is None else f"account:{to.account}"
        if found := await self._db.dispatch(places.find, PLATFORM, place):
            return found
        near = await self._db.dispatch(places.newest, PLATFORM)
        if near is None or to.account is None:
            raise Blocked("not_set_up")
        await self._turn()
        channel = await self._connector.create_conversation(near.service_url, near.bot, near.team, to.account)
        made = near._replace(channel=channel)
        await self._db.dispatch(places.remember, PLATFORM, place, made)
        return made

    async def _turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next + _TENANT_SECONDS, now)
        await asyncio.sleep(self._next - now)
