"""Neutral answers: the organization's own, and those that come with the program."""

from bot.teams.cards.actions import opens, row
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    box,
    card,
    columns,
    fitting,
    heading,
    label,
    moment,
    name,
    ours,
    paragraph,
    size,
    small,
    words,
)
from handlers import template_words as say
from handlers.phi.templates import Template
from handlers.reply_templates import Opened, Overview, State
from handlers.template_messages import TemplateNotice

_FRAME = 1_500
READ, WRITE = "template.read", "template.write"


def listing(found: Overview) -> Card:
    """Every answer of the organization, and the shipped ones while those are offered."""
    shipped = [_shipped(one, found.writes) for one in found.shipped]
    theirs = [label("Ready-made"), small(say.SHIPPED), *shipped] if shipped else []
    lines = fitting(map(_line, found.ours), LIMIT - _FRAME - size(theirs))
    left = len(found.ours) - len(lines)
    more = [small(say.MORE.format(count=left))] if left else []
    new = [opens(WRITE, say.NEW, "positive")] if found.writes else []
    own = lines or [ours(say.NONE_OF_OURS)]
    return card([heading(say.TITLE), small(say.ABOUT), *own, *more, *theirs], new)


def _line(one: Opened) -> Element:
    shown, waiting = one.answer.shown, one.answer.of(State.WAITING)
    stands = say.STATES[shown.state]
    if waiting and waiting is not shown:
        stands += f"; version {waiting.number} waits for approval"
    text = [
        paragraph(bold(shown.occasion)),
        paragraph(words(shown.text), spacing="Small"),
        small(stands),
    ]
    button = opens(READ, say.OPEN, "positive" if one.decides else "default", template=one.answer.template)
    return columns(("stretch", text), ("auto", [row(button)])) | {"separator": True, "spacing": "Medium"}


def _shipped(one: Template, writes: bool) -> Element:
    text = [paragraph(bold(one.occasion)), paragraph(words(one.text), spacing="Small")]
    button = [("auto", [row(opens(WRITE, say.OURS, shipped=one.id))])] if writes else []
    return columns(("stretch", text), *button) | {"separator": True, "spacing": "Medium"}


def notice(message: TemplateNotice) -> Card:
    """A wording that waits, and the way to where it is decided on; once it waits no longer, what became of it."""
    version = message.version
    made = [part for verdict, who, at in version.decisions for part in told(verdict.capitalize(), who, moment(at))]
    body = [
        heading(say.notice(message)),
        paragraph(words(f"Version {version.number}, written by ", isSubtle=True), name(version.writer, isSubtle=True)),
        paragraph(bold(version.occasion)),
        box(paragraph(words(version.text))),
        *made,
    ]
    opening = [opens(READ, say.OPEN, "positive", template=version.template)] if message.live else []
    return card(body, opening, say.notice(message))


def told(what: str, who: str, when: str) -> list[Element]:
    """What somebody did with a wording, and when."""
    by = paragraph(words(f"{what} by ", size="Small"), name(who, size="Small"), spacing="Small")
    return [by, small(when, spacing="None")]
