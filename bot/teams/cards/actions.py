"""Buttons. Each carries a verb and `at`, which proposal and revision it is about (`42/2`); every press is checked anew.

A card may mix the two kinds: `Action.Execute` answers with a card, `Action.Submit` with `task/fetch` opens a dialog,
which Execute cannot (learn.microsoft.com, "Use dialogs with bots"; both on one card in msteams-docs issue 9291).
"""

from typing import Any

from bot.teams.cards.text import Element, card
from handlers.messages import Content


def at(content: Content) -> str:
    """What a button says about the card it sits on."""
    return f"{content.proposal_id}/{content.revision}"


def execute(verb: str, title: str, at: str, style: str = "default", inputs: bool = False) -> Element:
    """Acts at once, and Teams shows the card it is answered with; with `inputs` it takes along what was typed."""
    return _action("Action.Execute", title, style, inputs) | {"verb": verb, "data": {"at": at}}


def opens(verb: str, title: str, style: str = "default", **data: Any) -> Element:
    """Opens a dialog from a message."""
    asked = {"msteams": {"type": "task/fetch"}, "verb": verb, **data}
    return _action("Action.Submit", title, style, inputs=False) | {"data": asked}


def submits(verb: str, title: str, style: str = "default", inputs: bool = True, **data: Any) -> Element:
    """Sends the dialog it sits in; without `inputs` it only leads to another one."""
    return _action("Action.Submit", title, style, inputs) | {"data": {"verb": verb, **data}}


def shows(title: str, body: list[Element], actions: list[Element] | None = None, style: str = "default") -> Element:
    """Unfolds more of the card; nothing is sent yet."""
    inner = {name: value for name, value in card(body, actions or []).items() if name != "version"}
    return {"type": "Action.ShowCard", "title": title, "style": style, "card": inner}


def row(*actions: Element, **layout: Any) -> Element:
    """Buttons beside what they are about, instead of at the foot of the card."""
    return {"type": "ActionSet", "actions": list(actions), **layout}


def _action(kind: str, title: str, style: str, inputs: bool) -> Element:
    return {"type": kind, "title": title, "style": style, "associatedInputs": "auto" if inputs else "none"}
