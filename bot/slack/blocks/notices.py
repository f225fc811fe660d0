"""Direct messages: to authors about their proposals, to privacy officers about what cannot be delivered."""

from bot.slack.blocks.review import value, verdict
from bot.slack.blocks.text import (
    Block,
    Element,
    actions,
    button,
    confirmation,
    copyable,
    line,
    moment,
    quoted,
    words,
)
from handlers.messages import AuthorNotice, Undeliverable
from handlers.words import WITHDRAW_WARNING, edit_label, edits_next, news, stuck


def author_notice(notice: AuthorNotice) -> list[Block]:
    """What happened, and what to do next; buttons only while it is the latest news."""
    content = notice.content
    headline = words(f"{content.number} ({', '.join(content.networks)})", bold=True)
    blocks = [line(headline, words(f" {news(notice)}"))]
    if notice.decision:
        blocks.append(verdict(notice.decision))
    blocks += _text(notice)
    for network, link in notice.links:
        blocks.append(line(words(f"{network}: "), {"type": "link", "url": link, "text": link[:100]}))
    if notice.live and (buttons := _buttons(notice)):
        blocks.append(actions("notice", *buttons))
    return blocks


def _text(notice: AuthorNotice) -> list[Block]:
    if notice.event != "approved":
        return quoted(notice.content.text) if notice.event in ("submitted", "revised") else []
    if not notice.live:
        return []
    alts = [line(words(f"Alt text of {file.name[:80]}: {file.alt_text}")) for file in notice.content.media]
    until = [line(words("This approval lapses "), moment(notice.until), words("."))] if notice.until else []
    return [*copyable(notice.content.text), *alts, *until]


def _buttons(notice: AuthorNotice) -> list[Element]:
    at = value(notice.content)
    history = button("history", "History", at)
    if notice.event in ("published", "withdrawn", "rejected"):
        return [history]
    edit = button("edit", edit_label(notice), at, "primary" if edits_next(notice) else None)
    buttons = [edit, _withdraw(notice, at), history]
    if notice.event == "approved":
        buttons.insert(0, button("publish", "Mark as published", at, "primary"))
    return buttons


def _withdraw(notice: AuthorNotice, at: str) -> Element:
    question = confirmation(
        f"Withdraw {notice.content.number}?",
        WITHDRAW_WARNING,
        "Withdraw",
        "Keep it",
    )
    return button("withdraw", "Withdraw", at, confirm=question)


def undeliverable(notice: Undeliverable) -> list[Block]:
    """For privacy officers: what is stuck, where, why, and what mends it."""
    return [
        line(
            words("A message cannot be delivered. ", bold=True),
            words(stuck(notice)),
        )
    ]
