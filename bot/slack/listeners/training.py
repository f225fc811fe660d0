"""Learning in a form: `/training`, the buttons of reminders and pages, and pages sent on."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk, View, plain_line
from bot.slack.modals import training as forms
from bot.slack.modals.inputs import Answers
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import learning, reminders
from handlers.training.progress import Lost, Place
from handlers.training.reminder_messages import DueItem
from handlers.training.training_messages import Certificate, Overview, Page
from handlers.training.training_words import put_off
from storage.transaction import Transaction

TRAINING = "/training"
# Nine digits fit every database's integers.
_NUMBER = re.compile(r"[0-9]{1,9}")
Press = Callable[[Sighting, Body, str], Awaitable[None]]
Submit = Callable[[Sighting, Answers, Place], Awaitable[Page | Certificate]]


class Training:
    """All presses and pages of `training.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "overview": self._overview,
            "start": self._start,
            "start_managing": self._start_managing,
            "certificate": self._certificate,
            "back": self._back,
            "renew": self._renew,
            "tomorrow": self._tomorrow,
            "pdf": self._nothing,
        }
        self._pages: dict[str, Submit] = {
            "next": self._next,
            "answer": self._answer,
            "hand_in": self._hand_in,
            "retake": self._retake,
            "sign": self._sign,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    @property
    def pages(self) -> frozenset[str]:
        """Every verb a page may be sent for."""
        return frozenset(self._pages)

    async def typed(self, ack: AsyncAck, body: Body) -> None:
        """Opens the overview; with a certificate's number, that certificate."""
        seen = await self._desk.actor(body)
        if number := body.get("text", "").strip():
            found = await self._desk.act(seen, learning.numbered, number)
            await self._desk.open_form(body, self._drawn(found))
        else:
            await self._overview(seen, body, "")
        await ack()

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done."""
        action = body["actions"][0]
        press = self._verbs.get(_verb(action["action_id"]))
        if press is None:
            raise Lost
        await press(await self._desk.actor(body), body, str(action.get("value", "")))
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows the page that follows in place of the one that was sent."""
        view = body["view"]
        submit = self._pages.get(_verb(view["callback_id"]))
        try:
            if submit is None:
                raise Lost
            place = Place.parse(view["private_metadata"])
            shown = self._drawn(await submit(await self._desk.actor(body), Answers(view), place))
        except (FieldProblem, Invalid):
            raise
        except Refusal as refusal:
            # Most pages have no field that a sentence could stand under.
            shown = forms.said(plain_line(str(refusal)))
        await ack(response_action="update", view=shown)

    def _drawn(self, found: Page | Certificate) -> View:
        if isinstance(found, Certificate):
            return forms.certificate(found, self._desk.certificate(found.completion_id))
        return forms.page(found)

    async def _show(self, body: Body, view: View) -> None:
        await (self._desk.redraw_form if body.get("view") else self._desk.open_form)(body, view)

    async def _overview(self, seen: Sighting, body: Body, _value: str) -> None:
        found, due = await self._desk.act(seen, _stands, self._desk.rules)
        await self._show(body, forms.overview(found, due))

    async def _start(self, seen: Sighting, body: Body, key: str) -> None:
        await self._show(body, self._drawn(await self._desk.act(seen, learning.start, key)))

    async def _start_managing(self, seen: Sighting, body: Body, key: str) -> None:
        await self._show(body, self._drawn(await self._desk.act(seen, learning.start, key, manages=True)))

    async def _certificate(self, seen: Sighting, body: Body, value: str) -> None:
        if not _NUMBER.fullmatch(value):
            raise learning.NoSuchCertificate
        await self._show(body, self._drawn(await self._desk.act(seen, learning.certificate, int(value))))

    async def _back(self, seen: Sighting, body: Body, value: str) -> None:
        await self._show(body, self._drawn(await self._desk.act(seen, learning.turn, Place.parse(value), -1)))

    async def _renew(self, seen: Sighting, body: Body, value: str) -> None:
        await self._show(body, self._drawn(await self._desk.act(seen, learning.renew, Place.parse(value))))

    async def _tomorrow(self, seen: Sighting, body: Body, _value: str) -> None:
        sentence = put_off(await self._desk.act(seen, reminders.snooze, self._desk.rules))
        self._desk.whisper(body, [plain_line(sentence)], sentence)

    async def _nothing(self, _seen: Sighting, _body: Body, _value: str) -> None:
        """Slack tells of a press on a link, too."""

    async def _next(self, seen: Sighting, _answers: Answers, place: Place) -> Page | Certificate:
        return await self._desk.act(seen, learning.turn, place, 1)

    async def _answer(self, seen: Sighting, answers: Answers, place: Place) -> Page | Certificate:
        option = answers.choice("option") or ""
        if not _NUMBER.fullmatch(option):
            raise Lost
        return await self._desk.act(seen, learning.answer, place, int(option))

    async def _hand_in(self, seen: Sighting, _answers: Answers, place: Place) -> Page | Certificate:
        return await self._desk.act(seen, learning.hand_in, place)

    async def _retake(self, seen: Sighting, _answers: Answers, place: Place) -> Page | Certificate:
        return await self._desk.act(seen, learning.retake, place)

    async def _sign(self, seen: Sighting, answers: Answers, place: Place) -> Page | Certificate:
        return await self._desk.act(seen, learning.sign, place, answers.raw("name"), self._desk.rules)


def _stands(tx: Transaction, actor: Actor, rules: Rules) -> tuple[Overview, tuple[DueItem, ...]]:
    due = reminders.reminder(tx, actor.id, rules)
    return learning.overview(tx, actor), due.items if due else ()


def _verb(id: str) -> str:
    return str(id).removeprefix("training.")
