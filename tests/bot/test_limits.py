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
        kept.append(set(limit._counts))
        assert _ADDRESS not in str(vars(limit))
        clock.forward(timedelta(hours=1))
    assert kept[0].isdisjoint(kept[1])


def test_a_key_never_outlives_a_day(clock: Any) -> None:
    with pytest.raises(ValueError, match="a day at most"):
        Limit(1, 1, timedelta(days=2), clock)


_SIX_AT_ONCE = """
import asyncio
from bot.receipts import Receipts
from storage.vault import Vault

async def main():
    receipts = Receipts(Vault(b"k" * 32))
    keys = await asyncio.gather(*(receipts.read(f"0000-0000-0000-000{n}") for n in range(6)))
    assert len({key.tag for key in keys}) == 6

asyncio.run(main())
"""


def test_receipts_read_together_come_to_an_end() -> None:
    """Two derivations at once wait for each other for ever, so they take turns. A receipt nobody has takes the same way
    as one somebody has: it is only looked up after."""
    run = subprocess.run([sys.executable, "-c", _SIX_AT_ONCE], cwd=Path(__file__).parents[2], timeout=60, check=False)
    assert run.returncode == 0
