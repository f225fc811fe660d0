"""The ids people see: P-1042 for the proposal whose row has id 42."""

import re

_OFFSET = 1000
_SHAPE = re.compile(r"\s*(?:P-?)?(\d{1,9})\s*", re.IGNORECASE)


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
