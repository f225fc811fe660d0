"""What the bot answers to an invoke, as the JSON Teams expects: dialogs, and cards after a press."""

from typing import Any

from bot.teams.cards.lists import said
from bot.teams.cards.text import Card, in_teams

Answer = dict[str, Any]

_ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def dialog(title: str, shown: Card, width: str = "medium", height: str = "large") -> Answer:
    """Opens a dialog, or shows the next card in the one that is open. Answers task/fetch, task/submit and
    composeExtension/fetchTask alike."""
    content = {"contentType": _ADAPTIVE, "content": shown}
    return {"task": {"type": "continue", "value": {"title": title, "width": width, "height": height, "card": content}}}


def done(sentence: str, title: str = "Imprimatur") -> Answer:
    """Ends a dialog with one sentence to read, in which names and other things people wrote stay literal."""
    return dialog(title, said(sentence), height="small")


def dialog_message(sentence: str) -> Answer:
    """Ends a dialog with Teams' own message box; for sentences that are ours from end to end (task/submit)."""
    return {"task": {"type": "message", "value": in_teams(sentence)}}


def closed() -> Answer:
    """Closes the dialog without a word (task/submit)."""
    return {}


def card(shown: Card) -> Answer:
    """Shows whoever pressed `shown` in place of the card (adaptiveCard/action)."""
    return {"statusCode": 200, "type": _ADAPTIVE, "value": shown}


def message(sentence: str) -> Answer:
    """Tells whoever pressed one sentence, and leaves the card and what was typed on it as it is
    (adaptiveCard/action)."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": in_teams(sentence)}


def refused(sentence: str, status: int = 400) -> Answer:
    """Says that a press came to nothing (adaptiveCard/action)."""
    error = {"code": str(status), "message": in_teams(sentence)}
    return {"statusCode": status, "type": "application/vnd.microsoft.error", "value": error}
