"""Microsoft as Imprimatur meets it, served on this machine over real HTTP: signing keys, login service, Bot Connector.

async with Microsoft() as microsoft, aiohttp.ClientSession() as session:
    settings = teams_settings(microsoft)
    token = microsoft.token()                        # as the Bot Connector would send it
    gateway = Gateway(settings, session)
    await gateway.answer(f"Bearer {token}", json.dumps(activity()).encode(), handler)
"""

import asyncio
import base64
import functools
import ipaddress
import json
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

from bot.settings import Settings, TeamsSettings

APP = "0a1b2c3d-0000-0000-0000-00000000000a"
TENANT = "0a1b2c3d-0000-0000-0000-00000000000b"
SECRET = "a client secret"
ISSUER = "https://api.botframework.com"
#: An address that is only compared, never called; tests that call a connector use `BotConnector.url`.
SERVICE = "https://smba.trafficmanager.net/amer/"


@functools.cache
def private_key(number: int) -> rsa.RSAPrivateKey:
    """One of several keys; making one takes a while."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


@dataclass(frozen=True)
class Signer:
    """A key that Microsoft signs with, and what it may speak for."""

    kid: str = "key-1"
    number: int = 1
    endorsements: tuple[str, ...] | None = ("msteams", "webchat")

    def jwk(self) -> dict[str, Any]:
        """As published."""
        public = json.loads(RSAAlgorithm.to_jwk(private_key(self.number).public_key()))
        more = {} if self.endorsements is None else {"endorsements": list(self.endorsements)}
        return {**public, "kid": self.kid, "use": "sig", **more}


def claims(**changed: Any) -> dict[str, Any]:
    """What the Bot Connector claims; a claim changed to None is left out."""
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": APP, "serviceurl": SERVICE, "nbf": now - 300, "exp": now + 3_600}
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def make_token(signer: Signer | None = None, headers: dict[str, Any] | None = None, **changed: Any) -> str:
    """A token signed by `signer`, with claims and headers changed or (None) left out. Made by hand: PyJWT would refuse
    to make most of the bad ones."""
    by = signer or Signer()
    head = {"alg": "RS256", "typ": "JWT", "kid": by.kid, **(headers or {})}
    signed = (
        f"{encoded({name: value for name, value in head.items() if value is not None})}.{encoded(claims(**changed))}"
    )
    signature = private_key(by.number).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{base64url(signature)}"


def encoded(value: Any) -> str:
    """One part of a token."""
    return base64url(json.dumps(value).encode())


def base64url(value: bytes) -> str:
    """Without padding, as in tokens."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def activity(**changed: Any) -> dict[str, Any]:
    """A press on a card's button in a channel, as Teams sends it; a field changed to None is left out."""
    usual = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "f:0a1b2c3d-0000-0000-0000-000000000001",
        "timestamp": "2026-03-02T09:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:1priya", "name": "Priya Raman", "aadObjectId": "0a1b2c3d-0000-0000-0000-0000000000f1"},
        "recipient": {"id": f"28:{APP}", "name": "Imprimatur"},
        "conversation": {"id": "19:compliance@thread.tacv2", "conversationType": "channel", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}},
        "value": {"action": {"type": "Action.Execute", "verb": "proposal.approve", "data": {"subject": "42/1"}}},
    }
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


class Server:
    """One aiohttp application on a free port of this machine, for as long as its block runs."""

    def __init__(self) -> None:
        self.app = web.Application()
        self.tls: ssl.SSLContext | None = None
        self.base = ""

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self.tls)
        await site.start()
        self.base = f"{'https' if self.tls else 'http'}://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


class Microsoft(Server):
    """login.botframework.com: the OpenID metadata and the keys. `delay` (seconds) and `broken` make it worse."""

    def __init__(self, *signers: Signer) -> None:
        super().__init__()
        self.signers = list(signers or (Signer(),))
        self.delay = 0.0
        self.broken: str | None = None
        self.fetched: Counter[str] = Counter()
        self.asked = asyncio.Event()
        self.app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        self.app.router.add_get("/v1/.well-known/keys", self._keys)

    @property
    def metadata_url(self) -> str:
        return f"{self.base}/v1/.well-known/openidconfiguration"

    def token(self, **changed: Any) -> str:
        """A good token by the first key, or one with claims changed."""
        return make_token(self.signers[0], **changed)

    async def _metadata(self, _: web.Request) -> web.StreamResponse:
        await self._suffer("metadata")
        if self.broken == "elsewhere":
            return web.json_response({"jwks_uri": "http://keys.example/"})
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.base}/v1/.well-known/keys"})

    async def _keys(self, _: web.Request) -> web.StreamResponse:
        await self._suffer("keys")
        if self.broken == "no keys":
            return web.json_response({"keys": []})
        return web.json_response({"keys": [{"kty": "EC", "kid": "other"}, *(signer.jwk() for signer in self.signers)]})

    async def _suffer(self, what: str) -> None:
        self.fetched[what] += 1
        self.asked.set()
        await asyncio.sleep(self.delay)
        if self.broken == "500":
            raise web.HTTPInternalServerError
        if self.broken == "garbage":
            raise web.HTTPOk(text="<html>", content_type="text/html")
        if self.broken == "list":
            raise web.HTTPOk(text="[1]", content_type="application/json")


class Login(Server):
    """login.microsoftonline.com: tokens for a bot's id and secret. MSAL insists on TLS: set REQUESTS_CA_BUNDLE to
    `certificate`. `served` counts tokens; with `error` the service refuses, naming it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.certificate = folder / "login.pem"
        self.tls = _certified(self.certificate)
        self.delay = 0.0
        self.lifetime = 3_600
        self.error: str | None = None
        self.served = 0
        self.asked: list[dict[str, str]] = []
        self.app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._discover)
        self.app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)

    async def _discover(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.delay)
        base = f"{self.base}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append({"tenant": request.match_info["tenant"], **form})
        await asyncio.sleep(self.delay)
        if self.error:
            said = {"error": self.error, "error_description": f"AADSTS7000215: {SECRET} is no good for {APP}"}
            return web.json_response(said, status=401 if self.error == "invalid_client" else 400)
        self.served += 1
        return web.json_response(
            {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": f"bearer-{self.served}"}
        )


@dataclass
class Fault:
    """How the next calls of one kind go wrong: with a status and a code, or `drop` (done, but the answer is lost)."""

    status: int = 500
    code: str = "ServiceError"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    times: int = 1


class BotConnector(Server):
    """The Bot Connector: conversations by id, each holding activities by id. `calls` is everything that was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.conversations: dict[str, dict[str, dict[str, Any]]] = {}
        self.members: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, str, str | None]] = []
        self.faults: dict[str, Fault] = {}
        self._number = 0
        router = self.app.router
        router.add_post("/amer/v3/conversations", self._create)
        router.add_post("/amer/v3/conversations/{conversation}/activities", self._send)
        router.add_post("/amer/v3/conversations/{conversation}/activities/{activity}", self._send)
        router.add_put("/amer/v3/conversations/{conversation}/activities/{activity}", self._update)
        router.add_get("/amer/v3/conversations/{conversation}/members/{member}", self._member)
        router.add_get("/amer/v3/attachments/{file}/views/original", self._file)

    @property
    def url(self) -> str:
        """The service address activities carry."""
        return f"{self.base}/amer/"

    def fail(self, kind: str, **how: Any) -> None:
        """Makes the next call of a kind (`create`, `send`, `update`, `member`, `file`) go wrong."""
        self.faults[kind] = Fault(**how)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        found = f"a:{body['tenantId']}:{body['members'][0]['id']}"
        self.conversations.setdefault(found, {})
        return await self._answer(request, "create", {"id": found}, status=201)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.get("send")
        if fault and not fault.drop:
            return await self._answer(request, "send", {})
        place = self.conversations.get(request.match_info["conversation"].split(";")[0])
        if place is None:
            return await self._refuse(request, 404, "ConversationNotFound")
        self._number += 1
        place[str(self._number)] = {**await request.json(), "conversation": request.match_info["conversation"]}
        return await self._answer(request, "send", {"id": str(self._number)}, status=201)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        place = self.conversations.get(request.match_info["conversation"], {})
        if request.match_info["activity"] not in place:
            return await self._refuse(request, 404, "ActivityNotFoundInConversation")
        place[request.match_info["activity"]] = await request.json()
        return await self._answer(request, "update", {"id": request.match_info["activity"]})

    async def _member(self, request: web.Request) -> web.StreamResponse:
        found = self.members.get(request.match_info["member"])
        if found is None:
            return await self._refuse(request, 404, "MemberNotFoundInConversation")
        return await self._answer(request, "member", found)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if "file" in self.faults:
            return await self._answer(request, "file", {})
        self._note(request)
        return web.Response(body=self.files[request.match_info["file"]])

    async def _answer(
        self, request: web.Request, kind: str, answer: dict[str, Any], status: int = 200
    ) -> web.StreamResponse:
        fault = self.faults.get(kind)
        if fault is None:
            self._note(request)
            return web.json_response(answer, status=status)
        left = replace(fault, times=fault.times - 1)
        self.faults = {name: other for name, other in self.faults.items() if name != kind}
        if left.times:
            self.faults[kind] = left
        if fault.drop:
            self._note(request)
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return await self._refuse(request, fault.status, fault.code, fault.headers)

    async def _refuse(
        self, request: web.Request, status: int, code: str, headers: dict[str, str] | None = None
    ) -> web.Response:
        self._note(request)
        said = {"error": {"code": code, "message": f"Priya Raman may not, with {SECRET}"}}
        return web.json_response(said, status=status, headers=headers)

    def _note(self, request: web.Request) -> None:
        self.calls.append((request.method, request.path, request.headers.get("Authorization")))


def teams_settings(microsoft: Microsoft | None = None, login: Login | None = None, **environ: str) -> TeamsSettings:
    """Settings for a registration at these services."""
    found = Settings.from_env(teams_environ(microsoft, login, **environ)).teams
    assert found is not None
    return found


def teams_environ(microsoft: Microsoft | None = None, login: Login | None = None, **environ: str) -> dict[str, str]:
    """The variables for a registration at these services."""
    usual = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_PASSWORD": SECRET, "MICROSOFT_APP_TENANT_ID": TENANT}
    if microsoft:
        usual["MICROSOFT_OPENID_METADATA_URL"] = microsoft.metadata_url
    if login:
        usual["MICROSOFT_LOGIN_URL"] = login.base
    return {**usual, **environ}


@dataclass
class Lag:
    """How long the event loop was kept from its work at most, in seconds."""

    worst: float = 0.0


@asynccontextmanager
async def loop_lag() -> AsyncIterator[Lag]:
    """Watches the event loop while the block runs."""
    found = Lag()

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.002)
            found.worst = max(found.worst, time.perf_counter() - began - 0.002)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    yield found
    task.cancel()


def _certified(file: Path) -> ssl.SSLContext:
    """A certificate for this machine that vouches for itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today, key = datetime.now(UTC), private_key(0)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
