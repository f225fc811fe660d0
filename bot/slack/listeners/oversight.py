"""`/compliance training`: what privacy officers see and do about everybody's training."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks.text import Block
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import oversight as forms
from bot.slack.modals.inputs import Answers
from handlers.drafts import escaped_length
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor, Sighting, recognise
from handlers.rules import Rules
from handlers.training import (
    assignments,
    course_versions,
    exemptions,
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
from handlers.training.oversight import Delivered, Evidence
from handlers.training.reminder_messages import GroupLine, OverdueLine
from handlers.training.staff import listed_as, require_officer
from storage.transaction import Transaction

Standing = tuple[Sequence[GroupLine], Sequence[OverdueLine], int, Mapping[int, Delivered]]
Press = Callable[[Sighting, str], Awaitable[View]]
Submit = Callable[[Sighting, View], Awaitable[View]]


class NoSuchForm(Refusal):
    """This form is not known any more. Close it, and type `/compliance training` again."""


class NoTableSent(FieldProblem):
    """Add a file, or paste its lines."""

    field = "media"


class TooLongToPaste(FieldProblem):
    """This is too long to paste. Save it as a CSV file and add that."""


class Oversight:
    """All presses and forms of `oversight.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "remind": self._groups,
            "exempt": self._ask_exempt,
            "courses": self._ask_courses,
            "import": self._ask_roster,
            "export": self._export,
            "evidence": self._ask_day,
            "earlier": self._export,
            "later": self._export,
        }
        self._forms: dict[str, Submit] = {
            "whom": self._preview,
            "remind": self._remind,
            "exempt": self._exempt,
            "courses": self._courses,
            "check": self._check,
            "import": self._import,
            "evidence": self._evidence,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    async def typed(self, seen: Sighting, body: Body, rest: str) -> list[Block]:
        """The dashboard; `import` goes straight to its form."""
        if rest.lower() == "import":
            await self._desk.open_form(body, await self._ask_roster(seen, ""))
        else:
            # Where Slack cannot fetch the picture, the bars are letters.
            found = await self._desk.act(seen, _standing, self._desk.rules)
            shown = forms.dashboard(*found, picture=self._desk.chart())
            await self._desk.open_form(body, shown, instead=forms.dashboard(*found))
        return []

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is shown."""
        action = body["actions"][0]
        press = self._verbs.get(_verb(action["action_id"]))
        if press is None:
            raise NoSuchForm
        seen, value = await self._desk.actor(body), str(action.get("value", ""))
        if value.startswith(f"{forms.PROBLEMS}/"):
            view = await self._problems(seen, body["view"]["private_metadata"], _page(value))
        elif press == self._ask_roster:
            view = await self._ask_roster(seen, body["view"]["private_metadata"])
        else:
            view = await press(seen, value)
        await self._desk.redraw_form(body, view)
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows what comes of a form in its place."""
        submit = self._forms.get(_verb(body["view"]["callback_id"]))
        if submit is None:
            raise NoSuchForm
        await ack(response_action="update", view=await submit(await self._desk.actor(body), body["view"]))

    async def _done(self, seen: Sighting, said: str) -> View:
        return forms.dashboard(*await self._desk.act(seen, _standing, self._desk.rules), said=said)

    async def _groups(self, seen: Sighting, _value: str) -> View:
        found = await self._desk.act(seen, oversight.completion, self._desk.rules)
        return forms.groups([one.group for one in found])

    async def _preview(self, seen: Sighting, view: View) -> View:
        group = forms.group(view)
        return forms.preview(await self._desk.act(seen, remind_now.preview, self._desk.rules, group), group)

    async def _remind(self, seen: Sighting, view: View) -> View:
        group = json.loads(view["private_metadata"])
        count = await self._desk.act(seen, remind_now.remind, self._desk.rules, group)
        return await self._done(seen, say.reminded(count))

    async def _ask_exempt(self, seen: Sighting, _value: str) -> View:
        required = await self._desk.act(seen, _required)
        if not required:
            raise exemptions.NotRequired
        return forms.exempt(required)

    async def _exempt(self, seen: Sighting, view: View) -> View:
        answers = Answers(view)
        kind, _, key = (answers.choice("what") or "").partition(":")
        subject = await self._desk.directory.mentioned(answers.account("user"))
        person_id = await self._desk.db.run(_listed, subject)
        at = (person_id, Kind(kind), key)
        if answers.choice("way") == "end":
            await self._desk.act(seen, exemptions.end, *at, self._desk.rules)
        else:
            await self._desk.act(seen, exemptions.exempt, *at, answers.text("reason"), self._desk.rules)
        return await self._done(seen, say.RECORDED)

    async def _ask_courses(self, seen: Sighting, _value: str) -> View:
        return forms.courses(*await self._desk.act(seen, _courses))

    async def _courses(self, seen: Sighting, view: View) -> View:
        answers = Answers(view)
        key, months = answers.choice("course") or "", int(answers.choice("months") or "0")
        if answers.choice("way") == "drop":
            await self._desk.act(seen, requirements.drop, Kind.COURSE, key)
        else:
            await self._desk.act(seen, requirements.require_course, key, months)
        return await self._done(seen, say.RECORDED)

    async def _ask_roster(self, seen: Sighting, kept: str) -> View:
        """What was pasted before is filled in again."""
        await self._desk.act(seen, _officer)
        return forms.roster(kept.removeprefix("text:") if kept.startswith("text:") else "")

    async def _check(self, seen: Sighting, view: View) -> View:
        answers = Answers(view)
        files, text = answers.files("media"), answers.raw("text")
        if not (files or text.strip()):
            raise NoTableSent
        kept = f"file:{files[0]['id']}" if files else f"text:{text}"
        if escaped_length(kept) > forms.METADATA:
            raise TooLongToPaste
        return await self._problems(seen, kept, 1)

    async def _problems(self, seen: Sighting, kept: str, page: int) -> View:
        found = await self._desk.act(seen, roster.check, await self._table(kept), self._desk.rules)
        return forms.checked(found, kept, page)

    async def _import(self, seen: Sighting, view: View) -> View:
        content = await self._table(view["private_metadata"])
        done = await self._desk.act(seen, roster.take_over, content, self._desk.rules)
        return await self._done(seen, say.taken_over(done))

    async def _table(self, kept: str) -> bytes:
        kind, _, rest = kept.partition(":")
        return rest.encode() if kind == "text" else await self._desk.shelf.content({"id": rest})

    async def _export(self, seen: Sighting, value: str) -> View:
        """The staff list, or with a day before the page the evidence of that day."""
        day, turned, _ = value.partition("/")
        way = None if turned else Way.CHAT
        if day in ("", "-"):
            content, who = await self._desk.act(seen, _staff_list, way)
            return forms.table("Staff list", content, "-", _page(value), self._desk.table(who, None))
        found, titles, who = await self._desk.act(seen, _evidence, _day(day), way)
        return forms.evidence_of(found, titles, _day(day), _page(value), self._desk.table(who, _day(day)))

    async def _ask_day(self, seen: Sighting, _value: str) -> View:
        return forms.evidence(await self._desk.act(seen, _today, self._desk.rules))

    async def _evidence(self, seen: Sighting, view: View) -> View:
        return await self._export(seen, str(view["state"]["values"]["day"]["day"]["selected_date"]))


def _standing(tx: Transaction, actor: Actor, rules: Rules) -> Standing:
    groups = oversight.completion(tx, actor, rules)
    late, more = oversight.who_is_late(tx, actor, rules)
    found = oversight.deliveries(tx, actor, sorted({one.person_id for one in late}), rules)
    return groups, late, more, {one.person_id: one for one in found}


def _required(tx: Transaction, actor: Actor) -> list[Requirement]:
    require_officer(actor)
    return assignments.requirements(tx)


def _courses(tx: Transaction, actor: Actor) -> tuple[dict[str, str], list[Requirement]]:
    titles = {one.course.key: one.course.title for one in course_versions.listed(tx)}
    return titles, _required(tx, actor)


def _officer(_tx: Transaction, actor: Actor) -> None:
    require_officer(actor)


def _today(tx: Transaction, actor: Actor, rules: Rules) -> date:
    require_officer(actor)
    return oversight.today(tx, rules)


def _listed(tx: Transaction, seen: Sighting) -> int:
    who = recognise(tx, seen).id
    return listed_as(tx, {who}).get(who, who)


def _staff_list(tx: Transaction, actor: Actor, way: Way | None) -> tuple[bytes, int]:
    return exports.staff_list(tx, actor, way), actor.id


def _evidence(
    tx: Transaction, actor: Actor, day: date, way: Way | None
) -> tuple[list[Evidence], dict[tuple[str, str], str], int]:
    return exports.evidence_lines(tx, actor, day, way), reminders.titles(tx), actor.id


def _page(value: str) -> int:
    """The page after the slash."""
    page = value.partition("/")[2]
    return int(page) if page.isdecimal() and len(page) < 6 else 1


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise NoSuchForm from None


def _verb(id: str) -> str:
    return str(id).removeprefix("oversight.")
