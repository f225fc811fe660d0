"""Whoever is added to the team works for the practice from that day, and is asked what everybody is."""

import logging

from bot.teams.desk import Desk
from bot.teams.directory import TeamsSilent
from bot.teams.talk import Talk
from handlers.people import Unknown
from handlers.training import employment

_log = logging.getLogger(__name__)


class Hires:
    """Teams' `conversationUpdate` about people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def joined(self, talk: Talk) -> None:
        """Puts full members on the staff list; guests and bots are left out. Told twice, it happens once."""
        for account in talk.newcomers:
            try:
                seen = await self._desk.directory.mentioned(talk.place, account)
            except Unknown:
                continue
            except TeamsSilent:
                # Teams does not tell it again, and nobody waits for an answer: the staff list can be imported.
                _log.warning("who joined the team could not be looked up", extra={"platform": "teams"})
                continue
            await self._desk.db.run(employment.joined, seen, self._desk.rules)
