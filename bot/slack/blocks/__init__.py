"""Messages as Block Kit: plain functions from `handlers.messages` data to blocks."""

from typing import Any

from bot.slack.blocks.cases import case_card, case_notice
from bot.slack.blocks.notices import author_notice, undeliverable
from bot.slack.blocks.review import nudge, review_card
from bot.slack.blocks.templates import notice as template_notice
from bot.slack.blocks.text import Block
from bot.slack.blocks.training import manager_digest, officer_digest, reminder
from handlers import words
from handlers.messages import AuthorNotice, Message, Nudge, ReviewCard
from handlers.reporting.case_messages import CaseCard, CaseNotice
from handlers.template_messages import TemplateNotice
from handlers.training.reminder_messages import ManagerDigest, OfficerDigest, TrainingReminder


def render(message: Message, thumbnails: bool = True) -> dict[str, Any]:
    """The arguments of chat.postMessage and chat.update that show `message`. The fallback text, which notifications
    show, never carries post text."""
    return {"text": words.summary(message), "blocks": _blocks(message, thumbnails)}


def _blocks(message: Message, thumbnails: bool) -> list[Block]:
    if isinstance(message, ReviewCard):
        return review_card(message, thumbnails)
    if isinstance(message, AuthorNotice):
        return author_notice(message)
    if isinstance(message, Nudge):
        return nudge(message)
    if isinstance(message, CaseCard):
        return case_card(message)
    if isinstance(message, CaseNotice):
        return case_notice(message)
    if isinstance(message, TemplateNotice):
        return template_notice(message)
    if isinstance(message, TrainingReminder):
        return reminder(message)
    if isinstance(message, ManagerDigest):
        return manager_digest(message)
    if isinstance(message, OfficerDigest):
        return officer_digest(message)
    return undeliverable(message)
