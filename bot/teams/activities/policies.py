"""Policies: read in a dialog, and signed there."""

import re
from collections.abc import Awaitable, Callable

from bot.teams.desk import Desk
from bot.teams.forms import answers
from bot.teams.forms import policies as forms
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json
from handlers import policies
from handlers.numbers import Unreadable
from handlers.people import Actor, Sighting
from handlers.policies import Document, NoSuchPolicy
from handlers.rules import Rules
from storage.transaction import Transaction

_KEY = re.compile(r"[a-z0-9-]{1,60}")
_SIGNED = "Thank you. It is recorded that you have read and understand this version."
#: No policy has so many parts.
_END = 1_000_000
_REVIEWED = "It is recorded that you looked through it, and that nothing has to change."
Step = Callable[[Sighting, Json], Awaitable[Answer]]
Sign = Callable[[Transaction, Actor, str, int, str, Rules], None]


class Policies:
    """All verbs of policies: `policy.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open the dialog.
        self.opening: dict[str, Step] = {forms.READ: self._read}
        self.sending: dict[str, Step] = {
            **self.opening,
            "policy.attest": self._signs(policies.attest, _SIGNED),
            "policy.review": self._signs(_review, _REVIEWED),
        }

    async def _read(self, seen: Sighting, data: Json) -> Answer:
        return await self._shown(seen, _key(data), data.get("page"))

    def _signs(self, use_case: Sign, done: str) -> Step:
        async def sign(seen: Sighting, data: Json) -> Answer:
            key, number, sha256 = _version(data)
            try:
                await self._desk.act(seen, use_case, key, number, sha256, self._desk.rules)
            except policies.NewerVersion as newer:
                return await self._shown(seen, key, note=str(newer))
            return await self._shown(seen, key, _END, done)

        return sign

    async def _shown(self, seen: Sighting, key: str, page: object = None, note: str = "") -> Answer:
        found, owns = await self._desk.act(seen, _opened, key)
        return answers.dialog(found.policy.title, forms.document(found, page, owns=owns, note=note))


def _opened(tx: Transaction, actor: Actor, key: str) -> tuple[Document, bool]:
    """A policy, and whether it is the actor's own."""
    found = policies.read(tx, actor, key)
    return found, found.policy.owner_id in actor.ids


def _review(tx: Transaction, actor: Actor, key: str, number: int, sha256: str, rules: Rules) -> None:
    policies.review(tx, actor, key, number, sha256, "", rules)


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
