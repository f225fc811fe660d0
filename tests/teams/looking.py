"""Reading cards the way a client does: every element, action and sentence of one, and what is wrong with it."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

Part = dict[str, Any]

_SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "teams" / "adaptive-cards" / "adaptive-card-1.5.0.json"
_KNOWN = {
    *(
        "AdaptiveCard",
        "TextBlock",
        "RichTextBlock",
        "TextRun",
        "Container",
        "ColumnSet",
        "Column",
        "ActionSet",
        "Image",
        "Table",
        "TableRow",
        "TableCell",
    ),
    *("Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Toggle"),
    *("Action.Execute", "Action.Submit", "Action.ShowCard", "Action.OpenUrl"),
}


def parts(part: Any) -> Iterator[Part]:
    """Everything in a card that has a type, but nothing inside a button's data."""
    if isinstance(part, list):
        for item in part:
            yield from parts(item)
    elif isinstance(part, dict):
        if "type" in part:
            yield part
        for name, value in part.items():
            if name != "data":
                yield from parts(value)


def of_type(card: Part, *types: str) -> list[Part]:
    return [part for part in parts(card) if part["type"] in types]


def actions(card: Part) -> dict[str, Part]:
    """Every button by its title."""
    return {part["title"]: part for part in parts(card) if part["type"].startswith("Action.") and "title" in part}


def verbs(card: Part) -> set[str]:
    pressed = of_type(card, "Action.Execute", "Action.Submit")
    return {action.get("verb") or action["data"]["verb"] for action in pressed}


def inputs(card: Part) -> dict[str, Part]:
    return {part["id"]: part for part in parts(card) if part["type"].startswith("Input.")}


def literal(card: Part) -> str:
    """What is shown without any markup: the text runs, a paragraph a line."""
    return "\n".join("".join(run["text"] for run in block["inlines"]) for block in of_type(card, "RichTextBlock"))


def marked_up(card: Part) -> list[str]:
    """Every string a client may read as markup or show outside text runs."""
    found = [str(card.get("fallbackText", ""))]
    for part in parts(card):
        found += [str(part[name]) for name in ("title", "label", "errorMessage", "placeholder") if name in part]
        found += [part["text"]] if part["type"] == "TextBlock" else []
        found += [choice["title"] for choice in part.get("choices", ())]
    return found


def shown(card: Part) -> str:
    """All sentences of a card."""
    return "\n".join([literal(card), *marked_up(card)])


def weight(card: Part) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode())


def require_sound(card: Part, limit: int | None = 25_000) -> None:
    """Fails for a card Teams would refuse or show only in part."""
    assert card["type"] == "AdaptiveCard"
    assert card["version"] == "1.5"
    assert limit is None or weight(card) < limit
    assert {part["type"] for part in parts(card)} <= _KNOWN
    ids = [part["id"] for part in parts(card) if "id" in part]
    assert len(ids) == len(set(ids))
    assert all(block["inlines"] for block in of_type(card, "RichTextBlock"))
    for bar in parts(card):
        assert len(bar.get("actions", ())) <= 6, "Teams moves a seventh button out of sight"


@functools.cache
def _validator() -> Any:
    return jsonschema.Draft6Validator(json.loads(_SCHEMA.read_text()))


def require_valid(card: Part) -> None:
    """Sound, and as Microsoft's own schema of Adaptive Card 1.5 has it, when that is at hand."""
    require_sound(card)
    if _SCHEMA.exists():
        _validator().validate(card)
