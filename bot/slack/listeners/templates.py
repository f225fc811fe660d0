"""`/compliance templates`: neutral answers read, written, approved and retired, all in one form."""

from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks.text import Block, line, words
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import templates as forms
from bot.slack.modals.inputs import Answers
from handlers import reply_templates
from handlers import template_words as say
from handlers.people import Sighting
from handlers.reply_templates import NoSuchTemplate
from handlers.screening import HeldUp

Press = Callable[[Sighting, str], Awaitable[View]]


class Templates:
    """All presses and forms of `template.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "read": self._read,
            "earlier": self._read,
            "later": self._read,
            "back": self._back,
            "write": self._write,
            "adopt": self._adopt,
            "approve": self._approve,
            "decline": self._decline,
            "retire": self._retire,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    async def typed(self, seen: Sighting, body: Body, _rest: str) -> list[Block]:
        """Opens the list."""
        await self._desk.open_form(body, await self._back(seen, ""))
        return []

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done."""
        action = body["actions"][0]
        press = self._verbs.get(str(action["action_id"]).removeprefix("template."))
        if press is None:
            raise NoSuchTemplate
        view = await press(await self._desk.actor(body), str(action.get("value", "")))
        await (self._desk.redraw_form if body.get("view") else self._desk.open_form)(body, view)
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows the answer as it then is in place of the form; what identifies somebody comes back under its field."""
        seen, view = await self._desk.actor(body), body["view"]
        answers = Answers(view)
        wording = answers.text("occasion"), answers.text("text")
        try:
            template = await self._desk.act(
                seen, reply_templates.propose, _number(answers.subject), *wording, self._desk.rules
            )
        except HeldUp as refusal:
            await ack(response_action="update", view=forms.held_up(view, refusal))
        else:
            await ack(response_action="update", view=await self._noted(seen, template, say.TELL_SOMEBODY))

    async def _back(self, seen: Sighting, _value: str) -> View:
        return forms.listing(await self._desk.act(seen, reply_templates.overview))

    async def _read(self, seen: Sighting, value: str) -> View:
        template, _, page = value.partition("/")
        return forms.document(await self._desk.act(seen, reply_templates.read, _number(template)), _number(page))

    async def _noted(self, seen: Sighting, template: int, said: str) -> View:
        shown = await self._read(seen, str(template))
        return shown | {"blocks": [line(words(said, bold=True)), *shown["blocks"]]}

    async def _write(self, seen: Sighting, value: str) -> View:
        template = _number(value)
        return forms.form(*await self._desk.act(seen, reply_templates.to_change, template), template)

    async def _adopt(self, seen: Sighting, value: str) -> View:
        return forms.form(*await self._desk.act(seen, reply_templates.to_change, 0, value))

    async def _approve(self, seen: Sighting, value: str) -> View:
        return await self._decide(seen, value, approve=True)

    async def _decline(self, seen: Sighting, value: str) -> View:
        return await self._decide(seen, value, approve=False)

    async def _decide(self, seen: Sighting, value: str, *, approve: bool) -> View:
        at = _number(value)
        template = await self._desk.act(seen, reply_templates.decide, at, self._desk.rules, approve=approve)
        return await self._noted(seen, template, say.DONE["approve" if approve else "decline"])

    async def _retire(self, seen: Sighting, value: str) -> View:
        template = await self._desk.act(seen, reply_templates.retire, _number(value))
        return await self._noted(seen, template, say.DONE["retire"])


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0
