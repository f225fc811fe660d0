"""For privacy officers: where training stands, reminders, what is required, lists in and out, evidence of a day."""

from collections.abc import Awaitable, Callable
from datetime import date

from bot.teams.cards.oversight import Standing
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import oversight as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers import tray
from handlers.errors import FieldProblem
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import (
    assignments,
    course_versions,
    exports,
    oversight,
    remind_now,
    reminders,
    requirements,
    roster,
)
from handlers.training import training_words as say
from handlers.training.assignments import Kind, Requirement
from handlers.training.exports import Way
from handlers.training.oversight import Evidence
from handlers.training.remind_now import Preview
from handlers.training.roster import DryRun
from handlers.training.staff import require_officer
from handlers.tray import Waiting
from storage.transaction import Transaction

Step = Callable[[Sighting, Json], Awaitable[Answer]]
_NAME = "pasted.csv"


class NoTableSent(FieldProblem):
    """Choose a file, or paste its lines."""

    field = "text"


class WhichDay(FieldProblem):
    """Choose a day."""

    field = "day"


class Oversight:
    """The verbs of `training.<verb>` that are for privacy officers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open a dialog.
        self.opening: dict[str, Step] = {
            "training.preview": self._preview,
            "training.required": self._ask_required,
            "training.import": self._ask_table,
            "training.export": self._export,
            "training.evidence": self._ask_day,
        }
        self.sending: dict[str, Step] = {
            **self.opening,
            "training.remind": self._remind,
            forms.REQUIRE: self._require,
            forms.CHECK: self._check,
            "training.problems": self._problems,
            "training.take_over": self._take_over,
            forms.DAY: self._evidence,
        }

    async def _preview(self, seen: Sighting, data: Json) -> Answer:
        group = forms.group(data.get("group"))
        found, groups = await self._desk.act(seen, _whom, self._desk.rules, group)
        return answers.dialog(say.REMIND, forms.preview(found, groups, group))

    async def _remind(self, seen: Sighting, data: Json) -> Answer:
        count = await self._desk.act(seen, remind_now.remind, self._desk.rules, forms.group(data.get("of")))
        return answers.done(say.reminded(count), say.REMIND)

    async def _ask_required(self, seen: Sighting, _data: Json) -> Answer:
        return answers.dialog(say.REQUIRED, forms.required(*await self._desk.act(seen, _courses)))

    async def _require(self, seen: Sighting, data: Json) -> Answer:
        filled = Answers(data)
        key, months = filled.choice("course") or "", filled.choice("months")
        if filled.choice("way") == "drop":
            await self._desk.act(seen, requirements.drop, Kind.COURSE, key)
        else:
            period = int(months) if months in say.MONTHS else 12
            await self._desk.act(seen, requirements.require_course, key, period)
        return await self._ask_required(seen, data)

    async def _ask_table(self, seen: Sighting, data: Json) -> Answer:
        files = await self._desk.act(seen, _tables)
        text = await self._desk.act(seen, _typed, str(data["table"])) if "table" in data else ""
        return answers.dialog(say.IMPORT, forms.table(files, text))

    async def _check(self, seen: Sighting, data: Json) -> Answer:
        """What is pasted is kept like a file that was sent, so that only its name travels from dialog to dialog."""
        text, chosen = data.get("text"), Answers(data).choice("media") or ""
        pasted = text if isinstance(text, str) and text.strip() else ""
        try:
            if not (pasted or chosen):
                raise NoTableSent
            file = await self._desk.act(seen, _pasted, pasted.encode()) if pasted else chosen
            found = await self._desk.act(seen, _dry_run, file, self._desk.rules)
        except Exception as error:
            refusal = await self._desk.refusal(error)
            form = forms.table(await self._desk.act(seen, _tables))
            return answers.dialog(say.IMPORT, inputs.again(form, data, *inputs.problems(refusal)))
        return answers.dialog(say.IMPORT, forms.checked(found, file))

    async def _problems(self, seen: Sighting, data: Json) -> Answer:
        file = str(data.get("table"))
        found = await self._desk.act(seen, _dry_run, file, self._desk.rules)
        return answers.dialog(say.IMPORT, forms.checked(found, file, data.get("page")))

    async def _take_over(self, seen: Sighting, data: Json) -> Answer:
        done = await self._desk.act(seen, _taken_over, str(data.get("table")), self._desk.rules)
        return answers.done(say.taken_over(done), say.IMPORT)

    async def _export(self, seen: Sighting, _data: Json) -> Answer:
        who = await self._desk.act(seen, _officer)
        return answers.dialog(say.EXPORT, forms.export(self._desk.table(who, None)), height="small")

    async def _ask_day(self, seen: Sighting, _data: Json) -> Answer:
        await self._desk.act(seen, _officer)
        today = self._desk.rules.today(self._desk.clock())
        return answers.dialog(say.EVIDENCE, forms.which_day(today), height="medium")

    async def _evidence(self, seen: Sighting, data: Json) -> Answer:
        try:
            day = Answers(data).day("day")
            if day is None:
                raise WhichDay
        except FieldProblem as refusal:
            form = forms.which_day(self._desk.rules.today(self._desk.clock()))
            return answers.dialog(say.EVIDENCE, inputs.again(form, data, *inputs.problems(refusal)), height="medium")
        way = None if "page" in data else Way.CHAT
        found, titles, who = await self._desk.act(seen, _evidence_of, day, way)
        shown = forms.evidence(found, titles, day, data.get("page"), self._desk.table(who, day))
        return answers.dialog(f"{say.EVIDENCE.replace('a day', day.isoformat())}", shown)


def standing(tx: Transaction, actor: Actor, rules: Rules) -> Standing:
    """Where the practice stands. Raises `NotForYou`."""
    groups = oversight.completion(tx, actor, rules)
    late, more = oversight.who_is_late(tx, actor, rules)
    people = sorted({line.person_id for line in late})
    reached = {one.person_id: one for one in oversight.deliveries(tx, actor, people, rules)}
    return Standing(groups, late, more, reached)


def _whom(tx: Transaction, actor: Actor, rules: Rules, group: str | None) -> tuple[Preview, list[str]]:
    found = remind_now.preview(tx, actor, rules, group)
    return found, [one.group for one in oversight.completion(tx, actor, rules)]


def _courses(tx: Transaction, actor: Actor) -> tuple[dict[str, str], list[Requirement]]:
    require_officer(actor)
    titles = {one.course.key: one.course.title for one in course_versions.listed(tx)}
    return titles, assignments.requirements(tx)


def _tables(tx: Transaction, actor: Actor) -> list[Waiting]:
    require_officer(actor)
    return [file for file in tray.tables(tx, actor) if file.name != _NAME]


def _pasted(tx: Transaction, actor: Actor, content: bytes) -> str:
    """Keeps what was pasted, in place of what was before."""
    require_officer(actor)
    for file in tray.tables(tx, actor):
        if file.name == _NAME:
            tray.discard(tx, actor, file.sha256)
    return tray.keep_table(tx, actor, _NAME, content).sha256


def _typed(tx: Transaction, actor: Actor, sha256: str) -> str:
    """What was pasted, if that is what it was."""
    pasted = any(file.sha256 == sha256 and file.name == _NAME for file in tray.tables(tx, actor))
    return tray.table(tx, actor, sha256).decode() if pasted else ""


def _dry_run(tx: Transaction, actor: Actor, sha256: str, rules: Rules) -> DryRun:
    return roster.check(tx, actor, tray.table(tx, actor, sha256), rules)


def _taken_over(tx: Transaction, actor: Actor, sha256: str, rules: Rules) -> DryRun:
    done = roster.take_over(tx, actor, tray.table(tx, actor, sha256), rules)
    tray.discard(tx, actor, sha256)
    return done


def _officer(_tx: Transaction, actor: Actor) -> int:
    require_officer(actor)
    return actor.id


def _evidence_of(
    tx: Transaction, actor: Actor, day: date, way: Way | None
) -> tuple[list[Evidence], dict[tuple[str, str], str], int]:
    return exports.evidence_lines(tx, actor, day, way), reminders.titles(tx), actor.id
