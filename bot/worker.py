"""The worker: takes deliveries from the outbox, draws each subject as it is now, and does what time makes due."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping
from pathlib import Path

from bot import metrics
from bot.delivery import Blocked, DeliveryError, Gone, NotNow, Platform, Reference, Target, Unsure
from bot.metrics import Metrics
from handlers import deliveries, due
from handlers.deliveries import Prepared
from handlers.reporting import ticks
from handlers.rules import Rules
from storage import ledger, outbox
from storage.engine import Database
from storage.messages import Posted
from storage.outbox import Delivery

_log = logging.getLogger(__name__)

#: Seconds between looks at the outbox when nobody woke us: the net under lost wake-ups and other replicas' work.
POLL = 0.5
_AT_ONCE = 16
#: Of those, so many may be one of many, which the platform's pace may hold: others have somebody waiting for them.
_BULK_AT_ONCE = 8
_LEASE = 60.0
#: A delivery gives up before its lease does.
_DELIVERY_SECONDS = 45.0
_DRAIN_SECONDS = 7.0
_CHECKPOINT_SECONDS = 60.0
#: Reports are delivered at quarter hours; so often is looked whether one has come.
_TICK_SECONDS = 1.0
_ALIVE_SECONDS = 30.0


class Worker:
    """Runs from `start` to `stop` on the event loop; `alive` tells whether it still turns."""

    def __init__(
        self, db: Database, platforms: Mapping[str, Platform], rules: Rules, checkpoints: Path, counts: Metrics
    ) -> None:
        self._db = db
        self._platforms = platforms
        self._rules = rules
        self._checkpoints = checkpoints
        self._metrics = counts
        self._woken = asyncio.Event()
        #: And whether each is one of many.
        self._under_way: dict[asyncio.Task[None], bool] = {}
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._turned = time.monotonic()
        self._next_checkpoint = self._turned
        self._next_tick = self._turned

    def start(self) -> None:
        """Begins to work."""
        self._db.on_wake = self._woken.set
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Takes nothing new, lets what is under way finish, and signs a last checkpoint. Twice is once."""
        if self._stopping:
            return
        self._stopping = True
        self._woken.set()
        if self._loop is not None:
            await self._loop
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._db.dispatch(ledger.checkpoint, self._checkpoints)

    @property
    def alive(self) -> bool:
        """Whether it went round within the last half minute."""
        running = self._loop is not None and not self._loop.done()
        return running and self.idle < _ALIVE_SECONDS

    @property
    def idle(self) -> float:
        """Seconds since it went round."""
        return time.monotonic() - self._turned

    async def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                busy = await self._turn()
            except Exception:
                # The database may be away for a while; whatever it is, the next turn starts from what is stored.
                _log.exception("the worker could not take a turn")
                busy = False
            self._turned = time.monotonic()
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), POLL)

    async def _turn(self) -> bool:
        now = time.monotonic()
        carried_out = await self._db.dispatch(due.run, self._rules)
        if now >= self._next_tick:
            carried_out += await self._db.dispatch(ticks.deliver, self._rules)
            self._next_tick = now + _TICK_SECONDS
        if now >= self._next_checkpoint:
            await self._db.dispatch(ledger.checkpoint, self._checkpoints)
            await self._db.settle()
            self._next_checkpoint = now + _CHECKPOINT_SECONDS
        free = _AT_ONCE - len(self._under_way)
        bulk = _BULK_AT_ONCE - sum(self._under_way.values())
        claimed = await self._db.dispatch(outbox.claim, free, _LEASE, bulk) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._attend(delivery))
            self._under_way[task] = delivery.bulk
            task.add_done_callback(self._finished)
        return bool(claimed or carried_out)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._woken.set()

    async def _attend(self, delivery: Delivery) -> None:
        try:
            await self._deliver(delivery)
        except Exception:
            # The lease runs out and the next claim looks before sending again.
            _log.exception("a delivery was abandoned", extra={"delivery": delivery.id, "topic": delivery.topic})

    async def _deliver(self, delivery: Delivery) -> None:
        prepared = await self._db.dispatch(deliveries.prepare, delivery, self._rules)
        if prepared is None:
            await self._db.dispatch(deliveries.skipped, delivery)
            return
        platform = self._platforms.get(prepared.platform)
        if platform is None:
            await self._failed(delivery, Blocked("platform_off"))
            return
        started, outcome = time.perf_counter(), metrics.NOT_DELIVERED
        try:
            async with asyncio.timeout(_DELIVERY_SECONDS):
                at = await self._draw(platform, prepared)
            outcome = metrics.DELIVERED
        except TimeoutError:
            await self._failed(delivery, Unsure("timeout"))
        except NotNow as error:
            outcome = metrics.PUT_OFF
            await self._db.dispatch(deliveries.put_off, delivery, self._rules, error.after)
        except Gone as error:
            await self._forget(prepared)
            await self._failed(delivery, error)
        except DeliveryError as error:
            await self._failed(delivery, error)
        else:
            await self._db.dispatch(deliveries.delivered, delivery, at.channel, at.message, platform.pace)
        finally:
            taken = time.perf_counter() - started
            self._metrics.delivery(prepared.platform, delivery.topic, outcome, taken)

    async def _draw(self, platform: Platform, prepared: Prepared) -> Reference:
        if prepared.posted:
            at = _reference(prepared.posted)
        else:
            to = Target(prepared.place, prepared.account, _thread(prepared), prepared.delivery.id, prepared.gently)
            found = await self._look(platform, to, prepared.delivery) if prepared.delivery.unsure else None
            if found is None:
                return await platform.send(to, prepared.message)
            at = found
        await platform.update(at, prepared.message)
        return at

    async def _look(self, platform: Platform, to: Target, delivery: Delivery) -> Reference | None:
        since = await self._db.dispatch(deliveries.waiting_since, delivery)
        try:
            return await platform.look(to, since)
        except DeliveryError as error:
            # Not knowing is no reason to send: the doubt stays with the delivery.
            raise Unsure(error.code, error.after) from None

    async def _forget(self, prepared: Prepared) -> None:
        if prepared.posted:
            await self._db.dispatch(deliveries.forget, prepared.posted)

    async def _failed(self, delivery: Delivery, error: DeliveryError) -> None:
        extra = {"delivery": delivery.id, "topic": delivery.topic, "attempt": delivery.attempt, "code": error.code}
        _log.warning("a delivery failed and will be tried again", extra=extra)
        await self._db.dispatch(
            deliveries.failed,
            delivery,
            error.code,
            after=error.after,
            unsure=isinstance(error, Unsure),
            blocked=isinstance(error, Blocked),
        )


def _reference(posted: Posted) -> Reference:
    return Reference(posted.channel, posted.reference)


def _thread(prepared: Prepared) -> Reference | None:
    return _reference(prepared.thread) if prepared.thread else None
