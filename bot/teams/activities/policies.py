"""Policies: read in a dialog, signed there, and published by those who own them."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import policies as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers import policies, policy_duties, policy_versions, tray
from handlers.errors import Refusal
from handlers.numbers import Unreadable
from handlers.people import Actor, Sighting
from handlers.permissions import OFFICER
from handlers.policies import Document, NoSuchPolicy, Policy
from handlers.rules import Rules
from handlers.training import training_words as say
from handlers.tray import Waiting
from storage.transaction import Transaction

_KEY = re.compile(r"[a-z0-9-]{1,60}")
_SIGNED = "Thank you. It is recorded that you have read and understand this version."
#: No policy has so many parts.
_END = 1_000_000
_REVIEWED = "It is recorded that you looked through it, and that nothing has to change."
_PUBLISHED = "Version {number} is published. Whoever has to sign it hears of it."
Step = Callable[[Sighting, Json], Awaitable[Answer]]
Sign = Callable[..., None]


class Refilled(NamedTuple):
    """A form that was sent, and why it comes back."""

    data: Json
    refusal: Refusal


class Policies:
    """All verbs of policies: `policy.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open the dialog.
        self.opening: dict[str, Step] = {forms.READ: self._read, forms.WRITE: self._write}
        self.sending: dict[str, Step] = {
            **self.opening,
            "policy.attest": self._attest,
            forms.ASK_REVIEW: self._ask_review,
            forms.REVIEW: self._review,
            forms.ASK_RETIRE: self._ask_retire,
            forms.RETIRE: self._retire,
            forms.PUBLISH: self._publish,
        }

    async def _read(self, seen: Sighting, data: Json) -> Answer:
        return await self._shown(seen, _key(data), data.get("page"))

    async def _attest(self, seen: Sighting, data: Json) -> Answer:
        key, number, sha256 = _version(data)
        return await self._signed(_SIGNED, seen, policy_duties.attest, key, number, sha256)

    async def _ask_review(self, seen: Sighting, data: Json) -> Answer:
        return answers.dialog(say.REVIEW, await self._review_form(seen, data))

    async def _review_form(self, seen: Sighting, data: Json) -> Card:
        key, number, sha256 = _version(data)
        return forms.reviewing((await self._desk.act(seen, _opened, key))[0].policy, number, sha256)

    async def _review(self, seen: Sighting, data: Json) -> Answer:
        key, number, sha256 = _version(data)
        note = Answers(data).text("note")
        try:
            return await self._signed(_REVIEWED, seen, policy_duties.review, key, number, sha256, note)
        except policy_duties.BadNote as refusal:
            form = inputs.again(await self._review_form(seen, data), data, *inputs.problems(refusal))
            return answers.dialog(say.REVIEW, form)

    async def _signed(self, done: str, seen: Sighting, use_case: Sign, key: str, *more: object) -> Answer:
        """What was signed, or the version that is in its place."""
        try:
            await self._desk.act(seen, use_case, key, *more, self._desk.rules)
        except (policy_duties.NewerVersion, policy_duties.Retired) as refusal:
            return await self._shown(seen, key, note=str(refusal))
        return await self._shown(seen, key, _END, done)

    async def _ask_retire(self, seen: Sighting, data: Json) -> Answer:
        policy = (await self._desk.act(seen, _opened, _key(data)))[0].policy
        return answers.dialog(policy.title, forms.retiring(policy))

    async def _retire(self, seen: Sighting, data: Json) -> Answer:
        """Sent again by Teams, it is retired once; what is shown says since when."""
        with suppress(policy_duties.Retired):
            await self._desk.act(seen, policy_duties.retire, _key(data), self._desk.rules)
        return await self._shown(seen, _key(data))

    async def _shown(self, seen: Sighting, key: str, page: object = None, note: str = "") -> Answer:
        found, owns, edits = await self._desk.act(seen, _opened, key)
        file = self._desk.document(f"policy:{key}/{found.policy.number}") if edits else ""
        return answers.dialog(found.policy.title, forms.document(found, page, owns=owns, file=file, note=note))

    async def _write(self, seen: Sighting, data: Json) -> Answer:
        key, chosen = _key(data) if data.get("key") else "", str(data.get("media") or "")
        return await self._form(seen, key, chosen=chosen)

    async def _form(self, seen: Sighting, key: str, chosen: str = "", refilled: Refilled | None = None) -> Answer:
        """The form, empty or from the policy it is of; or once more, with what was typed and what was wrong."""
        (policy, months, text), files = await self._desk.act(seen, _editable, key)
        form = forms.publish(policy, months, text, files, chosen=chosen)
        if refilled:
            form = inputs.again(form, refilled.data, *inputs.problems(refilled.refusal))
        return answers.dialog("New version" if policy else "New policy", form)

    async def _publish(self, seen: Sighting, data: Json) -> Answer:
        number = data.get("number")
        if not isinstance(number, int):
            raise Unreadable
        try:
            done = await self._desk.act(seen, _published, data, self._desk.rules)
        except policy_versions.SameText as refusal:
            key = _key(data)
            found, _, _ = await self._desk.act(seen, _opened, key)
            # Sent again by Teams: what it says is there already.
            if found.policy.number > number:
                return await self._shown(seen, key, note=_PUBLISHED.format(number=found.policy.number))
            return await self._form(seen, key, refilled=Refilled(data, refusal))
        except Refusal as refusal:
            return await self._form(seen, _key(data) if number else "", refilled=Refilled(data, refusal))
        return await self._shown(seen, done.key, note=_PUBLISHED.format(number=done.number))


def listing(tx: Transaction, actor: Actor) -> tuple[list[tuple[Policy, int]], bool]:
    """Every policy with what the actor signed of it, and whether they may add one."""
    return policies.listing(tx, actor), OFFICER in actor.roles


def _opened(tx: Transaction, actor: Actor, key: str) -> tuple[Document, bool, bool]:
    """A policy, whether it is the actor's own, and whether they may publish its next version."""
    found = policies.read(tx, actor, key)
    owns = found.policy.owner_id in actor.ids
    return found, owns, owns or OFFICER in actor.roles


def _editable(tx: Transaction, actor: Actor, key: str) -> tuple[tuple[Policy | None, int, str], list[Waiting]]:
    return policy_versions.editable(tx, actor, key), tray.texts(tx, actor)


def _published(tx: Transaction, actor: Actor, data: Json, rules: Rules) -> Policy:
    chosen = str(data.get("media") or "")
    content = tray.text(tx, actor, chosen) if chosen else None
    if chosen and content is None:
        raise tray.FileGone(days=tray.KEPT.days)
    done = policy_versions.publish(tx, actor, forms.read(data, content), rules)
    tray.take(tx, actor, [chosen])
    return done


def _key(data: Json) -> str:
    key = data.get("key")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise NoSuchPolicy
    return key


def _version(data: Json) -> tuple[str, int, str]:
    """Which version a button is about; raises `NoSuchPolicy` and `Unreadable`."""
    number, sha256 = data.get("number"), data.get("sha256")
    if not (isinstance(number, int) and isinstance(sha256, str)):
        raise Unreadable
    return _key(data), number, sha256
