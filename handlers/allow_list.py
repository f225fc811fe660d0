"""The practice's own names, places, numbers and days, which the scanner does not take for a patient's."""

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate

from sqlalchemy import bindparam, delete, func, insert, select

from handlers.drafts import clean, hidden
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.phi.allowed import bare, tidy
from storage import core, ledger
from storage.transaction import Transaction

SHORTEST, LONGEST, MOST = 3, 120, 1_000
_SHOWN = 8_000


class HowToAllow(Refusal):
    """Write `/compliance allow-list add Dr. Priya Raman`: one name, address, telephone number or event at a time.
    `remove` instead of `add` takes it off the list."""


class OfficerAllows(Refusal):
    """Only privacy officers change the allow-list. `/compliance roles` shows who they are: ask one of them."""


class BadPhrase(Refusal):
    """A phrase has {shortest} to {longest} characters on one line, none of them invisible. Please write it anew."""


class NotListed(Refusal):
    """“{phrase}” is not on the allow-list, so nothing was changed. `/compliance allow-list` shows what is, as it is
    written there."""


class ListFull(Refusal):
    """The allow-list has {most} entries, and that is as many as it may have. Remove some first."""


_phrase = core.allowed_phrase.c.phrase
_ALL = select(_phrase).order_by(func.lower(_phrase), _phrase)
_ADD = insert(core.allowed_phrase)
_REMOVE = delete(core.allowed_phrase).where(_phrase == bindparam("gone"))


def phrases(tx: Transaction) -> tuple[str, ...]:
    """Everything on the list, in the order of the alphabet."""
    return tuple(tx.execute(_ALL).scalars())


def shown(found: tuple[str, ...]) -> str:
    """One a line, as many as one message takes, and how many are left out."""
    ends = list(accumulate(len(phrase) + 1 for phrase in found))
    fitting = bisect(ends, _SHOWN)
    more = [f"… and {len(found) - fitting} more"] if fitting < len(found) else []
    return "\n".join([*found[:fitting], *more])


def change(tx: Transaction, actor: Actor, typed: str) -> str:
    """Carries out `add …` or `remove …` and says what was done; adding twice is once. Raises `OfficerAllows`,
    `HowToAllow`, `BadPhrase`, `NotListed` and `ListFull`."""
    verb, phrase = [*typed.split(maxsplit=1), "", ""][:2]
    if verb.lower() not in ("add", "remove") or not phrase:
        raise HowToAllow
    if OFFICER not in actor.roles:
        raise OfficerAllows
    if "\n" in clean(phrase) or hidden(phrase):
        raise BadPhrase(shortest=SHORTEST, longest=LONGEST)
    return (allow if verb.lower() == "add" else _remove)(tx, actor, phrase)


def allow(tx: Transaction, actor: Actor, words: str) -> str:
    """Puts words on the list as the scanner reads them, and says so; those that are there already, however they are
    written, are left alone. Raises `OfficerAllows`, `BadPhrase` and `ListFull`."""
    if OFFICER not in actor.roles:
        raise OfficerAllows
    phrase = tidy(words)
    if not SHORTEST <= len(phrase) <= LONGEST or hidden(phrase):
        raise BadPhrase(shortest=SHORTEST, longest=LONGEST)
    ledger.lock(tx)
    known = phrases(tx)
    if same := _same(phrase, known):
        return f"“{same}” is on the allow-list already."
    if len(known) >= MOST:
        raise ListFull(most=f"{MOST:,}")
    tx.execute(_ADD, {"phrase": phrase, "added_by": actor.id, "added_at": tx.now})
    _record(tx, actor, "added", phrase)
    return f"The scanner lets “{phrase}” pass from now on. It is recorded."


def _same(phrase: str, known: Iterable[str]) -> str | None:
    """The entry that lets the same words pass."""
    return next((one for one in known if _key(one) == _key(phrase)), None)


def _key(phrase: str) -> str:
    return bare(tidy(phrase)).casefold()


def _remove(tx: Transaction, actor: Actor, phrase: str) -> str:
    same = _same(phrase, phrases(tx))
    if same is None:
        raise NotListed(phrase=phrase[:LONGEST])
    tx.execute(_REMOVE, {"gone": same})
    _record(tx, actor, "removed", same)
    return f"“{same}” is off the allow-list. It is recorded."


def _record(tx: Transaction, actor: Actor, what: str, phrase: str) -> None:
    ledger.append(tx, f"compliance:allowed:{what}", "allow-list", actor.entry, actor.platform, {"phrase": phrase})
