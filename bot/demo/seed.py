"""A believable week at the practice, made by doing it: every card comes from the bot, every entry from its ledger."""

import re
import struct
import zlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.demo.client import Answer
from bot.demo.practice import BOT
from bot.demo.teams.practice import COMPLIANCE as IN_TEAMS
from bot.demo.teams.practice import GENERAL, MARKETING, REPORTS
from bot.demo.workspace import Workspace
from bot.demo.world import Json

_ZONE = ZoneInfo("America/Chicago")
_DAY = timedelta(days=1)
#: So long ago the bot is best started, for what it records then to come before the rest.
BEFORE = timedelta(days=8)
_CODE = re.compile(r"\w{4}-\w{4}")
#: One person on both platforms; Tomás and Sam are left for whoever wants to try it.
LINKED = ("U0MAYA", "U0PRIYA", "U0JONAH", "U0RUTH")
#: The course that comes with the program.
COURSE = "social-media-hipaa"
_STAFF = (
    ("account", "name", "group", "manager", "joined_on"),
    ("slack:U0RUTH", "Ruth Okafor", "Office", "", "2017-09-04"),
    ("slack:U0JONAH", "Jonah Adler", "Office", "", "2015-02-16"),
    ("slack:U0PRIYA", "Dr. Priya Raman", "Dentists", "", "2014-01-06"),
    ("slack:U0MAYA", "Maya Lindqvist", "Front desk", "slack:U0JONAH", "2020-06-01"),
    ("slack:U0TOMAS", "Tomás Reyes", "Hygienists", "slack:U0JONAH", "2019-03-11"),
)
#: How many days ago people did the course, somewhere else.
_TRAINED = {"U0RUTH": 61, "U0JONAH": 97, "U0PRIYA": 140, "U0MAYA": 33}


class SeedFailed(Exception):
    """The local workspace could not be set up; the bot refused a step."""


async def fill(workspace: Workspace) -> None:
    """Sets up the practice, which needs Teams; takes two seconds, in which the clock runs through the last working days
    until now."""
    story = _Story(workspace)
    await story.installed_in_teams()
    await story.linked()
    await story.trained()
    await story.published()
    await story.sent_back()
    await story.approved()
    await story.waiting()
    await story.reported()
    workspace.clock.offset = timedelta()
    workspace.forward(timedelta())


class _Story:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._today = datetime.now(_ZONE)
        self._count = 0

    async def installed_in_teams(self) -> None:
        """Ruth adds the app to the team and to everybody's chats, and says where posts and reports go."""
        self._go(4, time(8, 20))
        teams = self._workspace.teams
        await teams.install("U0RUTH", GENERAL)
        for person in sorted(teams.world.members):
            await teams.install(person)
        for place in (IN_TEAMS, REPORTS):
            await teams.say("U0RUTH", f"@{BOT['name']} setup {place}", place)
            asked = teams.messages(place)[-1]["id"]
            await teams.world.world.until(partial(teams.thread, asked, place))
        await teams.say("U0RUTH", "Whoever likes Teams better can propose and review here: it is one queue.", GENERAL)
        await teams.say("U0SAM", "Is Tuesday still good for the pictures of the hygiene room?", MARKETING)
        asked = teams.messages(MARKETING)[-1]["id"]
        await teams.say("U0MAYA", "It is. Please come before eight, while the room is empty.", MARKETING, asked)

    async def linked(self) -> None:
        """Everybody who uses both asks for a code in Slack and types it in Teams."""
        self._go(4, time(8, 45))
        space, teams = self._workspace, self._workspace.teams
        for person in LINKED:
            await space.command(person, "/compliance", "link")
            code = _CODE.search(space.private(person)[-1])
            if code is None:
                raise SeedFailed(space.private(person)[-1])
            await teams.say(person, f"link {code[0]}")
            await space.world.until(partial(self._told, person, "now one person"))
            # What Slack shows to one person only is gone the next time they look.
            space.world.private[person].clear()

    def _told(self, person: str, words: str) -> bool:
        teams = self._workspace.teams
        return words in teams.words(teams.personal(person)[-1])

    async def trained(self) -> None:
        """Ruth lists the staff and requires the course of everybody; all but Tomás did it somewhere else this year."""
        self._go(4, time(8, 55))
        await self._workspace.command("U0RUTH", "/compliance", "training import")
        await self._fill("U0RUTH", text=_table(_STAFF))
        await self._press_in_form("U0RUTH", "oversight.courses")
        await self._fill("U0RUTH", course=COURSE, months="12")
        await self._press_in_form("U0RUTH", "oversight.import")
        done = {person: self._today.date() - days * _DAY for person, days in _TRAINED.items()}
        lines = [("account", "course", "completed_on"), *((f"slack:{who}", COURSE, on) for who, on in done.items())]
        await self._fill("U0RUTH", text=_table(lines))
        self._workspace.close("U0RUTH")
        await self._workspace.settle()

    async def _fill(self, person: str, **answers: object) -> None:
        """Sends a form, and what it asks then: a table is checked first, and imported as it is."""
        await self._submit(person, answers)
        if "text" in answers:
            await self._submit(person, {})

    async def _press_in_form(self, person: str, action: str) -> None:
        self._accepted(await self._workspace.press_in_form(person, action))

    async def published(self) -> None:
        self._go(4, time(9, 5))
        space = self._workspace
        space.say("U0RUTH", "C0GENERAL", "From today every post goes through Imprimatur before it is online.")
        space.say("U0MAYA", "C0GENERAL", "Just type /propose-post. It asks for everything you would forget anyway.")
        number = await self._propose(
            "U0MAYA",
            ["facebook", "instagram", "google_business"],
            "Flu season is here, and so is our new hand sanitiser station by the front door.\n\n"
            "Feeling unwell? Call us and we will find you another day, at no charge.",
        )
        self._go(4, time(11, 20))
        await self._press("U0PRIYA", number, "approve")
        self._go(4, time(12, 40))
        notice = space.direct("U0MAYA")[-1]
        self._accepted(await space.press("U0MAYA", notice, "proposal.publish", space.world.direct("U0MAYA").id))
        links = {
            "link:facebook": "https://www.facebook.com/riversidefamilydental/posts/1183",
            "link:instagram": "https://www.instagram.com/p/C9riverside/",
        }
        await self._submit("U0MAYA", links)

    async def sent_back(self) -> None:
        """Proposed in Slack, decided in Teams."""
        self._go(3, time(10, 15))
        space, teams = self._workspace, self._workspace.teams
        space.say(
            "U0TOMAS",
            "C0MARKET",
            "A lady told me she cried with joy over her new smile. That would make a great story!",
        )
        space.say(
            "U0RUTH", "C0MARKET", "Lovely, but only with her written authorization, and not even 'a patient told us'."
        )
        number = await self._propose(
            "U0TOMAS",
            ["facebook"],
            "Our implants last a lifetime, guaranteed! Ask anybody who had one.",
            kind="advertisement",
        )
        self._go(3, time(13, 30))
        reason = "“Guaranteed” and “lifetime” are claims we cannot back. Say what we do."
        card = teams.cards(number)[-1]
        pressed = await teams.press("U0JONAH", card, "proposal.request_changes", {"reason:request_changes": reason})
        if not pressed["ok"]:
            raise SeedFailed(str(pressed))
        await space.settle()

    async def approved(self) -> None:
        """Proposed in Teams, decided in Slack."""
        self._go(2, time(15, 10))
        teams = self._workspace.teams
        await teams.compose("U0MAYA", "proposePost", MARKETING)
        text = (
            "We are looking for a dental assistant who likes mornings, people and very small mirrors. "
            "Four days a week, Riverside, starting in January. Write to jobs@riverside-dental.example."
        )
        answers = {"networks": "linkedin", "text": text, "patient": "no", "note": "Jonah checked the job description."}
        said = await teams.submit("U0MAYA", answers)
        number = self._next_number()
        if number not in said.get("shown", ""):
            raise SeedFailed(str(said))
        teams.close("U0MAYA")
        await self._workspace.settle()
        self._go(2, time(16, 25))
        await self._press("U0PRIYA", number, "approve")

    async def waiting(self) -> None:
        self._go(1, time(14))
        space = self._workspace
        space.say(
            "U0SAM", "C0MARKET", "Pictures from Tuesday are in the shared folder. The hygiene room came out best."
        )
        picture = space.upload("U0MAYA", "new-hygiene-room.png", png())
        await self._propose(
            "U0MAYA",
            ["facebook", "instagram"],
            "Our new hygiene room opens on Monday. Bigger window, quieter chair, same Tomás.\n"
            "Come and see it between 9 and 5!",
            media=[picture],
            alt="The new hygiene room: a pale green chair under a tall window, nobody in it",
            attested=["yes"],
        )
        self._go(1, time(15, 30))
        await self._propose(
            "U0TOMAS",
            ["instagram"],
            "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story, Ellen.",
            patient="yes",
            authorization="AUTH-2026-014, cabinet B",
            note="She signed on Monday and chose the words herself.",
        )

    async def reported(self) -> None:
        """Somebody reports what can be seen on the page; at the quarter hour it is a case."""
        self._go(1, time(16, 40))
        space = self._workspace
        await space.command("U0TOMAS", "/report-violation")
        answers = {
            "what": "The photo of the front desk on our page shows the appointment screen in the background. Two names "
            "can be read when one zooms in.",
            "network": "facebook",
            "when": "Since last week, as far as I can tell",
            "visible": "yes",
            "affected": "patients",
        }
        await self._submit("U0TOMAS", answers)
        # On a busy machine the receipt comes late, in place of a form that says so.
        await space.world.until(lambda: _asks(space.view("U0TOMAS"), "saved"), seconds=60)
        await self._submit("U0TOMAS", {"saved": ["yes"]})
        space.close("U0TOMAS")
        space.forward(timedelta(minutes=20))
        await space.settle()

    async def _propose(self, person: str, networks: list[str], text: str, **answers: object) -> str:
        """The number of what is then proposed in Slack."""
        await self._workspace.command(person, "/propose-post", channel="C0MARKET")
        await self._submit(person, {"networks": networks, "text": text, "patient": "no", **answers})
        return self._next_number()

    def _next_number(self) -> str:
        self._count += 1
        return f"P-{1000 + self._count}"

    async def _submit(self, person: str, values: Json) -> None:
        result = await self._workspace.submit(person, values)
        if not result["ok"]:
            raise SeedFailed(str(result))
        await self._workspace.settle()

    async def _press(self, person: str, number: str, verb: str) -> None:
        card = self._workspace.cards(number)[-1]
        self._accepted(await self._workspace.press(person, card, f"proposal.{verb}"))
        await self._workspace.settle()

    def _accepted(self, answer: Answer) -> None:
        if answer.status != 200:
            raise SeedFailed(str(answer.status))

    def _go(self, back: int, at: time) -> None:
        """To an hour of the `back`th working day before today, where the practice is."""
        day = self._today.date()
        while back:
            day -= _DAY
            back -= day.weekday() < 5
        self._workspace.forward(datetime.combine(day, at, _ZONE) - self._workspace.clock())


def _table(lines: Iterable[Iterable[object]]) -> str:
    return "\n".join(",".join(map(str, line)) for line in lines)


#: Left, top, right, bottom as parts of the whole, and a colour: what is painted later covers what was before.
_ROOM = (
    ((0, 0, 1, 1), (238, 232, 220)),
    ((0, 0.78, 1, 1), (203, 178, 148)),
    ((0.58, 0.1, 0.86, 0.6), (250, 250, 245)),
    ((0.588, 0.115, 0.715, 0.34), (180, 212, 232)),
    ((0.725, 0.115, 0.852, 0.34), (180, 212, 232)),
    ((0.588, 0.36, 0.715, 0.585), (190, 212, 232)),
    ((0.725, 0.36, 0.852, 0.585), (190, 212, 232)),
    ((0.2, 0.52, 0.52, 0.62), (126, 170, 148)),
    ((0.2, 0.3, 0.27, 0.6), (126, 170, 148)),
    ((0.34, 0.6, 0.38, 1), (126, 170, 148)),
)


def png(width: int = 480, height: int = 270) -> bytes:
    """A small picture of a room: wall, floor, window, chair."""
    rows = [bytearray(3 * width) for _ in range(height)]
    for (left, top, right, bottom), colour in _ROOM:
        first, last = round(left * width), round(right * width)
        for row in rows[round(top * height) : round(bottom * height)]:
            row[3 * first : 3 * last] = bytes(colour) * (last - first)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _asks(view: Json | None, field: str) -> bool:
    return view is not None and any(block.get("block_id") == field for block in view["blocks"])
