"""What Slack takes, as data: which keys each block and element may have, and how long each may be.

From docs.slack.dev (Block Kit reference, surfaces), looked at on 2026-11-24.
"""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any, str, list[str]], None]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: slackapi/bolt-js#2509: all text of a message's blocks together.
MESSAGE_TEXT = 13_200
FALLBACK_TEXT = 40_000
#: docs.slack.dev, chat.update: a message that was posted with more cannot be updated with as much.
UPDATE_TEXT = 4_000
_IDENT = 255


def weight(text: str) -> int:
    """Characters as Slack counts them, after escaping."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def _say(out: list[str], at: str, what: str) -> None:
    out.append(f"[ERROR] {what} [json-pointer:{at}]")


def text(limit: int, least: int = 1) -> Check:
    def check(value: Any, at: str, out: list[str]) -> None:
        if not isinstance(value, str):
            _say(out, at, "must be a string")
        elif weight(value) > limit:
            _say(out, at, f"must be less than {limit + 1} characters")
        elif len(value) < least:
            _say(out, at, f"must be more than {least - 1} characters")

    return check


def flag(value: Any, at: str, out: list[str]) -> None:
    if not isinstance(value, bool):
        _say(out, at, "must be a boolean")


def number(value: Any, at: str, out: list[str]) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        _say(out, at, "must be an integer")


def between(low: int, high: int) -> Check:
    def check(value: Any, at: str, out: list[str]) -> None:
        number(value, at, out)
        if isinstance(value, int) and not low <= value <= high:
            _say(out, at, f"must be between {low} and {high}")

    return check


def choice(*values: str) -> Check:
    def check(value: Any, at: str, out: list[str]) -> None:
        if value not in values:
            _say(out, at, f"must be one of {', '.join(values)}")

    return check


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """An object with these keys and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, out: list[str]) -> None:
        if not isinstance(value, dict):
            _say(out, at, "must be an object")
            return
        for key in required.keys() - value.keys():
            _say(out, at, f"missing required field: {key}")
        for key, inner in value.items():
            if key in known:
                known[key](inner, f"{at}/{key}", out)
            elif key != "type":
                _say(out, at, f"unexpected field: {key}")

    return check


def kinds(table: dict[str, Check]) -> Check:
    """An object whose `type` is one of the table's."""

    def check(value: Any, at: str, out: list[str]) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind in table:
            table[kind](value, at, out)
        else:
            _say(out, at, f"unsupported type: {kind}")

    return check


def items(inner: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, out: list[str]) -> None:
        if not isinstance(value, list) or not least <= len(value) <= most:
            _say(out, at, f"must have {least} to {most} items")
            return
        for index, item in enumerate(value):
            inner(item, f"{at}/{index}", out)

    return check


def plain(limit: int) -> Check:
    return kinds({"plain_text": shape({"text": text(limit)}, {"emoji": flag})})


def words(limit: int) -> Check:
    marked = shape({"text": text(limit)}, {"verbatim": flag})
    return kinds({"plain_text": shape({"text": text(limit)}, {"emoji": flag}), "mrkdwn": marked})


_ACTION = {"action_id": text(_IDENT)}
_OPTION = shape({"text": words(75), "value": text(150)}, {"description": words(75)})
_OPTIONS = items(_OPTION, 100)
_CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
_FOCUS = {"placeholder": plain(150), "focus_on_load": flag}
_STYLE = shape({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})
_INLINE = kinds(
    {
        "text": shape({"text": text(12_000)}, {"style": _STYLE}),
        "link": shape({"url": text(3_000)}, {"text": text(3_000), "style": _STYLE, "unsafe": flag}),
        "emoji": shape({"name": text(100)}, {"unicode": text(100), "style": _STYLE}),
        "user": shape({"user_id": text(30)}, {"style": _STYLE}),
        "channel": shape({"channel_id": text(30)}, {"style": _STYLE}),
        "broadcast": shape({"range": choice("here", "channel", "everyone")}),
        "date": shape({"timestamp": number, "format": text(300)}, {"url": text(3_000), "fallback": text(300)}),
    }
)
_RUN = shape({"elements": items(_INLINE, 1_000)}, {"border": number})
_RICH = {
    "rich_text_section": _RUN,
    "rich_text_quote": _RUN,
    "rich_text_preformatted": _RUN,
    "rich_text_list": shape(
        {"elements": items(_RUN, 100), "style": choice("bullet", "ordered")},
        {"indent": between(0, 8), "offset": number, "border": number},
    ),
}
_SOURCE: dict[str, Check] = {
    "image_url": text(3_000),
    "slack_file": shape({}, {"id": text(30), "url": text(3_000)}),
    "title": plain(2_000),
}
_WORDS_IN_CONTEXT = shape({"text": text(3_000)}, {"emoji": flag, "verbatim": flag})
_IN_CONTEXT = kinds(
    {
        "image": shape({"alt_text": text(2_000)}, _SOURCE),
        "mrkdwn": _WORDS_IN_CONTEXT,
        "plain_text": _WORDS_IN_CONTEXT,
    }
)

BUTTON = shape(
    {**_ACTION, "text": plain(75)},
    {
        "value": text(2_000),
        "style": choice("primary", "danger"),
        "confirm": _CONFIRM,
        "url": text(3_000),
        "accessibility_label": text(75),
    },
)
INPUTS: dict[str, Check] = {
    "plain_text_input": shape(
        _ACTION,
        {
            **_FOCUS,
            "multiline": flag,
            "initial_value": text(3_000, 0),
            "min_length": between(0, 3_000),
            "max_length": between(1, 3_000),
        },
    ),
    "url_text_input": shape(_ACTION, {**_FOCUS, "initial_value": text(3_000)}),
    "email_text_input": shape(_ACTION, {**_FOCUS, "initial_value": text(3_000)}),
    "number_input": shape(
        {**_ACTION, "is_decimal_allowed": flag},
        {**_FOCUS, "initial_value": text(30), "min_value": text(30), "max_value": text(30)},
    ),
    "static_select": shape({**_ACTION, "options": _OPTIONS}, {**_FOCUS, "initial_option": _OPTION}),
    "multi_static_select": shape(
        {**_ACTION, "options": _OPTIONS},
        {**_FOCUS, "initial_options": _OPTIONS, "max_selected_items": between(1, 100)},
    ),
    "radio_buttons": shape({**_ACTION, "options": items(_OPTION, 10)}, {"initial_option": _OPTION}),
    "checkboxes": shape({**_ACTION, "options": items(_OPTION, 10)}, {"initial_options": items(_OPTION, 10)}),
    "datetimepicker": shape(_ACTION, {"initial_date_time": number, "focus_on_load": flag}),
    "datepicker": shape(_ACTION, {**_FOCUS, "initial_date": text(10)}),
    "timepicker": shape(_ACTION, {**_FOCUS, "initial_time": text(5), "timezone": text(100)}),
    "users_select": shape(_ACTION, {**_FOCUS, "initial_user": text(30)}),
    "file_input": shape(_ACTION, {"filetypes": items(text(20), 100), "max_files": between(1, 10)}),
}
_BLOCK_ID = {"block_id": text(_IDENT)}
BLOCKS: dict[str, Check] = {
    "header": shape({"text": plain(150)}, _BLOCK_ID),
    "section": shape(
        {},
        {
            **_BLOCK_ID,
            "text": words(3_000),
            "fields": items(words(2_000), 10),
            "accessory": kinds({"button": BUTTON}),
        },
    ),
    "divider": shape({}, _BLOCK_ID),
    "context": shape({"elements": items(_IN_CONTEXT, 10)}, _BLOCK_ID),
    "image": shape({"alt_text": text(2_000)}, {**_BLOCK_ID, **_SOURCE}),
    "actions": shape({"elements": items(kinds({"button": BUTTON, **INPUTS}), 25)}, _BLOCK_ID),
    "rich_text": shape({"elements": items(kinds(_RICH), 100)}, _BLOCK_ID),
}
INPUT_BLOCK = shape(
    {"label": plain(2_000), "element": kinds(INPUTS)},
    {**_BLOCK_ID, "hint": plain(2_000), "optional": flag, "dispatch_action": flag},
)
VIEW = shape(
    {"title": plain(24), "blocks": items(kinds({**BLOCKS, "input": INPUT_BLOCK}), VIEW_BLOCKS)},
    {
        "callback_id": text(_IDENT),
        "private_metadata": text(3_000, 0),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "external_id": text(_IDENT),
    },
)
