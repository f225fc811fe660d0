"""A text in runs, those with findings marked."""

from collections.abc import Iterable

from handlers.messages import FindingView
from handlers.phi.spans import Spans

#: More are not looked at one by one, and every run takes room on a card.
MOST = 40


def marked(
    text: str, findings: Iterable[FindingView], within: tuple[int, int] | None = None, most: int | None = MOST
) -> list[tuple[str, bool]]:
    """(piece, whether something is found in it); joined, the pieces are the text, or what of it is `within`. Only what
    stands in the post counts, and what nobody dismissed; of those the first `most`."""
    first, last = within or (0, len(text))
    standing = [one for one in findings if one.part == 0 and not one.dismissed]
    spans = [(max(one.start, first), min(one.end, last)) for one in standing if one.start < last and one.end > first]
    pieces, at = [], first
    for start, end in list(Spans(spans))[:most]:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, found) for piece, found in [*pieces, (text[at:last], False)] if piece]
