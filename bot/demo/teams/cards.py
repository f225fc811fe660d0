"""Adaptive Cards as Teams' client treats them: what can be pressed and filled in, what is sent, the words in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.world import Json

#: What is not part of the drawing: a bot's own data, and what would be drawn instead.
_UNSEEN = frozenset({"data", "fallback", "requires", "refresh", "authentication", "msteams"})
_REQUIRED = "This field is required."


def walk(card: Json) -> Iterator[tuple[str, Json]]:
    """(JSON pointer, object) of every element and action, outermost first."""
    yield from _walk(card, "")


def _walk(value: Any, at: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, f"{at}/{index}")
    elif isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            if key not in _UNSEEN and isinstance(inner, list | dict):
                yield from _walk(inner, f"{at}/{key}")


def _kind(element: Json) -> str:
    return str(element.get("type", ""))


def inputs(card: Json) -> Iterator[tuple[str, Json]]:
    """(pointer, element) of everything that can be filled in."""
    return ((at, element) for at, element in walk(card) if _kind(element).startswith("Input."))


def at(card: Json, pointer: str) -> Json:
    """The object a pointer leads to; raises LookupError."""
    found = next((element for where, element in walk(card) if where == pointer), None)
    if found is None:
        raise LookupError(f"there is nothing at {pointer} in this card")
    return found


def find(card: Json, name: str) -> str:
    """The pointer of an action by its verb, title or id; raises LookupError."""
    actions = [(where, one) for where, one in walk(card) if _kind(one).startswith("Action.")]
    for where, action in actions:
        if name in (action.get("verb"), action.get("title"), action.get("id")):
            return where
    known = ", ".join(str(action.get("title") or action.get("verb")) for _, action in actions)
    raise LookupError(f"the card has no action {name}; it has {known or 'none'}")


def associated(card: Json, pointer: str) -> list[Json]:
    """The inputs an action sends: those of its card and of the cards around it, unless it says none."""
    if str(at(card, pointer).get("associatedInputs", "")).lower() == "none":
        return []
    return [element for where, element in inputs(card) if f"{pointer}/".startswith(f"{_card_of(where)}/")]


def _card_of(pointer: str) -> str:
    """The pointer of the card something is in; the outermost has the empty one."""
    return pointer[: pointer.rindex("/card/") + 5] if "/card/" in pointer else ""


def values(elements: list[Json], given: Mapping[str, Any]) -> dict[str, str]:
    """What the client sends of them: always strings, several choices joined by commas, nothing where nothing is."""
    if strange := given.keys() - {element["id"] for element in elements}:
        names = ", ".join(sorted(element["id"] for element in elements))
        raise LookupError(f"the form has no {', '.join(sorted(strange))}; it has {names or 'no inputs'}")
    found = {element["id"]: _value(element, given.get(element["id"])) for element in elements}
    return {id: value for id, value in found.items() if value}


def _value(element: Json, given: Any) -> str:
    if _kind(element) == "Input.Toggle":
        off, on = str(element.get("valueOff", "false")), str(element.get("valueOn", "true"))
        if isinstance(given, bool):
            return on if given else off
        return str(element.get("value", off) if given is None else given)
    value = element.get("value", "") if given is None else given
    return ",".join(value) if isinstance(value, list | tuple) else str(value)


def missing(elements: list[Json], sent: Mapping[str, str]) -> dict[str, str]:
    """What the client itself says before anything is sent, by input id."""
    found = {element["id"]: _fault(element, sent.get(element["id"], "")) for element in elements}
    return {id: sentence for id, sentence in found.items() if sentence}


def _fault(element: Json, value: str) -> str:
    said = str(element.get("errorMessage") or _REQUIRED)
    off = _kind(element) == "Input.Toggle" and value == str(element.get("valueOff", "false"))
    if not value or off:
        return said if element.get("isRequired") else ""
    if len(value) > element.get("maxLength", len(value)):
        return said if "errorMessage" in element else f"At most {element['maxLength']} characters."
    wrong = "regex" in element and not re.search(element["regex"], value)
    return said if wrong or _outside(element, value) else ""


def _outside(element: Json, value: str) -> bool:
    kind = _kind(element)
    if kind in ("Input.Date", "Input.Time"):
        return not str(element.get("min", value)) <= value <= str(element.get("max", value))
    if kind == "Input.ChoiceSet":
        known = {choice["value"] for choice in element["choices"]}
        return not set(value.split(",") if element.get("isMultiSelect") else [value]) <= known
    if kind != "Input.Number":
        return False
    try:
        return not element.get("min", float(value)) <= float(value) <= element.get("max", float(value))
    except ValueError:
        return True


def data(action: Json, sent: Mapping[str, str]) -> Any:
    """What reaches the bot: the action's own data, with the inputs in it."""
    own = action.get("data")
    return {**own, **sent} if isinstance(own, dict) else (dict(sent) or own or {})


def words(card: Json) -> str:
    """All that can be read in a card as it is first shown: what is folded away is left out."""
    return " ".join(word for word in _words(card) if word)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict) and value.get("isVisible") is not False:
        if _kind(value).startswith("Input.") or "inlines" in value:
            yield from _line(value)
            return
        for key in (
            "text",
            "title",
            "value",
            "altText",
            "body",
            "items",
            "columns",
            "facts",
            "rows",
            "cells",
            "images",
        ):
            yield from _words(value.get(key, ""))
        yield from _words(value.get("actions", ""))


def _line(element: Json) -> Iterator[str]:
    if "inlines" in element:
        yield "".join(one if isinstance(one, str) else one.get("text", "") for one in element["inlines"])
        return
    for key in ("label", "title", "placeholder", "value"):
        yield str(element.get(key, ""))
    for choice in element.get("choices", []):
        yield choice["title"]
