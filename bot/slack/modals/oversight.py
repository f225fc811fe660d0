"""Training for privacy officers: where everybody stands, and the forms of what can be done about it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from bot.slack.blocks import paging
from bot.slack.blocks.text import Block, Element, actions, button, copyable, divider, header, line, plain, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers import days
from handlers.training import training_words as say
from handlers.training.assignments import Requirement
from handlers.training.exemptions import REASON_LIMIT
from handlers.training.oversight import Delivered, Evidence
from handlers.training.remind_now import Preview
from handlers.training.reminder_messages import GroupLine, OverdueLine
from handlers.training.roster import PEOPLE_COLUMNS, TRAINING_COLUMNS, DryRun

TITLE = "Training"
DASHBOARD = "oversight.view"
_BAR = 20
#: Characters of an image's alternative text, escaped (docs.slack.dev, image block).
_ALT = 1_900
#: What is pasted travels in the form's metadata, which takes so many characters (docs.slack.dev, views).
METADATA = 3_000
_PASTED = 2_900
_EVERYBODY = "*"
#: What the buttons between pages of problems are about.
PROBLEMS = "problems"


def dashboard(
    groups: Sequence[GroupLine],
    late: Sequence[OverdueLine],
    more: int,
    reminders: Mapping[int, Delivered],
    picture: str = "",
    said: str = "",
) -> View:
    """Completion by group as a chart, who is late and how their reminders fare, and what can be done. `picture` is
    where the chart is; without one it is drawn with letters. `said` is what was just done."""
    chart = [_group(one, bars=not picture) for one in groups[:40]] or [line(words(say.NOBODY_LISTED))]
    if picture and groups:
        chart.insert(0, {"type": "image", "image_url": picture, "alt_text": plain(say.described(groups), _ALT)["text"]})
    legend = [line(words(say.CHART, italic=True))] if groups and not picture else []
    lines = [_late(one, reminders.get(one.person_id)) for one in late] or [line(words(say.NOBODY_LATE))]
    rest = [line(words(f"… and {more} more.", italic=True))] if more else []
    top = [line(words(said, bold=True)), divider()] if said else []
    blocks = [*top, *chart, *legend, _doing(), divider(), header("Late"), *lines, *rest]
    return inputs.view(DASHBOARD, TITLE, None, blocks)


def _group(one: GroupLine, *, bars: bool) -> Block:
    bar = [words(say.chart(one, _BAR), code=True), words("\n")] if bars else []
    return line(words(f"{one.group or 'No group'}\n", bold=True), *bar, words(say.group(one)))


def _late(one: OverdueLine, reminder: Delivered | None) -> Block:
    state = f"\n{say.delivered(reminder)}" if reminder else ""
    return line(
        words(one.name, bold=True), words(f": {say.late(one)}"), words(state, italic=True) if state else words(" ")
    )


def _doing() -> Block:
    labels = {
        "remind": say.REMIND,
        "exempt": "Exempt somebody",
        "courses": say.REQUIRED,
        "import": say.IMPORT,
        "export": say.EXPORT,
        "evidence": say.EVIDENCE,
    }
    staff = button("list", say.STAFF, "-", of="staff")
    return actions("doing", *(button(verb, label, "-", of="oversight") for verb, label in labels.items()), staff)


def groups(names: Sequence[str]) -> View:
    """Asks which group is to be reminded."""
    options = {_EVERYBODY: "Everybody", **{f"={name}": name or "No group" for name in names[:99]}}
    asked = inputs.block("group", "Who?", inputs.select("group", options, _EVERYBODY))
    return inputs.view("oversight.whom", "Remind now", "Preview", [asked])


def group(view: View) -> str | None:
    """The group chosen; None for everybody."""
    chosen = inputs.Answers(view).choice("group") or _EVERYBODY
    return None if chosen == _EVERYBODY else chosen[1:]


def preview(found: Preview, group: str | None) -> View:
    """Whom a reminder goes to, before it goes."""
    submit = "Remind them" if found.people else None
    return inputs.view("oversight.remind", "Remind now", submit, [line(words(say.whom(found)))], json.dumps(group))


def exempt(required: Sequence[Requirement]) -> View:
    """Asks who need not do what, and why; or has to again."""
    reason = inputs.text("reason", limit=REASON_LIMIT, multiline=True)
    blocks = [
        inputs.block("user", "Who?", inputs.person("user", "Choose somebody")),
        inputs.block("what", "What?", inputs.select("what", _things(required), "")),
        inputs.block("way", "Exempt?", inputs.radio("way", say.EXEMPT_WAYS, "exempt")),
        inputs.block("reason", "Reason", reason, say.EXEMPT_HINT, optional=True),
    ]
    return inputs.view("oversight.exempt", "Exempt somebody", "Save", blocks)


def _things(required: Sequence[Requirement]) -> dict[str, str]:
    return {f"{one.kind}:{one.key}": one.title for one in required[:100]}


def courses(titles: Mapping[str, str], required: Sequence[Requirement]) -> View:
    """What is required now, and a form to change it."""
    now = [line(words(one.title, bold=True), words(f": {say.period(one)}")) for one in required[:60]]
    blocks = [
        *(now or [line(words(say.NOTHING_REQUIRED))]),
        inputs.block("course", "Course", inputs.select("course", titles, next(iter(titles)))),
        inputs.block("way", "Required?", inputs.radio("way", say.REQUIRE_WAYS, "require")),
        inputs.block("months", "How often?", inputs.select("months", say.MONTHS, "12")),
    ]
    return inputs.view("oversight.courses", "What is required", "Save", blocks)


def roster(text: str = "") -> View:
    """Asks for a table; `text` are the lines of an earlier try."""
    columns = f"People: {', '.join(PEOPLE_COLUMNS)}. Or training finished elsewhere: {', '.join(TRAINING_COLUMNS)}."
    file: Element = {"type": "file_input", "action_id": "media", "filetypes": ["csv", "txt", "tsv"], "max_files": 1}
    blocks = [
        line(words(columns)),
        inputs.block("media", "A CSV file", file, optional=True),
        inputs.block("text", "Or its lines", inputs.text("text", text, _PASTED, multiline=True), optional=True),
    ]
    return inputs.view("oversight.check", "Import a list", "Check", blocks)


def checked(found: DryRun, table: str, wanted: int = 1) -> View:
    """What a table would do; with problems each by its line, in pages, and then nothing is done. `table` is where it
    is."""
    at = paging.page([_problem(one.line, one.column, one.what) for one in found.problems], wanted)
    said = line(words(say.dry_run(found)))
    if not found.problems:
        return inputs.view("oversight.import", "Import a list", "Import", [said, line(words(say.NO_PROBLEMS))], table)
    head = line(words(say.problems(len(found.problems)), bold=True))
    turning = paging.turning(at, "oversight", PROBLEMS)
    again = actions("again", button("import", "Send it again", "-", of="oversight"))
    return inputs.view("oversight.problems", "Import a list", None, [said, head, *turning, *at.blocks, again], table)


def _problem(number: int, column: str, what: str) -> Block:
    return line(words(f"Line {number}{f', {column}' if column else ''}: ", bold=True), words(what))


def evidence(today: date) -> View:
    """Asks for a day."""
    picker: Element = {"type": "datepicker", "action_id": "day", "initial_date": today.isoformat()}
    asked = inputs.block("day", say.WHICH_DAY, picker)
    return inputs.view("oversight.evidence", "Evidence of a day", "Show", [asked])


def evidence_of(
    found: Sequence[Evidence], titles: Mapping[tuple[str, str], str], day: date, wanted: int, address: str
) -> View:
    """Who had done what by the end of a day, in pages; `address` is where all of it is as a file."""
    at = paging.page((_done(one, titles) for one in found), max(wanted, 1))
    shown = [*_file(address), *paging.turning(at, "oversight", day.isoformat()), *at.blocks]
    head = line(words(f"By the end of {days.written(day)}", bold=True))
    blocks = [head, *(shown if found else [line(words(say.NOBODY_THEN))])]
    return inputs.view("oversight.table", say.EVIDENCE, None, blocks)


def _done(one: Evidence, titles: Mapping[tuple[str, str], str]) -> Block:
    group = f" ({one.group})" if one.group else ""
    said = say.evidence(one, titles.get((one.kind, one.key), one.key))
    return line(words(one.name, bold=True), words(f"{group}: {said}"))


def _file(address: str) -> list[Block]:
    return [line({"type": "link", "url": address, "text": say.AS_CSV}, words(f". {say.CSV_HINT}"))] if address else []


def table(title: str, content: bytes, subject: str, wanted: int, address: str = "") -> View:
    """A table as text that copies, in pages; `address` is where it is as a file."""
    at = paging.page(copyable(content.decode("utf-8-sig")), max(wanted, 1))
    blocks = [*_file(address), *paging.turning(at, "oversight", subject), *at.blocks]
    return inputs.view("oversight.table", title, None, blocks)
