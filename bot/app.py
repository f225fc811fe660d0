"""The composition root: settings in, one aiohttp application out, with everything started and stopped in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from bot import metrics
from bot.delivery import Platform
from bot.desk import Shared
from bot.guard import MAX_BODY, guard
from bot.keys import DATABASE, METRICS, WORKER
from bot.metrics import Metrics
from bot.reporting import Reporting
from bot.settings import Settings
from bot.slack import app as slack
from bot.web import about, certificates, charts, documents, handbook, pictures, poster, scrape, tables
from bot.web.certificates import Certificates
from bot.web.charts import Charts
from bot.web.documents import Documents
from bot.web.handbook import Handbooks
from bot.web.pictures import Pictures
from bot.web.reports import ReportPages
from bot.web.scrape import Scrape
from bot.web.tables import Tables
from bot.worker import Worker
from handlers import permissions
from handlers.phi import more_names
from handlers.reporting.cases import about_key
from handlers.training import course_versions, reminders
from storage import rotation
from storage.engine import Database, utc_now
from storage.errors import StorageError
from storage.migrate import current, migrate
from storage.vault import Vault

if TYPE_CHECKING:
    from bot.teams.app import TeamsSide

T = TypeVar("T")
SLACK = web.AppKey("slack", slack.SlackSide)
TEAMS: web.AppKey["TeamsSide"] = web.AppKey("teams")
PICTURES = web.AppKey("pictures", Pictures)
CERTIFICATES = web.AppKey("certificates", Certificates)
DOCUMENTS = web.AppKey("documents", Documents)
HANDBOOKS = web.AppKey("handbooks", Handbooks)
CHARTS = web.AppKey("charts", Charts)
TABLES = web.AppKey("tables", Tables)
REPORTS = web.AppKey("reports", ReportPages)


class NotMigrated(StorageError):
    """The database is not at this version's tables: run `python -m bot migrate` first, or set AUTO_MIGRATE=true."""


def build(settings: Settings, clock: Callable[[], datetime] = utc_now) -> web.Application:
    """The application; starting it migrates, opens the database, and starts the platforms and the worker."""
    app = web.Application(middlewares=[guard], client_max_size=MAX_BODY)

    async def run(app: web.Application) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await _start(app, settings, clock, stack)
            yield

    app.cleanup_ctx.append(run)
    app.router.add_get("/healthz", _healthy)
    app.router.add_get("/readyz", _ready)
    app.router.add_get(scrape.ROUTE, Scrape(settings.metrics_token, settings.rules, clock).answer)
    app.router.add_get(pictures.ROUTE, _by(PICTURES, Pictures.answer))
    app.router.add_get(certificates.ROUTE, _by(CERTIFICATES, Certificates.answer))
    app.router.add_get(documents.ROUTE, _by(DOCUMENTS, Documents.answer))
    app.router.add_get(handbook.ROUTE, _by(HANDBOOKS, Handbooks.answer))
    app.router.add_get(charts.ROUTE, _by(CHARTS, Charts.answer))
    app.router.add_get(tables.ROUTE, _by(TABLES, Tables.answer))
    app.router.add_get("/report", _by(REPORTS, ReportPages.form))
    app.router.add_post("/report", _by(REPORTS, ReportPages.file))
    app.router.add_get("/report/follow-up", _by(REPORTS, ReportPages.ask))
    app.router.add_post("/report/follow-up", _by(REPORTS, ReportPages.follow_up))
    app.router.add_get(about.ABOUT, about.about())
    app.router.add_get(about.PRIVACY, about.privacy())
    app.router.add_get(about.TERMS, about.terms())
    app.router.add_get(poster.ROUTE, poster.at(settings.report_page))
    if settings.slack is not None:
        app.router.add_post("/slack/events", _counted("slack", _by(SLACK, slack.SlackSide.answer)))
    if settings.teams is not None:
        app.router.add_post("/api/messages", _counted("teams", _by(TEAMS, lambda side, request: side.answer(request))))
    return app


async def _start(
    app: web.Application, settings: Settings, clock: Callable[[], datetime], stack: AsyncExitStack
) -> None:
    vault = Vault.load(settings.secret_key_file)
    await asyncio.to_thread(_prepare, settings)
    # A second, where it is installed, that the first proposal does not wait for.
    await asyncio.to_thread(more_names.load)
    db = Database.open(settings.database_url, vault, clock)
    stack.callback(db.close)
    await db.run(rotation.require_fitting, settings.secret_key_file, about_key)
    app[DATABASE] = db
    app[METRICS] = Metrics(clock)
    await _fill(db, settings)
    _serve_pages(app, settings, vault, clock)
    reporting = Reporting(db, vault, clock)
    app[REPORTS] = ReportPages(reporting, vault, clock)
    platforms: dict[str, Platform] = {}
    shared = Shared(
        db=db,
        rules=settings.rules,
        clock=clock,
        picture=app[PICTURES].address,
        certificate=app[CERTIFICATES].address,
        document=app[DOCUMENTS].address,
        handbook=app[HANDBOOKS].address,
        chart=app[CHARTS].address,
        table=app[TABLES].address,
        reporting=reporting,
        report_page=settings.report_page,
        metrics=app[METRICS],
    )
    if settings.slack is not None:
        app[SLACK] = side = await stack.enter_async_context(slack.running(settings.slack, shared))
        platforms["slack"] = side.platform
    if settings.teams is not None:
        # Half a second and 20 MB, which only those pay who use it.
        from bot.teams import app as teams

        app[TEAMS] = teams_side = await stack.enter_async_context(teams.running(settings.teams, shared))
        platforms["teams"] = teams_side.platform
    worker = Worker(db, platforms, settings.rules, settings.checkpoints_file, app[METRICS])
    worker.start()
    stack.push_async_callback(worker.stop)
    app[WORKER] = worker


async def _fill(db: Database, settings: Settings) -> None:
    await db.run(permissions.seed, permissions.OFFICER, settings.privacy_officers)
    await db.run(permissions.seed, permissions.APPROVER, settings.approvers)
    await db.run(course_versions.seed, [file.read_bytes() for file in course_versions.SHIPPED])
    await db.run(reminders.start, settings.rules)


def _serve_pages(app: web.Application, settings: Settings, vault: Vault, clock: Callable[[], datetime]) -> None:
    app[PICTURES] = Pictures(vault, settings.public_url, clock)
    app[CERTIFICATES] = Certificates(vault, settings.public_url, clock, settings.organization)
    app[DOCUMENTS] = Documents(vault, settings.public_url, clock)
    made_of = (settings.rules, settings.organization, settings.report_page)
    app[HANDBOOKS] = Handbooks(vault, settings.public_url, clock, *made_of)
    app[CHARTS] = Charts(vault, settings.public_url, settings.rules, clock)
    app[TABLES] = Tables(vault, settings.public_url, clock)


def _prepare(settings: Settings) -> None:
    if settings.auto_migrate:
        migrate(settings.database_url)
    elif not current(settings.database_url):
        raise NotMigrated


def _by(
    key: web.AppKey[T], answer: Callable[[T, web.Request], Awaitable[web.Response]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler by something of the application that is there only once it runs."""

    async def handle(request: web.Request) -> web.Response:
        return await answer(request.app[key], request)

    return handle


def _counted(platform: str, answer: Callable[[web.Request], Awaitable[web.Response]]) -> Any:
    async def handle(request: web.Request) -> web.Response:
        with request.app[METRICS].request(platform) as seen:
            response = await answer(request)
            if response.status >= 400 and seen.counted is None:
                # Turned away before anybody read what it is about.
                seen.counted, seen.outcome = True, metrics.TURNED_AWAY
            return response

    return handle


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _ready(request: web.Request) -> web.Response:
    """Database reachable and worker alive; migrations are current, or the program would not have started."""
    database = await request.app[DATABASE].healthy()
    parts = {"database": database, "worker": request.app[WORKER].alive}
    return web.json_response(parts, status=200 if all(parts.values()) else 503)
