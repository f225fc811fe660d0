"""What every test may ask for: a migrated database on each engine, a clock that moves when told, a vault."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from storage.engine import Database
from storage.migrate import migrate
from storage.vault import Vault

_SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


class MovableClock:
    """Stands still until it is moved, forward or back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        self._now += by


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a good part of the time is waiting for processes, databases and browsers."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def clock() -> MovableClock:
    """A Monday morning."""
    return MovableClock(datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def vault() -> Vault:
    return Vault(b"k" * 32)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("migrated") / "bot.db"
    migrate(f"sqlite:///{file}")
    return file


class PostgresServer:
    """Makes databases on the test server, each from the one migrated at first need, and drops them."""

    def __init__(self) -> None:
        self._url = make_url(_SERVER)
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._admin = psycopg.connect(plain, autocommit=True)
        self._template: str | None = None

    def create(self, *, empty: bool = False) -> str:
        """A new database's URL."""
        name = f"imprimatur_test_{os.getpid()}_{secrets.token_hex(4)}"
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{"template0" if empty else self._migrated()}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._admin.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        if self._template:
            self.drop(self._template)
        self._admin.close()

    def _migrated(self) -> str:
        if self._template is None:
            template = self.create(empty=True)
            migrate(template)
            self._template = template
        return str(make_url(self._template).database)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Without a server these tests are left out, unless REQUIRE_ALL is set, as .ci/run does."""
    try:
        server = PostgresServer()
    except psycopg.OperationalError:
        if os.environ.get("REQUIRE_ALL"):
            raise
        pytest.skip("PostgreSQL does not answer: set TEST_POSTGRES_URL, or run .ci/run, which brings its own")
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database, for what only PostgreSQL does."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated SQLite file, for what only SQLite does."""
    return f"sqlite:///{shutil.copyfile(migrated_file, tmp_path / 'bot.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A migrated database of one's own, on each engine."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(fixture)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database nothing was put into, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create(empty=True)
    yield url
    server.drop(url)


@pytest.fixture
def db(url: str, vault: Vault, clock: Callable[[], datetime]) -> Iterator[Database]:
    """An open database on the movable clock."""
    database = Database.open(url, vault, clock)
    yield database
    database.close()
