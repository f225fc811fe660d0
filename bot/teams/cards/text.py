"""What cards are made of. What somebody wrote goes into text runs only, which know no markup: a text block or a fact
renders Markdown, and with it links that hide where they lead (learn.microsoft.com, "Format cards in Teams").
"""

import json
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal

import regex

Card = dict[str, Any]
Element = dict[str, Any]
Style = Literal["default", "emphasis", "good", "attention", "warning", "accent"]

#: A card may have this many bytes as UTF-8 JSON, whatever is in it (DESIGN.md section 4).
LIMIT = 25_000
#: Names of people and files come from the platform and may have any length and any character.
_NAME = 80
#: Clients turn these into dates even in text runs (adaptivecards 3.0.5), so what would be approved would not be what
#: is published. Two runs, cut between the braces, show the same and are left alone.
_FUNCTION = regex.compile(r"(?<=\{)(?=\{(?:DATE|TIME)\()", regex.IGNORECASE)
#: Neither Markdown nor the beginning of an address.
_HARMLESS = " .,;?'’‘“”$%+-_"  # noqa: RUF001
_CLUSTER = regex.compile(r"\X")
#: Code points; emoji made of several have about ten.
_LONGEST = 70
_BARE = regex.compile(r"(?<![\w`/])/(?:propose-post|report-violation|training\b|compliance [a-z-]+(?: add\b)?)")
_TRAINING = regex.compile(r"(?<![\w/])/training\b")
#: Not where a sentence says what to type in Slack.
_COMMAND = regex.compile(r"(?<!in Slack type `)(?:/compliance\s+(?=\w)|/(?=compliance\b))")


def size(part: object) -> int:
    """Bytes of a card, or of a part of one, as JSON in UTF-8, spaces included."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def card(body: Iterable[Element], actions: Iterable[Element] = (), fallback: str = "") -> Card:
    """A card of version 1.5; `fallback` is what clients too old for it show."""
    shown: Card = {"type": "AdaptiveCard", "version": "1.5", "body": list(body)}
    if buttons := list(actions):
        shown["actions"] = buttons
    return shown | {"fallbackText": fallback} if fallback else shown


def words(text: str, **style: Any) -> list[Element]:
    """Literal text. `style` is what a text run knows: weight, color, isSubtle, italic, strikethrough, …"""
    return [{"type": "TextRun", "text": piece, **style} for piece in _FUNCTION.split(text) if piece]


def bold(text: str) -> list[Element]:
    return words(text, weight="Bolder")


def name(text: str, **style: Any) -> list[Element]:
    """What a person or a file is called, on one line, of bearable length, and unable to turn our words around."""
    shown = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    return words(shown if len(shown) <= _NAME else shown[: _NAME - 1] + "…", **style)


def plain(text: str, length: int = _NAME) -> str:
    """A name for where Markdown would be rendered, without the characters of it, the middle of a long one left out."""
    shown = "".join(c if c.isalnum() or c in _HARMLESS else "-" for c in text)
    return shown if len(shown) <= length else f"{shown[: length // 3 * 2]}…{shown[-(length // 3 - 1) :]}"


def paragraph(*inlines: list[Element], **layout: Any) -> Element:
    """One paragraph of text runs."""
    return {"type": "RichTextBlock", "inlines": [run for runs in inlines for run in runs], **layout}


def ours(text: str, **style: Any) -> Element:
    """A text block, for sentences of ours only; the one element in which `moment` works."""
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def heading(text: str) -> Element:
    """What a card is about; ours."""
    return ours(text, style="heading", size="Medium", weight="Bolder")


def label(text: str) -> Element:
    """The name of what follows; ours."""
    return ours(text, size="Small", weight="Bolder", isSubtle=True, spacing="Medium")


def small(text: str, **style: Any) -> Element:
    """A remark of ours, close to what it is about."""
    return ours(text, **({"size": "Small", "isSubtle": True, "spacing": "Small"} | style))


def moment(at: datetime) -> str:
    """A time in the reader's own zone and language, for `ours`."""
    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{DATE({stamp}, SHORT)}}}} at {{{{TIME({stamp})}}}}"


def box(*items: Element, style: Style = "emphasis", **layout: Any) -> Element:
    """Elements set off together."""
    return {"type": "Container", "style": style, "items": list(items), **layout}


def columns(*pairs: tuple[str, list[Element]]) -> Element:
    """Elements side by side: (width, items) each."""
    shown = [{"type": "Column", "width": width, "items": items} for width, items in pairs]
    return {"type": "ColumnSet", "columns": shown}


def link(address: str) -> list[Element]:
    """An address that can be pressed and shows where it leads."""
    shown = address if len(address) <= 100 else address[:99] + "…"
    return words(shown, selectAction={"type": "Action.OpenUrl", "url": address})


def links(pairs: Iterable[tuple[str, str]]) -> list[Element]:
    """(network, address) a line each; an address too long for any card is shown cut, and cannot be pressed."""
    return [
        paragraph(words(f"{network}: "), link(at) if size(at) < 1_000 else words(at[:100] + "…"), spacing="Small")
        for network, at in pairs
    ]


def said(sentence: str, **layout: Any) -> Element:
    """One sentence of ours in Teams' words, with `commands` set off; everything in it is shown literally."""
    return paragraph(spoken(sentence), **layout)


def spoken(sentence: str, **style: Any) -> list[Element]:
    """The runs of `said`, in one style."""
    parts = in_teams(_BARE.sub(r"`\g<0>`", sentence)).split("`")
    set_off = style | {"fontType": "Monospace"}
    return [run for odd, part in enumerate(parts) for run in words(part, **(set_off if odd % 2 else style))]


def in_teams(sentence: str) -> str:
    """Commands as they are typed in Teams: `/compliance mine` is `mine`, `/propose-post` is `propose`,
    `/report-violation` is `report`, `/training` is `training`."""
    ours = _TRAINING.sub("training", sentence.replace("/compliance training", "training report"))
    return _COMMAND.sub("", ours).replace("/propose-post", "propose").replace("/report-violation", "report")


def beginning(text: str, room: int) -> str:
    """As much of `text` as takes `room` bytes in a paragraph, ending where a word or at least a character does."""
    if size(paragraph(words(text))) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(paragraph(words(text[:middle]))) <= room else (low, middle - 1)
    edge = max(text.rfind(" ", 0, low), text.rfind("\n", 0, low)) + 1
    return text[:edge] if edge > low // 2 else text[: _whole_characters(text, low)]


def _whole_characters(text: str, cut: int) -> int:
    """The last end of a character as readers count them, at or before `cut`; `cut` when one character is longer."""
    ends = (found.end() for found in _CLUSTER.finditer(text, 0, cut + _LONGEST))
    return max((end for end in ends if end <= cut), default=cut)


def parts(text: str, room: int) -> list[str]:
    """`text` in pieces of at most `room` bytes in a paragraph; nothing is lost between them."""
    pieces = []
    while text:
        piece = beginning(text, room) or text[:1]
        pieces.append(piece)
        text = text[len(piece) :]
    return pieces


def fitting(elements: Iterable[Element], room: int) -> list[Element]:
    """The first elements that together take at most `room` bytes."""
    kept = []
    for element in elements:
        room -= size(element) + 2
        if room < 0:
            break
        kept.append(element)
    return kept
