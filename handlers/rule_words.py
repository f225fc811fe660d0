"""What people read of how rules fare, on every platform alike."""

from collections.abc import Sequence

from handlers.rule_statistics import PERIOD, RuleCount

TITLE = f"The scanner's rules in the last {PERIOD} days"
ABOUT = "On posts that were decided on: how often each rule spoke up, and how often an approver dismissed it."
NOTHING = f"Nothing was found on any post decided on in the last {PERIOD} days."
FINE = "No rule is dismissed so often that something should be done."
_NAMES = " If they are no names at all, whoever runs Imprimatur can raise NAME_THRESHOLD; then fewer are found."
_RULES = "Tell whoever runs Imprimatur: which words a rule knows can be changed."


def hints(counted: Sequence[RuleCount]) -> list[str]:
    """What to do about the rules that are dismissed most; that there are none, if so."""
    return [_hint(one) for one in counted if one.cries_wolf] or ([FINE] if counted else [])


def _hint(one: RuleCount) -> str:
    said = f"{one.words}: {one.dismissed} of {one.found} were dismissed. "
    if not one.listable:
        return said + _RULES
    listed = "If they are your own, put them on the allow-list: /compliance allow-list."
    return said + listed + (_NAMES if one.rule == "A_NAME" else "")


def bar(one: RuleCount, width: int = 10) -> str:
    """The share dismissed; a table would not fit a telephone."""
    full = round(one.percent * width / 100)
    return "█" * full + "░" * (width - full)


def dismissed(one: RuleCount) -> str:
    """What is said of a rule beside its bar."""
    return f"{one.dismissed} of {one.found} dismissed ({one.percent}%)"
