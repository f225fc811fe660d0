"""Messages in the personal chat: to authors about their proposals, to officers about what cannot be delivered."""

from bot.teams.cards.actions import at, execute, opens, shows
from bot.teams.cards.review import post, told, verdict
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    card,
    heading,
    label,
    links,
    moment,
    name,
    ours,
    paragraph,
    said,
    size,
    small,
    words,
)
from handlers.messages import AuthorNotice, Content, Undeliverable
from handlers.words import WITHDRAW_WARNING, edit_label, news, summary

_FINAL = ("published", "withdrawn", "rejected")


def author_notice(message: AuthorNotice, notice: str = "") -> Card:
    """What happened, and what to do next; buttons only while it is the latest news. `notice` is a sentence only the
    person who pressed sees."""
    content = message.content
    before = [*told(notice), heading(f"{content.number} · {', '.join(content.networks)}")]
    before.append(said(f"{content.number} {news(message)}"))
    before += [verdict(message.decision)] if message.decision else []
    after = [*_alt_texts(message), *links(message.links), *_until(message)]
    buttons = _buttons(message) if message.live else []
    room = LIMIT - size(card([*before, *after], buttons, summary(message))) - 100
    copy = _copy(message, room)
    text = _text(message, room - size(copy))
    return card([*before, *text, *after], [*copy, *buttons], summary(message))


def _text(message: AuthorNotice, room: int) -> list[Element]:
    shown = ("submitted", "revised", "approved") if message.live else ("submitted", "revised")
    return post(message.content, room)[0] if message.event in shown else []


def _copy(message: AuthorNotice, room: int) -> list[Element]:
    """The approved text in a box it can be copied from without formatting, on every client; nothing reads it back."""
    if message.event != "approved" or not message.live:
        return []
    found = shows("Copy the text", [copy_box(message.content.text)], style="positive")
    return [found] if size(found) < room - 1_500 else []


def copy_box(text: str, caption: str = "Select all of it and copy") -> Element:
    """A text in an input, where one tap selects it and nothing is added when it is pasted."""
    return {"type": "Input.Text", "id": "copy", "label": caption, "isMultiline": True, "value": text}


def _alt_texts(message: AuthorNotice) -> list[Element]:
    if message.event != "approved" or not message.live or not message.content.media:
        return []
    files = message.content.media
    shown = [
        paragraph(name(file.name, weight="Bolder"), words(f": {file.alt_text}"), spacing="Small") for file in files
    ]
    return [label("Alt text to publish with the pictures"), *shown]


def _until(message: AuthorNotice) -> list[Element]:
    if message.event != "approved" or not message.live or not message.until:
        return []
    return [small(f"This approval lapses {moment(message.until)}.")]


def _buttons(message: AuthorNotice) -> list[Element]:
    here = at(message.content)
    history = opens("proposal.history", "History", at=here)
    if message.event in _FINAL:
        return [history]
    publish = (
        [opens("proposal.publish", "Mark as published", "positive", at=here)] if message.event == "approved" else []
    )
    return [*publish, opens("proposal.edit", edit_label(message), at=here), _withdraw(message.content), history]


def _withdraw(content: Content) -> Element:
    question = [ours(f"Withdraw {content.number}?", weight="Bolder"), ours(WITHDRAW_WARNING, spacing="Small")]
    return shows(
        "Withdraw", question, [execute("proposal.withdraw", f"Withdraw {content.number}", at(content), "destructive")]
    )


def undeliverable(message: Undeliverable) -> Card:
    """For privacy officers: what is stuck, where, why, and what mends it."""
    what = (
        f"Teams refuses {message.what} of {message.number} for {message.place} ({message.code}). Nothing is lost: it "
        "is tried again every few minutes. Please check that the place still exists, and that Imprimatur is installed "
        "there and not blocked."
    )
    return card([heading("A message cannot be delivered"), paragraph(words(what))], fallback=summary(message))
