"""`make bench`: presses and commands through the real bot, beside a bare AsyncApp with empty handlers.

CPU is the process's own (all threads); Slack is another process. SQLite with synchronous=FULL.
"""

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp
import psutil
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.demo.client import SIGNING_SECRET, signature
from bot.demo.practice import PEOPLE, TEAM
from bot.settings import Settings
from bot.slack.app import running
from handlers import people, permissions, proposals
from handlers.drafts import Draft
from handlers.people import Sighting
from storage import outbox
from storage.engine import Database, utc_now
from storage.migrate import migrate
from storage.vault import Vault

_COUNT = 400
_DRAFT = Draft("Our new hygiene room opens on Monday.", "post", ("facebook",), None, False, "", "")


class Measured(NamedTuple):
    """CPU milliseconds a request one at a time, and the 99th percentile (ms) of 32 at once."""

    cpu: float
    p99: float


def request(fields: dict[str, str]) -> AsyncBoltRequest:
    """A signed request as Bolt gets it."""
    body = urlencode(fields)
    stamp = str(int(time.time()))
    headers = {
        "content-type": ["application/x-www-form-urlencoded"],
        "x-slack-request-timestamp": [stamp],
        "x-slack-signature": [signature(body.encode(), stamp)],
    }
    return AsyncBoltRequest(body=body, headers=headers)


def press(number: int) -> AsyncBoltRequest:
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


def command(number: int) -> AsyncBoltRequest:
    """`/propose-post`."""
    common = {
        "command": "/propose-post",
        "text": f"Post {number}",
        "trigger_id": str(number),
        "channel_id": "C0GENERAL",
    }
    return request({**common, "user_id": "U0MAYA", "team_id": TEAM["id"]})


async def measure(app: AsyncApp, make: Callable[[int], AsyncBoltRequest], first: int) -> Measured:
    """`_COUNT` requests one at a time, then as many 32 at once."""
    for warm in range(first, first + 20):
        await _answered(app, make(warm))
    made = [make(number) for number in range(first + 20, first + 20 + 2 * _COUNT)]
    cpu = time.process_time()
    for one in made[:_COUNT]:
        await _answered(app, one)
    cpu = (time.process_time() - cpu) / _COUNT * 1e3
    waiting = asyncio.Semaphore(32)

    async def timed(one: AsyncBoltRequest) -> float:
        async with waiting:
            began = time.perf_counter()
            await _answered(app, one)
            return (time.perf_counter() - began) * 1e3

    times = await asyncio.gather(*(timed(one) for one in made[_COUNT:]))
    return Measured(cpu, statistics.quantiles(times, n=100)[98])


async def _answered(app: AsyncApp, one: AsyncBoltRequest) -> None:
    response = await app.async_dispatch(one)
    assert response.status == 200, response.body


def bare() -> AsyncApp:
    """The floor: Bolt alone, with empty handlers."""
    result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench")

    async def authorize(**_: Any) -> AuthorizeResult:
        return result

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

    async def empty(ack: Callable[[], Awaitable[Any]]) -> None:
        await ack()

    app.action(re.compile(r"^proposal\."))(empty)
    app.command("/propose-post")(empty)
    return app


@asynccontextmanager
async def ours(folder: Path, slack: str) -> Any:
    """The real listeners on a real database, with 3,000 proposals to press on; no worker, so delivery is apart."""
    environ = {
        "DATABASE_URL": f"sqlite:///{folder}/database/bot.db",
        "SECRET_KEY_FILE": f"{folder}/secrets/deployment.key",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": slack,
        "SLACK_COMPLIANCE_CHANNEL": "C0COMPLY",
    }
    settings = Settings.from_env(environ)
    migrate(settings.database_url)
    db = Database.open(settings.database_url, Vault.load(settings.secret_key_file))
    await db.run(permissions.seed, permissions.APPROVER, (("slack", "U0PRIYA"),))
    await db.run(_fill, settings)
    async with running(settings.slack, db, settings.rules, utc_now) as side:
        yield side.app, db
    db.close()


def _fill(tx: Any, settings: Settings) -> None:
    maya = people.recognise(tx, Sighting("slack", "U0MAYA", TEAM["id"], "Maya Lindqvist"))
    for number in range(3_000):
        proposals.submit(tx, maya, _DRAFT, f"bench:{number}", settings.rules)
    tx.connection.exec_driver_sql("UPDATE outbox SET state = 'done'")


def _thousand_waiting(tx: Any) -> None:
    for number in range(1_000):
        outbox.enqueue(tx, "review_card", number, f"place{number % 50}@slack", "1")


async def compare(slack: str) -> None:
    """Prints every ratio."""
    with tempfile.TemporaryDirectory() as folder:
        floor_press = await measure(bare(), press, 1)
        floor_command = await measure(bare(), command, 1)
        async with ours(Path(folder), slack) as (app, db):
            rows = [
                ("Approve press", await measure(app, press, 1), floor_press, 4),
                ("/propose-post", await measure(app, command, 1), floor_command, 3),
            ]
            await db.run(_thousand_waiting)
            rows.append(("Approve, 1,000 waiting", await measure(app, press, 1_000), floor_press, 4))
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


async def answer(call: web.Request) -> web.Response:
    """Slack, saying yes to everything."""
    fields = await call.post()
    person = PEOPLE.get(str(fields.get("user", "")))
    return web.json_response({"ok": True, "team_id": TEAM["id"], "user": person.profile() if person else None})


def slack(port: int) -> None:
    """The other process."""
    app = web.Application()
    app.router.add_post("/{method}", answer)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


async def _until_up(url: str) -> None:
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.post(f"{url}auth.test"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def _with_slack(url: str) -> None:
    await _until_up(url)
    await compare(url)


def main() -> None:
    """Slack in a process of its own, then the comparison, then a start."""
    other = subprocess.Popen([sys.executable, "-m", "tests.bench", "slack"])
    try:
        asyncio.run(_with_slack("http://127.0.0.1:3998/"))
    finally:
        other.terminate()
        other.wait()
    start()


if __name__ == "__main__":
    if sys.argv[1:] == ["slack"]:
        slack(3998)
    else:
        main()
