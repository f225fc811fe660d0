"""Slash commands: `/propose-post` opens the form, `/compliance` is everything else but reporting."""

import contextlib
import html
import re
from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import lists
from bot.slack.blocks.findings import scanned
from bot.slack.blocks.text import Block, chunks, copyable
from bot.slack.desk import Body, Desk, plain_line, private
from bot.slack.listeners.courses import Courses
from bot.slack.listeners.guide import Guide
from bot.slack.listeners.oversight import Oversight
from bot.slack.listeners.policies import Policies
from bot.slack.listeners.staff import Staff
from bot.slack.listeners.templates import Templates
from bot.slack.modals import history, propose
from handlers import allow_list, linking, numbers, people, permissions, records, rule_statistics
from handlers.drafts import CARD_TEXT_LIMIT
from handlers.errors import Refusal
from handlers.people import Sighting
from handlers.permissions import APPROVER, OFFICER
from handlers.proposals import NotFound
from handlers.reporting import case_statistics, casework

COMMANDS = ("/propose-post", "/compliance")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_YEAR = re.compile(r"[12][0-9]{3}")
_ROLES = {"approver": APPROVER, "officer": OFFICER, "privacy-officer": OFFICER}
#: A text that does not fit the form is handed back in so many characters an answer.
_RETURNED = 11_000


class WhichOne(Refusal):
    """Say which proposal, like `/compliance show P-1042`. `/compliance mine` lists your own."""


class WhichYear(Refusal):
    """Write `/compliance statistics 2025`: the year in four digits."""


class HowToGrant(Refusal):
    """Write `/compliance roles grant approver @name`; `revoke` takes a role away, `officer` stands for privacy
    officer."""


class HowToScan(Refusal):
    """Type the text after it, like `/compliance scan Our new patient …`; nothing of it is kept."""


Subcommand = Callable[[Sighting, Body, str], Awaitable[list[Block]]]


class Commands:
    """All slash commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        guide = Guide(desk)
        self._subcommands: dict[str, Subcommand] = {
            "queue": self._queue,
            "mine": self._mine,
            "show": self._show,
            "cases": self._cases,
            "statistics": self._statistics,
            "report-poster": self._poster,
            "scan": self._scan,
            "allow-list": self._allow_list,
            "rules": self._rules,
            "templates": Templates(desk).typed,
            "training": Oversight(desk).typed,
            "staff": Staff(desk).typed,
            "policy": Policies(desk).typed,
            "courses": Courses(desk).typed,
            "examples": guide.examples,
            "penalties": guide.penalties,
            "handbook": guide.handbook,
            "roles": self._roles,
            "link": self._link,
            "unlink": self._unlink,
        }

    async def typed(self, ack: AsyncAck, body: Body) -> None:
        """Opens a form, or answers privately."""
        seen = await self._desk.actor(body)
        if body["command"] == "/propose-post":
            await self._propose(ack, body)
            return
        word, _, rest = body.get("text", "").strip().partition(" ")
        subcommand = self._subcommands.get(word.lower())
        if subcommand is None:
            await ack(private(lists.help_list("" if word.lower() in ("", "help") else word), "What you can type"))
        elif blocks := await subcommand(seen, body, rest.strip()):
            await ack(private(blocks, "Only you can see this"))
        else:
            await ack()

    async def _propose(self, ack: AsyncAck, body: Body) -> None:
        # Slack escapes these three in the text of a command.
        text = html.unescape(body.get("text", ""))
        if len(text) > propose.CAPACITY:
            await ack(self._hand_back(body, text))
            return
        await self._desk.open_form(body, propose.form(text))
        await ack()

    def _hand_back(self, body: Body, text: str) -> dict[str, object]:
        why = (
            f"This text has {len(text):,} characters; a proposal can have {CARD_TEXT_LIMIT:,}, because the review card "
            "shows it whole. Please propose it in parts. Here it is, so that nothing you typed is lost:"
        )
        pieces = chunks(text, _RETURNED)
        # Slack takes five answers to one command.
        for piece in pieces[1:5]:
            self._desk.whisper(body, copyable(piece), why)
        return private([plain_line(why), *copyable(pieces[0])], why)

    async def _queue(self, seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return lists.proposals("queue", await self._desk.act(seen, records.queue))

    async def _mine(self, seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return lists.proposals("mine", await self._desk.act(seen, records.mine))

    async def _show(self, seen: Sighting, body: Body, rest: str) -> list[Block]:
        if not rest:
            raise WhichOne
        proposal_id = numbers.parse(rest)
        if proposal_id is None:
            raise NotFound(typed=rest[:40])
        found = await self._desk.act(seen, records.history, proposal_id)
        await self._desk.open_form(body, history.form(found, self._desk.picture), instead=history.form(found))
        return []

    async def _cases(self, seen: Sighting, _body: Body, rest: str) -> list[Block]:
        closed = rest.lower() == "closed"
        return lists.cases(await self._desk.act(seen, casework.listed, closed=closed), closed)

    async def _statistics(self, seen: Sighting, _body: Body, rest: str) -> list[Block]:
        if rest and not _YEAR.fullmatch(rest):
            raise WhichYear
        year = int(rest) if rest else self._desk.rules.today(self._desk.clock()).year - 1
        return lists.statistics(await self._desk.act(seen, case_statistics.of_year, year, self._desk.rules))

    async def _poster(self, _seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return lists.poster(self._desk.report_page)

    async def _scan(self, _seen: Sighting, _body: Body, rest: str) -> list[Block]:
        if not rest:
            raise HowToScan
        # Slack escapes these three in the text of a command.
        return scanned(await self._desk.scan(html.unescape(rest)))

    async def _allow_list(self, seen: Sighting, _body: Body, rest: str) -> list[Block]:
        if rest:
            return [plain_line(await self._desk.act(seen, allow_list.change, html.unescape(rest)))]
        return lists.allowed(await self._desk.db.run(allow_list.phrases))

    async def _rules(self, seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return lists.rules(await self._desk.act(seen, rule_statistics.counts))

    async def _roles(self, seen: Sighting, _body: Body, rest: str) -> list[Block]:
        if rest:
            return [plain_line(await self._change_role(seen, rest))]
        await self._meet()
        return lists.roles(await self._desk.db.run(permissions.holders))

    async def _meet(self) -> None:
        """Learns the names of those the configuration names; whoever Slack does not know stays an id."""
        for account in await self._desk.db.run(people.unseen, "slack"):
            with contextlib.suppress(Refusal):
                await self._desk.db.run(people.recognise, await self._desk.directory.mentioned(account))

    async def _change_role(self, seen: Sighting, rest: str) -> str:
        words = rest.split(maxsplit=2)
        mention = _MENTION.fullmatch(words[2]) if len(words) == 3 else None
        role = _ROLES.get(words[1].lower()) if mention else None
        if mention is None or role is None or words[0].lower() not in ("grant", "revoke"):
            raise HowToGrant
        subject = await self._desk.directory.mentioned(mention[1])
        granting = words[0].lower() == "grant"
        change = permissions.grant if granting else permissions.revoke
        holder = await self._desk.act(seen, change, subject, role)
        now = "is now" if granting else "is no longer"
        return f"{holder.name} {now} {permissions.with_article(role)}. It is recorded."

    async def _link(self, seen: Sighting, _body: Body, rest: str) -> list[Block]:
        if not rest:
            code = await self._desk.act(seen, linking.make_code)
            return [plain_line(code.sentence)]
        outcome = await self._desk.act(seen, linking.redeem, rest)
        if isinstance(outcome, Refusal):
            raise outcome
        return [plain_line(outcome.sentence)]

    async def _unlink(self, seen: Sighting, _body: Body, _rest: str) -> list[Block]:
        return [plain_line((await self._desk.act(seen, linking.unlink)).sentence)]
