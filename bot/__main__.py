"""`python -m bot serve | demo | migrate | verify | rotate-key | scan | course check FILE`."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import web
from dotenv import dotenv_values

from bot import demo, logs, memory, scan
from bot.app import build
from bot.settings import BadSettings, Settings
from handlers.reporting.cases import about_key
from handlers.training.courses import reading
from handlers.training.courses.mistakes import CourseMistakes
from storage import ledger, rotation
from storage.engine import Database
from storage.errors import StorageError
from storage.migrate import migrate
from storage.vault import Vault

# Run with -m this module is called __main__, which the log would take for somebody else's.
_log = logging.getLogger("bot.serve")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code is 0 when it went well."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Clears a practice's social media in chat.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, meaning) in _COMMANDS.items():
        commands.add_parser(name, help=meaning)
    course = commands.add_parser("course", help="look through a course file")
    course.add_argument("action", choices=("check",))
    course.add_argument("file", type=Path)
    scanner = commands.add_parser("scan", help="what in a text could identify a patient; reads standard input")
    scanner.add_argument("--jsonl", action="store_true", help='one {"text": …, "kind": …} a line')
    chosen = parser.parse_args(arguments)
    if chosen.command == "scan":
        return scan.lines() if chosen.jsonl else scan.whole()
    if chosen.command == "course":
        return _check_course(chosen.file)
    try:
        return _COMMANDS[chosen.command][0](_environ())
    except (BadSettings, StorageError, demo.PortTaken) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line answers in words
        return 1


def _environ() -> dict[str, str]:
    from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**from_file, **os.environ}


def _serve(environ: Mapping[str, str]) -> int:
    settings = Settings.from_env(environ)
    logs.set_up(settings.log_level, settings.log_format)
    memory.keep()
    if settings.slack is None and settings.teams is None:
        _log.warning("neither Slack nor Teams is on: set the variables of one, see README.md")
    asyncio.run(until_stopped(settings))
    return 0


async def until_stopped(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    # Handlers still answering get two of the ten seconds a stop may take; the worker's drain has seven.
    runner = web.AppRunner(build(settings), access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        memory.freeze()
        await web.TCPSite(runner, settings.host, settings.port).start()
        _log.info("ready", extra={"port": settings.port})
        await stopped.wait()
        _log.info("stopping")
    finally:
        await runner.cleanup()


def _demo(environ: Mapping[str, str]) -> int:
    settings = Settings.from_env({name: value for name, value in environ.items() if name in ("HOST", "PORT")})

    def make_bot(given: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
        local = Settings.from_env(given)
        logs.set_up(local.log_level, local.log_format)
        return build(local, clock)

    asyncio.run(demo.serve(make_bot, settings.host, settings.port, teams="emulator"))
    return 0


def _migrate(environ: Mapping[str, str]) -> int:
    settings = Settings.from_env(environ)
    migrate(settings.database_url)
    print("The database has the newest tables.")  # noqa: T201
    return 0


def _verify(environ: Mapping[str, str]) -> int:
    settings = Settings.from_env(environ)
    vault = Vault.load(settings.secret_key_file)
    db = Database.open(settings.database_url, vault, read_only=True)
    try:
        db.call(rotation.require_fitting, settings.secret_key_file, about_key)
        verdict = db.call(ledger.verify, settings.checkpoints_file)
    finally:
        db.close()
    words = f"{verdict.count} entries intact" if verdict.ok else f"not intact: {verdict.problem}"
    print(words)  # noqa: T201
    return 0 if verdict.ok else 1


def _rotate_key(environ: Mapping[str, str]) -> int:
    settings = Settings.from_env(environ)
    migrate(settings.database_url)
    done = rotation.rotate(settings.database_url, settings.secret_key_file, settings.checkpoints_file, about_key)
    left = f" {done.broken} open with no key, and were left as they are." if done.broken else ""
    print(  # noqa: T201
        f"There is a new deployment key, and {done.records} records and {done.reports} reports open with it.{left} "
        "Back the key file up now. Backups of the database made before today need the old key file: keep that as long "
        "as you keep them."
    )
    return 0


def _check_course(file: Path) -> int:
    try:
        course = reading.parse(file.read_bytes())
    except OSError as error:
        print(f"{file} cannot be read: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 1
    except CourseMistakes as found:
        for mistake in found.mistakes:
            print(f"{file}, {mistake}", file=sys.stderr)  # noqa: T201
        return 1
    lessons, questions = _count(len(course.lessons), "lesson"), _count(len(course.questions), "question")
    print(f"course ok: {lessons}, {questions}, about {_count(course.minutes(), 'minute')}")  # noqa: T201
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


_COMMANDS: dict[str, tuple[Callable[[Mapping[str, str]], int], str]] = {
    "serve": (_serve, "run the bot"),
    "demo": (_demo, "try it on this machine, without any account"),
    "migrate": (_migrate, "bring the database to this version's tables"),
    "verify": (_verify, "check that the records are whole"),
    "rotate-key": (_rotate_key, "replace the deployment key; everything else has to be stopped"),
}

if __name__ == "__main__":
    sys.exit(main())
