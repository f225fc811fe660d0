"""Messages as Adaptive Cards: plain functions from `handlers.messages` data to cards."""

from bot.teams.cards.cases import case_card, case_notice
from bot.teams.cards.notices import author_notice, undeliverable
from bot.teams.cards.review import nudge, review_card
from bot.teams.cards.templates import notice as template_notice
from bot.teams.cards.text import Card
from bot.teams.cards.training import manager_digest, officer_digest, reminder
from handlers.messages import AuthorNotice, Message, Nudge, ReviewCard
from handlers.reporting.case_messages import CaseCard, CaseNotice
from handlers.template_messages import TemplateNotice
from handlers.training.reminder_messages import ManagerDigest, OfficerDigest, TrainingReminder


def render(message: Message) -> Card:
    """The card that shows `message`; `handlers.words.summary` is its line for notifications."""
    if isinstance(message, ReviewCard):
        return review_card(message)
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
