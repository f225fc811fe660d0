"""Refuses, with Teams' own words, whatever Teams would refuse of a message, or not show of a card."""

import json
from collections import Counter
from typing import Any

from bot.demo.teams.cards import walk
from bot.demo.teams.limits import CARD, MESSAGE_BYTES
from bot.demo.teams.world import CARD as CARD_TYPE
from bot.demo.world import Json, Refused

SENTENCE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
_FORMATS = ("plain", "markdown", "xml", "extendedmarkdown")


def activity(sent: Any) -> None:
    """A message activity of the bot; raises `Refused`."""
    if not isinstance(sent, dict) or sent.get("type") not in ("message", "typing"):
        raise Refused("BadSyntax", ["type must be message or typing"])
    if len(json.dumps(sent, ensure_ascii=False).encode()) > MESSAGE_BYTES:
        raise Refused("MessageSizeTooBig", ["Message size too large."])
    attachments = sent.get("attachments") or []
    if sent["type"] == "message" and not (sent.get("text") or attachments):
        raise Refused("BadSyntax", ["the message has neither text nor attachments"])
    if sent.get("textFormat") not in (None, *_FORMATS):
        raise Refused("BadSyntax", [f"textFormat must be one of {', '.join(_FORMATS)}"])
    _mentions(sent)
    for attachment in attachments:
        attached(attachment)


def attached(attachment: Any) -> None:
    """An attachment that is an Adaptive Card; raises `Refused`."""
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD_TYPE:
        raise Refused("BadSyntax", [f"an attachment is no {CARD_TYPE}"])
    card(attachment.get("content"))


def card(shown: Any, in_dialog: bool = False) -> None:
    """A card; raises `Refused` with one sentence for everything that is wrong."""
    found: list[str] = []
    CARD(shown, "", found)
    if not found:
        found += _repeated(shown) + (_unsendable(shown) if in_dialog else [])
    if found:
        raise Refused("BadSyntax", found)


def pressed(answer: Json) -> Json:
    """The answer to Action.Execute as it is shown to who pressed: a card, a sentence, or an error; raises `Refused`."""
    kind, value, status = answer.get("type"), answer.get("value"), answer.get("statusCode")
    if (kind, status) == (CARD_TYPE, 200):
        card(value)
        return {"ok": True, "card": value}
    if (kind, status) == (SENTENCE, 200) and isinstance(value, str):
        return {"ok": True, "said": value}
    if kind == ERROR and isinstance(value, dict) and isinstance(value.get("message"), str):
        return {"ok": False, "error": value["message"]}
    raise Refused("BadAnswer", [f"an answer of type {kind} with statusCode {status} and this value is none"])


def task(answer: Any) -> Json | None:
    """The form or sentence in the answer to a dialog's invoke, None where it closes; raises `Refused`."""
    found = answer.get("task") if isinstance(answer, dict) else None
    if not found:
        return None
    kind, value = found.get("type"), found.get("value")
    if kind == "message" and isinstance(value, str):
        return {"title": "", "said": value}
    if kind != "continue" or not isinstance(value, dict) or not isinstance(value.get("card"), dict):
        raise Refused("BadTask", ["task must be a message, or continue with a card"])
    if value["card"].get("contentType") != CARD_TYPE:
        raise Refused("BadTask", [f"the dialog's card is no {CARD_TYPE}"])
    card(value["card"].get("content"), in_dialog=True)
    return {"title": str(value.get("title", "")), "card": value["card"]["content"]}


def _repeated(shown: Json) -> list[str]:
    ids = Counter(element["id"] for _, element in walk(shown) if "id" in element)
    return [f"the id {id} is used {count} times" for id, count in ids.items() if count > 1]


def _unsendable(shown: Json) -> list[str]:
    """A dialog sends with Action.Submit; what Action.Execute does in one differs between Teams' clients."""
    strange = [at for at, element in walk(shown) if element.get("type") == "Action.Execute"]
    return [f"a dialog takes Action.Submit, not Action.Execute [{at}]" for at in strange]


def _mentions(sent: Json) -> None:
    for entity in sent.get("entities") or []:
        if entity.get("type") == "mention" and entity.get("text", "") not in sent.get("text", ""):
            raise Refused("BadSyntax", ["a mention's text is not in the message's text"])
