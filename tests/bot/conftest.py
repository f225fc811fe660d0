"""The real bot in the local workspace: real Bolt, signed requests, a real database on each engine."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import build
from bot.demo import Workspace, opened
from bot.settings import Settings

Opened = Callable[..., AbstractAsyncContextManager[Workspace]]


def make_bot(environ: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
    return build(Settings.from_env(environ), clock)


@pytest.fixture
def open_workspace(url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opens a workspace with a bot on a database of each engine; opened again, it finds what it left."""

    key = tmp_path_factory.mktemp("secrets") / "deployment.key"

    def open_one(settings: Mapping[str, str] | None = None, **more: object) -> AbstractAsyncContextManager[Workspace]:
        environ = {"DATABASE_URL": url, "SECRET_KEY_FILE": str(key), **(settings or {})}
        return opened(make_bot, tmp_path, environ=environ, **more)

    return open_one


@pytest.fixture
async def workspace(open_workspace: Opened) -> AsyncIterator[Workspace]:
    async with open_workspace() as opened_workspace:
        yield opened_workspace
        # What Slack would have refused is a defect of ours, wherever it happened.
        unexpected = [refusal for refusal in opened_workspace.world.refusals if refusal["error"].startswith("invalid")]
        assert unexpected == []
