"""Training for privacy officers as dialogs: whom to remind, what is required, lists in and out, evidence of a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.teams.cards.actions import submits
from bot.teams.cards.text import Card, Element, bold, box, card, name, ours, paragraph, plain, small, words
from bot.teams.forms import inputs
from bot.teams.forms.paging import chosen, turning
from handlers.training import training_words as say
from handlers.training.assignments import Requirement
from handlers.training.oversight import Evidence
from handlers.training.remind_now import Preview
from handlers.training.roster import PEOPLE_COLUMNS, TRAINING_COLUMNS, DryRun
from handlers.training.spreadsheets import Problem
from handlers.tray import Waiting

#: Forms that give back what was typed.
REQUIRE, CHECK, DAY = "training.require", "training.check", "training.day"
_EVERYBODY = "*"
_GROUPS = 100
_ON_A_PAGE = 40
_SEND_FILE = "Send me a CSV file in our chat, and it can be chosen here."


def preview(found: Preview, groups: Sequence[str], group: str | None) -> Card:
    """Whom a reminder would go to now, and not; of one group or of everybody."""
    options = {_EVERYBODY: "Everybody", **{f"={one}": plain(one) or "No group" for one in groups[:_GROUPS]}}
    value = _EVERYBODY if group is None else f"={group}"
    asked = [inputs.choice("group", "Who?", options, value)] if len(options) > 2 else []
    again = [submits("training.preview", "Show whom")] if asked else []
    send = [submits("training.remind", "Remind them", "positive", inputs=False, of=value)] if found.people else []
    return card([*asked, paragraph(words(say.whom(found)))], [*send, *again])


def group(value: object) -> str | None:
    """The group a choice stands for; None for everybody."""
    return value[1:] if isinstance(value, str) and value.startswith("=") else None


def required(titles: Mapping[str, str], listed: Sequence[Requirement]) -> Card:
    """What is required now, and a form to change it."""
    now = [paragraph(name(one.title, weight="Bolder"), words(f": {say.period(one)}")) for one in listed[:60]]
    options = {key: inputs.unlinked(title) for key, title in titles.items()}
    first = next(iter(options), "")
    return card(
        [
            *(now or [ours(say.NOTHING_REQUIRED)]),
            inputs.field("course", inputs.choice("course", "Course", options, first, missing="Choose a course.")),
            inputs.field("way", inputs.choice("way", "Required?", say.REQUIRE_WAYS, "require", style="expanded")),
            inputs.field("months", inputs.choice("months", "How often?", say.MONTHS, "12")),
        ],
        [submits(REQUIRE, "Save", "positive")],
    )


def table(files: Sequence[Waiting], text: str = "") -> Card:
    """Asks for a table: one sent before, or its lines, with those of an earlier try filled in."""
    columns = say.TABLE.format(people=", ".join(PEOPLE_COLUMNS), training=", ".join(TRAINING_COLUMNS))
    options = {one.sha256: plain(one.name) for one in files}
    newest = "" if text else next(reversed(options), "")
    file = [inputs.choice("media", "A CSV file", options, newest)] if files else []
    pasted = inputs.text(
        "text", "Or its lines" if files else "Its lines", text, limit=inputs.TEXT_LIMIT, multiline=True
    )
    body = [
        small(columns),
        inputs.field("media", *file, hint=_SEND_FILE),
        inputs.field("text", pasted),
    ]
    return card(body, [submits(CHECK, "Check", "positive")])


def checked(found: DryRun, sha256: str, page: object = 1) -> Card:
    """What a table would do; with problems each by its line, in pages, and then nothing is done."""
    said = paragraph(words(say.dry_run(found)))
    if not found.problems:
        take = submits("training.take_over", "Import", "positive", inputs=False, table=sha256)
        return card([said, ours(say.NO_PROBLEMS)], [take])
    pages = -(-len(found.problems) // _ON_A_PAGE)
    here = chosen(page or 1, pages)
    shown = found.problems[(here - 1) * _ON_A_PAGE : here * _ON_A_PAGE]
    again = submits("training.import", "Send it again", inputs=False, table=sha256)
    head = box(paragraph(bold(say.problems(len(found.problems)))), style="attention")
    ways = turning("training.problems", here, pages, {"table": sha256})
    return card([said, head, *ways, *map(_problem, shown)], [again])


def _problem(one: Problem) -> Element:
    where = f"Line {one.line}{f', {one.column}' if one.column else ''}: "
    return paragraph(bold(where), words(one.what), spacing="Small")


def export(address: str) -> Card:
    """Where the staff list is as a file."""
    what = "Everybody on the staff list, with the columns an import reads."
    return card([ours(what), small(say.CSV_HINT)], [_download(address)])


def which_day(today: date) -> Card:
    """Asks for a day."""
    asked = inputs.day("day", say.WHICH_DAY, today.isoformat(), missing="Choose a day.")
    return card([inputs.field("day", asked)], [submits(DAY, "Show", "positive")])


def evidence(
    found: Sequence[Evidence], titles: Mapping[tuple[str, str], str], day: date, page: object, at: str
) -> Card:
    """Who had done what by the end of a day, in pages; `at` is where all of it is as a file."""
    pages = max(-(-len(found) // _ON_A_PAGE), 1)
    here = chosen(page or 1, pages)
    shown = [
        paragraph(
            name(one.name, weight="Bolder"),
            words(f" ({one.group})" if one.group else ""),
            words(f": {_done(one, titles)}"),
        )
        for one in found[(here - 1) * _ON_A_PAGE : here * _ON_A_PAGE]
    ]
    ways = turning(DAY, here, pages, {"day": day.isoformat()})
    file: list[dict[str, Any]] = [_download(at)] if found else []
    return card([*(shown or [ours(say.NOBODY_THEN)]), *ways, *([small(say.CSV_HINT)] if file else [])], file)


def _done(one: Evidence, titles: Mapping[tuple[str, str], str]) -> str:
    return say.evidence(one, titles.get((one.kind, one.key), one.key))


def _download(address: str) -> Element:
    return {"type": "Action.OpenUrl", "title": say.AS_CSV, "url": address}
