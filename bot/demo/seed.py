"""A believable week at the practice, made by doing it: every card comes from the bot, every entry from its ledger."""

import struct
import zlib
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.practice import BOT, COMPLIANCE, PEOPLE
from bot.demo.teams.practice import COMPLIANCE as IN_TEAMS
from bot.demo.teams.practice import GENERAL, MARKETING
from bot.demo.workspace import Workspace
from bot.demo.world import Json

_ZONE = ZoneInfo("America/Chicago")
_DAY = timedelta(days=1)


class SeedFailed(Exception):
    """The local workspace could not be set up; the bot refused a step."""


async def fill(workspace: Workspace) -> None:
    """Sets up the practice; takes a few seconds, in which the clock runs through the last working days until now."""
    story = _Story(workspace)
    if workspace.teams.mode != "off":
        await story.installed_in_teams()
    await story.published()
    await story.sent_back()
    await story.approved()
    await story.waiting()
    workspace.clock.offset = timedelta()
    workspace.forward(timedelta())


class _Story:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._today = workspace.clock().astimezone(_ZONE)
        self._count = 0

    async def installed_in_teams(self) -> None:
        """Ruth adds the app to the team and to everybody's chats, and makes Compliance the place for reviews."""
        self._go(4, time(8, 40))
        teams = self._workspace.teams
        await teams.install("U0RUTH", GENERAL)
        for person in PEOPLE:
            await teams.install(person)
        await teams.say("U0RUTH", f"@{BOT['name']} setup compliance", IN_TEAMS)
        await teams.say("U0RUTH", "Whoever likes Teams better can propose and review here: it is one queue.", GENERAL)
        await teams.say("U0SAM", "Is Tuesday still good for the pictures of the hygiene room?", MARKETING)
        asked = teams.messages(MARKETING)[-1]["id"]
        await teams.say("U0MAYA", "It is. Please come before eight, while the room is empty.", MARKETING, asked)

    async def published(self) -> None:
        self._go(4, time(9, 5))
        space = self._workspace
        space.say("U0RUTH", "C0GENERAL", "From today every post goes through Imprimatur before it is online.")
        space.say("U0MAYA", "C0GENERAL", "Just type /propose-post. It asks for everything you would forget anyway.")
        card = await self._propose(
            "U0MAYA",
            ["facebook", "instagram", "google_business"],
            "Flu season is here, and so is our new hand sanitiser station by the front door.\n\n"
            "Feeling unwell? Call us and we will find you another day, at no charge.",
        )
        self._go(4, time(11, 20))
        await self._press("U0PRIYA", card, "approve", "Approved")
        self._go(4, time(12, 40))
        notice = await space.world.until(lambda: self._notice("U0MAYA", "proposal.publish"))
        await space.press("U0MAYA", notice, "proposal.publish", space.world.direct("U0MAYA").id)
        links = {
            "link:facebook": "https://www.facebook.com/riversidefamilydental/posts/1183",
            "link:instagram": "https://www.instagram.com/p/C9riverside/",
        }
        await self._submit("U0MAYA", links)
        await self._shows(card, "Published")

    async def sent_back(self) -> None:
        self._go(3, time(10, 15))
        space = self._workspace
        space.say(
            "U0TOMAS",
            "C0MARKET",
            "A lady told me she cried with joy over her new smile. That would make a great story!",
        )
        space.say(
            "U0RUTH", "C0MARKET", "Lovely, but only with her written authorization, and not even 'a patient told us'."
        )
        card = await self._propose(
            "U0TOMAS",
            ["facebook"],
            "Our implants last a lifetime, guaranteed! Ask anybody who had one.",
            kind="advertisement",
        )
        self._go(3, time(13, 30))
        await space.press("U0JONAH", card, "proposal.request_changes")
        await self._submit(
            "U0JONAH", {"reason": "“Guaranteed” and “lifetime” are claims we cannot back. Say what we do."}
        )
        await self._shows(card, "Changes requested")

    async def approved(self) -> None:
        self._go(2, time(15, 10))
        card = await self._propose(
            "U0MAYA",
            ["linkedin"],
            "We are looking for a dental assistant who likes mornings, people and very small mirrors. "
            "Four days a week, Riverside, starting in January. Write to jobs@riverside-dental.example.",
            note="Jonah checked the job description.",
        )
        self._go(2, time(16, 25))
        await self._press("U0PRIYA", card, "approve", "Approved")

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

    async def _propose(self, person: str, networks: list[str], text: str, **answers: object) -> Json:
        space = self._workspace
        await space.command(person, "/propose-post", channel="C0MARKET")
        await self._submit(person, {"networks": networks, "text": text, "patient": "no", **answers})
        self._count += 1
        number = f"P-{1000 + self._count}"
        await space.world.until(lambda: space.cards(number))
        return dict(space.cards(number)[-1])

    async def _submit(self, person: str, values: Json) -> None:
        result = await self._workspace.submit(person, values)
        if not result["ok"]:
            raise SeedFailed(str(result))

    async def _press(self, person: str, card: Json, verb: str, then: str) -> None:
        answer = await self._workspace.press(person, card, f"proposal.{verb}")
        if answer.status != 200:
            raise SeedFailed(f"{verb}: {answer.status}")
        await self._shows(card, then)

    async def _shows(self, card: Json, words: str) -> None:
        world = self._workspace.world
        # The channel rests a second between two messages; here the clock can be moved instead of waiting.
        self._workspace.forward(timedelta(seconds=2))
        await world.until(lambda: words in str(world.message(COMPLIANCE, card["ts"])))

    def _notice(self, person: str, action: str) -> Json | None:
        return next((m for m in self._workspace.direct(person) if action in str(m.get("blocks"))), None)

    def _go(self, back: int, at: time) -> None:
        """To an hour of the `back`th working day before today, where the practice is."""
        day = self._today.date()
        while back:
            day -= _DAY
            back -= day.weekday() < 5
        self._workspace.forward(datetime.combine(day, at, _ZONE) - self._workspace.clock())


def png(width: int = 480, height: int = 270) -> bytes:
    """A small picture of a room: wall, window, floor, chair."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x / width, y / height) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _pixel(x: float, y: float) -> bytes:
    if 0.58 < x < 0.86 and 0.1 < y < 0.6:
        frame = abs(x - 0.72) < 0.006 or abs(y - 0.35) < 0.01
        return bytes((250, 250, 245)) if frame else bytes((176 + int(40 * y), 212, 232))
    if (0.2 < x < 0.52 and 0.52 < y < 0.62) or (0.2 < x < 0.27 and 0.3 < y < 0.6) or (0.34 < x < 0.38 and y > 0.6):
        return bytes((126, 170, 148))
    return bytes((203, 178, 148)) if y > 0.78 else bytes((238, 232, 220))
