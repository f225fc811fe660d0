"""User text as Slack shows it literally: rich text, which knows no markup, no mentions and no hidden links."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from handlers.drafts import escaped_length

Block = dict[str, Any]
Element = dict[str, Any]

#: Characters of one rich text block; Slack counts a text after escaping & < > (DESIGN.md section 3).
CHUNK = 2_900


def chunks(text: str, limit: int = CHUNK) -> list[str]:
    """Splits text where a line or a word ends, so that each piece counts at most `limit`; nothing is lost."""
    pieces = []
    while escaped_length(text) > limit:
        cut = _fitting(text, limit)
        edge = max(text.rfind("\n", 0, cut), text.rfind(" ", 0, cut)) + 1
        cut = edge if edge > cut // 2 else cut
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def _fitting(text: str, limit: int) -> int:
    total = 0
    for position, character in enumerate(text):
        total += escaped_length(character)
        if total > limit:
            return position
    return len(text)


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain_text object, cut to what its place allows."""
    shown = text if escaped_length(text) <= limit else text[: _fitting(text, limit - 1)] + "…"
    return {"type": "plain_text", "text": shown, "emoji": False}


def words(text: str, **style: bool) -> Element:
    """A run of literal text."""
    return {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}


def moment(at: datetime, form: str = "{date_short_pretty} at {time}") -> Element:
    """A time in the reader's own zone; the fallback is UTC."""
    fallback = f"{at:%Y-%m-%d %H:%M} UTC"
    return {"type": "date", "timestamp": int(at.timestamp()), "format": form, "fallback": fallback}


def line(*elements: Element) -> Block:
    """One paragraph of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def bullets(*items: list[Element]) -> Block:
    """A list, one item a paragraph."""
    sections = [{"type": "rich_text_section", "elements": item} for item in items]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": sections}]}


def quoted(text: str) -> list[Block]:
    """Text exactly as it would appear, set off from ours, across as many blocks as it needs."""
    return [_rich("rich_text_quote", [words(piece)]) for piece in chunks(text)]


def copyable(text: str) -> list[Block]:
    """Text in a form that copies without any formatting."""
    return [_rich("rich_text_preformatted", [words(piece)]) for piece in chunks(text)]


def runs(elements: Iterable[Element]) -> list[Block]:
    """Styled runs as quoted blocks of legal size."""
    blocks: list[Block] = []
    current: list[Element] = []
    room = CHUNK
    for element in elements:
        for piece in chunks(element["text"]):
            if escaped_length(piece) > room and current:
                blocks.append(_rich("rich_text_quote", current))
                current, room = [], CHUNK
            current.append(element | {"text": piece})
            room -= escaped_length(piece)
    return [*blocks, _rich("rich_text_quote", current)] if current else blocks


def _rich(kind: str, elements: list[Element]) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def divider() -> Block:
    return {"type": "divider"}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def button(
    verb: str, label: str, value: str, style: str | None = None, confirm: Block | None = None, of: str = "proposal"
) -> Element:
    """A button of ours: its action id is `<of>.<verb>`, its value says which proposal and revision, or which case."""
    element: Element = {
        "type": "button",
        "action_id": f"{of}.{verb}",
        "text": plain(label, 75),
        "value": value,
    }
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirmation(title: str, text: str, yes: str, no: str) -> Block:
    """The question Slack asks before a button acts."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": "danger",
    }


def actions(block_id: str, *elements: Element) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}
