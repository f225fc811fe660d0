"""What every Slack listener works with: private answers, forms, and where a refusal is shown."""

import asyncio
import contextlib
import html
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import desk
from bot.delivery import DeliveryError, NotSent
from bot.slack.blocks.text import copyable
from bot.slack.client import call
from bot.slack.directory import Directory
from bot.slack.media import MediaShelf
from bot.slack.modals import inputs
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.people import Sighting

_log = logging.getLogger(__name__)
Body = dict[str, Any]
View = dict[str, Any]

#: Slack gives a form three seconds from the press that opened it; waiting longer only delays the apology.
_OPEN_SECONDS = 2.5
_ANSWER_SECONDS = 10


class FormNotOpened(Refusal):
    """Slack did not open the form. Please press or type it again."""


@dataclass(kw_only=True)
class Desk(desk.Desk):
    """One workspace at work."""

    platform = "slack"

    client: AsyncWebClient
    session: aiohttp.ClientSession
    directory: Directory
    shelf: MediaShelf

    async def actor(self, body: Body) -> Sighting:
        """The member who typed or pressed; raises `NotAMember` or `SlackSilent`."""
        return await self.directory.member(body.get("user_id") or body["user"]["id"])

    async def open_form(self, body: Body, view: View, instead: View | None = None) -> None:
        """Opens a form, or a form on top of the one that was pressed; raises `FormNotOpened`. Where Slack refuses
        `view`, as it does when it cannot fetch a picture, `instead` is opened."""
        method = "views.push" if body.get("view") else "views.open"
        await self._show(method, view, instead, trigger_id=body["trigger_id"])

    async def redraw_form(self, body: Body, view: View, instead: View | None = None) -> None:
        """Shows `view` in place of the form that was pressed; otherwise as `open_form`."""
        await self._show("views.update", view, instead, view_id=body["view"]["id"], hash=body["view"]["hash"])

    def redraw_below(self, body: Body, view: View) -> None:
        """Shows `view` in place of the form below the one that was sent, after the acknowledgement; a lost answer
        changes nothing."""
        if below := body["view"].get("previous_view_id"):
            self.later(self._redraw_quietly(below, view))

    async def _redraw_quietly(self, view_id: str, view: View) -> None:
        with contextlib.suppress(FormNotOpened):
            await self._show("views.update", view, None, view_id=view_id)

    async def _show(self, method: str, view: View, instead: View | None, **arguments: Any) -> None:
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                await call(self.client, method, view=view, **arguments)
        except (DeliveryError, TimeoutError) as error:
            if isinstance(error, NotSent) and instead is not None:
                return await self._show(method, instead, None, **arguments)
            code = error.code if isinstance(error, DeliveryError) else "timeout"
            _log.warning("a form was not opened", extra={"code": code})
            raise FormNotOpened from None

    def whisper(self, body: Body, blocks: list[dict[str, Any]], text: str) -> None:
        """Answers a press or a command privately, after the acknowledgement; a lost answer changes nothing."""
        url = body.get("response_url")
        if url:
            answer = private(blocks, text)
            self.later(self._post(url, answer))

    async def _post(self, url: str, answer: dict[str, Any]) -> None:
        timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
        try:
            async with self.session.post(url, json=answer, timeout=timeout) as response:
                code = str(response.status)
        except (aiohttp.ClientError, TimeoutError):
            code = "no_answer"
        if code != "200":
            _log.warning("a private answer did not arrive", extra={"code": code})

    async def refused(self, error: Exception, body: Body) -> BoltResponse:
        """The answer to a request that raised: a sentence where the person looks."""
        refusal = await self.refusal(error)
        if body.get("type") == "block_actions" and body.get("view"):
            # A press in a form has no private answer of its own: the sentence goes on top.
            with contextlib.suppress(FormNotOpened):
                await self.open_form(body, inputs.view("said", "Imprimatur", None, [plain_line(str(refusal))]))
            return BoltResponse(status=200, body="")
        return self._answer(refusal, body)

    def _answer(self, refusal: Refusal, body: Body) -> BoltResponse:
        sentence = str(refusal)
        if body.get("type") == "view_submission":
            return _json({"response_action": "errors", "errors": _under_fields(refusal, body["view"])})
        if "command" in body:
            # What was typed after the command goes back to whoever typed it.
            returned = copyable(body.get("text", "")) if body["command"] == "/propose-post" else []
            return _json(private([plain_line(sentence), *returned[:4]], sentence))
        self.whisper(body, [plain_line(sentence)], sentence)
        return BoltResponse(status=200, body="")


def private(blocks: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """A message only the person who acted sees."""
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": html.escape(text, quote=False),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def plain_line(sentence: str) -> dict[str, Any]:
    """A sentence of ours with commands set off; everything in it is shown literally."""
    elements = [
        {"type": "text", "text": part, "style": {"code": True}} if odd % 2 else {"type": "text", "text": part}
        for odd, part in enumerate(sentence.split("`"))
        if part
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _under_fields(refusal: Refusal, view: dict[str, Any]) -> dict[str, str]:
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"] or ["text"]
    if isinstance(refusal, Invalid):
        found = refusal.fields
    else:
        found = {refusal.field if isinstance(refusal, FieldProblem) else inputs[0]: str(refusal)}
    # A sentence about a field the form does not have would vanish: it goes under the first one, or under a part of it.
    part = {name: next((one for one in inputs if one.startswith(f"{name}:")), inputs[0]) for name in found}
    # Nothing sets a command off there.
    return {(name if name in inputs else part[name]): said.replace("`", "") for name, said in found.items()}


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=answer)
