"""Slices of a text, and which of them hold others."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]


class Spans:
    """Slices, joined where they overlap; asking takes the logarithm of their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        starts, ends = list[int](), list[int]()
        for start, end in sorted(spans):
            if not ends or start > ends[-1]:
                starts.append(start)
                ends.append(end)
            elif end > ends[-1]:
                ends[-1] = end
        self._starts, self._ends = starts, ends

    def __iter__(self) -> Iterator[Span]:
        return zip(self._starts, self._ends, strict=True)

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them holds all of the slice."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._ends[at]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with the slice."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and start < self._ends[at]
