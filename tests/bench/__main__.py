"""`make bench`: presses and commands through the real bot, beside a bare AsyncApp with empty handlers.

Every program is a process of its own and is asked over HTTP with signed requests; CPU is that of the one asked, all its
threads. SQLite with synchronous=FULL. The figures are ratios to the floor measured in the same run: machines are noisy.
"""

import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

import aiohttp
import psutil

from bot.demo.client import signature
from bot.demo.practice import TEAM

#: Requests one at a time, and as many 32 at once, in each turn.
_COUNT = 100
_TURNS = 8
_AT_ONCE = 32


class Measured(NamedTuple):
    """CPU milliseconds a request one at a time, and the 99th percentile (ms) of 32 at once."""

    cpu: float
    p99: float


class Signed(NamedTuple):
    """A request as Slack sends it."""

    body: bytes
    headers: dict[str, str]


Make = Callable[[int], Signed]


def request(fields: dict[str, str]) -> Signed:
    """Signs a form."""
    body = urlencode(fields).encode()
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body, stamp),
    }
    return Signed(body, headers)


def press(number: int) -> Signed:
    """Approve, on proposal `number`."""
    action = {"type": "button", "action_id": "proposal.approve", "block_id": "review", "value": f"{number}/1"}
    payload = {
        "type": "block_actions",
        "team": TEAM,
        "user": {"id": "U0PRIYA", "team_id": TEAM["id"]},
        "trigger_id": "1",
        "actions": [action],
    }
    return request({"payload": json.dumps(payload)})


def command(number: int) -> Signed:
    """`/propose-post`."""
    common = {
        "command": "/propose-post",
        "text": f"Post {number}",
        "trigger_id": str(number),
        "channel_id": "C0GENERAL",
    }
    return request({**common, "user_id": "U0MAYA", "team_id": TEAM["id"]})


class Asked:
    """One program under load."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def cpu_of(self, made: list[Signed]) -> float:
        """CPU milliseconds a request, one at a time."""
        before = await self._cpu()
        for one in made:
            await self._answered(one)
        return (await self._cpu() - before) / len(made) * 1e3

    async def times_of(self, made: list[Signed]) -> list[float]:
        """Milliseconds each, 32 at once."""
        waiting = asyncio.Semaphore(_AT_ONCE)

        async def timed(one: Signed) -> float:
            async with waiting:
                began = time.perf_counter()
                await self._answered(one)
                return (time.perf_counter() - began) * 1e3

        return list(await asyncio.gather(*(timed(one) for one in made)))

    async def _answered(self, one: Signed) -> None:
        async with self._session.post(f"{self._base}slack/events", data=one.body, headers=one.headers) as response:
            assert response.status == 200, await response.text()

    async def _cpu(self) -> float:
        async with self._session.get(f"{self._base}cpu") as response:
            return float(await response.json())


async def beside(ours: Asked, floor: Asked, make: Make) -> tuple[Measured, Measured]:
    """Both in turns, so that whatever else the machine does meets both."""
    numbers = itertools.count(1)
    series: list[tuple[Asked, list[float], list[float]]] = [(ours, [], []), (floor, [], [])]
    for turn in range(_TURNS + 1):
        made = [make(next(numbers)) for _ in range(2 * _COUNT)]
        for asked, cpu, times in series:
            spent, took = await asked.cpu_of(made[:_COUNT]), await asked.times_of(made[_COUNT:])
            # The first turn only warms up.
            cpu += [spent] if turn else []
            times += took if turn else []
    found = [Measured(statistics.median(cpu), statistics.quantiles(times, n=100)[98]) for _, cpu, times in series]
    return found[0], found[1]


@contextmanager
def started(*what: str) -> Iterator[str]:
    """The address of a program from `servers`, running in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.servers", *what]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate()


async def compare(slack: str) -> list[tuple[str, Measured, Measured, int]]:
    """(what, ours, the floor, the goal for CPU) for every comparison."""
    rows: list[tuple[str, Measured, Measured, int]] = []
    async with aiohttp.ClientSession() as session:
        with started("bare") as bare:
            floor = Asked(session, bare)
            for waiting in (0, 1_000):
                with tempfile.TemporaryDirectory() as folder, started("ours", folder, slack, str(waiting)) as base:
                    ours = Asked(session, base)
                    rows.append((f"Approve, {waiting:,} waiting", *await beside(ours, floor, press), 4))
                    if not waiting:
                        rows.append(("/propose-post", *await beside(ours, floor, command), 3))
    return rows


def show(rows: list[tuple[str, Measured, Measured, int]]) -> None:
    """Prints every ratio."""
    sys.stdout.write("                          CPU ms   bare   ratio (goal)   p99@32 ms   bare   ratio (goal 8)\n")
    for name, found, floor, goal in rows:
        cpu, tail = found.cpu / floor.cpu, found.p99 / floor.p99
        line = f"{name:<24} {found.cpu:8.2f} {floor.cpu:6.2f} {cpu:6.1f}  ({goal})   {found.p99:12.1f} {floor.p99:6.1f}"
        sys.stdout.write(f"{line} {tail:7.1f}\n")


def start() -> None:
    """Prints how long a start takes, and what it needs."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/db/bot.db", "PORT": "3999", "LOG_LEVEL": "INFO"}
        environ["SECRET_KEY_FILE"] = f"{folder}/key/deployment.key"
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], env=environ, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        while " ready " not in process.stderr.readline():
            assert process.poll() is None
        seconds = time.perf_counter() - began
        resident = psutil.Process(process.pid).memory_info().rss / 1e6
        process.terminate()
        process.communicate()
    sys.stdout.write(f"start to ready {seconds:.2f} s (goal 2), resident {resident:.0f} MB (goal 150)\n")


if __name__ == "__main__":
    with started("slack") as slack:
        show(asyncio.run(compare(slack)))
    start()
