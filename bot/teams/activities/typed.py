"""What is typed to the bot, in its chat or by mentioning it in a channel."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.teams.activities.courses import Courses
from bot.teams.activities.dialogs import Dialogs
from bot.teams.activities.files import Files
from bot.teams.activities.guide import Guide
from bot.teams.activities.oversight import standing
from bot.teams.activities.policies import listing
from bot.teams.activities.staff import Staff
from bot.teams.cards import counts, lists
from bot.teams.cards import guide as guide_card
from bot.teams.cards import oversight as oversight_card
from bot.teams.cards import policies as policies_card
from bot.teams.cards import rules as rules_card
from bot.teams.cards import templates as templates_card
from bot.teams.cards import training as courses
from bot.teams.cards.findings import scanned
from bot.teams.cards.text import Card, said
from bot.teams.desk import Desk
from bot.teams.forms import history
from bot.teams.forms import training as training_form
from bot.teams.roster import Roster
from bot.teams.talk import Talk
from handlers import (
    allow_list,
    linking,
    numbers,
    permissions,
    places,
    policies,
    records,
    reply_templates,
    rule_statistics,
    template_words,
)
from handlers.errors import Refusal
from handlers.people import Actor, Sighting, Unknown
from handlers.permissions import APPROVER, OFFICER
from handlers.places import COMPLIANCE, REPORTS
from handlers.proposals import NotFound
from handlers.reporting import case_statistics, casework
from handlers.training import learning
from handlers.training.staff import require_officer
from storage.transaction import Transaction

#: A sign-in name has at most 64 characters, an @, and 48 (learn.microsoft.com, "UserPrincipalName population").
_LONGEST = 113
#: The team's people go on the staff list.
_STAFF = "staff"
_YEAR = re.compile(r"[1-9][0-9]{3}")
_SET_UP = {COMPLIANCE: "Posts are reviewed", REPORTS: "Reports of violations arrive"}
_ROLES = {"approver": APPROVER, "officer": OFFICER, "privacy-officer": OFFICER}


class WhichOne(Refusal):
    """Say which proposal, like `show P-1042`. `mine` lists your own."""


class HowToGrant(Refusal):
    """In a channel, write `@Imprimatur roles grant approver @name`; here, `roles grant approver name@practice.example`,
    with the name they sign in with. `revoke` takes a role away, `officer` stands for privacy officer."""


class OutOfSight(Refusal):
    """That person is not a member Imprimatur can see in the channel where posts are reviewed. Add them to it first, or
    write `@Imprimatur roles` and the rest in a channel they are in. Guests can have no role."""


class HowToScan(Refusal):
    """Type the text after it, like `scan Our new patient …`; nothing of it is kept by Imprimatur, but Teams keeps what
    you type."""


class OnlyInChannels(Refusal):
    """This works in a channel only: go to the channel you mean and write `@Imprimatur setup {place}` there."""


class HowToSetUp(Refusal):
    """Write `@Imprimatur setup compliance` in the channel where posts should be reviewed, `@Imprimatur setup reports`
    where reports of violations should arrive, or `@Imprimatur setup staff` in a team whose people all work here."""


class WhichYear(Refusal):
    """Say which year, like `statistics 2025`; without one, the last full year is counted."""


Command = Callable[[Sighting, Talk, str], Awaitable[Card]]


class _Known(NamedTuple):
    run: Command
    #: Whether the answer is for everybody who reads along in a channel.
    public: bool = False


class Typed:
    """All words the bot knows."""

    def __init__(self, desk: Desk, dialogs: Dialogs, files: Files, roster: Roster) -> None:
        self._desk = desk
        self._dialogs = dialogs
        self._files = files
        self._of_courses, self._guide = Courses(desk), Guide(desk)
        self._roster_of = roster
        self._commands = {
            "propose": _Known(self._propose, public=True),
            "queue": _Known(self._queue),
            "mine": _Known(self._mine),
            "show": _Known(self._show),
            "roles": _Known(self._roles, public=True),
            "cases": _Known(self._cases),
            "statistics": _Known(self._statistics),
            "report-poster": _Known(self._report_poster, public=True),
            "scan": _Known(self._scan),
            "allow-list": _Known(self._allow_list),
            "rules": _Known(self._rules),
            "templates": _Known(self._templates),
            "training": _Known(self._training),
            "staff": _Known(self._staff),
            "policy": _Known(self._policy),
            "courses": _Known(self._courses),
            "examples": _Known(self._examples),
            "penalties": _Known(self._penalties),
            "handbook": _Known(self._handbook),
            "link": _Known(self._link),
            "unlink": _Known(self._unlink),
            "setup": _Known(self._setup, public=True),
        }

    @property
    def commands(self) -> frozenset[str]:
        """Every word that is answered as somebody's own."""
        return frozenset(self._commands)

    async def welcome(self, talk: Talk) -> None:
        """The first message after an installation."""
        self._desk.later(self._desk.reply(talk, lists.welcome("personal" if talk.personal else "team")))

    async def said(self, talk: Talk) -> None:
        """Answers in the same conversation; what is not for everybody there, in the chat with whoever asked."""
        try:
            seen = await self._desk.directory.member(talk)
        except Exception as error:
            self._desk.later(self._desk.reply(talk, await self._refused(error)))
            return
        if talk.value.get("verb"):
            await self._pressed(talk)
            return
        sent = self._files.sent(talk) if talk.personal else []
        if sent:
            self._desk.later(self._files.take(seen, talk, sent))
        if not sent or command(talk.text)[0] in self._commands:
            await self._answer(seen, talk)

    async def _answer(self, seen: Sighting, talk: Talk) -> None:
        word, rest = command(talk.text)
        known = self._commands.get(word)
        if known is None:
            self._desk.later(self._desk.reply(talk, lists.help_list("" if word in ("", "help") else word)))
            return
        try:
            shown = await known.run(seen, talk, rest)
        except Exception as error:
            shown = await self._refused(error)
        if talk.personal or known.public:
            self._desk.later(self._desk.reply(talk, shown))
        else:
            self._desk.later(self._privately(seen, talk, shown))

    async def _refused(self, error: Exception) -> Card:
        return lists.said(str(await self._desk.refusal(error)))

    async def _privately(self, seen: Sighting, talk: Talk, shown: Card) -> None:
        chat = await self._desk.db.run(places.find, "teams", f"account:{seen.external_id}")
        said = "Only you should see this: write the same to me in a chat."
        if chat is not None:
            own = Talk({**talk.activity, "serviceUrl": chat.service_url, "conversation": {"id": chat.channel}})
            if await self._desk.reply(own, shown):
                said = "I answered in our chat, where only you can see it."
        await self._desk.reply(talk, lists.said(said))

    async def _pressed(self, talk: Talk) -> None:
        """A button of a card in the chat that leads to another: the answer comes as a message."""
        answer = await self._dialogs.submitted(Talk({**talk.activity, "value": {"data": talk.value}}))
        shown: Card = answer["task"]["value"]["card"]["content"]
        self._desk.later(self._desk.reply(talk, shown))

    async def _propose(self, _seen: Sighting, _talk: Talk, rest: str) -> Card:
        return lists.proposing(rest)

    async def _queue(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        listed = lists.proposals("queue", await self._desk.act(seen, records.queue))
        waiting = template_words.waiting(await self._desk.act(seen, reply_templates.to_decide))
        return listed | {"body": [*listed["body"], said(waiting)]} if waiting else listed

    async def _mine(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return lists.proposals("mine", await self._desk.act(seen, records.mine))

    async def _show(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        if not rest:
            raise WhichOne
        proposal_id = numbers.parse(rest)
        if proposal_id is None:
            raise NotFound(typed=rest[:40])
        return history.form(await self._desk.act(seen, records.history, proposal_id))

    async def _cases(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        closed = rest.lower() == "closed"
        return lists.cases(await self._desk.act(seen, casework.listed, closed=closed), closed)

    async def _statistics(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        if rest and not _YEAR.fullmatch(rest):
            raise WhichYear
        year = int(rest) if rest else self._desk.rules.today(self._desk.clock()).year - 1
        return counts.statistics(await self._desk.act(seen, case_statistics.of_year, year, self._desk.rules))

    async def _report_poster(self, _seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return counts.report_poster(self._desk.report_page)

    async def _scan(self, _seen: Sighting, _talk: Talk, rest: str) -> Card:
        if not rest:
            raise HowToScan
        return scanned(await self._desk.scan(rest))

    async def _allow_list(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        if rest:
            return lists.said(await self._desk.act(seen, allow_list.change, rest))
        return lists.allowed(await self._desk.db.run(allow_list.phrases))

    async def _rules(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return rules_card.statistics(await self._desk.act(seen, rule_statistics.counts))

    async def _templates(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return templates_card.listing(await self._desk.act(seen, reply_templates.overview))

    async def _training(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        if rest.lower() == "report":
            found = await self._desk.act(seen, standing, self._desk.rules)
            return oversight_card.report(found, self._desk.chart())
        if rest:
            finished = await self._desk.act(seen, learning.numbered, rest)
            return training_form.certificate(finished, self._desk.certificate(finished.completion_id))
        return courses.courses(await self._desk.act(seen, learning.overview))

    async def _staff(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        return await Staff(self._desk).typed(seen, rest)

    async def _policy(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        found, publishes = await self._desk.act(seen, listing)
        named = [(policy, signed) for policy, signed in found if policy.key == rest.lower()]
        if rest and not named:
            raise policies.NoSuchPolicy
        return policies_card.listing(named or found, publishes=publishes)

    async def _courses(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return await self._of_courses.typed(seen)

    async def _examples(self, _seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return await self._guide.examples()

    async def _penalties(self, _seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return await self._guide.penalties()

    async def _handbook(self, _seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return guide_card.handbook(self._desk.handbook())

    async def _roles(self, seen: Sighting, talk: Talk, rest: str) -> Card:
        if rest:
            return lists.said(await self._change_role(seen, talk, rest))
        return lists.roles(await self._desk.db.run(permissions.holders))

    async def _change_role(self, seen: Sighting, talk: Talk, rest: str) -> str:
        change, word, whom = [*rest.split(maxsplit=2), "", "", ""][:3]
        role = _ROLES.get(word.lower())
        # Teams says that a name is nobody's and that it is no name in the same way as that it cannot tell.
        account = talk.mentioned or (whom.strip()[:_LONGEST] if "@" in whom else "")
        if role is None or not account or change.lower() not in ("grant", "revoke"):
            raise HowToGrant
        try:
            subject = await self._desk.directory.mentioned(await self._roster(talk), account)
        except Unknown:
            raise (Unknown if talk.in_channel else OutOfSight) from None
        use_case = permissions.grant if change.lower() == "grant" else permissions.revoke
        holder = await self._desk.act(seen, use_case, subject, role)
        now = "is now" if change.lower() == "grant" else "is no longer"
        return f"{holder.name} {now} {permissions.with_article(role)}. It is recorded."

    async def _roster(self, talk: Talk) -> places.Conversation:
        """Where others can be looked up: a channel knows its team, a chat only the two in it."""
        if talk.in_channel:
            return talk.place
        found = await self._desk.db.run(places.find, "teams", COMPLIANCE)
        if found is None:
            raise Unknown
        return found

    async def _link(self, seen: Sighting, _talk: Talk, rest: str) -> Card:
        if not rest:
            return lists.said((await self._desk.act(seen, linking.make_code)).sentence)
        outcome = await self._desk.act(seen, linking.redeem, rest)
        if isinstance(outcome, Refusal):
            raise outcome
        return lists.said(outcome.sentence)

    async def _unlink(self, seen: Sighting, _talk: Talk, _rest: str) -> Card:
        return lists.said((await self._desk.act(seen, linking.unlink)).sentence)

    async def _setup(self, seen: Sighting, talk: Talk, rest: str) -> Card:
        place = rest.lower()
        if place not in (*_SET_UP, _STAFF):
            raise HowToSetUp
        if not talk.in_channel:
            raise OnlyInChannels(place=place)
        if place == _STAFF:
            await self._desk.act(seen, _officer)
            self._desk.later(self._roster_of.quietly(self._list_team(talk)))
            return lists.said("Everybody in this team is being put on the staff list, guests aside.")
        waiting = await self._desk.act(seen, places.set_up, place, talk.place)
        more = f" {waiting} waiting now will appear here." if waiting else ""
        if place == COMPLIANCE and talk.team:
            self._desk.later(self._roster_of.quietly(self._roster_of.installed(talk)))
            more += " Everybody in this team goes on the staff list, guests aside."
        return lists.said(f"{_SET_UP[place]} in this channel from now on.{more} It is recorded.")

    async def _list_team(self, talk: Talk) -> None:
        new = await self._roster_of.installed(talk)
        people = "1 person is" if new == 1 else f"{new} people are"
        await self._desk.reply(talk, lists.said(f"{people} new on the staff list. `staff` shows it."))


def _officer(_tx: Transaction, actor: Actor) -> None:
    require_officer(actor)


def command(text: str) -> tuple[str, str]:
    """The word, in small letters, and what follows it; `/compliance queue`, as in Slack, is `queue` too."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    first = word.lower().removeprefix("/")
    if first == "propose-post":
        return "propose", rest.strip()
    if first == "report-violation":
        return "report", rest.strip()
    if first == "compliance" and rest.lower().split() == ["training"]:
        return "training", "report"
    if first == "compliance" and rest:
        return command(rest)
    return ("help" if first == "compliance" else first), rest.strip()
