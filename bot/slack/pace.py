"""So many calls a minute as Slack allows, with a burst at first: nobody waits for a 429 to slow down."""

import asyncio
from collections.abc import Callable
from datetime import datetime

#: Nobody is ever booked further ahead than this; what is was booked by a clock since put back.
_FURTHEST = 120.0
#: What a method of tier 3 takes (docs.slack.dev, "Rate limits", looked up on 29 November 2026: 50 calls a minute and
#: more, each method by itself): so many at once, then one in so many seconds. A program that is started again begins
#: with a burst whatever the one before it did, so a minute holds two.
TIER_3 = (8, 60 / 30)


class Pace:
    """Lets `at_once` calls through, then one every `seconds`; in any minute `at_once + 60 / seconds` at most."""

    def __init__(self, at_once: int, seconds: float, clock: Callable[[], datetime]) -> None:
        self._ahead = at_once * seconds
        self._seconds = seconds
        self._clock = clock
        self._next = float("-inf")

    def wait(self, now: float) -> float:
        """Books the next call; in how many seconds it may be made."""
        if self._next > now + self._ahead + _FURTHEST:
            self._next = now
        self._next = max(self._next, now) + self._seconds
        return max(self._next - now - self._ahead, 0.0)

    async def turn(self) -> None:
        """Waits for one's turn."""
        await asyncio.sleep(self.wait(self._clock().timestamp()))
