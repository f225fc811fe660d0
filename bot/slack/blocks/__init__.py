"""Messages as Block Kit: plain functions from `handlers.messages` data to blocks."""

from typing import Any

from bot.slack.blocks.notices import author_notice, undeliverable
from bot.slack.blocks.review import nudge, review_card
from handlers.messages import AuthorNotice, Message, Nudge, ReviewCard


def render(message: Message, thumbnails: bool = True) -> dict[str, Any]:
    """The arguments of chat.postMessage and chat.update that show `message`. The fallback text, which notifications
    show, never carries post text."""
    if isinstance(message, ReviewCard):
        word = "waits for review" if message.live else "review card"
        return {"text": f"{message.content.number} {word}", "blocks": review_card(message, thumbnails)}
    if isinstance(message, AuthorNotice):
        words = message.event.replace("_", " ")
        return {"text": f"{message.content.number}: {words}", "blocks": author_notice(message)}
    if isinstance(message, Nudge):
        return {"text": f"{message.number} is still waiting for a decision", "blocks": nudge(message)}
    return {"text": f"A message about {message.number} cannot be delivered", "blocks": undeliverable(message)}
