"""Neutral answers: read, written, approved and retired in a dialog."""

from collections.abc import Awaitable, Callable

from bot.teams.cards.findings import held_up
from bot.teams.cards.templates import READ, WRITE
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import templates as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers import reply_templates
from handlers import template_words as say
from handlers.errors import Refusal
from handlers.people import Sighting
from handlers.screening import HeldUp

Step = Callable[[Sighting, Json], Awaitable[Answer]]


class Templates:
    """All verbs of neutral answers: `template.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open the dialog.
        self.opening: dict[str, Step] = {READ: self._read, WRITE: self._write}
        self.sending: dict[str, Step] = {
            **self.opening,
            forms.SUBMIT: self._submit,
            "template.approve": self._approve,
            "template.decline": self._decline,
            "template.retire": self._retire,
        }

    async def _read(self, seen: Sighting, data: Json) -> Answer:
        return await self._shown(seen, _number(data, "template"))

    async def _shown(self, seen: Sighting, template: int, note: str = "") -> Answer:
        found = await self._desk.act(seen, reply_templates.read, template)
        return answers.dialog(say.TITLE, forms.document(found, note))

    async def _write(self, seen: Sighting, data: Json) -> Answer:
        template, shipped = _number(data, "template"), str(data.get("shipped", ""))
        wording = await self._desk.act(seen, reply_templates.to_change, template, shipped)
        return answers.dialog(say.TITLE, forms.form(*wording, template))

    async def _submit(self, seen: Sighting, data: Json) -> Answer:
        """Nothing typed is lost: refused, the form comes back and says why."""
        template, typed = _number(data, "template"), Answers(data)
        try:
            wording = typed.text("occasion"), typed.text("text")
            template = await self._desk.act(seen, reply_templates.propose, template, *wording)
        except Refusal as refusal:
            told = refusal.told if isinstance(refusal, HeldUp) else {}
            beside = {field: held_up(sentences) for field, sentences in told.items()}
            again = inputs.again(forms.form(template=template), data, *inputs.problems(refusal), beside)
            return answers.dialog(say.TITLE, again)
        return await self._shown(seen, template, say.TELL_SOMEBODY)

    async def _approve(self, seen: Sighting, data: Json) -> Answer:
        template = await self._desk.act(seen, reply_templates.decide, _number(data, "version"), approve=True)
        return await self._shown(seen, template, say.DONE["approve"])

    async def _decline(self, seen: Sighting, data: Json) -> Answer:
        template = await self._desk.act(seen, reply_templates.decide, _number(data, "version"), approve=False)
        return await self._shown(seen, template, say.DONE["decline"])

    async def _retire(self, seen: Sighting, data: Json) -> Answer:
        template = await self._desk.act(seen, reply_templates.retire, _number(data, "version"))
        return await self._shown(seen, template, say.DONE["retire"])


def _number(data: Json, name: str) -> int:
    found = data.get(name)
    return found if isinstance(found, int) and 0 <= found < 1_000_000_000 else 0
