"""The staff list as dialogs: a search, one person, and what can change for them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.teams.cards.actions import opens, row, submits
from bot.teams.cards.text import (
    Card,
    Element,
    bold,
    box,
    card,
    columns,
    heading,
    name,
    ours,
    paragraph,
    said,
    words,
)
from bot.teams.forms import inputs
from bot.teams.forms.paging import turning
from handlers.training import staff_words as say
from handlers.training import training_words
from handlers.training.assignments import Requirement
from handlers.training.exemptions import REASON_LIMIT
from handlers.training.oversight import Delivered
from handlers.training.staff_changes import Stops
from handlers.training.staff_list import Listed, Page

LIST, OPEN, CANCEL_LEAVE = "staff.list", "staff.open", "staff.cancel_leave"
_NAME_LIMIT = 80


def listing(found: Page, today: date) -> Card:
    """A page of the list, and a search in it."""
    search = columns(
        ("stretch", [inputs.text("typed", say.CALLED, found.typed, limit=_NAME_LIMIT)]),
        ("auto", [row(submits(LIST, say.SEARCH))]),
    )
    search["columns"][1]["verticalContentAlignment"] = "bottom"
    people = [_listed(one, today, submits(OPEN, say.OPEN, inputs=False, person=one.person_id)) for one in found.people]
    shown = [_counted(found), *people] if people else [said(say.nobody(found))]
    ways = turning(LIST, found.number, found.pages, {"of": found.typed})
    return card([search, *shown, *ways])


def summary(found: Page, today: date) -> Card:
    """The same as an answer in the chat, its beginning only; everything else is in the dialog."""
    people = [_listed(one, today, opens(OPEN, say.OPEN, person=one.person_id)) for one in found.people]
    shown = [_counted(found), *people] if people else [said(say.nobody(found))]
    label = "Search, or see all" if found.pages > 1 else say.SEARCH
    return card([heading(say.TITLE), *shown], [opens(LIST, label, of=found.typed)])


def _counted(found: Page) -> Element:
    return paragraph(words(say.count(found), isSubtle=True))


def _listed(one: Listed, today: date, button: Element) -> Element:
    standing = f"{say.standing(one, today)} {say.owes(one)}".strip()
    text = [
        paragraph(name(one.name, weight="Bolder")),
        paragraph(name(say.facts(one)), spacing="None"),
        paragraph(words(standing, isSubtle=True), spacing="None"),
    ]
    return columns(("stretch", text), ("auto", [row(button)])) | {"separator": True, "spacing": "Medium"}


def person(one: Listed, reminders: Delivered, today: date, note: str = "") -> Card:
    """One person, what they have to do, whether reminders reach them, and what can change."""
    noted = [box(paragraph(words(note)), style="good")] if note else []
    state = [paragraph(words(say.standing(one, today)))] if say.standing(one, today) else []
    due = [paragraph(words(f"• {item.title}: {training_words.due(item)}"), spacing="Small") for item in one.due[:30]]
    reached = paragraph(words(say.reached(reminders), isSubtle=True))
    body = [
        *noted,
        paragraph(name(one.name, size="Large", weight="Bolder")),
        paragraph(name(say.facts(one)), spacing="None"),
        paragraph(words(f"On the list since {say.day(one.joined_on)}", isSubtle=True), spacing="None"),
        *state,
        paragraph(bold(say.owes(one))),
        *due,
        *([ours(say.REHIRE_MEANS)] if one.left_on else [reached]),
    ]
    return card(body, _doing(one, today))


def _doing(one: Listed, today: date) -> list[Element]:
    away = {"ask_back": say.BACK} if say.is_away(one.leave, today) else {}
    here = {
        "ask_leave": say.ON_LEAVE,
        **away,
        "ask_manager": say.MANAGER,
        "ask_exempt": say.EXEMPT,
        "ask_left": say.LEFT,
    }
    labels = {"rehire": say.REHIRE} if one.left_on else here
    styles = {"ask_left": "destructive"}
    buttons = [
        submits(f"staff.{verb}", label, styles.get(verb, "default"), inputs=False, person=one.person_id)
        for verb, label in labels.items()
    ]
    if (planned := say.planned(one, today)) and not one.left_on:
        about: dict[str, Any] = {"person": one.person_id, "from": planned.isoformat()}
        buttons.insert(1, submits(CANCEL_LEAVE, say.CANCEL_LEAVE, inputs=False, **about))
    return [*buttons, submits(LIST, say.BACK_TO_LIST, inputs=False)]


def leave(one: Listed, today: date) -> Card:
    """Asks from when to when somebody is away."""
    first = inputs.field("from", inputs.day("from", say.FROM, today.isoformat(), missing="Choose a day."))
    until = inputs.field("until", inputs.day("until", say.UNTIL), hint=say.UNTIL_HINT)
    return _form("leave", one, "Save", [ours(say.LEAVE_MEANS), first, until])


def back(one: Listed, today: date) -> Card:
    """Asks from when somebody works again."""
    asked = inputs.day("on", say.SINCE, today.isoformat(), missing="Choose a day.")
    return _form("back", one, "Save", [inputs.field("on", asked)])


def manager(one: Listed) -> Card:
    """Asks whose people somebody belongs to."""
    asked = inputs.text("manager", say.NEW_MANAGER, one.manager, limit=_NAME_LIMIT)
    return _form("manager", one, "Save", [inputs.field("manager", asked, hint=f"{say.NAMED} {say.NO_MANAGER}")])


def left(one: Listed, found: Stops, today: date) -> Card:
    """What stops when somebody leaves, for whoever confirms it."""
    missing = "Say who takes over." if found.handed_over else ""
    successor = inputs.text("successor", say.SUCCESSOR, limit=_NAME_LIMIT, missing=missing)
    day = inputs.day("left_on", say.LEFT_ON, today.isoformat(), missing="Choose a day.")
    body = [
        *(paragraph(words(f"• {sentence}"), spacing="Small") for sentence in say.stops(found)),
        inputs.field("left_on", day),
        inputs.field("successor", successor, hint=say.NAMED),
    ]
    return _form("left", one, say.FOR_GOOD, body, "destructive")


def exempt(one: Listed, required: Sequence[Requirement]) -> Card:
    """Asks what somebody need not do, and why; or has to again."""
    things = {f"{wanted.kind}:{wanted.key}": inputs.unlinked(wanted.title) for wanted in required[:100]}
    way = inputs.choice("way", "Exempt?", training_words.EXEMPT_WAYS, "exempt", style="expanded")
    reason = inputs.text("reason", "Reason", limit=REASON_LIMIT, multiline=True)
    body = [
        inputs.field("what", inputs.choice("what", "What?", things, next(iter(things)), missing="Choose what.")),
        inputs.field("way", way),
        inputs.field("reason", reason, hint=training_words.EXEMPT_HINT),
    ]
    return _form("exempt", one, "Save", body)


def _form(verb: str, one: Listed, submit: str, body: Iterable[Element], style: str = "positive") -> Card:
    head = paragraph(name(one.name, size="Large", weight="Bolder"))
    buttons = [
        submits(f"staff.{verb}", submit, style, person=one.person_id),
        submits(OPEN, "Not now", inputs=False, person=one.person_id),
    ]
    return card([head, *body], buttons)
