"""Runs the local workspace: one port, a folder that goes when it ends, and a reset that starts all over."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo import seed
from bot.demo.routes import attach
from bot.demo.teams.side import Mode
from bot.demo.workspace import Workspace
from bot.demo.world import DemoClock
from bot.keys import DATABASE, WORKER
from handlers import deliveries

MakeBot = Callable[[Mapping[str, str], Callable[[], datetime]], web.Application]


class PortTaken(Exception):
    """Something else on this machine already uses port {port}. Stop it, or take another: `PORT=3100 make demo`."""


@asynccontextmanager
async def opened(
    make_bot: MakeBot,
    folder: Path,
    port: int = 0,
    host: str = "127.0.0.1",
    environ: Mapping[str, str] | None = None,
    clock: Any = None,
    world: Any = None,
    teams: Mode = "off",
) -> AsyncIterator[Workspace]:
    """A workspace with a running bot in it, its database and key under `folder`; port 0 takes a free one."""
    async with aiohttp.ClientSession() as session, _bound(host, port) as bound:
        base = f"http://{host}:{bound.getsockname()[1]}"
        workspace = Workspace(session, base, clock=clock, world=world, teams=teams)
        given = {
            "HOST": host,
            "DATABASE_URL": f"sqlite:///{folder / 'database' / 'bot.db'}",
            "SECRET_KEY_FILE": str(folder / "secrets" / "deployment.key"),
            **workspace.environ(),
            **(environ or {}),
        }
        app = make_bot(given, workspace.clock)
        attach(app, workspace)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        try:
            await runner.setup()
            workspace.on_clock = app[DATABASE].on_wake
            workspace.unsent = partial(app[DATABASE].run, deliveries.pending)
            await web.SockSite(runner, bound).start()
            yield workspace
        finally:
            # Slack goes away only after the bot: here both are served by one application.
            if WORKER in app:
                await app[WORKER].stop()
            await runner.cleanup()


async def serve(make_bot: MakeBot, host: str, port: int, teams: Mode = "emulator") -> None:
    """Runs until it is stopped; prints where to look."""
    stopped, quiet = asyncio.Event(), {"LOG_LEVEL": "ERROR"}
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    while not stopped.is_set():
        with TemporaryDirectory(prefix="imprimatur-") as folder:
            clock = DemoClock()
            clock.forward(-seed.BEFORE)
            async with opened(make_bot, Path(folder), port, host, quiet, clock, teams=teams) as workspace:
                await _in_use(workspace, stopped)


async def _in_use(workspace: Workspace, stopped: asyncio.Event) -> None:
    workspace.ready = False
    await seed.fill(workspace)
    workspace.ready = True
    workspace.world.change()
    sys.stdout.write(f"\nImprimatur's local workspace: {workspace.base.replace('127.0.0.1', 'localhost')}\n")
    sys.stdout.write("Nothing leaves this machine. Ctrl+C ends it and removes what was written.\n")
    sys.stdout.flush()
    ending = asyncio.create_task(stopped.wait())
    resetting = asyncio.create_task(workspace.world.until(lambda: workspace.reset_asked, seconds=1e9))
    await asyncio.wait({ending, resetting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (ending, resetting):
        task.cancel()
    workspace.reset_asked = True
    workspace.world.change()


@asynccontextmanager
async def _bound(host: str, port: int) -> AsyncIterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError:
            raise PortTaken((PortTaken.__doc__ or "").format(port=port)) from None
        yield bound
