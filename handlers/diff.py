"""What changed between two texts, in words."""

from difflib import SequenceMatcher
from typing import Literal, NamedTuple

import regex

_TOKEN = regex.compile(r"\w+|\s+|[^\w\s]")
_CONTEXT = 12


class Span(NamedTuple):
    """A stretch of text that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


def word_diff(before: str, after: str) -> list[Span]:
    """Spans in reading order: `same` and `added` together are `after`, `same` and `removed` together are `before`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    spans: list[Span] = []
    # Without `autojunk`, which looks past what is everywhere, two long texts with only blanks in common take minutes.
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        if tag == "equal":
            spans.append(Span("same", "".join(old[i:j])))
            continue
        if j > i:
            spans.append(Span("removed", "".join(old[i:j])))
        if m > k:
            spans.append(Span("added", "".join(new[k:m])))
    return spans


def abbreviated(spans: tuple[Span, ...] | list[Span], context: int = _CONTEXT) -> list[Span]:
    """The same, with long unchanged stretches cut to `context` tokens beside each change."""
    last = len(spans) - 1
    return [
        Span("same", _shortened(span.text, context, index > 0, index < last)) if span.kind == "same" else span
        for index, span in enumerate(spans)
    ]


def _shortened(text: str, context: int, before: bool, after: bool) -> str:
    tokens = _TOKEN.findall(text)
    head = tokens[:context] if before else []
    tail = tokens[-context:] if after else []
    if len(head) + len(tail) >= len(tokens):
        return text
    return "".join(head) + " … " + "".join(tail)
