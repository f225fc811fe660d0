"""Many people told on one morning: a loop that skips pauses, a chat service that is strict, a bot that is killed.

The bot, its clients, its worker and the HTTP between are the real ones; only time is not. It stands still while anybody
works, so a slow machine breaks no limit, and ten minutes of pauses take no time.
"""

import asyncio
import math
import random
import selectors
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy import insert

from bot.demo import Workspace, opened
from bot.demo.practice import PEOPLE, Person
from bot.demo.teams.practice import IDENTITIES, TENANT, _identity
from bot.demo.world import World
from bot.keys import DATABASE, WORKER
from handlers.training import reminders
from storage import core
from storage.transaction import Transaction
from tests.bot.conftest import make_bot

#: Monday morning in Chicago, when all of them are at work.
MORNING = datetime(2026, 3, 30, 16, tzinfo=UTC)
#: A request is on its way for so long, in seconds: those behind may catch up with it.
_ON_THE_WAY = (0.02, 0.12)
#: Longer than a bot that is being killed lives.
_SILENCE = 3.0
_FIRST = 1_000
#: So many requests in so many seconds.
Limit = tuple[int, float]


class Hands:
    """The hands of the clock: the loop moves them when everybody waits, a test when it skips time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        #: What threads are at work on.
        self.working: set[Any] = set()

    def __call__(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    def forward(self, by: timedelta) -> None:
        self.seconds += by.total_seconds()

    def wait_for(self, future: Any) -> Any:
        """Time stands still until this is done."""
        self.working.add(future)
        future.add_done_callback(self.working.discard)
        return future


class _Selector(selectors.DefaultSelector):
    hands: Hands

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or self.hands.working:
            return super().select(timeout and 0.001)
        found = super().select(0)
        if not found and timeout > 0:
            self.hands.seconds += timeout
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, hands: Hands) -> None:
        selector = _Selector()
        selector.hands = self._hands = hands
        super().__init__(selector)

    def time(self) -> float:
        return self._hands.seconds

    def run_in_executor(self, *arguments: Any) -> Any:
        return self._hands.wait_for(super().run_in_executor(*arguments))


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A clock that `live` runs by."""
    found, submit = Hands(), ThreadPoolExecutor.submit
    monkeypatch.setattr(ThreadPoolExecutor, "submit", lambda *given, **more: found.wait_for(submit(*given, **more)))
    return found


def live(hands: Hands, story: Coroutine[Any, Any, None]) -> None:
    """Runs a story by the hands."""
    with asyncio.Runner(loop_factory=lambda: _Loop(hands)) as runner:
        runner.run(story)


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three hundred people with accounts on both platforms, by id."""
    found = [f"U0P{number:03}" for number in range(300)]
    for id in found:
        person = Person(id, f"Person {id[3:]}", "Dental assistant", "staff", "America/Chicago", "#3d6b59")
        monkeypatch.setitem(PEOPLE, id, person)
        monkeypatch.setitem(IDENTITIES, id, _identity(person))
    return found


def _due_today(tx: Transaction, crowd: list[str], platform: str) -> None:
    """All of them are on the staff list, with a course due today of which they are to hear now."""
    day = MORNING.date()
    numbered = dict(enumerate(crowd, _FIRST))
    team = TENANT if platform == "teams" else "T0RIVER"
    seen = {"seen_at": tx.now, "zone": "America/Chicago"}
    tx.execute(insert(core.person), [seen | {"id": n, "name": PEOPLE[id].name} for n, id in numbered.items()])
    accounts = {id: IDENTITIES[id].aad if platform == "teams" else id for id in crowd}
    home = {"platform": platform, "team": team}
    tx.execute(
        insert(core.identity),
        [home | {"person_id": n, "home_id": n, "external_id": accounts[id]} for n, id in numbered.items()],
    )
    listed = {"group_name": "", "employed": True, "remind_on": day, "calendar": "US"}
    tx.execute(insert(core.staff), [listed | {"person_id": n} for n in numbered])
    one = {"kind": "course", "key": "social-media", "version": 1, "why": "yearly", "state": "open", "snoozes": 0}
    days = {"assigned_on": date(2025, 3, 30), "opens_on": day - timedelta(days=30), "nominal_on": day, "month_day": 30}
    tx.execute(insert(core.assignment), [one | days | {"due_on": day, "person_id": n} for n in numbered])
    reminders.soon(tx)


class Strict:
    """A chat service on whose way requests overtake one another, and that answers 429 when one of its limits is broken.
    `limits` are by what `counted` says a request counts for."""

    def __init__(
        self,
        hands: Hands,
        limits: Mapping[str, tuple[Limit, ...]],
        counted: Callable[[web.Request], Awaitable[list[tuple[str, str]]]],
    ) -> None:
        self.hands = hands
        self._limits = limits
        self._counted = counted
        self._taken: defaultdict[tuple[str, str, Limit], deque[float]] = defaultdict(deque)
        self._random = random.Random(5)
        self.refused: list[str] = []
        self._silent_from = math.inf
        self._silent = asyncio.Event()
        self._posted = 0

    @property
    def middleware(self) -> Any:
        """To be put before the local workspace's own handlers."""

        @web.middleware
        async def strict(request: web.Request, handler: Handler) -> web.StreamResponse:
            counts = await self._counted(request)
            return await self._answer(request, handler, counts) if counts else await handler(request)

        return strict

    async def fall_silent(self, posted: int) -> None:
        """Until so many messages are posted, the last of which nobody is told of."""
        self._silent.clear()
        self._silent_from = posted
        await self._silent.wait()
        self._silent_from = math.inf

    async def _answer(self, request: web.Request, handler: Handler, counts: list[tuple[str, str]]) -> Any:
        await asyncio.sleep(self._random.uniform(*_ON_THE_WAY))
        if broken := self._broken(counts):
            self.refused.append(broken)
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        response = await handler(request)
        if any(what == "message" for what, _ in counts):
            self._posted += 1
            if self._posted >= self._silent_from:
                self._silent.set()
                await asyncio.sleep(_SILENCE)
        await asyncio.sleep(self._random.uniform(*_ON_THE_WAY))
        return response

    def _broken(self, counts: list[tuple[str, str]]) -> str:
        windows = [(*one, limit) for one in counts for limit in self._limits[one[0]]]
        for window in windows:
            taken, (most, seconds) = self._taken[window], window[2]
            while taken and taken[0] <= self.hands.seconds - seconds:
                taken.popleft()
            if len(taken) >= most:
                return f"{window[0]}: more than {most} in {seconds:.0f} s"
        for window in windows:
            self._taken[window].append(self.hands.seconds)
        return ""


class Morning:
    """One practice through several lives of its bot, which begin at once where the one before ended."""

    def __init__(self, strict: Strict, crowd: list[str], platform: str, folder: Path, port: int, **more: Any) -> None:
        self.strict = strict
        self.crowd = crowd
        self.world = World(strict.hands)
        self._platform = platform
        self._opened = partial(opened, self._make, folder, port, clock=strict.hands, world=self.world, **more)
        self._app: web.Application
        self._began = 0.0
        #: Seconds until everybody was told.
        self.took = 0.0

    def opened(self) -> AbstractAsyncContextManager[Workspace]:
        """The next life."""
        return self._opened()

    def _make(self, environ: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
        self._app = make_bot(environ, clock)
        self._app.middlewares.append(self.strict.middleware)
        return self._app

    async def begin(self) -> None:
        """All of them are to hear of their course now."""
        self._began = self.strict.hands.seconds
        await self._app[DATABASE].run(_due_today, self.crowd, self._platform)

    async def kill(self) -> None:
        """As SIGKILL leaves it: nothing under way is finished, or given back."""
        worker = self._app[WORKER]
        worker._stopping = True
        tasks = [task for task in (worker._loop, *worker._under_way) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def told(self) -> Counter[int]:
        """How many people were told how often."""
        teams = self.world.teams.conversations
        chats = [teams[id] if self._platform == "teams" else self.world.direct(id) for id in self.crowd]
        return Counter(len(chat.messages) for chat in chats)

    async def everybody(self) -> None:
        """Until everybody is told, and on until every lease has ended and whoever would be told again was."""
        await self.world.until(lambda: not self.told()[0], seconds=3_600)
        await asyncio.sleep(10)
        self.took = self.strict.hands.seconds - self._began
        self.strict.hands.forward(timedelta(minutes=5))
        await asyncio.sleep(10)

    def refused(self) -> list[Any]:
        """What the service did not take, for its pace or for anything else."""
        return [*self.strict.refused, *self.world.refusals]
