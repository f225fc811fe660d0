"""Every length and count Slack gives its blocks and forms: what just fits passes, one more is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo import checks
from bot.demo.world import Json, Refused

_REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "slack" / "slackblocks-limits" / "limits.json"
Make = Callable[[int], Json]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "a" * length}


LINE = {"type": "divider"}


def button(**more: object) -> Json:
    return {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": plain(2), **more}]}


def confirm(**more: object) -> Json:
    return button(confirm={"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1), **more})


def entry(kind: str, **more: object) -> Json:
    return {"type": "input", "label": plain(1), "element": {"type": kind, "action_id": "a", **more}}


def option(text: int = 1, value: int = 1, **more: object) -> Json:
    return {"text": plain(text), "value": "a" * value, **more}


BLOCK: dict[str, tuple[int, Make]] = {
    "ACTION_ID_MAX_LENGTH": (255, lambda n: button(action_id="a" * n)),
    "BLOCK_ID_MAX_LENGTH": (255, lambda n: {**LINE, "block_id": "a" * n}),
    "BUTTON_TEXT_MAX_LENGTH": (75, lambda n: button(text=plain(n))),
    "BUTTON_VALUE_MAX_LENGTH": (2_000, lambda n: button(value="a" * n)),
    "BUTTON_URL_MAX_LENGTH": (3_000, lambda n: button(url="a" * n)),
    "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": (75, lambda n: button(accessibility_label="a" * n)),
    "CONFIRMATION_TITLE_MAX_LENGTH": (100, lambda n: confirm(title=plain(n))),
    "CONFIRMATION_TEXT_MAX_LENGTH": (300, lambda n: confirm(text=plain(n))),
    "CONFIRMATION_CONFIRM_MAX_LENGTH": (30, lambda n: confirm(confirm=plain(n))),
    "CONFIRMATION_DENY_MAX_LENGTH": (30, lambda n: confirm(deny=plain(n))),
    "ACTIONS_ELEMENTS_MAX_ITEMS": (
        25,
        lambda n: {"type": "actions", "elements": [button(action_id=f"a{i}")["elements"][0] for i in range(n)]},
    ),
    "HEADER_TEXT_MAX_LENGTH": (150, lambda n: {"type": "header", "text": plain(n)}),
    "SECTION_TEXT_MAX_LENGTH": (3_000, lambda n: {"type": "section", "text": plain(n)}),
    "SECTION_FIELDS_MAX_ITEMS": (10, lambda n: {"type": "section", "fields": [plain(1)] * n}),
    "SECTION_FIELDS_ITEM_MAX_LENGTH": (2_000, lambda n: {"type": "section", "fields": [plain(n)]}),
    "CONTEXT_ELEMENTS_MAX_ITEMS": (10, lambda n: {"type": "context", "elements": [plain(1)] * n}),
    "IMAGE_ALT_TEXT_MAX_LENGTH": (2_000, lambda n: {"type": "image", "image_url": "https://a", "alt_text": "a" * n}),
    "IMAGE_IMAGE_URL_MAX_LENGTH": (3_000, lambda n: {"type": "image", "image_url": "a" * n, "alt_text": "a"}),
    "INPUT_LABEL_MAX_LENGTH": (2_000, lambda n: entry("plain_text_input") | {"label": plain(n)}),
    "INPUT_HINT_MAX_LENGTH": (2_000, lambda n: entry("plain_text_input") | {"hint": plain(n)}),
    "PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH": (150, lambda n: entry("plain_text_input", placeholder=plain(n))),
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX": (3_000, lambda n: entry("plain_text_input", max_length=n)),
    "OPTION_TEXT_MAX_LENGTH": (75, lambda n: entry("static_select", options=[option(text=n)])),
    "OPTION_VALUE_MAX_LENGTH": (150, lambda n: entry("static_select", options=[option(value=n)])),
    "OPTION_DESCRIPTION_MAX_LENGTH": (75, lambda n: entry("radio_buttons", options=[option(description=plain(n))])),
    "SELECT_OPTIONS_MAX_ITEMS": (100, lambda n: entry("multi_static_select", options=[option()] * n)),
    "CHECKBOXES_OPTIONS_MAX_ITEMS": (10, lambda n: entry("checkboxes", options=[option()] * n)),
    "RADIO_BUTTONS_OPTIONS_MAX_ITEMS": (10, lambda n: entry("radio_buttons", options=[option()] * n)),
    "FILE_INPUT_MAX_FILES_MAX": (10, lambda n: entry("file_input", max_files=n)),
}
FORM: dict[str, tuple[int, Make]] = {
    "VIEW_BLOCKS_MAX_ITEMS": (100, lambda n: {"blocks": [LINE] * n}),
    "VIEW_TITLE_MAX_LENGTH": (24, lambda n: {"title": plain(n)}),
    "VIEW_SUBMIT_MAX_LENGTH": (24, lambda n: {"submit": plain(n)}),
    "VIEW_CLOSE_MAX_LENGTH": (24, lambda n: {"close": plain(n)}),
    "VIEW_CALLBACK_ID_MAX_LENGTH": (255, lambda n: {"callback_id": "a" * n}),
    "VIEW_EXTERNAL_ID_MAX_LENGTH": (255, lambda n: {"external_id": "a" * n}),
    "VIEW_PRIVATE_METADATA_MAX_LENGTH": (3_000, lambda n: {"private_metadata": "a" * n}),
}


def form(**more: object) -> Json:
    return {"type": "modal", "title": plain(1), "submit": plain(1), "blocks": [LINE], **more}


@pytest.mark.parametrize("name", BLOCK)
def test_a_block_may_have_so_much_and_no_more(name: str) -> None:
    most, make = BLOCK[name]
    checks.view(form(blocks=[make(most)]), {})
    with pytest.raises(Refused, match="invalid_arguments"):
        checks.view(form(blocks=[make(most + 1)]), {})


@pytest.mark.parametrize("name", FORM)
def test_a_form_may_have_so_much_and_no_more(name: str) -> None:
    most, make = FORM[name]
    checks.view(form(**make(most)), {})
    with pytest.raises(Refused, match="invalid_arguments"):
        checks.view(form(**make(most + 1)), {})


def test_the_limits_are_slacks() -> None:
    """Against somebody else's list of them, when it is at hand."""
    if _REFERENCE.exists():
        known = json.loads(_REFERENCE.read_text())
        assert {name: most for name, (most, _) in {**BLOCK, **FORM}.items() if known[name] != most} == {}
