"""What Teams takes of an Adaptive Card, as data: which properties each element may have.

From the schema of Adaptive Cards 1.5 (microsoft/AdaptiveCards, schemas/1.5.0) and Microsoft's cards reference for
Teams, looked at on 2026-11-24. Teams itself ignores what it does not know; here a stray property is refused, because it
is a slip of ours.
"""

import re
from typing import Any

from bot.demo.limits import Check, flag, items, kinds, shape

#: Approximate limit of a bot's message with everything in it (Microsoft, "Format your bot messages").
MESSAGE_BYTES = 28 * 1024
NEWEST = (1, 5)
#: How many buttons Teams shows in a row before it hides the others (host configuration, `maxActions`).
SHOWN_ACTIONS = 6


def string(value: Any, at: str, out: list[str]) -> None:
    if not isinstance(value, str):
        out.append(f"must be a string [{at}]")


def pattern(value: Any, at: str, out: list[str]) -> None:
    try:
        re.compile(value)
    except (re.error, TypeError):
        out.append(f"must be a regular expression [{at}]")


def anything(_value: Any, _at: str, _out: list[str]) -> None:
    """Data is the bot's own business."""


def amount(value: Any, at: str, out: list[str]) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        out.append(f"must be a number [{at}]")


def word(*values: str) -> Check:
    """One of some words, in whatever case, as Adaptive Cards take them."""

    def check(value: Any, at: str, out: list[str]) -> None:
        if not isinstance(value, str) or value.lower() not in {one.lower() for one in values}:
            out.append(f"must be one of {', '.join(values)} [{at}]")

    return check


def address(value: Any, at: str, out: list[str]) -> None:
    if not isinstance(value, str) or not value.startswith(("https://", "http://", "mailto:")):
        out.append(f"must be an address of the web [{at}]")


def width(value: Any, at: str, out: list[str]) -> None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        out.append(f"must be auto, stretch, a weight or pixels [{at}]")


def version(value: Any, at: str, out: list[str]) -> None:
    parts = str(value).split(".")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts) or tuple(map(int, parts)) > NEWEST:
        out.append(f"version {value} is not one that Teams shows: at most 1.5 [{at}]")


def actions(value: Any, at: str, out: list[str]) -> None:
    items(kinds(ACTIONS), 30, 0)(value, at, out)
    if isinstance(value, list):
        shown = [one for one in value if isinstance(one, dict) and str(one.get("mode", "")).lower() != "secondary"]
        if len(shown) > SHOWN_ACTIONS:
            out.append(f"Teams shows at most {SHOWN_ACTIONS} actions, here are {len(shown)} [{at}]")


def fallback(value: Any, at: str, out: list[str]) -> None:
    if value != "drop":
        kinds({**ELEMENTS, **ACTIONS, "Column": COLUMN})(value, at, out)


def targets(value: Any, at: str, out: list[str]) -> None:
    named = shape({"elementId": string}, {"isVisible": flag})
    items(lambda one, where, said: (string if isinstance(one, str) else named)(one, where, said), 100)(value, at, out)


def run(value: Any, at: str, out: list[str]) -> None:
    if not isinstance(value, str):
        kinds({"TextRun": _RUN})(value, at, out)


def picture(value: Any, at: str, out: list[str]) -> None:
    (string if isinstance(value, str) else _BACKGROUND)(value, at, out)


ELEMENTS: dict[str, Check] = {}
ACTIONS: dict[str, Check] = {}
#: Actions of something that is no button; they cannot unfold a card.
_SELECTS: dict[str, Check] = {}
# Tables refer to one another, so they are filled below; `kinds` looks when it is asked.
_elements = items(kinds(ELEMENTS), 1_000, 0)
_select = kinds(_SELECTS)

_ALIGN = word("left", "center", "right")
_VALIGN = word("top", "center", "bottom")
_LOOK = word("default", "emphasis", "good", "attention", "warning", "accent")
_IMAGE_SIZE = word("auto", "stretch", "small", "medium", "large")
_ANY = {"id": string, "isVisible": flag, "requires": anything, "fallback": fallback}
_SPACED = {
    "separator": flag,
    "spacing": word("default", "none", "small", "medium", "large", "extraLarge", "padding"),
}
_ELEMENT = {**_ANY, **_SPACED, "height": word("auto", "stretch")}
_TEXT = {
    "color": word("default", "dark", "light", "accent", "good", "warning", "attention"),
    "fontType": word("default", "monospace"),
    "isSubtle": flag,
    "size": word("default", "small", "medium", "large", "extraLarge"),
    "weight": word("default", "lighter", "bolder"),
}
_RUN = shape(
    {"text": string},
    {**_TEXT, "highlight": flag, "italic": flag, "strikethrough": flag, "underline": flag, "selectAction": _select},
)
_BACKGROUND = shape(
    {"url": string},
    {
        "fillMode": word("cover", "repeatHorizontally", "repeatVertically", "repeat"),
        "horizontalAlignment": _ALIGN,
        "verticalAlignment": _VALIGN,
    },
)
_BOX = {
    "selectAction": _select,
    "style": _LOOK,
    "verticalContentAlignment": _VALIGN,
    "bleed": flag,
    "backgroundImage": picture,
    "minHeight": string,
    "rtl": flag,
}
_IMAGE = {
    **_ELEMENT,
    "altText": string,
    "backgroundColor": string,
    "height": string,
    "width": string,
    "horizontalAlignment": _ALIGN,
    "selectAction": _select,
    "size": _IMAGE_SIZE,
    "style": word("default", "person"),
}
COLUMN = shape({}, {**_ANY, **_SPACED, **_BOX, "items": _elements, "width": width})
_INPUT = {**_ELEMENT, "errorMessage": string, "isRequired": flag, "label": string}
_CHOICE = shape({"title": string, "value": string})
_CELL = shape({"items": _elements}, _BOX)
_CELLS = {"horizontalCellContentAlignment": _ALIGN, "verticalCellContentAlignment": _VALIGN}

ELEMENTS |= {
    "TextBlock": shape(
        {"text": string},
        {
            **_ELEMENT,
            **_TEXT,
            "horizontalAlignment": _ALIGN,
            "maxLines": amount,
            "wrap": flag,
            "style": word("default", "heading"),
        },
    ),
    "RichTextBlock": shape({"inlines": items(run, 1_000)}, {**_ELEMENT, "horizontalAlignment": _ALIGN}),
    "Container": shape({"items": _elements}, {**_ELEMENT, **_BOX}),
    "ColumnSet": shape(
        {"columns": items(kinds({"Column": COLUMN}), 100)},
        {
            **_ELEMENT,
            "selectAction": _select,
            "style": _LOOK,
            "bleed": flag,
            "minHeight": string,
            "horizontalAlignment": _ALIGN,
        },
    ),
    "FactSet": shape({"facts": items(shape({"title": string, "value": string}), 100)}, _ELEMENT),
    "Image": shape({"url": string}, _IMAGE),
    "ImageSet": shape(
        {"images": items(kinds({"Image": shape({"url": string}, _IMAGE)}), 100)},
        {**_ELEMENT, "imageSize": _IMAGE_SIZE},
    ),
    "ActionSet": shape({"actions": actions}, _ELEMENT),
    "Table": shape(
        {
            "columns": items(shape({}, {**_CELLS, "width": width}), 100),
            "rows": items(shape({"cells": items(_CELL, 100, 0)}, {**_CELLS, "style": _LOOK}), 500, 0),
        },
        {**_ELEMENT, **_CELLS, "firstRowAsHeader": flag, "showGridLines": flag, "gridStyle": _LOOK},
    ),
    "Input.Text": shape(
        {"id": string},
        {
            **_INPUT,
            "isMultiline": flag,
            "maxLength": amount,
            "placeholder": string,
            "regex": pattern,
            "style": word("text", "tel", "url", "email", "password"),
            "inlineAction": _select,
            "value": string,
        },
    ),
    "Input.ChoiceSet": shape(
        {"id": string, "choices": items(_CHOICE, 500, 0)},
        {
            **_INPUT,
            "isMultiSelect": flag,
            "style": word("compact", "expanded", "filtered"),
            "value": string,
            "placeholder": string,
            "wrap": flag,
        },
    ),
    "Input.Date": shape(
        {"id": string}, {**_INPUT, "max": string, "min": string, "placeholder": string, "value": string}
    ),
    "Input.Time": shape(
        {"id": string}, {**_INPUT, "max": string, "min": string, "placeholder": string, "value": string}
    ),
    "Input.Number": shape(
        {"id": string}, {**_INPUT, "max": amount, "min": amount, "placeholder": string, "value": amount}
    ),
    "Input.Toggle": shape(
        {"id": string, "title": string},
        {**_INPUT, "value": string, "valueOff": string, "valueOn": string, "wrap": flag},
    ),
}
_ACTION = {
    "id": string,
    "requires": anything,
    "fallback": fallback,
    "title": string,
    "iconUrl": string,
    "style": word("default", "positive", "destructive"),
    "tooltip": string,
    "isEnabled": flag,
    "mode": word("primary", "secondary"),
}
_SENDING = {**_ACTION, "data": anything, "associatedInputs": word("auto", "none")}
_SELECTS |= {
    "Action.Execute": shape({}, {**_SENDING, "verb": string}),
    "Action.Submit": shape({}, _SENDING),
    "Action.OpenUrl": shape({"url": address}, _ACTION),
    "Action.ToggleVisibility": shape({"targetElements": targets}, _ACTION),
}
_CARD = {
    "body": _elements,
    "actions": actions,
    "selectAction": _select,
    "fallbackText": string,
    "backgroundImage": picture,
    "minHeight": string,
    "rtl": flag,
    "speak": string,
    "lang": string,
    "verticalContentAlignment": _VALIGN,
    "$schema": string,
    "refresh": shape({"action": _select}, {"userIds": items(string, 60, 0), "expires": string}),
    "authentication": anything,
    "msteams": anything,
}
#: A card within a card may leave the version to the one around it.
ACTIONS |= {
    **_SELECTS,
    "Action.ShowCard": shape({"card": kinds({"AdaptiveCard": shape({}, {**_CARD, "version": version})})}, _ACTION),
}
CARD = kinds({"AdaptiveCard": shape({"version": version}, _CARD)})
