"""How often somebody may do something, without remembering who: counts in memory, under keys nobody keeps."""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

#: A key lives as long as its counts, and never longer.
LONGEST = timedelta(days=1)


class Limit:
    """At most `most` of something from one source, and `ceiling` in all, within each `span` (a day at most).

    Sources are kept as keyed hashes only; the key is random, and replaced with every span and every start, so that the
    memory of one span says nothing in the next."""

    def __init__(self, most: int, ceiling: int, span: timedelta, clock: Callable[[], datetime]) -> None:
        if span > LONGEST:
            raise ValueError("a limit spans a day at most")
        self._most = most
        self._ceiling = ceiling
        self._seconds = span.total_seconds()
        self._clock = clock
        self._period = -1
        self._key = b""
        self._counts: Counter[bytes] = Counter()

    def reached(self, source: str | None) -> bool:
        """Whether no more is allowed now. A source that cannot be told from others (None) has the ceiling only."""
        self._turn()
        if self._counts.total() >= self._ceiling:
            return True
        return source is not None and self._counts[self._name(source)] >= self._most

    def count(self, source: str | None) -> None:
        """Counts one more."""
        self._turn()
        self._counts[self._name(source or "")] += 1

    def _turn(self) -> None:
        period = int(self._clock().timestamp() // self._seconds)
        if period != self._period:
            self._period, self._key = period, secrets.token_bytes(32)
            self._counts.clear()

    def _name(self, source: str) -> bytes:
        return hmac.digest(self._key, source.encode(), hashlib.sha256)
