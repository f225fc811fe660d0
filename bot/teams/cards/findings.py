"""What the scanner found: highlighted in the text, and listed by severity."""

from bot.teams.cards.text import Card, Element, bold, card, heading, label, ours, paragraph, size, small, words
from handlers.finding_words import ALL_THE_SAME, ASSISTS, FOUND, NOT_KEPT, SEVERITIES, about, rest, result
from handlers.marks import marked
from handlers.messages import Content, FindingView

#: What is said of those there is no room for.
_RESERVE = 200
#: Bytes of the list in an answer.
_ANSWER = 12_000


def text(content: Content) -> Element:
    """The text as it would appear, what is found in it highlighted."""
    pieces = marked(content.text, content.findings)
    return paragraph(*(words(piece, highlight=True) if found else words(piece) for piece, found in pieces))


def findings(content: Content, room: int) -> list[Element]:
    """The list, as far as it takes at most `room` bytes, and why it was sent to review all the same."""
    why = [paragraph(bold(ALL_THE_SAME), words(content.override), spacing="Small")] if content.override else []
    if not content.findings:
        return why
    before = [label(FOUND), small(ASSISTS)]
    return [*before, *_listed(content.findings, room - size([*before, *why])), *why]


def scanned(found: tuple[FindingView, ...]) -> Card:
    """What a text of which nothing is kept was found to hold."""
    listed = _listed(found, _ANSWER)
    return card([heading(result(len(found))), small(ASSISTS), *listed, ours(NOT_KEPT["teams"])])


def _listed(found: tuple[FindingView, ...], room: int) -> list[Element]:
    """The gravest first."""
    shown, severity, room = list[Element](), None, room - _RESERVE
    for index, finding in enumerate(found):
        added = [*([] if finding.severity is severity else [_title(finding)]), _item(finding)]
        room -= size(added)
        if room < 0:
            return [*shown, ours(rest(len(found) - index), spacing="Small")]
        shown += added
        severity = finding.severity
    return shown


def _title(finding: FindingView) -> Element:
    return ours(SEVERITIES[finding.severity], weight="Bolder", spacing="Small")


def _item(finding: FindingView) -> Element:
    style = {"strikethrough": True, "isSubtle": True} if finding.dismissed else {"weight": "Bolder", "highlight": True}
    return paragraph(words(f"“{finding.quoted}”", **style), words(about(finding)), spacing="Small")
