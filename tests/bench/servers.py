"""The three programs of a comparison, each a process of its own: Slack, bare Bolt, and ours."""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot import memory
from bot.demo.client import SIGNING_SECRET
from bot.demo.practice import PEOPLE, TEAM
from bot.desk import Shared
from bot.guard import MAX_BODY, guard
from bot.metrics import Metrics
from bot.reporting import Reporting
from bot.settings import Settings
from bot.slack.app import SlackSide, running
from handlers import people, permissions, proposals
from handlers.drafts import Draft
from handlers.people import Sighting
from storage import outbox
from storage.engine import Database, utc_now
from storage.migrate import migrate
from storage.vault import Vault

#: Proposals to press on.
PROPOSALS = 3_000
_SIDE = web.AppKey("side", SlackSide)
_DRAFT = Draft("Our new hygiene room opens on Monday.", "post", ("facebook",), None, False, "", "")


def bare() -> web.Application:
    """The floor: Bolt alone, with empty handlers, mounted as ours is."""
    result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench")

    async def authorize(**_: Any) -> AuthorizeResult:
        return result

    bolt = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

    async def empty(ack: Callable[[], Awaitable[Any]]) -> None:
        await ack()

    bolt.action(re.compile(r"^proposal\."))(empty)
    bolt.command("/propose-post")(empty)

    async def answer(call: web.Request) -> web.Response:
        answered: web.Response = await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(call)))
        return answered

    app = _metered()
    app.router.add_post("/slack/events", answer)
    return app


def ours(folder: Path, slack_url: str, waiting: int) -> web.Application:
    """The real listeners on a real database, `waiting` messages in the outbox; no worker, so delivery is apart."""
    app = _metered(guard)
    app.router.add_post("/slack/events", lambda call: call.app[_SIDE].answer(call))

    async def run(app: web.Application) -> AsyncIterator[None]:
        settings = _settings(folder, slack_url)
        migrate(settings.database_url)
        vault = Vault.load(settings.secret_key_file)
        db = Database.open(settings.database_url, vault)
        await db.run(permissions.seed, permissions.APPROVER, (("slack", "U0PRIYA"),))
        await db.run(_fill, settings, waiting)
        assert settings.slack is not None
        async with running(settings.slack, shared(db, vault, settings)) as side:
            app[_SIDE] = side
            memory.freeze()
            yield
        db.close()

    app.cleanup_ctx.append(run)
    return app


def shared(db: Database, vault: Vault, settings: Settings) -> Shared:
    """What the program gives to a platform, for as much of it as is asked here."""
    reporting = Reporting(db, vault, utc_now)
    return Shared(
        db=db,
        rules=settings.rules,
        clock=utc_now,
        picture=str,
        certificate=str,
        reporting=reporting,
        report_page="",
        metrics=Metrics(utc_now),
        document=str,
        handbook=str,
        chart=str,
        table=lambda who, day: "",
    )


def slack() -> web.Application:
    """Slack, saying yes to everything."""

    async def answer(call: web.Request) -> web.Response:
        fields = await call.post()
        person = PEOPLE.get(str(fields.get("user", "")))
        return web.json_response({"ok": True, "team_id": TEAM["id"], "user": person.profile() if person else None})

    app = web.Application()
    app.router.add_post("/{method}", answer)
    return app


def _metered(*middlewares: Any) -> web.Application:
    async def cpu(_: web.Request) -> web.Response:
        return web.json_response(time.process_time())

    app = web.Application(middlewares=middlewares, client_max_size=MAX_BODY)
    app.router.add_get("/cpu", cpu)
    return app


def _settings(folder: Path, slack_url: str) -> Settings:
    return Settings.from_env(
        {
            "DATABASE_URL": f"sqlite:///{folder}/database/bot.db",
            "SECRET_KEY_FILE": f"{folder}/secrets/deployment.key",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_API_URL": slack_url,
            "SLACK_COMPLIANCE_CHANNEL": "C0COMPLY",
        }
    )


def _fill(tx: Any, settings: Settings, waiting: int) -> None:
    maya = people.recognise(tx, Sighting("slack", "U0MAYA", TEAM["id"], "Maya Lindqvist"))
    for number in range(PROPOSALS):
        proposals.submit(tx, maya, _DRAFT, f"bench:{number}", settings.rules)
    tx.connection.exec_driver_sql("UPDATE outbox SET state = 'done'")
    for number in range(waiting):
        outbox.enqueue(tx, "review_card", number, f"place{number % 50}@slack", "1")


async def _serve(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}/\n")
    sys.stdout.flush()
    # Ends with whoever started it: the other end of standard input closes.
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def _chosen(kind: str, *more: str) -> web.Application:
    if kind == "ours":
        folder, slack_url, waiting = more
        return ours(Path(folder), slack_url, int(waiting))
    return {"slack": slack, "bare": bare}[kind]()


if __name__ == "__main__":
    asyncio.run(_serve(_chosen(*sys.argv[1:])))
