"""What the scanner found: marked in the text, and listed by severity."""

from itertools import groupby

from bot.slack.blocks.text import Block, Element, bullets, line, runs, words
from handlers.drafts import escaped_length
from handlers.finding_words import ALL_THE_SAME, ASSISTS, FOUND, SEVERITIES, about, rest
from handlers.marks import marked
from handlers.messages import Content, FindingView


def text(content: Content) -> list[Block]:
    """The text as it would appear, what is found in it underlined by being bold."""
    pieces = marked(content.text, content.findings)
    return runs([words(piece, bold=True) if found else words(piece) for piece, found in pieces])


def findings(content: Content, budget: int) -> list[Block]:
    """The list, as far as it takes at most `budget` characters, the gravest first."""
    if not content.findings:
        return []
    shown = _fitting(content.findings, budget)
    blocks = [line(words(FOUND, bold=True), words(f"  {ASSISTS}", italic=True))]
    for severity, group in groupby(shown, lambda finding: finding.severity):
        blocks += [line(words(SEVERITIES[severity], bold=True)), bullets(*map(_item, group))]
    if left := len(content.findings) - len(shown):
        blocks.append(line(words(rest(left), italic=True)))
    if content.override:
        blocks.append(line(words(ALL_THE_SAME, bold=True), words(content.override)))
    return blocks


def taken(content: Content) -> int:
    """Characters the whole list takes."""
    return sum(map(_length, content.findings))


def _fitting(found: tuple[FindingView, ...], budget: int) -> list[FindingView]:
    shown = []
    for finding in found:
        budget -= _length(finding)
        if budget < 0:
            break
        shown.append(finding)
    return shown


def _length(finding: FindingView) -> int:
    return escaped_length(finding.quoted) + escaped_length(about(finding)) + 2


def _item(finding: FindingView) -> list[Element]:
    style = {"strike": True} if finding.dismissed else {"bold": True}
    return [words(f"“{finding.quoted}”", **style), words(about(finding))]
