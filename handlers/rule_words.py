"""What people read of how rules fare, on every platform alike."""

from collections.abc import Sequence

from handlers.rule_statistics import PERIOD, RuleCount

TITLE = f"The scanner's rules in the last {PERIOD} days"
ABOUT = "On posts that were decided on: how often each rule spoke up, and how often an approver dismissed it."
NOTHING = f"Nothing was found on any post decided on in the last {PERIOD} days."
COLUMNS = ("Rule", "Found", "Dismissed", "Share")
FINE = "No rule is dismissed so often that something should be done."
_NAMES = " If they are no names at all, whoever runs Imprimatur can raise NAME_THRESHOLD; then fewer are found."
_RULES = "Tell whoever runs Imprimatur: which words a rule knows can be changed."


def cells(one: RuleCount) -> tuple[str, str, str, str]:
    """One line of the table."""
    return one.words, str(one.found), str(one.dismissed), f"{one.percent} %"


def hints(counted: Sequence[RuleCount]) -> list[str]:
    """What to do about the rules that are dismissed most; that there are none, if so."""
    return [_hint(one) for one in counted if one.cries_wolf] or ([FINE] if counted else [])


def _hint(one: RuleCount) -> str:
    said = f"{one.words}: {one.dismissed} of {one.found} were dismissed. "
    if not one.listable:
        return said + _RULES
    listed = "If they are your own, put them on the allow-list: /compliance allow-list."
    return said + listed + (_NAMES if one.rule == "A_NAME" else "")


def table(counted: Sequence[RuleCount]) -> str:
    """All of it in columns of equal width, for where there are no tables."""
    rows = [COLUMNS, *map(cells, counted)]
    first, *rest = (max(len(row[column]) for row in rows) for column in range(len(COLUMNS)))
    return "\n".join(
        "  ".join([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], rest, strict=True))])
        for row in rows
    )
