"""The parts forms are made of, the answers read back from them, and a form shown again with what was wrong.

What somebody typed is never cut: a form that gives it back may be larger than the cards of the chat. Whatever its
inputs hold, it stays within what Teams says it takes: 100 KB as UTF-16 (learn.microsoft.com, "Format your bot
messages").
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.teams.cards.text import Card, Element, box, columns, in_teams, paragraph, small, spoken
from handlers.drafts import clean
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.words import look_again

#: What a submitted form holds: inputs by id, and what its button carried.
Data = Mapping[str, Any]

#: More than any post may have, so that a longer one comes back with our sentence instead of being cut silently.
TEXT_LIMIT = 15_000
_FIELD = "field:"
#: What a ticked box sends.
ON = "yes"


class HalfATime(FieldProblem):
    """Give both a day and a time, or leave both empty."""


class NoSuchTime(FieldProblem):
    """“{typed}” is not a day and a time. Choose them from the calendar and the clock."""


class NoSuchDay(FieldProblem):
    """“{typed}” is not a day. Choose it from the calendar."""


class Skipped(FieldProblem):
    """On this day the clocks go forward and {typed} does not exist. Choose a time an hour later."""


def field(name: str, *elements: Element, hint: str = "") -> Element:
    """One question with its hint; a sentence about `name` is shown in it."""
    items = [*elements, small(hint)] if hint else list(elements)
    return {"type": "Container", "id": f"{_FIELD}{name}", "items": items, "spacing": "Medium"}


def text(name: str, label: str, value: str = "", *, limit: int, multiline: bool = False, missing: str = "") -> Element:
    """A text input of at most `limit` characters; required when `missing` says what to do about an empty one."""
    shown = {"type": "Input.Text", "id": name, "label": label, "isMultiline": multiline, "maxLength": limit}
    return _answerable(shown, value, missing)


def choice(
    name: str, label: str, options: Mapping[str, str], value: str = "", *, style: str = "compact", missing: str = ""
) -> Element:
    """One of a list, or with the style `expanded` one of a few, all in sight."""
    return _answerable(_choices(name, label, options) | {"style": style}, value, missing)


def unlinked(text: str) -> str:
    """A title as a choice: choices render Markdown, so links in it are taken apart."""
    return text.replace("](", "] (")


def choices(name: str, label: str, options: Mapping[str, str], values: Iterable[str], *, missing: str = "") -> Element:
    """Several of a list, all in sight."""
    shown = _choices(name, label, options) | {"style": "expanded", "isMultiSelect": True}
    return _answerable(shown, ",".join(value for value in values if value in options), missing)


def _choices(name: str, label: str, options: Mapping[str, str]) -> Element:
    listed = [{"title": title, "value": value} for value, title in options.items()]
    return {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": listed, "wrap": True}


def _answerable(shown: Element, value: str, missing: str) -> Element:
    required = {"isRequired": True, "errorMessage": missing} if missing else {}
    return shown | required | ({"value": value} if value else {})


def tick(name: str, title: str, *, on: bool = False, missing: str = "") -> Element:
    """A box to tick; it has to be when `missing` says so."""
    shown = {"type": "Input.Toggle", "id": name, "title": title, "valueOn": ON, "valueOff": "no", "wrap": True}
    return _answerable(shown, ON if on else "", missing)


def day(name: str, label: str, value: str = "", *, missing: str = "") -> Element:
    """A day."""
    return _answerable({"type": "Input.Date", "id": name, "label": label}, value, missing)


def when(name: str, labels: tuple[str, str], at: datetime | None, zone: str) -> Element:
    """A day and a time in `zone`, side by side."""
    local = at.astimezone(ZoneInfo(zone)) if at else None
    time = {"type": "Input.Time", "id": f"{name}:time", "label": labels[1]}
    if local:
        time["value"] = f"{local:%H:%M}"
    shown = day(f"{name}:day", labels[0], f"{local:%Y-%m-%d}" if local else "")
    return columns(("stretch", [shown]), ("stretch", [time]))


def clock(zone: str) -> str:
    """Whose time it is, as people say it: “Chicago time”."""
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def was(name: str, at: datetime | None) -> dict[str, Any]:
    """For the button's data: the exact moment `when` shows. Inputs know neither seconds nor which of the two hours at
    the end of summer time is meant, so a time left untouched is read from here."""
    return {f"{name}:was": at.isoformat()} if at else {}


class Answers:
    """What a submitted form holds; an answer nobody gave reads as empty."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def text(self, name: str) -> str:
        """Cleaned text."""
        return clean(self._raw(name))

    def choice(self, name: str) -> str | None:
        """The value of the one chosen option."""
        return self._raw(name) or None

    def chosen(self, name: str) -> list[str]:
        """The values of the chosen options, in the order of the list."""
        return [value for value in self._raw(name).split(",") if value]

    def day(self, name: str) -> date | None:
        """A day, if one was chosen. Raises `NoSuchDay` for the field `name`."""
        typed = self._raw(name)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            raise _about(name, NoSuchDay(typed=typed[:40])) from None

    def moment(self, name: str, zone: str) -> datetime | None:
        """An aware UTC moment. Raises `HalfATime`, `NoSuchTime` or `Skipped` for the field `name`."""
        day, time = self._raw(f"{name}:day"), self._raw(f"{name}:time")[:5]
        if not day and not time:
            return None
        if not (day and time):
            raise _about(name, HalfATime())
        local = _local(name, f"{day} {time}")
        was = _moment(self._raw(f"{name}:was"))
        if was and _minute(was.astimezone(ZoneInfo(zone))) == local:
            return was
        return _aware(name, local, zone)

    def _raw(self, name: str) -> str:
        value = self._data.get(name)
        return value if isinstance(value, str) else ""


def _about(name: str, problem: FieldProblem) -> FieldProblem:
    problem.field = name
    return problem


def _local(name: str, typed: str) -> datetime:
    try:
        return datetime.strptime(typed[:20], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - its zone comes next
    except ValueError:
        raise _about(name, NoSuchTime(typed=typed[:40])) from None


def _moment(stamp: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _minute(local: datetime) -> datetime:
    return local.replace(second=0, microsecond=0, tzinfo=None)


def _aware(name: str, local: datetime, zone: str) -> datetime:
    """The first of two equal times in autumn; the hour that is skipped in spring is no time at all."""
    try:
        at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        exists = _minute(at.astimezone(ZoneInfo(zone))) == local
    except (OverflowError, ValueError):
        raise _about(name, NoSuchTime(typed=f"{local:%Y-%m-%d %H:%M}")) from None
    if not exists:
        raise _about(name, Skipped(typed=f"{local:%H:%M}"))
    return at


def problems(refusal: Refusal) -> tuple[dict[str, str], str]:
    """Field name to sentence in Teams' words, and what belongs to none; nothing sets a command off there."""
    if isinstance(refusal, Invalid):
        return {name: _unmarked(sentence) for name, sentence in refusal.fields.items()}, ""
    if isinstance(refusal, FieldProblem):
        return {refusal.field: _unmarked(str(refusal))}, ""
    return {}, _unmarked(str(refusal))


def _unmarked(sentence: str) -> str:
    return in_teams(sentence).replace("`", "")


def again(
    form: Card,
    values: Data,
    errors: Mapping[str, str],
    general: str = "",
    beside: Mapping[str, list[Element]] | None = None,
) -> Card:
    """`form` with everything in `values` typed and chosen as it was, what its button carried included, and each
    sentence of `errors` under its field, with what is `beside` it. On top stand `general`, sentences about fields the
    form does not have, and the names of the fields to look at."""
    shown = deepcopy(form)
    body: list[Element] = shown["body"]
    for question in _inputs(body):
        _refill(question, values.get(question["id"]))
    for action in shown["actions"]:
        action["data"] |= {name: values[name] for name in action["data"] if name in values and name != "verb"}
    wrong = [element for element in body if _name(element) in errors]
    for element in wrong:
        element["items"] += [_wrong(errors[_name(element)]), *(beside or {}).get(_name(element), [])]
    homeless = [sentence for name, sentence in errors.items() if name not in {_name(element) for element in wrong}]
    where = [f"Nothing is lost. {look_again(map(_caption, wrong))}"] if wrong else []
    top = [paragraph(spoken(sentence, weight="Bolder")) for sentence in (general, *homeless, *where) if sentence]
    return shown | {"body": [box(*top, style="attention"), *body] if top else body}


def below(form: Card, name: str, *elements: Element) -> Card:
    """`form` with more below one of its questions."""
    asked = [
        {**element, "items": [*element["items"], *elements]} if _name(element) == name else element
        for element in form["body"]
    ]
    return form | {"body": asked}


def _refill(question: Element, value: object) -> None:
    question.pop("value", None)
    if isinstance(value, str) and value:
        question["value"] = value


def _inputs(elements: Iterable[Element]) -> list[Element]:
    found = []
    for element in elements:
        if element["type"].startswith("Input."):
            found.append(element)
        inner = [*element.get("items", ()), *element.get("columns", ())]
        found += _inputs(inner)
    return found


def _name(element: Element) -> str:
    return str(element.get("id", "")).removeprefix(_FIELD)


def _caption(element: Element) -> str:
    first = (_inputs([element]) or element["items"])[0]
    return str(first.get("label") or first["text"])


def _wrong(sentence: str) -> Element:
    return paragraph(spoken(sentence, color="Attention", weight="Bolder"), spacing="Small")
