"""Short-lived codes that prove, typed on one platform, whose account on the other made them. Stored as a keyed hash
only; wrong ones are counted, so that nobody finds one by guessing."""

import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from handlers.errors import Refusal
from handlers.platforms import elsewhere, ways
from storage import core, crockford
from storage.transaction import Transaction

VALID = timedelta(minutes=10)
#: So many wrong codes from one account, with never an hour between them, and it has to wait for `REST`.
TRIES = 5
REST = timedelta(hours=1)
ALPHABET = crockford.ALPHABET
_LENGTH = 8


class NotACode(Refusal):
    """A code has eight letters and digits, like ABCD-EFGH. To get one, {make_there}; then type it here."""


class WrongCode(Refusal):
    """This code cannot be used: it was mistyped, was used before, or a newer one took its place. To get a new one,
    {make_there}. Tries left within the hour: {left}."""


class TooManyTries(Refusal):
    """Too many wrong codes were typed from this account, so it cannot be linked for {minutes} minutes. After that, get
    a new code: {make_there}."""


class RunOut(Refusal):
    """This code has run out; each is valid for {minutes} minutes. To get a new one, {make_there}."""


@dataclass(frozen=True)
class Code:
    """A code, to be shown once, to the person who asked for it on `platform`."""

    text: str
    platform: str
    expires_at: datetime

    @property
    def sentence(self) -> str:
        """What that person is told."""
        return (
            f"Your code is `{self.text}`. Within {_minutes(VALID)} minutes, "
            f"{elsewhere(self.platform, f'link {self.text}')}, and both accounts are one person here. "
            "Show it to nobody: whoever types it can act as you."
        )


class Made(NamedTuple):
    """Which account (its identity's id) made a code, and until when it is good."""

    account: int
    expires_at: datetime


_code = core.link_code
_STANDING = select(_code.c.identity_id, _code.c.digest, _code.c.expires_at).where(_code.c.digest.is_not(None))
_TRIES = select(_code.c.wrong_tries, _code.c.wrong_at).where(_code.c.identity_id == bindparam("account"))
_KEEP = update(_code).where(_code.c.identity_id == bindparam("account"))
_VOID = (
    update(_code)
    .where(_code.c.identity_id.in_(bindparam("accounts", expanding=True)))
    .values(digest=None, expires_at=None)
)


def make(tx: Transaction, account: int, platform: str) -> Code:
    """A new code for an account; its older one is void."""
    plain = crockford.new(_LENGTH)
    expires_at = tx.now + VALID
    _keep(tx, account, {"digest": _digest(tx, plain), "expires_at": expires_at})
    return Code(f"{plain[:4]}-{plain[4:]}", platform, expires_at)


def read(typed: str, platform: str) -> str:
    """The code somebody meant, whatever its case and hyphens, and with O, I or L for digits; raises `NotACode`."""
    plain = crockford.read(typed, _LENGTH)
    if plain is None:
        raise NotACode(**ways(platform))
    return plain


def matching(tx: Transaction, plain: str) -> Made | None:
    """Who made this code, also when it has run out. Every code is compared, each in constant time."""
    wanted = _digest(tx, plain)
    rows = tx.execute(_STANDING).all()
    found = [Made(row.identity_id, row.expires_at) for row in rows if hmac.compare_digest(row.digest, wanted)]
    return found[0] if found else None


def require_current(tx: Transaction, made: Made, platform: str) -> None:
    """Raises `RunOut`."""
    if made.expires_at <= tx.now:
        raise RunOut(minutes=_minutes(VALID), **ways(platform))


def require_tries(tx: Transaction, account: int, platform: str) -> None:
    """Raises `TooManyTries` while the account has to wait."""
    wrong, at = _tries(tx, account)
    if wrong >= TRIES:
        raise TooManyTries(minutes=_minutes(at + REST - tx.now), **ways(platform))


def wrong(tx: Transaction, account: int, platform: str) -> Refusal:
    """Counts a wrong code; what to say to whoever typed it."""
    count = _tries(tx, account)[0] + 1
    _keep(tx, account, {"wrong_tries": count, "wrong_at": tx.now})
    if count < TRIES:
        return WrongCode(left=TRIES - count, **ways(platform))
    return TooManyTries(minutes=_minutes(REST), **ways(platform))


def void(tx: Transaction, *accounts: int) -> None:
    """Takes back the codes of these accounts; wrong codes they typed stay counted."""
    tx.execute(_VOID, {"accounts": accounts})


def _tries(tx: Transaction, account: int) -> tuple[int, datetime]:
    """The wrong codes that still count, and when the last was typed."""
    row = tx.execute(_TRIES, {"account": account}).first()
    if row is None or row.wrong_at is None or row.wrong_at + REST <= tx.now:
        return 0, tx.now
    return row.wrong_tries, row.wrong_at


def _keep(tx: Transaction, account: int, values: dict[str, object]) -> None:
    if tx.execute(_KEEP.values(values), {"account": account}).rowcount == 0:
        tx.execute(insert(_code), {"identity_id": account, "wrong_tries": 0, **values})


def _digest(tx: Transaction, plain: str) -> str:
    return tx.vault.digest("link code", plain)


def _minutes(span: timedelta) -> int:
    return math.ceil(span / timedelta(minutes=1))
