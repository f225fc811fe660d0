"""Forms that may take longer to draw than Slack waits: three seconds (docs.slack.dev, handling user interaction)."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.delivery import DeliveryError
from bot.slack.client import call
from bot.slack.desk import Desk, View
from bot.slack.modals import report

_log = logging.getLogger(__name__)
_PATIENCE = 2.0
#: Before each try. The first waits too: what says that it takes a moment should arrive before.
_TRIES = (0.5, 1.0, 2.0, 4.0, 8.0)
#: So long after it is ready a form can be fetched by whoever did not get it.
_FETCHABLE = 300.0


class Late:
    """Answers with what comes of some work if that is soon; else with a form that is replaced later, as often tried as
    it takes, and whose button fetches it: no single lost answer loses a receipt. What neither way brings within five
    minutes is gone, and said to be."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: dict[str, asyncio.Task[View]] = {}
        self._fetched: set[str] = set()

    async def view(self, view_id: str, work: Coroutine[Any, Any, View]) -> View:
        """What to show now. `work` must not raise."""
        task = asyncio.create_task(work)
        await asyncio.wait({task}, timeout=_PATIENCE)
        if task.done():
            return task.result()
        self._under_way[view_id] = task
        self._fetched.discard(view_id)
        self._desk.later(self._bring(view_id, task))
        return report.waiting()

    async def fetch(self, view_id: str) -> View:
        """What came of it, for whoever asks."""
        task = self._under_way.get(view_id)
        if task is None:
            return report.lost()
        await asyncio.wait({task}, timeout=_PATIENCE)
        if not task.done():
            return report.waiting()
        self._fetched.add(view_id)
        return task.result()

    async def _bring(self, view_id: str, task: asyncio.Task[View]) -> None:
        shown = await task
        asyncio.get_running_loop().call_later(_FETCHABLE, self._forget, view_id, task)
        for wait in _TRIES:
            await asyncio.sleep(wait)
            if view_id in self._fetched:
                return
            try:
                await call(self._desk.client, "views.update", view_id=view_id, view=shown)
                return
            except DeliveryError as error:
                _log.warning("a form was not opened", extra={"code": error.code})

    def _forget(self, view_id: str, task: asyncio.Task[View]) -> None:
        if self._under_way.get(view_id) is task:
            del self._under_way[view_id]
            self._fetched.discard(view_id)
