"""For privacy officers: where training stands, and a reminder outside the usual days."""

from collections.abc import Awaitable, Callable

from bot.teams.cards import oversight as cards
from bot.teams.cards.oversight import Standing
from bot.teams.desk import Desk
from bot.teams.forms import answers
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import oversight, remind_now
from storage.transaction import Transaction

_TITLE = "Remind now"
Step = Callable[[Sighting, Json], Awaitable[Answer]]


class Oversight:
    """The verbs `training.preview` and `training.remind`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open a dialog.
        self.opening: dict[str, Step] = {"training.preview": self._preview}
        self.sending: dict[str, Step] = {**self.opening, "training.remind": self._remind}

    async def _preview(self, seen: Sighting, _data: Json) -> Answer:
        return answers.dialog(_TITLE, cards.preview(await self._desk.act(seen, remind_now.preview, self._desk.rules)))

    async def _remind(self, seen: Sighting, _data: Json) -> Answer:
        count = await self._desk.act(seen, remind_now.remind, self._desk.rules)
        people = "1 person hears" if count == 1 else f"{count} people hear"
        return answers.done(f"{people} of it today, each in their own working hours. It is recorded.", _TITLE)


def standing(tx: Transaction, actor: Actor, rules: Rules) -> Standing:
    """Where the practice stands. Raises `NotForYou`."""
    groups = oversight.completion(tx, actor, rules)
    late, more = oversight.who_is_late(tx, actor, rules)
    people = sorted({line.person_id for line in late})
    reached = {one.person_id: one for one in oversight.deliveries(tx, actor, people, rules)}
    return Standing(groups, late, more, reached)
