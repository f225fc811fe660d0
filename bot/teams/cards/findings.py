"""What the scanner found: highlighted in the text, and listed by severity."""

from bot.teams.cards.text import Element, bold, label, ours, paragraph, size, small, words
from handlers.finding_words import ALL_THE_SAME, ASSISTS, FOUND, SEVERITIES, about, rest
from handlers.marks import marked
from handlers.messages import Content, FindingView

#: What is said of those there is no room for.
_RESERVE = 200


def text(content: Content) -> Element:
    """The text as it would appear, what is found in it highlighted."""
    pieces = marked(content.text, content.findings)
    return paragraph(*(words(piece, highlight=True) if found else words(piece) for piece, found in pieces))


def findings(content: Content, room: int) -> list[Element]:
    """The list, the gravest first, as far as it takes at most `room` bytes; more only for the reason given."""
    why = [paragraph(bold(ALL_THE_SAME), words(content.override), spacing="Small")] if content.override else []
    if not content.findings:
        return why
    shown, severity, left = [label(FOUND), small(ASSISTS)], None, len(content.findings)
    room -= size([*shown, *why]) + _RESERVE
    for finding in content.findings:
        title = [] if finding.severity is severity else [_title(finding)]
        room -= size([*title, _item(finding)])
        if room < 0:
            shown.append(ours(rest(left), spacing="Small"))
            break
        shown += [*title, _item(finding)]
        severity, left = finding.severity, left - 1
    return [*shown, *why]


def _title(finding: FindingView) -> Element:
    return ours(SEVERITIES[finding.severity], weight="Bolder", spacing="Small")


def _item(finding: FindingView) -> Element:
    style = {"strikethrough": True, "isSubtle": True} if finding.dismissed else {"weight": "Bolder", "highlight": True}
    return paragraph(words(f"“{finding.quoted}”", **style), words(about(finding)), spacing="Small")
