"""A text in runs, those with findings marked."""

from collections.abc import Iterable

from handlers.messages import FindingView
from handlers.phi.spans import Spans

#: More are not looked at one by one, and every run takes room on a card.
_MOST = 40


def marked(text: str, findings: Iterable[FindingView]) -> list[tuple[str, bool]]:
    """(piece, whether something is found in it); joined, the pieces are the text. Only what stands in the post counts,
    and what nobody dismissed."""
    standing = [(one.start, one.end) for one in findings if one.part == 0 and not one.dismissed]
    pieces, at = [], 0
    for start, end in list(Spans(standing))[:_MOST]:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, found) for piece, found in [*pieces, (text[at:], False)] if piece]
