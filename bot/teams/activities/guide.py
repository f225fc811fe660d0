"""What people read before they post: examples and penalties, from a word in the chat or part by part in a dialog."""

from collections.abc import Awaitable, Callable

from bot.teams.cards import guide as cards
from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json
from handlers.people import Sighting
from handlers.training import course_words, guidance


class Guide:
    """The verbs `guide.examples` and `guide.penalties`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open a dialog, or turn its pages.
        self.opening: dict[str, Callable[[Sighting, Json], Awaitable[Answer]]] = {
            cards.EXAMPLES: self._more_examples,
            cards.PENALTIES: self._more_penalties,
        }

    async def examples(self) -> Card:
        return cards.examples(await self._desk.db.run(guidance.examples))

    async def penalties(self) -> Card:
        return cards.penalties(await self._desk.db.run(guidance.penalties))

    async def _more_examples(self, _seen: Sighting, data: Json) -> Answer:
        found = await self._desk.db.run(guidance.examples)
        return answers.dialog(course_words.EXAMPLES, cards.examples(found, _page(data), dialog=True))

    async def _more_penalties(self, _seen: Sighting, data: Json) -> Answer:
        found = await self._desk.db.run(guidance.penalties)
        return answers.dialog(course_words.COSTS, cards.penalties(found, _page(data), dialog=True))


def _page(data: Json) -> int:
    page = data.get("page")
    return page if isinstance(page, int) else 1
