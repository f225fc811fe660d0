"""Messages in the personal chat: to authors about their proposals, to officers about what cannot be delivered."""

from dataclasses import replace

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
from handlers.words import WITHDRAW_WARNING, edit_label, edits_next, news, stuck, summary

_FINAL = ("published", "withdrawn", "rejected")


def author_notice(message: AuthorNotice, notice: str = "") -> Card:
    """What happened, and what to do next; buttons only while it is the latest news. `notice` is a sentence only the
    person who pressed sees."""
    content, usable = message.content, message.live and message.event == "approved"
    before = [*told(notice), heading(f"{content.number} · {', '.join(content.networks)}")]
    before.append(said(f"This post {news(message)}"))
    before += [verdict(message.decision)] if message.decision else []
    after = [*(_how_to_publish(message) if usable else []), *links(message.links)]
    buttons = _buttons(message) if message.live else []
    room = LIMIT - size(card([*before, *after], buttons, summary(message)))
    copy = _copy(content.text, room) if usable else []
    shown = usable or message.event in ("submitted", "revised")
    # What the scanner found is said on the card of those who decide; here it would only be marked.
    text = post(replace(content, findings=()), room - size(copy))[0] if shown else []
    return card([*before, *text, *after], [*copy, *buttons], summary(message))


def _copy(text: str, room: int) -> list[Element]:
    """The approved text in a box it can be copied from without formatting, on every client; nothing reads it back. A
    text too long to be here twice is copied where it is read in full."""
    found = shows("Copy text", [copy_box(text)], style="positive")
    return [found] if size(found) < room // 2 else []


def copy_box(text: str) -> Element:
    """A text in an input, where one tap selects it and nothing is added when it is pasted."""
    caption = "Select all of it and copy"
    return {"type": "Input.Text", "id": "copy", "label": caption, "isMultiline": True, "value": text}


def _how_to_publish(message: AuthorNotice) -> list[Element]:
    files = message.content.media
    alts = [paragraph(name(file.name, weight="Bolder"), words(f": {file.alt_text}"), spacing="Small") for file in files]
    caption = [label("Alt text to publish with the pictures")] if files else []
    lapses = f"This approval lapses {moment(message.until)}. " if message.until else ""
    return [*caption, *alts, small(f"{lapses}Editing the post needs a new review.")]


def _buttons(message: AuthorNotice) -> list[Element]:
    here = at(message.content)
    history = opens("proposal.history", "History", at=here)
    if message.event in _FINAL:
        return [history]
    withdraw = _withdraw(message.content)
    if message.event != "approved":
        style = "positive" if edits_next(message) else "default"
        return [opens("proposal.edit", edit_label(message), style, at=here), withdraw, history]
    publish = opens("proposal.publish", "Mark as published", "positive", at=here)
    # Five buttons stand side by side only under short names; what Edit costs is said above them.
    return [publish, opens("proposal.edit", "Edit", at=here), withdraw, history]


def _withdraw(content: Content) -> Element:
    question = [ours(f"Withdraw {content.number}?", weight="Bolder"), ours(WITHDRAW_WARNING, spacing="Small")]
    return shows(
        "Withdraw", question, [execute("proposal.withdraw", f"Withdraw {content.number}", at(content), "destructive")]
    )


def undeliverable(message: Undeliverable) -> Card:
    """For privacy officers: what is stuck, where, why, and what mends it."""
    body = [heading("A message cannot be delivered"), paragraph(words(stuck(message)))]
    return card(body, fallback=summary(message))
