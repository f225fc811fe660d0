"""Training: a course walked through in a dialog. Every step may come twice, or from a page drawn long ago; it is
answered with the page they are on."""

import re
from collections.abc import Awaitable, Callable
from datetime import date

from bot.teams.cards.training import reminder
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import training as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers.errors import Invalid
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import learning, reminders
from handlers.training.course_versions import NoSuchCourse
from handlers.training.progress import Lost, Place
from handlers.training.reminder_messages import TrainingReminder
from handlers.training.training_messages import Certificate, CourseLine, Page, SigningPage
from handlers.training.training_words import put_off
from storage.transaction import Transaction

Step = Callable[[Sighting, Json], Awaitable[Answer]]
UseCase = Callable[[Transaction, Actor, Place], Page | Certificate]

_KEY = re.compile(r"[a-z0-9-]{1,60}")


class Training:
    """All verbs of learning: `training.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that act at once.
        self.pressing: dict[str, Step] = {"training.tomorrow": self._tomorrow}
        #: Buttons that open the dialog.
        self.opening: dict[str, Step] = {"training.start": self._start, "training.certificate": self._certificate}
        self.sending: dict[str, Step] = {
            **self.opening,
            forms.BEGIN: self._begin,
            "training.turn": self._turn,
            "training.answer": self._answer,
            "training.hand_in": self._does(learning.hand_in),
            "training.retake": self._does(learning.retake),
            "training.renew": self._does(learning.renew),
            forms.SIGN: self._sign,
        }

    async def _tomorrow(self, seen: Sighting, _data: Json) -> Answer:
        until, shown = await self._desk.act(seen, _put_off, self._desk.rules)
        return answers.card(reminder(shown, put_off(until)))

    async def _start(self, seen: Sighting, data: Json) -> Answer:
        found = await self._desk.act(seen, _opened, _key(data))
        if isinstance(found, tuple):
            line, manages = found
            return answers.dialog(line.title, forms.beginning(line, manages))
        return self._shown(found)

    async def _certificate(self, seen: Sighting, data: Json) -> Answer:
        return self._shown(await self._desk.act(seen, learning.certificate, _number(data.get("completion"))))

    async def _begin(self, seen: Sighting, data: Json) -> Answer:
        manages = data.get("manages") == inputs.ON
        return self._shown(await self._desk.act(seen, learning.start, _key(data), manages=manages))

    async def _turn(self, seen: Sighting, data: Json) -> Answer:
        by = -1 if data.get("by") == -1 else 1
        return self._shown(await self._desk.act(seen, learning.turn, Place.parse(data.get("at")), by))

    async def _answer(self, seen: Sighting, data: Json) -> Answer:
        place = Place.parse(data.get("at"))
        chosen = Answers(data).choice("answer")
        # Without an answer it does not go on, and says so.
        if chosen is None:
            return self._shown(await self._desk.act(seen, learning.turn, place, 1))
        return self._shown(await self._desk.act(seen, learning.answer, place, _number(chosen)))

    async def _sign(self, seen: Sighting, data: Json) -> Answer:
        place = Place.parse(data.get("at"))
        try:
            typed = Answers(data).text("name")
            return self._shown(await self._desk.act(seen, learning.sign, place, typed, self._desk.rules))
        except Invalid as refusal:
            page = await self._desk.act(seen, learning.turn, place, 0)
            if not isinstance(page, SigningPage):
                return self._shown(page)
            again = inputs.again(forms.page(page), data, *inputs.problems(refusal))
            return answers.dialog(page.where.course, again)

    def _does(self, use_case: UseCase) -> Step:
        async def step(seen: Sighting, data: Json) -> Answer:
            return self._shown(await self._desk.act(seen, use_case, Place.parse(data.get("at"))))

        return step

    def _shown(self, page: Page | Certificate) -> Answer:
        if isinstance(page, Certificate):
            return answers.dialog(page.course, forms.certificate(page, self._desk.certificate(page.completion_id)))
        return answers.dialog(page.where.course, forms.page(page))


def _opened(tx: Transaction, actor: Actor, key: str) -> Page | tuple[CourseLine, bool]:
    """The page somebody is on, or what the course is about and whether they look after an account. Raises
    `NoSuchCourse`."""
    if page := learning.here(tx, actor, key):
        return page
    shown = learning.overview(tx, actor)
    line = next((line for line in shown.lines if line.key == key), None)
    if line is None:
        raise NoSuchCourse
    return line, shown.manages


def _put_off(tx: Transaction, actor: Actor, rules: Rules) -> tuple[date, TrainingReminder]:
    until = reminders.snooze(tx, actor, rules)
    shown = reminders.reminder(tx, actor.id, rules)
    # Only who works here has anything to put off.
    assert shown is not None
    return until, shown


def _key(data: Json) -> str:
    """Which course a button is about; raises `NoSuchCourse`."""
    key = data.get("key")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise NoSuchCourse
    return key


def _number(value: object) -> int:
    """A number a button or a choice named; raises `Lost`."""
    written = str(value)
    if not (written.isascii() and written.isdecimal() and len(written) <= 9):
        raise Lost
    return int(written)
