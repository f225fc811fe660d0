"""`/compliance policy`: policies read and signed, published and reviewed, all in one form."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks.text import Block
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import policies as forms
from bot.slack.modals.inputs import Answers
from handlers import policies, policy_duties, policy_versions
from handlers.people import Actor, Sighting
from handlers.permissions import OFFICER
from handlers.policies import Document, NoSuchPolicy, Policy
from storage.transaction import Transaction

Press = Callable[[Sighting, Body, str], Awaitable[View]]
_VERSION = re.compile(r"([a-z0-9-]{1,60})/([0-9]{1,9})/([0-9a-f]{64})")


class Opened(NamedTuple):
    """A policy in front of somebody, and what they may do with it."""

    document: Document
    owns: bool
    edits: bool


class Policies:
    """All presses and forms of `policy.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "read": self._read,
            "earlier": self._read,
            "later": self._read,
            "attest": self._attest,
            "write": self._write,
            "review": self._ask_review,
            "retire": self._retire,
        }
        #: A link: Slack tells of the press, and there is nothing to do.
        self._links = frozenset({"download"})

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset({*self._verbs, *self._links})

    async def typed(self, seen: Sighting, body: Body, rest: str) -> list[Block]:
        """The list, or the policy named."""
        if rest:
            view = await self._read(seen, body, rest.lower())
        else:
            view = forms.listing(*await self._desk.act(seen, _listing))
        await self._desk.open_form(body, view)
        return []

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done."""
        action = body["actions"][0]
        if _verb(action["action_id"]) in self._links:
            await ack()
            return
        press = self._verbs.get(_verb(action["action_id"]))
        if press is None:
            raise NoSuchPolicy
        view = await press(await self._desk.actor(body), body, str(action.get("value", "")))
        await (self._desk.redraw_form if body.get("view") else self._desk.open_form)(body, view)
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows the policy as it then is in place of the form."""
        seen, view = await self._desk.actor(body), body["view"]
        publishing = view["callback_id"] == forms.PUBLISH
        key = await (self._publish if publishing else self._review)(seen, view)
        await ack(response_action="update", view=await self._read(seen, body, key))

    async def _read(self, seen: Sighting, _body: Body, value: str) -> View:
        key, _, page = value.partition("/")
        found = await self._desk.act(seen, _opened, key)
        wanted = int(page) if page.isdecimal() and len(page) < 6 else 1
        policy = found.document.policy
        file = self._desk.document(f"policy:{policy.key}/{policy.number}") if found.edits else ""
        return forms.document(found.document, wanted, owns=found.owns, file=file)

    async def _attest(self, seen: Sighting, body: Body, value: str) -> View:
        key, number, sha256 = _version(value)
        await self._desk.act(seen, policy_duties.attest, key, number, sha256, self._desk.rules)
        return await self._read(seen, body, key)

    async def _write(self, seen: Sighting, _body: Body, value: str) -> View:
        return forms.publish(*await self._desk.act(seen, policy_versions.editable, value.strip("-")))

    async def _ask_review(self, seen: Sighting, _body: Body, value: str) -> View:
        return forms.review(value, (await self._desk.act(seen, _opened, _version(value)[0])).document.policy)

    async def _retire(self, seen: Sighting, body: Body, value: str) -> View:
        await self._desk.act(seen, policy_duties.retire, value, self._desk.rules)
        return await self._read(seen, body, value)

    async def _publish(self, seen: Sighting, view: View) -> str:
        files = Answers(view).files("media")
        content = await self._desk.shelf.content(files[0]) if files else b""
        published = await self._desk.act(seen, policy_versions.publish, forms.read(view, content), self._desk.rules)
        return published.key

    async def _review(self, seen: Sighting, view: View) -> str:
        at = _version(view["private_metadata"])
        await self._desk.act(seen, policy_duties.review, *at, Answers(view).text("note"), self._desk.rules)
        return at[0]


def _listing(tx: Transaction, actor: Actor) -> tuple[list[tuple[Policy, int]], bool]:
    return policies.listing(tx, actor), OFFICER in actor.roles


def _opened(tx: Transaction, actor: Actor, key: str) -> Opened:
    found = policies.read(tx, actor, key)
    owns = found.policy.owner_id in actor.ids
    return Opened(found, owns, owns or OFFICER in actor.roles)


def _version(value: str) -> tuple[str, int, str]:
    found = _VERSION.fullmatch(value)
    if found is None:
        raise NoSuchPolicy
    return found[1], int(found[2]), found[3]


def _verb(id: str) -> str:
    return str(id).removeprefix("policy.")
