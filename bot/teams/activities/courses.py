"""Courses for privacy officers: checked and published in a dialog."""

import re
from collections.abc import Awaitable, Callable

from bot.teams.cards import courses as cards
from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers
from bot.teams.forms import courses as forms
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json
from handlers import tray
from handlers.numbers import Unreadable
from handlers.people import Actor, Sighting
from handlers.training import course_publishing, course_words
from handlers.training.course_publishing import Preview, Published
from handlers.training.courses.mistakes import CourseMistakes
from handlers.tray import Waiting
from storage.transaction import Transaction

_SHA256 = re.compile(r"[0-9a-f]{64}")
Step = Callable[[Sighting, Json], Awaitable[Answer]]


class Courses:
    """All verbs of `course.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open the dialog.
        self.opening: dict[str, Step] = {forms.WRITE: self._write, forms.CHECK: self._check}
        self.sending: dict[str, Step] = {**self.opening, forms.PUBLISH: self._publish}

    async def typed(self, seen: Sighting) -> Card:
        """The list."""
        return cards.listing(await self._desk.act(seen, course_publishing.shelf), self._desk.document)

    async def _write(self, seen: Sighting, _data: Json) -> Answer:
        return self._asked(await self._desk.act(seen, _texts))

    async def _check(self, seen: Sighting, data: Json) -> Answer:
        sha256 = _chosen(data)
        try:
            return self._shown(await self._desk.act(seen, _checked, sha256), sha256)
        except CourseMistakes as found:
            return answers.dialog(course_words.NEW_COURSE, forms.wrong(found.mistakes))
        except (course_publishing.SameCourse, tray.FileGone) as refusal:
            return self._asked(await self._desk.act(seen, _texts), str(refusal))

    async def _publish(self, seen: Sighting, data: Json) -> Answer:
        sha256, before, answer = _chosen(data), data.get("before"), str(data.get("answer"))
        if not isinstance(before, int) or answer not in {**course_words.MATERIAL, **course_words.WHO}:
            raise Unreadable
        months = int(answer) if answer.isdecimal() else None
        try:
            done = await self._desk.act(seen, _published, sha256, before, answer == "yes", months)
        except (course_publishing.PublishedMeanwhile, tray.FileGone) as refusal:
            return self._asked(await self._desk.act(seen, _texts), str(refusal))
        return answers.done(course_words.published(done), course_words.NEW_COURSE)

    def _asked(self, files: list[Waiting], note: str = "") -> Answer:
        return answers.dialog(course_words.NEW_COURSE, forms.write(files, note))

    def _shown(self, found: Preview, sha256: str) -> Answer:
        return answers.dialog(course_words.NEW_COURSE, forms.preview(found, sha256))


def _texts(tx: Transaction, actor: Actor) -> list[Waiting]:
    # Who may not publish is told before they look for a file.
    course_publishing.require_officer(actor)
    return tray.texts(tx, actor)


def _checked(tx: Transaction, actor: Actor, sha256: str) -> Preview:
    course_publishing.require_officer(actor)
    content = tray.text(tx, actor, sha256)
    if content is None:
        raise tray.FileGone(days=tray.KEPT.days)
    return course_publishing.check(tx, actor, content)


def _published(
    tx: Transaction, actor: Actor, sha256: str, before: int, material: bool, months: int | None
) -> Published:
    """Of a form sent again the file is gone from the tray: it is a version by then."""
    course_publishing.require_officer(actor)
    content = tray.text(tx, actor, sha256) or course_publishing.published_as(tx, sha256)
    if content is None:
        raise tray.FileGone(days=tray.KEPT.days)
    done = course_publishing.publish(tx, actor, content, before=before, material=material, months=months)
    tray.take(tx, actor, [sha256])
    return done


def _chosen(data: Json) -> str:
    sha256 = data.get("media")
    if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        raise Unreadable
    return sha256
