"""What the scanner found: marked in the text, and listed by severity."""

from collections.abc import Sequence
from itertools import groupby

from bot.slack.blocks.text import Block, Element, bullets, line, runs, words
from handlers.drafts import escaped_length
from handlers.finding_words import (
    ALL_THE_SAME,
    ASSISTS,
    FOUND,
    NOT_KEPT,
    SEVERITIES,
    Told,
    each,
    further,
    rest,
    result,
    told,
)
from handlers.marks import marked
from handlers.messages import Content, FindingView
from handlers.passages import Passage

#: Characters of the list in a private answer.
_ANSWER = 8_000
#: Slack takes 100 items in a list; nobody reads so many.
_MOST = 50


def text(content: Content) -> list[Block]:
    """The text as it would appear, what is found in it underlined by being bold."""
    pieces = marked(content.text, content.findings)
    return runs([words(piece, bold=True) if found else words(piece) for piece, found in pieces])


def findings(content: Content, budget: int) -> list[Block]:
    """The list, as far as it takes at most `budget` characters, and why it was sent to review all the same."""
    blocks = [line(words(FOUND, bold=True), _assists()), *_listed(content.findings, budget)] if content.findings else []
    if content.override:
        blocks.append(line(words(ALL_THE_SAME, bold=True), words(content.override)))
    return blocks


def scanned(found: tuple[FindingView, ...]) -> list[Block]:
    """What a text of which nothing is kept was found to hold."""
    result_line = line(words(result(len(found)), bold=True), _assists())
    return [result_line, *_listed(found, _ANSWER), line(words(NOT_KEPT["slack"]))]


def held_up(sentence: str, passages: Sequence[Passage]) -> Block:
    """Why a form comes back: `sentence` of ours, then the words that are meant, a line each."""
    shown = [_section(words(f"⛔ {sentence}", bold=True))]
    if passages:
        items = [_section(*_told(one)) for one in told(passages)]
        shown.append({"type": "rich_text_list", "style": "bullet", "elements": items})
    if more := further(passages):
        shown.append(_section(words(more)))
    return {"type": "rich_text", "elements": shown}


def _section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": list(elements)}


def _told(one: Told) -> list[Element]:
    return [words(one.quoted, bold=True), words("\n".join(part for part in (one.why, one.instead) if part))]


def _assists() -> Element:
    return words(f"  {ASSISTS}", italic=True)


def _listed(found: tuple[FindingView, ...], budget: int) -> list[Block]:
    """The gravest first."""
    lines = each(found)
    shown, blocks = _fitting(lines, budget), []
    for severity, group in groupby(shown, lambda one: one[0].severity):
        blocks += [line(words(SEVERITIES[severity], bold=True)), bullets(*(_item(*one) for one in group))]
    left = len(lines) - len(shown)
    return [*blocks, line(words(rest(left), italic=True))] if left else blocks


def taken(content: Content) -> int:
    """Characters the whole list takes."""
    return sum(_length(*one) for one in each(content.findings))


def _fitting(lines: list[tuple[FindingView, str]], budget: int) -> list[tuple[FindingView, str]]:
    shown = []
    for finding, about in lines[:_MOST]:
        budget -= _length(finding, about)
        if budget < 0:
            break
        shown.append((finding, about))
    return shown


def _length(finding: FindingView, about: str) -> int:
    return escaped_length(finding.quoted) + escaped_length(about) + 2


def _item(finding: FindingView, about: str) -> list[Element]:
    style = {"strike": True} if finding.dismissed else {"bold": True}
    return [words(f"“{finding.quoted}”", **style), words(about)]
