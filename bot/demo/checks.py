"""Refuses, with Slack's own words, whatever Slack would refuse of a message or a form."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.demo.limits import BLOCKS, FALLBACK_TEXT, MESSAGE_BLOCKS, MESSAGE_TEXT, VIEW, items, kinds, weight
from bot.demo.world import File, Refused

_MESSAGE = items(kinds(BLOCKS), MESSAGE_BLOCKS)


def message(arguments: dict[str, Any], files: dict[str, File], most: int = FALLBACK_TEXT) -> None:
    """A message's text, of at most `most` characters, and its blocks; raises `Refused`."""
    text, blocks = arguments.get("text", ""), arguments.get("blocks")
    if not (text or blocks):
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    if blocks is None:
        return
    found: list[str] = []
    _MESSAGE(blocks, "/blocks", found)
    found += _repeated(blocks) + _unknown_files(blocks, files) if not found else []
    if found:
        raise Refused("invalid_blocks", found)
    if sum(weight(text) for text in _texts(blocks)) > MESSAGE_TEXT:
        raise Refused("msg_blocks_too_long")


def view(shown: Any, files: dict[str, File]) -> None:
    """A modal; raises `Refused`."""
    found: list[str] = []
    if not isinstance(shown, dict) or shown.get("type") != "modal":
        raise Refused("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view]"])
    VIEW(shown, "/view", found)
    blocks = shown.get("blocks", [])
    if not found and any(block["type"] == "input" for block in blocks) and "submit" not in shown:
        found.append("[ERROR] missing required field: submit [json-pointer:/view]")
    found += _repeated(blocks) + _unknown_files(blocks, files) if not found else []
    if found:
        raise Refused("invalid_arguments", found)


def metadata(value: Any) -> None:
    """A message's metadata; raises `Refused`."""
    fine = isinstance(value, dict) and set(value) == {"event_type", "event_payload"}
    if not fine or not isinstance(value["event_payload"], dict):
        raise Refused("invalid_metadata_format")


def _repeated(blocks: list[dict[str, Any]]) -> list[str]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found = [f"[ERROR] `block_id` {id} is used {count} times" for id, count in ids.items() if count > 1]
    for block in blocks:
        elements = block.get("elements", []) if block["type"] == "actions" else []
        actions = Counter(element["action_id"] for element in elements)
        found += [f"[ERROR] `action_id` {id} is used {count} times" for id, count in actions.items() if count > 1]
    return found


def _unknown_files(blocks: list[dict[str, Any]], files: dict[str, File]) -> list[str]:
    wanted = [block["slack_file"].get("id") for block in blocks if block["type"] == "image" and "slack_file" in block]
    return [f"[ERROR] invalid slack file: {id}" for id in wanted if id not in files]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
