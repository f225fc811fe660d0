"""The bot's own token: one fetch in its lifetime, never on the event loop, and what is wrong with the registration told
apart from a login service that is away."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.delivery import Blocked, NotSent
from bot.teams.tokens import Tokens
from tests.teams.conftest import Ticks
from tests.teams.fakes import APP, SECRET, TENANT, Login, Server, loop_lag, teams_settings


@pytest.fixture
def tokens(login: Login, ticks: Ticks) -> Tokens:
    return Tokens(teams_settings(login=login), ticks)


async def test_twenty_at_once_fetch_one_token(tokens: Tokens, login: Login, ticks: Ticks) -> None:
    """And nobody fetches another before its time: botbuilder asks again at every turn."""
    login.delay = 0.1
    headers = await asyncio.gather(*(tokens.header() for _ in range(20)))
    assert headers == [{"Authorization": "Bearer bearer-1"}] * 20
    ticks.now += 3_000
    assert await tokens.header() == headers[0]
    assert login.served == 1


async def test_a_token_near_its_end_is_replaced(tokens: Tokens, login: Login, ticks: Ticks) -> None:
    """MSAL takes five minutes as near; we ask it at most once a minute."""
    login.lifetime = 290
    assert (await tokens.header())["Authorization"] == "Bearer bearer-1"
    ticks.now += 59
    assert (await tokens.header())["Authorization"] == "Bearer bearer-1"
    ticks.now += 2
    assert (await tokens.header())["Authorization"] == "Bearer bearer-2"


@pytest.mark.parametrize(
    ("environ", "path", "tenant"),
    [
        ({}, "", TENANT),
        ({}, "/practice.example/", "practice.example"),
        ({"MICROSOFT_APP_TYPE": "MultiTenant"}, "", "botframework.com"),
        ({"MICROSOFT_OAUTH_SCOPE": "https://api.botframework.us"}, "/", TENANT),
    ],
)
async def test_who_is_asked_for_what(login: Login, environ: dict[str, str], path: str, tenant: str) -> None:
    """The tenant is added to an address without one; the scope is the cloud's."""
    settings = teams_settings(login=login, MICROSOFT_LOGIN_URL=f"{login.base}{path}", **environ)
    await Tokens(settings).header()
    asked = login.asked[0]
    assert asked["tenant"] == tenant
    assert asked["scope"] == f"{environ.get('MICROSOFT_OAUTH_SCOPE', 'https://api.botframework.com')}/.default"
    assert (asked["client_id"], asked["client_secret"], asked["grant_type"]) == (APP, SECRET, "client_credentials")


@pytest.mark.parametrize(
    ("said", "kind"),
    [("invalid_client", Blocked), ("unauthorized_client", Blocked), ("temporarily_unavailable", NotSent)],
)
async def test_a_refusal_tells_its_code_and_nothing_else(
    tokens: Tokens, login: Login, said: str, kind: type[Exception]
) -> None:
    """Nothing was sent, and the login service's sentence, which may quote the secret, goes nowhere."""
    login.error = said
    with pytest.raises(kind) as caught:
        await tokens.header()
    assert str(caught.value) == said
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


async def test_nobody_home_at_the_login_service(login: Login, ticks: Ticks) -> None:
    """All who wait are told at once, it is asked once, and the next try comes seconds later."""
    settings = teams_settings(login=login)
    await login.__aexit__()
    tokens = Tokens(settings, ticks)
    answers = await asyncio.gather(*(tokens.header() for _ in range(20)), return_exceptions=True)
    assert {(type(answer), str(answer)) for answer in answers} == {(NotSent, "no_token")}


async def test_the_event_loop_is_never_blocked(login: Login) -> None:
    """50 ms at most, while a token takes its time; the best of three rounds counts, for this machine has other work."""
    login.delay = 0.2
    worst = []
    for _ in range(3):
        async with loop_lag() as lag:
            await Tokens(teams_settings(login=login)).header()
        worst.append(lag.worst)
    assert min(worst) < 0.05


async def test_the_emulator_gets_no_token() -> None:
    settings = teams_settings(MICROSOFT_APP_TYPE="Emulator")
    assert await Tokens(settings).header() == {}


class Identity(Server):
    """The managed identity service of Azure App Service."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, str]] = []
        self.status = 200
        self.app.router.add_get("/token", self._token)

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append({**request.query, "secret": request.headers["X-IDENTITY-HEADER"]})
        answer = {"access_token": "managed", "expires_on": "4000000000", "resource": "x", "token_type": "Bearer"}
        return web.json_response(answer if self.status == 200 else {"message": SECRET}, status=self.status)


@pytest.fixture
async def identity(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Identity]:
    async with Identity() as served:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{served.base}/token")
        monkeypatch.setenv("IDENTITY_HEADER", "header-secret")
        yield served


async def test_a_managed_identity_needs_no_secret(identity: Identity, ticks: Ticks) -> None:
    settings = teams_settings(MICROSOFT_APP_TYPE="UserAssignedMSI", MICROSOFT_APP_PASSWORD="")
    tokens = Tokens(settings, ticks)
    assert await tokens.header() == {"Authorization": "Bearer managed"}
    ticks.now += 3_000
    assert await tokens.header() == {"Authorization": "Bearer managed"}
    assert [(asked["client_id"], asked["resource"]) for asked in identity.asked] == [
        (APP, "https://api.botframework.com")
    ]


async def test_a_managed_identity_that_fails(identity: Identity) -> None:
    identity.status = 500
    settings = teams_settings(MICROSOFT_APP_TYPE="UserAssignedMSI", MICROSOFT_APP_PASSWORD="")
    with pytest.raises(NotSent, match=r"^no_token$"):
        await Tokens(settings).header()
