"""Teams' own lists of members as the staff list's source: who is in a team works for the practice, who is removed from
the last one that Imprimatur knows has left. Guests and bots are nobody's staff."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from bot.delivery import Blocked, DeliveryError
from bot.teams.desk import Desk
from bot.teams.directory import as_member
from bot.teams.talk import Talk
from handlers import places
from handlers.people import NotAMember, Sighting
from handlers.places import Conversation
from handlers.training import employment, staff_changes
from handlers.training.assignments import Why

_log = logging.getLogger(__name__)
T = TypeVar("T")

PLATFORM = "teams"
#: What teams are kept under, as `handlers.places` knows them.
TEAM = "team:"
#: So many people are put on the list in one transaction: others want the database meanwhile.
_BATCH = 50
#: A conversation takes seven requests a second (learn.microsoft.com, "Optimize your bot with rate limiting").
_PACE = 1 / 7
_TRIES = 6


class Roster:
    """Follows the teams Imprimatur is in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def installed(self, talk: Talk) -> int:
        """Imprimatur is in this team: everybody in it is put on the staff list. Returns how many were not on it. They
        are not new at the practice, as far as anybody knows, so they may propose posts while they catch up."""
        team, connector = await self._team(talk), self._desk.connector
        new, token = 0, ""
        while True:
            found, token = await _patiently(partial(connector.members, team.service_url, team.channel, token))
            seen = [one for member in found if (one := _sighting(member, team))]
            for start in range(0, len(seen), _BATCH):
                batch = seen[start : start + _BATCH]
                new += await self._desk.db.run(employment.joined, batch, self._desk.rules, Why.CHANGE)
            if not token:
                return new
            await asyncio.sleep(_PACE)

    async def joined(self, talk: Talk) -> None:
        """Somebody was added to this team: they begin at the practice."""
        team = await self._team(talk)
        for account, _ in talk.added:
            ask = partial(self._desk.connector.member, team.service_url, team.channel, account)
            found = await _patiently(ask)
            if seen := _sighting(found or {}, team):
                await self._desk.db.run(employment.joined, [seen], self._desk.rules, Why.HIRE)

    async def left(self, talk: Talk) -> None:
        """Somebody was removed from this team: they have left, unless another team we are in still has them. Whom Teams
        does not name by their object id cannot be told; privacy officers take them off the list."""
        here = await self._team(talk)
        others = [one for one in await self._desk.db.run(places.like, PLATFORM, TEAM) if one.channel != here.channel]
        for _, object_id in talk.removed:
            if object_id and not await self._elsewhere(others, object_id):
                self._desk.directory.forget(object_id)
                await self._desk.db.run(staff_changes.account_gone, PLATFORM, object_id, self._desk.rules)

    async def uninstalled(self, talk: Talk) -> None:
        """Imprimatur was removed from this team: nobody leaves by that, and the team tells no more."""
        await self._desk.db.run(places.forget, PLATFORM, f"{TEAM}{talk.team}")

    async def _team(self, talk: Talk) -> Conversation:
        team = talk.place._replace(channel=talk.team)
        await self._desk.db.run(places.remember, PLATFORM, f"{TEAM}{talk.team}", team)
        return team

    async def _elsewhere(self, teams: list[Conversation], account: str) -> bool:
        for team in teams:
            try:
                ask = partial(self._desk.connector.member, team.service_url, team.channel, account)
                found = await _patiently(ask)
            except Blocked:
                # A team we are no longer in.
                continue
            if found is not None:
                return True
        return False

    async def quietly(self, work: Awaitable[object]) -> None:
        """Does this after the request is answered. What Teams would not tell is tried again at the next event, or when
        a privacy officer types `setup staff`."""
        try:
            await work
        except DeliveryError as error:
            _log.warning("a team's members could not be read", extra={"code": error.code, "platform": PLATFORM})


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Asks until Teams answers, for a minute or so: it sends each of these events once."""
    for attempt in range(_TRIES):
        try:
            return await ask()
        except Blocked:
            raise
        except DeliveryError as error:
            if attempt == _TRIES - 1:
                raise
            await asyncio.sleep(error.after if error.after is not None else 2.0**attempt)
    raise AssertionError


def _sighting(found: dict[str, Any], team: Conversation) -> Sighting | None:
    try:
        return as_member(found, team.team)
    except NotAMember:
        return None
