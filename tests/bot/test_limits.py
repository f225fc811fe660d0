"""How often somebody may: counted without remembering who."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.limits import Limit

_ADDRESS = "203.0.113.219"


def test_each_source_has_its_own_count_until_the_span_is_over(clock: Any) -> None:
    limit = Limit(2, 100, timedelta(hours=1), clock)
    for _ in range(2):
        assert not limit.reached(_ADDRESS)
        limit.count(_ADDRESS)
    assert limit.reached(_ADDRESS)
    assert not limit.reached("203.0.113.220")
    clock.forward(timedelta(hours=1))
    assert not limit.reached(_ADDRESS)


def test_all_together_have_a_ceiling_and_it_alone_holds_whoever_cannot_be_told_apart(clock: Any) -> None:
    limit = Limit(2, 5, timedelta(hours=1), clock)
    for _ in range(5):
        assert not limit.reached(None)
        limit.count(None)
    assert limit.reached(None)
    assert limit.reached(_ADDRESS)


def test_what_it_remembers_is_nobody(clock: Any) -> None:
    """Keyed hashes, whose key is another one in every span."""
    limit = Limit(2, 5, timedelta(hours=1), clock)
    kept = []
    for _ in range(2):
        limit.count(_ADDRESS)
        kept.append({value for value in limit._counts})
        assert _ADDRESS not in str(vars(limit))
        clock.forward(timedelta(hours=1))
    assert kept[0].isdisjoint(kept[1])


def test_a_key_never_outlives_a_day(clock: Any) -> None:
    with pytest.raises(ValueError, match="a day at most"):
        Limit(1, 1, timedelta(days=2), clock)


_SIX_AT_ONCE = """
import asyncio, resource
from bot.receipts import Receipts
from storage.vault import Vault

async def main():
    receipts = Receipts(Vault(b"k" * 32))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    keys = await asyncio.gather(*(receipts.read(f"0000-0000-0000-000{n}") for n in range(6)))
    assert len({key.tag for key in keys}) == 6
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(main())
"""


def test_receipts_are_derived_two_at_once_at_most() -> None:
    """Each takes 64 MiB; six together stay below three of them. A receipt nobody has takes the same way as one somebody
    has: it is only looked up after."""
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", _SIX_AT_ONCE], cwd=root, capture_output=True, text=True, check=True)
    assert 64 * 1024 < int(run.stdout) < 3 * 64 * 1024
