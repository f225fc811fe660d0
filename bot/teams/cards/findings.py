"""What the scanner found: highlighted in the text, and listed by severity."""

from collections.abc import Sequence

from bot.teams.cards.text import Card, Element, bold, card, heading, label, ours, paragraph, size, small, words
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
from handlers.marks import MOST, marked
from handlers.messages import Content, FindingView
from handlers.passages import Passage

#: What is said of those there is no room for.
_RESERVE = 200
#: Bytes of the list in an answer.
_ANSWER = 12_000


def text(content: Content, within: tuple[int, int] | None = None, ending: str = "", most: int | None = MOST) -> Element:
    """The text as it would appear, or what of it is `within`, what is found in it highlighted; `ending` follows."""
    pieces = marked(content.text, content.findings, within, most)
    last = "" if not pieces or pieces[-1][1] else pieces.pop()[0]
    runs = (words(piece, highlight=True) if found else words(piece) for piece, found in pieces)
    return paragraph(*runs, words(last + ending))


def findings(content: Content, room: int) -> list[Element]:
    """The list, as far as it takes at most `room` bytes, and why it was sent to review all the same."""
    all_the_same = [paragraph(bold(ALL_THE_SAME), words(content.override), spacing="Small")] if content.override else []
    if not content.findings:
        return all_the_same
    before = [label(FOUND), small(ASSISTS)]
    return [*before, *_listed(content.findings, room - size([*before, *all_the_same])), *all_the_same]


def scanned(found: tuple[FindingView, ...]) -> Card:
    """What a text of which nothing is kept was found to hold."""
    listed = _listed(found, _ANSWER)
    return card([heading(result(len(found))), small(ASSISTS), *listed, ours(NOT_KEPT["teams"])])


def held_up(passages: Sequence[Passage]) -> list[Element]:
    """The words a form comes back for, a paragraph each."""
    shown = [part for one in told(passages) for part in _told(one)]
    more = further(passages)
    return [*shown, ours(more, spacing="Small")] if more else shown


def _told(one: Told) -> list[Element]:
    said = paragraph(words(one.quoted, weight="Bolder", highlight=True), words(one.why), spacing="Small")
    return [said, *([paragraph(words(one.instead), spacing="None")] if one.instead else [])]


def _listed(found: tuple[FindingView, ...], room: int) -> list[Element]:
    """The gravest first."""
    shown, severity, room = list[Element](), None, room - _RESERVE
    lines = each(found)
    for index, (finding, about) in enumerate(lines):
        added = [*([] if finding.severity is severity else [_title(finding)]), _item(finding, about)]
        room -= size(added)
        if room < 0:
            return [*shown, ours(rest(len(lines) - index), spacing="Small")]
        shown += added
        severity = finding.severity
    return shown


def _title(finding: FindingView) -> Element:
    return ours(SEVERITIES[finding.severity], weight="Bolder", spacing="Small")


def _item(finding: FindingView, about: str) -> Element:
    style = {"strikethrough": True, "isSubtle": True} if finding.dismissed else {"weight": "Bolder", "highlight": True}
    return paragraph(words(f"“{finding.quoted}”", **style), words(about), spacing="Small")
