"""The parts forms are made of, and the answers read back from them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from bot.slack.blocks.text import plain
from handlers.drafts import clean

View = dict[str, Any]
Element = dict[str, Any]


def view(
    callback: str,
    title: str,
    submit: str | None,
    blocks: list[dict[str, Any]],
    metadata: str = "",
    close: str = "",
) -> View:
    """A modal; without `submit` there is only something to read."""
    shown: View = {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": plain(title, 24),
        "close": plain(close or ("Cancel" if submit else "Close"), 24),
        "blocks": blocks,
    }
    return shown | {"submit": plain(submit, 24)} if submit else shown


def block(name: str, label: str, element: Element, hint: str = "", optional: bool = False) -> dict[str, Any]:
    """An input block whose block id and action id are both `name`."""
    found = {"type": "input", "block_id": name, "label": plain(label, 2_000), "element": element, "optional": optional}
    return found | {"hint": plain(hint, 2_000)} if hint else found


def text(name: str, value: str = "", limit: int = 3_000, multiline: bool = False) -> Element:
    """A text input; `value` is cut to `limit`."""
    element: Element = {"type": "plain_text_input", "action_id": name, "multiline": multiline, "max_length": limit}
    return element | {"initial_value": value[:limit]} if value else element


def link(name: str) -> Element:
    """An input for an address."""
    return {"type": "url_text_input", "action_id": name}


@lru_cache(maxsize=256)
def _option(value: str, label: str) -> dict[str, Any]:
    # The same few in every form, and nobody changes a form once it is made.
    return {"value": value, "text": plain(label, 75)}


def _chosen(options: Mapping[str, str], values: Iterable[str]) -> list[dict[str, Any]]:
    return [_option(value, options[value]) for value in values if value in options]


def select(name: str, options: Mapping[str, str], value: str) -> Element:
    """One of a list."""
    initial = _chosen(options, [value])
    element: Element = {
        "type": "static_select",
        "action_id": name,
        "options": [_option(*item) for item in options.items()],
    }
    return element | {"initial_option": initial[0]} if initial else element


def multi_select(name: str, options: Mapping[str, str], values: Iterable[str], placeholder: str) -> Element:
    """Several of a list."""
    initial = _chosen(options, values)
    element: Element = {
        "type": "multi_static_select",
        "action_id": name,
        "placeholder": plain(placeholder, 150),
        "options": [_option(*item) for item in options.items()],
    }
    return element | {"initial_options": initial} if initial else element


def radio(name: str, options: Mapping[str, str], value: str | None) -> Element:
    """One of a few, all in sight."""
    initial = _chosen(options, [value] if value else [])
    element: Element = {
        "type": "radio_buttons",
        "action_id": name,
        "options": [_option(*item) for item in options.items()],
    }
    return element | {"initial_option": initial[0]} if initial else element


def checkboxes(name: str, options: Mapping[str, str], checked: bool = False) -> Element:
    """Boxes, all of them checked or none."""
    shown = [_option(*item) for item in options.items()]
    element: Element = {"type": "checkboxes", "action_id": name, "options": shown}
    return element | {"initial_options": shown} if checked else element


def checkbox(name: str, label: str, description: str) -> Element:
    """One box to tick, its words in two lines of at most 75 characters each."""
    option = {"value": "yes", "text": plain(label, 75), "description": plain(description, 75)}
    return {"type": "checkboxes", "action_id": name, "options": [option]}


def person(name: str, placeholder: str) -> Element:
    """Somebody of the workspace."""
    return {"type": "users_select", "action_id": name, "placeholder": plain(placeholder, 150)}


def day(name: str, value: date | None = None) -> Element:
    """A day."""
    element: Element = {"type": "datepicker", "action_id": name}
    return element | {"initial_date": value.isoformat()} if value else element


def files(name: str, extensions: Iterable[str], most: int) -> Element:
    """Up to `most` files whose names end so."""
    return {"type": "file_input", "action_id": name, "max_files": most, "filetypes": list(extensions)}


def datetime_picker(name: str, at: datetime | None) -> Element:
    """A day and a time in the reader's zone."""
    element: Element = {"type": "datetimepicker", "action_id": name}
    return element | {"initial_date_time": int(at.timestamp())} if at else element


_INITIAL = {"value": "initial_value", "selected_option": "initial_option", "selected_options": "initial_options"}
_ABOVE = "above"


def again(
    view: View,
    above: list[dict[str, Any]],
    metadata: str,
    beside: Mapping[str, list[dict[str, Any]]] | None = None,
    **other: Any,
) -> View:
    """The form that was sent, with everything typed in it, `above` on top, and `beside` below the fields it names, in
    place of what an earlier time put there; `other` replaces parts of it."""
    kept = {name: view[name] for name in ("type", "callback_id", "title", "submit", "close")}
    values = view["state"]["values"]
    asked = [_refilled(block, values) for block in view["blocks"] if not block["block_id"].startswith(_ABOVE)]
    last = {block["block_id"].partition(":")[0]: block for block in asked}
    shown = _noticed(_ABOVE, above)
    for block in asked:
        name = block["block_id"].partition(":")[0]
        shown += [block, *(_noticed(f"{_ABOVE}:{name}", (beside or {}).get(name, [])) if block is last[name] else [])]
    return {**kept, "private_metadata": metadata, "blocks": shown, **other}


def _noticed(name: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**block, "block_id": f"{name}:{index}"} for index, block in enumerate(blocks)]


def _refilled(block: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    if block["type"] != "input":
        return block
    element = {key: value for key, value in block["element"].items() if key not in _INITIAL.values()}
    state = values.get(block["block_id"], {}).get(element["action_id"], {})
    typed = {_INITIAL[key]: value for key, value in state.items() if key in _INITIAL and value}
    return {**block, "element": element | typed}


class Answers:
    """What a submitted form holds, by block id; an answer nobody gave reads as empty."""

    def __init__(self, view: View) -> None:
        self._values = view["state"]["values"]
        #: What the form was drawn about.
        self.subject = str(view["private_metadata"])

    def text(self, name: str) -> str:
        """Cleaned text."""
        return clean(self.raw(name))

    def raw(self, name: str) -> str:
        """Text as typed."""
        return str(self._of(name).get("value") or "")

    def choice(self, name: str) -> str | None:
        """The value of the one chosen option."""
        option = self._of(name).get("selected_option")
        return str(option["value"]) if option else None

    def chosen(self, name: str) -> list[str]:
        """The values of the chosen options."""
        return [str(option["value"]) for option in self._of(name).get("selected_options") or []]

    def moment(self, name: str) -> datetime | None:
        """An aware UTC moment."""
        seconds = self._of(name).get("selected_date_time")
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None

    def day(self, name: str) -> date | None:
        """A day."""
        chosen = self._of(name).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def account(self, name: str) -> str:
        """The id of the chosen person."""
        return str(self._of(name).get("selected_user") or "")

    def files(self, name: str) -> list[dict[str, Any]]:
        """Slack's file objects."""
        return list(self._of(name).get("files") or [])

    def _of(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._values.get(name, {}).get(name, {})
        return found
