"""The ids people see, P-1042 for the proposal whose row has id 42; and what buttons say, 42/2 for its revision 2."""

import re
from typing import Any, NamedTuple

from handlers.errors import Refusal

_OFFSET = 1000
_SHAPE = re.compile(r"\s*(?:P-?)?(\d{1,9})\s*", re.IGNORECASE)

# Nine digits fit every database's integers.
_NUMBER = re.compile(r"[0-9]{1,9}")


def public(proposal_id: int) -> str:
    """`P-1042` for 42."""
    return f"P-{proposal_id + _OFFSET}"


def parse(text: str) -> int | None:
    """The row id behind what someone typed (`P-1042`, `p1042`, `1042`), or None when it is no such id."""
    found = _SHAPE.fullmatch(text)
    if not found:
        return None
    row_id = int(found[1]) - _OFFSET
    return row_id if 0 < row_id < 2**31 else None


class Unreadable(Refusal):
    """This button no longer works. `/compliance mine` and `/compliance queue` lead to the newest state of a
    proposal."""


class Subject(NamedTuple):
    """What a button names: a proposal, and the revision it was drawn for."""

    proposal_id: int
    revision: int

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.revision}"

    @classmethod
    def parse(cls, value: Any) -> "Subject":
        """Reads `42/2`, whoever wrote it; raises `Unreadable`."""
        proposal, _, revision = value.partition("/") if isinstance(value, str) else ("", "", "")
        if not (_NUMBER.fullmatch(proposal) and _NUMBER.fullmatch(revision)):
            raise Unreadable
        return cls(int(proposal), int(revision))
