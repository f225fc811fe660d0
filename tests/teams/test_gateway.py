"""Who gets into the Teams bot: the Bot Connector, for this bot and its organizations, through Teams; nobody else."""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.teams.gateway import MAX_BODY, Gateway
from tests.teams.conftest import Door
from tests.teams.fakes import (
    APP,
    ISSUER,
    SERVICE,
    TENANT,
    Microsoft,
    Signer,
    activity,
    base64url,
    claims,
    encoded,
    make_token,
    private_key,
    teams_settings,
)

OTHER = "0a1b2c3d-0000-0000-0000-0000000000ff"
NOW = int(time.time())
#: Issuers of tokens for bots' own calls and for the emulator, which botbuilder would take.
EMULATOR_ISSUER = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


def unsigned() -> str:
    return f"{encoded({'alg': 'none', 'typ': 'JWT', 'kid': 'key-1'})}.{encoded(claims())}."


def signed_with_the_public_key() -> str:
    """The classic: the public key, which everybody has, used as an HMAC secret."""
    pem = (
        private_key(1)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': 'key-1'})}.{encoded(claims())}"
    mac = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64url(mac)}"


def swapped_claims() -> str:
    """A good signature over other claims."""
    head, _, signature = make_token().split(".")
    return f"{head}.{encoded(claims(aud=OTHER))}.{signature}"


def with_its_own_key() -> str:
    jwk = Signer("key-1", 2).jwk()
    return make_token(Signer("key-1", 2), headers={"jwk": jwk, "jku": "https://evil.example/keys"})


def other_algorithm() -> str:
    return jwt.encode(claims(), private_key(1), algorithm="RS512", headers={"kid": "key-1"})


def emulators(**more: Any) -> str:
    """As the emulator and other bots have it: no service address, and botbuilder checks no audience."""
    return make_token(iss=EMULATOR_ISSUER, serviceurl=None, ver="1.0", appid=APP, **more)


BAD: dict[str, Callable[[], str | list[str] | None]] = {
    "no header": lambda: None,
    "empty header": lambda: "",
    "scheme only": lambda: "Bearer",
    "scheme and blank": lambda: "Bearer ",
    "other scheme": lambda: f"Basic {make_token()}",
    "small letters": lambda: f"bearer {make_token()}",
    "no scheme": make_token,
    "two tokens": lambda: f"Bearer {make_token()} {make_token()}",
    "two headers": lambda: [f"Bearer {make_token()}", f"Bearer {make_token(aud=OTHER)}"],
    "two blanks": lambda: f"Bearer  {make_token()}",
    "garbage": lambda: "Bearer garbage",
    "dots": lambda: "Bearer ..",
    "not base64": lambda: "Bearer !!!.???.***",
    "not JSON": lambda: f"Bearer {encoded('x')}.{encoded('y')}.{encoded('z')}",
    "payload is a list": lambda: f"Bearer {encoded({'alg': 'RS256', 'kid': 'key-1'})}.{encoded([1])}.AAAA",
    "letters outside ASCII": lambda: "Bearer übertragen.ist.nichts",
    "huge": lambda: f"Bearer {'a' * 7_900}",
    "huge claims": lambda: f"Bearer {make_token(padding='x' * 5_000, aud=OTHER)}",
    "alg none": lambda: f"Bearer {unsigned()}",
    "HMAC with the public key": lambda: f"Bearer {signed_with_the_public_key()}",
    "RS512": lambda: f"Bearer {other_algorithm()}",
    "signature cut off": lambda: f"Bearer {make_token().rsplit('.', 1)[0]}.",
    "signature changed": lambda: f"Bearer {make_token()[:-6]}AAAAAA",
    "claims changed": lambda: f"Bearer {swapped_claims()}",
    "other key, same id": lambda: f"Bearer {make_token(Signer('key-1', 2))}",
    "brings its own key": lambda: f"Bearer {with_its_own_key()}",
    "unknown key id": lambda: f"Bearer {make_token(Signer('key-9', 2))}",
    "no key id": lambda: f"Bearer {make_token(headers={'kid': None})}",
    "key id is a number": lambda: f"Bearer {encoded({'alg': 'RS256', 'kid': 1})}.{encoded(claims())}.AAAA",
    "critical extension": lambda: f"Bearer {make_token(headers={'crit': ['exp-2'], 'exp-2': 1})}",
    "expired": lambda: f"Bearer {make_token(exp=NOW - 600)}",
    "not valid yet": lambda: f"Bearer {make_token(nbf=NOW + 3_600)}",
    "ends at no number": lambda: f"Bearer {make_token(exp='never')}",
    "other audience": lambda: f"Bearer {make_token(aud=OTHER)}",
    "many audiences": lambda: f"Bearer {make_token(aud=[APP, OTHER])}",
    "empty audience": lambda: f"Bearer {make_token(aud='')}",
    "other issuer": lambda: f"Bearer {make_token(iss='https://evil.example')}",
    "issuer with a slash": lambda: f"Bearer {make_token(iss=f'{ISSUER}/')}",
    "other cloud's issuer": lambda: f"Bearer {make_token(iss='https://api.botframework.us')}",
    "many issuers": lambda: f"Bearer {make_token(iss=[ISSUER])}",
    "other service": lambda: f"Bearer {make_token(serviceurl='https://evil.example/')}",
    "service without its slash": lambda: f"Bearer {make_token(serviceurl=SERVICE.rstrip('/'))}",
    "service in capitals": lambda: f"Bearer {make_token(serviceurl=SERVICE.upper())}",
    "service is a list": lambda: f"Bearer {make_token(serviceurl=[SERVICE])}",
    "no issuer": lambda: f"Bearer {make_token(iss=None)}",
    "no audience": lambda: f"Bearer {make_token(aud=None)}",
    "no end": lambda: f"Bearer {make_token(exp=None)}",
    "no service": lambda: f"Bearer {make_token(serviceurl=None)}",
    "no claims at all": lambda: f"Bearer {make_token(iss=None, aud=None, exp=None, nbf=None, serviceurl=None)}",
    "the emulator's": lambda: f"Bearer {emulators()}",
    "the emulator's, with everything": lambda: f"Bearer {make_token(iss=EMULATOR_ISSUER, ver='1.0', appid=APP)}",
    "another bot's": lambda: f"Bearer {emulators(aud=OTHER)}",
    "another bot's for us": lambda: f"Bearer {make_token(ver='1.0', appid=OTHER)}",
    "an anonymous bot's": lambda: f"Bearer {make_token(appid='AnonymousSkill')}",
}


@pytest.mark.parametrize("case", BAD)
async def test_a_bad_token_gets_401_and_nobody_hears_of_it(
    door: Door, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    """Whatever is wrong with a token: 401, the handler is not called, and neither answer nor log quotes anything."""
    given = BAD[case]()
    with caplog.at_level(logging.DEBUG, logger="bot"):
        answered = await door.post(given, activity())
    assert (answered.status, answered.text) == (401, f"{_sentence(401)}\n")
    assert answered.headers["WWW-Authenticate"] == "Bearer"
    assert door.seen == []
    token = given[0] if isinstance(given, list) else given or "none"
    assert token[-20:] not in caplog.text
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")][-1:] == [
        "a request to the Teams bot was turned away"
    ]


def _sentence(status: int) -> str:
    return {401: "This request does not show that it comes from Microsoft Teams."}[status]


async def test_a_header_longer_than_http_allows_is_the_servers_matter(door: Door) -> None:
    """aiohttp takes 8,190 bytes; it answers the rest by itself."""
    assert (await door.post(f"Bearer {'a' * 100_000}", activity())).status == 400
    assert door.seen == []


async def test_a_good_token_gets_in_and_the_answer_goes_back(door: Door, microsoft: Microsoft) -> None:
    """An invoke's answer comes back as it was made; botbuilder's own adapter answers 500 to every one."""
    door.reply = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"ä": "🦷"}}
    sent = activity()
    answered = await door.post(f"Bearer {microsoft.token()}", sent)
    assert (answered.status, json.loads(answered.text)) == (200, door.reply)
    assert answered.headers["Content-Type"] == "application/json; charset=utf-8"
    assert door.seen == [sent]


@pytest.mark.parametrize("kind", ["message", "conversationUpdate", "installationUpdate", "invoke", "somethingNew"])
async def test_nothing_to_answer_is_an_empty_200(door: Door, microsoft: Microsoft, kind: str) -> None:
    answered = await door.post(f"Bearer {microsoft.token()}", activity(type=kind))
    assert (answered.status, answered.text) == (200, "")
    assert len(door.seen) == 1


async def test_five_minutes_of_disagreement_between_clocks_are_forgiven(door: Door, microsoft: Microsoft) -> None:
    """Microsoft's own rule for the Bot Connector's tokens."""
    now = int(time.time())  # not NOW, which is minutes old in a long run
    for changed in ({"exp": now - 200}, {"nbf": now + 200}, {"nbf": None}):
        assert (await door.post(f"Bearer {microsoft.token(**changed)}", activity())).status == 200


@pytest.mark.parametrize(
    ("channel", "signer"),
    [
        ("webchat", Signer()),
        ("directline", Signer()),
        ("emulator", Signer()),
        ("msteams", Signer(endorsements=("webchat",))),
        ("msteams", Signer(endorsements=())),
        ("msteams", Signer(endorsements=None)),
    ],
)
async def test_no_other_channel_and_no_key_that_may_not_speak_for_teams(
    door: Door, microsoft: Microsoft, channel: str, signer: Signer
) -> None:
    """In Direct Line and Web Chat people say themselves who they are and where they belong."""
    microsoft.signers = [signer]
    assert (await door.post(f"Bearer {microsoft.token()}", activity(channelId=channel))).status == 403
    assert door.seen == []


@pytest.mark.parametrize(
    "where",
    [
        {"channelData": {"tenant": {"id": OTHER}}},
        {"channelData": {"tenant": {"id": OTHER}}, "conversation": {"id": "19:x"}},
        {"conversation": {"id": "19:x", "tenantId": OTHER}},
        {"channelData": None, "conversation": {"id": "19:x", "tenantId": OTHER}},
        {"channelData": None, "conversation": {"id": "19:x"}},
        {"channelData": {}, "conversation": {"id": "19:x"}},
        {"channelData": {"tenant": None}, "conversation": {"id": "19:x", "tenantId": None}},
        {"channelData": {"tenant": TENANT}, "conversation": {"id": "19:x"}},
        {"channelData": {"tenant": {"id": [TENANT]}}, "conversation": {"id": "19:x", "tenantId": TENANT}},
        {"channelData": {"tenant": {"id": ""}}},
    ],
)
async def test_other_organizations_are_refused(door: Door, microsoft: Microsoft, where: dict[str, Any]) -> None:
    """The token says nothing of the organization. Where the activity says it twice, both must be ours."""
    assert (await door.post(f"Bearer {microsoft.token()}", activity(**where))).status == 403
    assert door.seen == []


@pytest.mark.parametrize(
    "where",
    [
        {"channelData": None},
        {"conversation": {"id": "19:x"}},
        {"channelData": {"tenant": {"id": TENANT.upper()}}},
    ],
)
async def test_our_organization_may_be_named_once(door: Door, microsoft: Microsoft, where: dict[str, Any]) -> None:
    assert (await door.post(f"Bearer {microsoft.token()}", activity(**where))).status == 200


async def test_who_has_no_good_token_does_not_learn_which_organizations_are_allowed(door: Door) -> None:
    for tenant in (TENANT, OTHER):
        body = activity(channelData={"tenant": {"id": tenant}}, conversation={"id": "19:x", "tenantId": tenant})
        assert (await door.post("Bearer garbage", body)).status == 401


def without(*path: str) -> dict[str, Any]:
    """An activity that lacks something."""
    body: dict[str, Any] = json.loads(json.dumps(activity()))
    holder = body
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return body


MALFORMED: dict[str, Any] = {
    "empty": b"",
    "blank": b"  ",
    "half": b'{"type": "message"',
    "not JSON": b"type=message",
    "not UTF-8": b'{"type": "\xff\xfe"}',
    "UTF-16": json.dumps(activity()).encode("utf-16"),
    "nested": b"[" * 100_000,
    "nested object": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "huge number": b'{"a":' + b"9" * 100_000 + b"}",
    "NaN": json.dumps(activity(value={"a": float("nan")})).encode(),
    "half a surrogate pair": json.dumps(activity(text="\ud83d")).encode(),
    "list": [activity()],
    "text": "message",
    "null": b"null",
    "empty object": {},
    **{f"no {' '.join(path)}": without(*path) for path in (
        ("type",), ("id",), ("channelId",), ("serviceUrl",), ("from",), ("from", "id"), ("recipient",),
        ("recipient", "id"), ("conversation",), ("conversation", "id"),
    )},
    "type is a number": activity(type=1),
    "type is empty": activity(type=""),
    "id is long": activity(id="x" * 1_001),
    "id has a line break": activity(id="a\nb"),
    "from is text": activity(**{"from": "29:x"}),
    "conversation is a list": activity(conversation=["19:x"]),
    "conversation id is an object": activity(conversation={"id": {"id": "19:x"}}),
    "channelData is text": activity(channelData="x"),
    "channelData is false": activity(channelData=False),
    "text is a number": activity(text=1),
    "name is an object": activity(name={}),
    "service over http": activity(serviceUrl="http://smba.trafficmanager.net/amer/"),
    "service is no address": activity(serviceUrl="smba"),
    "service is a file": activity(serviceUrl="file:///etc/passwd"),
    "service with half an address": activity(serviceUrl="https://[::1"),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
async def test_what_teams_never_sends_gets_400(door: Door, microsoft: Microsoft, case: str) -> None:
    """Also when whoever sends it has a good token: a clear answer, no 5xx, and the handler is not called."""
    answered = await door.post(f"Bearer {microsoft.token()}", MALFORMED[case])
    assert (answered.status, answered.text) == (400, "This request cannot be read.\n")
    assert door.seen == []


async def test_emoji_written_as_surrogate_pairs_are_text(door: Door, microsoft: Microsoft) -> None:
    body = json.dumps(activity(text="A tooth: 🦷"), ensure_ascii=True).encode()
    assert b"\\ud83e" in body
    assert (await door.post(f"Bearer {microsoft.token()}", body)).status == 200
    assert door.seen[0]["text"] == "A tooth: 🦷"


async def test_too_much_gets_413(door: Door, microsoft: Microsoft) -> None:
    """Up to the limit it is read; beyond it, here or in aiohttp, it is not."""
    spare = MAX_BODY - len(json.dumps(activity(text="")))
    for size, status in ((spare, 200), (spare + 1, 413), (2 * 1024 * 1024, 413)):
        assert (await door.post(f"Bearer {microsoft.token()}", activity(text="x" * size))).status == status


async def test_a_page_in_a_browser_cannot_speak_for_teams(door: Door, microsoft: Microsoft) -> None:
    """Pages may post text anywhere without asking, also to a bot on this machine that checks nobody."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = {"Content-Type": kind, "Authorization": f"Bearer {microsoft.token()}"}
        async with door.session.post(f"{door.base}/api/messages", data=json.dumps(activity()), headers=headers) as said:
            assert said.status == 415
    assert door.seen == []


async def test_what_the_handler_raises_goes_through(door: Door, microsoft: Microsoft) -> None:
    """A fault of ours must not look like a bad token."""

    async def broken(_: dict[str, Any]) -> None:
        raise PermissionError("ours")

    with pytest.raises(PermissionError, match="ours"):
        await door.gateway.answer(f"Bearer {microsoft.token()}", json.dumps(activity()).encode(), broken)


async def test_without_authentication_for_the_playground(
    session: Any, microsoft: Microsoft, ticks: Callable[[], float]
) -> None:
    """Emulator: any header or none gets in, from a service on this machine; what is malformed still does not."""
    settings = teams_settings(microsoft, MICROSOFT_APP_TYPE="Emulator", MICROSOFT_APP_TENANT_ID="")
    async with Door(Gateway(settings, session, ticks), session) as door:
        local = activity(serviceUrl="http://localhost:56150/_connector", channelData=None)
        for header in (None, "Bearer garbage", f"Bearer {make_token()}"):
            assert (await door.post(header, local)).status == 200
        assert (await door.post(None, activity(serviceUrl="http://evil.example/"))).status == 400
        assert (await door.post(None, activity(channelId="directline"))).status == 403
        assert len(door.seen) == 3
    assert microsoft.fetched.total() == 0


async def test_other_clouds_have_other_issuers(session: Any, microsoft: Microsoft, ticks: Callable[[], float]) -> None:
    issuer = "https://api.botframework.us"
    settings = teams_settings(microsoft, MICROSOFT_TOKEN_ISSUER=issuer)
    async with Door(Gateway(settings, session, ticks), session) as door:
        assert (await door.post(f"Bearer {microsoft.token(iss=issuer)}", activity())).status == 200
        assert (await door.post(f"Bearer {microsoft.token()}", activity())).status == 401
