"""Who a Teams account belongs to, asked of Teams and remembered for a while; in doubt, nobody."""

import asyncio
import time
from collections import OrderedDict
from typing import Any

from bot.delivery import Blocked, DeliveryError
from bot.teams.connector import Connector
from bot.teams.talk import Talk
from handlers import places
from handlers.errors import Refusal
from handlers.people import NotAMember, Sighting, Unknown
from handlers.places import Conversation
from storage.engine import Database

_KEEP_SECONDS = 600.0
_KEEP = 5_000
#: A form has to be answered within five seconds, or the client sends it again.
_PATIENCE = 3.0


class TeamsSilent(Refusal):
    """Teams did not say who you are just now, so nothing was done. Please try again in a minute."""


class Directory:
    """Members of the allowed organizations. A change to guest counts after ten minutes at the latest."""

    def __init__(self, connector: Connector, db: Database) -> None:
        self._connector = connector
        self._db = db
        self._seen: OrderedDict[str, tuple[float, str]] = OrderedDict()

    async def member(self, talk: Talk) -> Sighting:
        """The account that acts; raises `NotAMember` for guests, bots and whoever is not in the conversation any more,
        and `TeamsSilent`."""
        until, name = self._seen.get(talk.account, (0.0, ""))
        if not name or until < time.monotonic():
            found = await self._met(talk)
            if found.external_id != talk.account:
                raise NotAMember
            name = found.name
            self._seen[talk.account] = (time.monotonic() + _KEEP_SECONDS, name)
            while len(self._seen) > _KEEP:
                self._seen.popitem(last=False)
        return Sighting("teams", talk.account, talk.tenant, name, talk.zone)

    async def _met(self, talk: Talk) -> Sighting:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._where_known(talk)
        except TimeoutError:
            raise TeamsSilent from None

    async def _where_known(self, talk: Talk) -> Sighting:
        """Looked up where they are; from a chat that the bot is not in, where both are known to be."""
        try:
            return await self._look_up(talk.place, talk.sender)
        except TeamsSilent as silent:
            known = await self._db.run(places.shared, "teams", f"account:{talk.account}")
            if known is None or known == talk.place or not isinstance(silent.__cause__, Blocked):
                raise
        return await self._look_up(known, talk.sender)

    def forget(self, account: str) -> None:
        """What was remembered of an account no longer counts."""
        self._seen.pop(account, None)

    async def mentioned(self, place: Conversation, account: str) -> Sighting:
        """The account of somebody who is spoken of, by id or by sign-in name; raises `Unknown` where `member`
        refuses."""
        try:
            return await self._look_up(place, account)
        except NotAMember:
            raise Unknown from None

    async def _look_up(self, place: Conversation, account: str) -> Sighting:
        try:
            found = await self._connector.member(place.service_url, place.channel, account)
        except DeliveryError as error:
            raise TeamsSilent from error
        return as_member(found or {}, place.team)


def as_member(found: dict[str, Any], tenant: str) -> Sighting:
    """The account the Bot Connector tells of; raises `NotAMember` for guests, bots and nobody."""
    account = str(found.get("aadObjectId") or found.get("objectId") or "").lower()
    home = str(found.get("tenantId") or tenant).lower()
    if not account or str(found.get("userRole", "user")).lower() != "user" or home != tenant:
        raise NotAMember
    name = " ".join(str(found.get("name") or account).split())[:80]
    return Sighting("teams", account, tenant, name)
