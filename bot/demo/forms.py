"""Forms as Slack's own client treats them: initial values, what may not stay empty, and the state it sends."""

from collections.abc import Iterator
from typing import Any

from bot.demo.slack_api import file_object
from bot.demo.world import File, Json

_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "file_input": ("files", ""),
}


def inputs(view: Json) -> Iterator[tuple[Json, Json]]:
    """(block, element) of everything that can be filled in."""
    for block in view["blocks"]:
        if block["type"] == "input":
            yield block, block["element"]


def find(blocks: list[Json], action_id: str, value: str | None = None) -> tuple[Json, Json]:
    """(block, element) of a button, the first of that name when no value is said; raises LookupError."""
    for block in blocks:
        beside = [block["accessory"]] if "accessory" in block else []
        for element in block.get("elements", []) if block["type"] == "actions" else beside:
            other = element["type"] == "button" and value not in (None, element.get("value"))
            if element["action_id"] == action_id and not other:
                return block, element
    raise LookupError(f"there is no button {action_id} here")


def state(view: Json, values: Json, files: dict[str, File]) -> Json:
    """Slack's view state from plain values by block id; what is not given keeps its initial value."""
    names = {block["block_id"] for block, _ in inputs(view)}
    if strange := values.keys() - names:
        raise LookupError(f"the form has no {', '.join(sorted(strange))}; it has {', '.join(sorted(names))}")
    found: Json = {}
    for block, element in inputs(view):
        key, initial = _KEYS[element["type"]]
        value = _given(element, key, values[block["block_id"]], files) if block["block_id"] in values else None
        if block["block_id"] not in values:
            value = element.get(initial, [] if key in ("files", "selected_options") else None)
        found[block["block_id"]] = {element["action_id"]: {"type": element["type"], key: value}}
    return found


def _given(element: Json, key: str, value: Any, files: dict[str, File]) -> Any:
    if key == "files":
        return [file_object(files[id]) for id in value]
    options = {option["value"]: option for option in element.get("options", [])}
    if key == "selected_option":
        return options[value]
    return [options[one] for one in value] if key == "selected_options" else value


def with_files(state: Json, files: dict[str, File]) -> Json:
    """The state a page sent, with Slack's descriptions in place of the page's of each file."""
    for block in state.values():
        for answer in block.values():
            if "files" in answer:
                answer["files"] = [file_object(files[file["id"]]) for file in answer["files"] if file["id"] in files]
    return state


def missing(view: Json, state: Json) -> dict[str, str]:
    """What Slack's client itself says before anything is sent."""
    found = {}
    for block, element in inputs(view):
        answer = state.get(block["block_id"], {}).get(element["action_id"], {})
        value = answer.get(_KEYS[element["type"]][0])
        if not value and not block.get("optional"):
            found[block["block_id"]] = "Please complete this required field."
        elif element["type"] == "url_text_input" and value and not str(value).startswith(("http://", "https://")):
            found[block["block_id"]] = "Please enter a valid URL."
        elif isinstance(value, str) and len(value) > int(element.get("max_length", 3_000)):
            found[block["block_id"]] = f"Please enter fewer than {element.get('max_length', 3_000)} characters."
    return found


def words(message: Json) -> str:
    """All that can be read in a message, blocks first."""
    return " ".join(_words(message.get("blocks") or message.get("text", "")))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for key in ("text", "elements", "fallback"):
            yield from _words(value.get(key, ""))
