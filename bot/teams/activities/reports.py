"""Reporting a violation. Nobody is looked up, remembered or told about here: of an activity only the form's fields go
on, and the account to limits, which keep it in memory under a key that nobody keeps.

Everything is answered in the dialog, by the invoke's own answer; a message is answered only to show the way there.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Container, Coroutine
from typing import Any, TypeVar

from bot.reporting import Source
from bot.teams.activities.typed import command
from bot.teams.cards import lists
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs, report
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json, Talk
from handlers.errors import Refusal
from handlers.numbers import Unreadable
from handlers.reporting.report_form import require_valid, telltale
from handlers.reporting.report_words import NOT_KEPT, THANKS, TITLE, status
from handlers.reporting.reports import FollowUp
from storage import receipts

_log = logging.getLogger(__name__)
T = TypeVar("T")

#: The command of the compose box, in the manifest.
REPORT = "reportViolation"
#: Teams sends a form again that is not answered within five seconds.
PATIENCE = 4.0
_KEY = re.compile(r"[0-9a-f]{16}")
#: What people may type who take the chat for the form, a receipt included.
_REPORTING = re.compile(r"report|violat|receipt|\b(?:[0-9a-z]{4}[- ]){3}[0-9a-z]{4}\b", re.IGNORECASE)
_INVOKES = ("task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction")

Step = Callable[[Source, Json], Awaitable[Answer]]


def invoked(talk: Talk) -> bool:
    """Whether this opens or sends a form of this module."""
    asks = talk.value.get("commandId") == REPORT or _verb(talk.value.get("data")).startswith("report.")
    return asks and talk.activity.get("name") in _INVOKES


def typed(talk: Talk, commands: Container[str]) -> bool:
    """Whether this message is, or might be, a report: its text must not be looked at any further."""
    word = command(talk.text)[0]
    if word == "report" or _verb(talk.value).startswith("report."):
        return True
    return word not in commands and bool(_REPORTING.search(talk.text))


class Reports:
    """Everything reporters see in Teams."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._steps: dict[str, Step] = {
            report.OPEN: self._open,
            report.RECEIPT: self._ask,
            report.FILE: self._file,
            report.SAVE: self._save,
            report.FOLLOW: self._follow,
            report.REPLY: self._reply,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button of these forms may have; a test holds what is drawn against it."""
        return frozenset(self._steps)

    async def answer(self, talk: Talk) -> Answer:
        """What the dialog shows next."""
        composed = talk.activity["name"] == "composeExtension/fetchTask"
        data = {"verb": report.OPEN} if composed else talk.value.get("data")
        step = self._steps.get(_verb(data))
        if step is None or not isinstance(data, dict):
            return answers.done(str(Unreadable()), TITLE)
        try:
            return await step(Source("person", talk.account or talk.sender), data)
        except Unreadable as error:
            return answers.done(str(error), TITLE)
        except Exception as error:
            return self._again(error if isinstance(error, Refusal) else _failed(error), data)

    def guide(self, talk: Talk) -> None:
        """Answers a typed report with the way to the form; everybody in a channel can press the button."""
        bare = command(talk.text) in (("report", ""), ("report", "violation"))
        shown = lists.reporting(self._desk.report_page, typed=not bare, shared=not talk.personal)
        self._desk.later(self._desk.reply(talk, shown))

    async def _open(self, _source: Source, _data: Json) -> Answer:
        return answers.dialog(TITLE, report.form(secrets.token_hex(8), self._desk.report_page))

    async def _ask(self, _source: Source, _data: Json) -> Answer:
        return answers.dialog(report.BACK_TITLE, report.come_back())

    async def _file(self, source: Source, data: Json) -> Answer:
        key, filled = _key(source, data), report.read(data)
        require_valid(filled)
        if data.get("aware") != "yes" and (found := telltale(filled)):
            shown = report.form(str(data["form"]), self._desk.report_page, found)
            return answers.dialog(TITLE, inputs.again(shown, {**data, "aware": "yes"}, {}))
        hurried = report.ticked(data, "send_now")
        code = await self._patiently(self._desk.reporting.file(key, source, filled, send_now=hurried))
        if code is None:
            return answers.dialog(TITLE, report.waiting(report.FILE, data))
        return answers.dialog(report.RECEIPT_TITLE, report.receipt(code))

    async def _save(self, _source: Source, data: Json) -> Answer:
        code = report.text(data, "receipt")
        if receipts.read(code) is None:
            raise Unreadable
        if not report.ticked(data, "saved"):
            return answers.dialog(report.RECEIPT_TITLE, report.not_saved(code))
        return answers.done(THANKS, "Thank you")

    async def _follow(self, source: Source, data: Json) -> Answer:
        code = report.text(data, "receipt")
        opened = await self._patiently(self._desk.reporting.open(source, code))
        if opened is None:
            return answers.dialog(report.BACK_TITLE, report.waiting(report.FOLLOW, data))
        return _conversation(opened[1], code, data.get("page"))

    async def _reply(self, source: Source, data: Json) -> Answer:
        key, code, text = _key(source, data), report.text(data, "receipt"), report.text(data, "text")
        replied = await self._patiently(self._replied(source, key, code, text, report.ticked(data, "send_now")))
        if replied is None:
            return answers.dialog(report.BACK_TITLE, report.waiting(report.REPLY, data))
        found, refusal = replied
        if refusal is None:
            return _conversation(found, code)
        shown = report.conversation(found, code, secrets.token_hex(8))
        return answers.dialog(status(found), inputs.again(shown, _typed(data), *inputs.problems(refusal)))

    async def _replied(
        self, source: Source, key: str, code: str, text: str, hurried: bool
    ) -> tuple[FollowUp, Refusal | None]:
        keys, found = await self._desk.reporting.open(source, code)
        try:
            return await self._desk.reporting.reply(key, keys, text, send_now=hurried), None
        except Refusal as refusal:
            return found, refusal

    def _again(self, refusal: Refusal, data: Json) -> Answer:
        """Nothing typed is lost: the form comes back and says what is wrong."""
        if data["verb"] == report.FILE:
            shown = report.form(secrets.token_hex(8), self._desk.report_page)
            return answers.dialog(TITLE, inputs.again(shown, _typed(data), *inputs.problems(refusal)))
        if data["verb"] == report.REPLY:
            return answers.dialog(report.BACK_TITLE, report.waiting(report.REPLY, data, str(refusal)))
        return answers.dialog(report.BACK_TITLE, inputs.again(report.come_back(), data, *inputs.problems(refusal)))

    async def _patiently(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What comes of it; None when that takes longer than Teams waits. It goes on all the same."""
        task = asyncio.create_task(work)
        self._desk.background.add(task)
        task.add_done_callback(self._desk.background.discard)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if done:
            return task.result()
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return None


def _verb(data: object) -> str:
    return str(data.get("verb")) if isinstance(data, dict) else ""


def _typed(data: Json) -> Json:
    """All but the number of the form: what was refused is sent again as a new one."""
    return {name: value for name, value in data.items() if name != "form"}


def _key(source: Source, data: Json) -> str:
    """Names one drawn form, and is its sender's, so that nobody is shown another's receipt."""
    key = data.get("form")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise Unreadable
    return f"{source.name} {key}"


def _conversation(found: FollowUp, code: str, page: object = None) -> Answer:
    return answers.dialog(status(found), report.conversation(found, code, secrets.token_hex(8), page))


def _failed(error: Exception) -> Refusal:
    """No reference to quote: whoever quotes it would say that they reported."""
    _log.error("a report could not be answered", extra={"platform": "teams"}, exc_info=error)
    refusal = Refusal()
    refusal.args = (NOT_KEPT,)
    return refusal
