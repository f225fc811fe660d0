"""How the scanner's rules fare."""

from collections.abc import Sequence

from bot.teams.cards.text import Card, Element, bold, card, heading, ours, paragraph, said, small, words
from handlers import rule_words as say
from handlers.rule_statistics import RuleCount


def statistics(counted: Sequence[RuleCount]) -> Card:
    """A line for each rule, and what to do about those that are dismissed most."""
    if not counted:
        return card([heading(say.TITLE), ours(say.NOTHING)])
    lines = [element for one in counted for element in _rule(one)]
    hints = [said(hint, spacing="Medium") for hint in say.hints(counted)]
    return card([heading(say.TITLE), small(say.ABOUT), *lines, *hints])


def _rule(one: RuleCount) -> list[Element]:
    bar = words(say.bar(one), fontType="Monospace")
    return [paragraph(bold(one.words)), paragraph(bar, words(f"  {say.dismissed(one)}"), spacing="None")]
