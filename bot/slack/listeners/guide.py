"""`/compliance examples`, `penalties` and `handbook`: what people read before they post."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import lists
from bot.slack.blocks.text import Block
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import guide as forms
from handlers.errors import Refusal
from handlers.people import Sighting
from handlers.training import guidance


class NoSuchGuide(Refusal):
    """This page is not known any more. Type `/compliance examples` or `/compliance penalties` again."""


class Guide:
    """All presses of `guide.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset({"earlier", "later", "open"})

    async def examples(self, _seen: Sighting, body: Body, _rest: str) -> list[Block]:
        await self._desk.open_form(body, await self._view(forms.EXAMPLES, 1))
        return []

    async def penalties(self, _seen: Sighting, body: Body, _rest: str) -> list[Block]:
        await self._desk.open_form(body, await self._view(forms.PENALTIES, 1))
        return []

    async def handbook(self, _seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return lists.handbook(self._desk.handbook())

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Turns pages; a press on the handbook's link needs nothing of us."""
        action = body["actions"][0]
        if action["action_id"] not in ("guide.earlier", "guide.later"):
            await ack()
            return
        await self._desk.actor(body)
        subject, _, page = str(action.get("value", "")).partition("/")
        wanted = int(page) if page.isdecimal() and len(page) < 6 else 1
        await self._desk.redraw_form(body, await self._view(subject, wanted))
        await ack()

    async def _view(self, subject: str, wanted: int) -> View:
        if subject == forms.EXAMPLES:
            return forms.examples(await self._desk.db.run(guidance.examples), wanted)
        if subject == forms.PENALTIES:
            return forms.penalties(await self._desk.db.run(guidance.penalties), wanted)
        raise NoSuchGuide
