"""What the bot says in Teams, and what is known of a call that failed: not done, perhaps done, refused until mended."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery import Blocked, DeliveryError, Gone, NotSent, Unsure
from bot.teams.connector import Connector, NotFetched
from bot.teams.tokens import Tokens
from tests.teams.fakes import APP, SECRET, TENANT, BotConnector, Login, Server, teams_settings

CHANNEL = "19:compliance@thread.tacv2"
PERSONAL = "a:1priya"
CARD = {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}]}
MAYA = {"id": "29:1maya", "aadObjectId": "0a1b2c3d-0000-0000-0000-0000000000f2", "name": "Maya", "userRole": "user"}


@pytest.fixture
def service(connector_service: BotConnector) -> BotConnector:
    connector_service.conversations = {CHANNEL: {}, PERSONAL: {}}
    connector_service.members = {MAYA["id"]: MAYA, MAYA["aadObjectId"]: MAYA}
    return connector_service


@pytest.fixture
def connector(session: aiohttp.ClientSession, login: Login) -> Connector:
    return Connector(session, Tokens(teams_settings(login=login)))


async def test_a_card_is_posted_and_replaced(connector: Connector, service: BotConnector, login: Login) -> None:
    """As plain dicts, with our token, one token for all."""
    posted = await connector.send(service.url, CHANNEL, CARD)
    assert service.conversations[CHANNEL][posted]["attachments"] == CARD["attachments"]
    await connector.update(service.url, CHANNEL, posted, {"type": "message", "text": "ä 🦷"})
    assert service.conversations[CHANNEL][posted]["text"] == "ä 🦷"
    assert {authorization for _, _, authorization in service.calls} == {"Bearer bearer-1"}
    assert login.served == 1


@pytest.mark.parametrize(
    ("conversation", "path"),
    [
        (CHANNEL, f"/conversations/{CHANNEL};messageid=17/activities"),
        (PERSONAL, f"/conversations/{PERSONAL}/activities/17"),
    ],
)
async def test_an_answer_goes_where_the_conversation_has_threads(
    connector: Connector, service: BotConnector, conversation: str, path: str
) -> None:
    await connector.send(service.url, conversation, CARD, reply_to="17")
    assert service.calls[-1][:2] == ("POST", f"/amer/v3{path}")


async def test_a_personal_chat_is_always_the_same(connector: Connector, service: BotConnector) -> None:
    first = await connector.create_conversation(service.url, f"28:{APP}", TENANT, MAYA["id"])
    assert await connector.create_conversation(service.url, f"28:{APP}", TENANT, MAYA["id"]) == first
    await connector.send(service.url, first, CARD)


async def test_who_is_in_a_conversation(connector: Connector, service: BotConnector) -> None:
    """By either id; and nobody is nobody."""
    assert await connector.member(service.url, CHANNEL, MAYA["id"]) == MAYA
    assert await connector.member(service.url, CHANNEL, MAYA["aadObjectId"]) == MAYA
    assert await connector.member(service.url, CHANNEL, "29:1nobody") is None


@pytest.mark.parametrize("odd", ["a/b", "../x", "a?b=c#d", "a%2Fb", "ä b", "a\r\nX-Evil: 1"])
async def test_an_odd_id_stays_an_id(connector: Connector, service: BotConnector, odd: str) -> None:
    """Ids come from outside; none may become a part of the address."""
    assert await connector.member(service.url, CHANNEL, odd) is None
    assert service.calls[-1][1] == f"/amer/v3/conversations/{CHANNEL}/members/{odd}"


Call = Callable[[Connector, str], Coroutine[Any, Any, Any]]
CALLS: dict[str, Call] = {
    "send": lambda connector, url: connector.send(url, CHANNEL, CARD),
    "update": lambda connector, url: connector.update(url, CHANNEL, "1", CARD),
    "create": lambda connector, url: connector.create_conversation(url, f"28:{APP}", TENANT, MAYA["id"]),
    "member": lambda connector, url: connector.member(url, CHANNEL, MAYA["id"]),
}
ANY = tuple(CALLS)
#: Where nothing changes, or twice is once, nothing stays unsure.
SURE, UNSURE = ("create", "member"), ("send", "update")


async def failed(connector: Connector, service: BotConnector, kind: str) -> DeliveryError:
    service.conversations[CHANNEL].setdefault("1", {})
    with pytest.raises(DeliveryError) as caught:
        await CALLS[kind](connector, service.url)
    assert caught.value.__cause__ is None
    assert SECRET not in str(caught.value)
    assert "Priya" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("kinds", "fault", "expected"),
    [
        (ANY, {"status": 429, "code": "Throttled"}, NotSent),
        (ANY, {"status": 429, "code": "Throttled", "headers": {"Retry-After": "7"}}, NotSent),
        (ANY, {"status": 412, "code": "PreconditionFailed"}, NotSent),
        (ANY, {"status": 400, "code": "BadArgument"}, NotSent),
        (ANY, {"status": 413, "code": "MessageSizeTooBig"}, NotSent),
        (ANY, {"status": 302, "code": "Found", "headers": {"Location": "https://evil.example/"}}, NotSent),
        (ANY, {"status": 503, "code": "ServiceError", "headers": {"Retry-After": "7"}}, NotSent),
        (UNSURE, {"status": 503, "code": "ServiceError"}, Unsure),
        (UNSURE, {"status": 500, "code": "ServiceError"}, Unsure),
        (UNSURE, {"status": 502, "code": "ServiceError", "headers": {"Retry-After": "7"}}, Unsure),
        (UNSURE, {"status": 504, "code": "ServiceError"}, Unsure),
        (SURE, {"status": 503, "code": "ServiceError"}, NotSent),
        (SURE, {"status": 500, "code": "ServiceError"}, NotSent),
        (SURE, {"status": 502, "code": "ServiceError", "headers": {"Retry-After": "7"}}, NotSent),
        (ANY, {"status": 401, "code": "BotNotRegistered"}, Blocked),
        (ANY, {"status": 403, "code": "BotNotInConversationRoster"}, Blocked),
        (ANY, {"status": 403, "code": "MessageWritesBlocked"}, Blocked),
        (ANY, {"status": 403, "code": "ConversationBlockedByUser"}, Blocked),
        (("send", "create"), {"status": 404, "code": "ConversationNotFound"}, Blocked),
        (("update",), {"status": 404, "code": "ActivityNotFoundInConversation"}, Gone),
    ],
)
async def test_a_refusal_says_what_is_known(
    connector: Connector,
    service: BotConnector,
    kinds: tuple[str, ...],
    fault: dict[str, Any],
    expected: type[Exception],
) -> None:
    """The code goes on, the sentence does not: it may name people."""
    for kind in kinds:
        service.fail(kind, **fault)
        error = await failed(connector, service, kind)
        assert (type(error), error.code) == (expected, fault["code"])
        if expected in (NotSent, Unsure):
            assert error.after == (7.0 if fault.get("headers", {}).get("Retry-After") else None)


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("0", 0, 0),
        ("2.5", 2.5, 2.5),
        ("99999999", 3_600, 3_600),
        (timedelta(hours=3), 3_600, 3_600),
        (timedelta(seconds=600), 300, 600),
        (timedelta(seconds=-600), 0, 0),
        ("soon", None, None),
        ("-5", None, None),
        ("²", None, None),
        ("", None, None),
    ],
)
async def test_how_long_to_wait(
    connector: Connector, service: BotConnector, header: str | timedelta, low: float | None, high: float | None
) -> None:
    """Seconds or a date, an hour at most; what is neither is as good as nothing."""
    if isinstance(header, timedelta):
        header = format_datetime(datetime.now(UTC) + header, usegmt=True)
    service.fail("send", status=429, code="Throttled", headers={"Retry-After": header})
    after = (await failed(connector, service, "send")).after
    assert after is None if low is None else low <= (after or 0) <= (high or 0)


@pytest.mark.parametrize("kind", ANY)
async def test_a_lost_answer(connector: Connector, service: BotConnector, kind: str) -> None:
    """The message is there and nobody told us: unsure. What may be repeated is not."""
    service.fail(kind, drop=True, times=2)
    error = await failed(connector, service, kind)
    assert (type(error), error.code) == (Unsure if kind in UNSURE else NotSent, "no_answer")


async def test_a_send_is_never_repeated_by_itself(connector: Connector, service: BotConnector) -> None:
    """aiohttp repeats some requests on a dropped connection; a message would be there twice."""
    await connector.member(service.url, CHANNEL, MAYA["id"])
    service.fail("send", drop=True)
    await failed(connector, service, "send")
    assert [method for method, _, _ in service.calls] == ["GET", "POST"]


@pytest.mark.parametrize("kind", ANY)
async def test_nobody_listens(connector: Connector, kind: str) -> None:
    async with BotConnector() as gone:
        url = gone.url
    with pytest.raises(NotSent, match=r"^unreachable$"):
        await CALLS[kind](connector, url)


@pytest.mark.parametrize("kind", ANY)
@pytest.mark.parametrize("url", ["http://smba.trafficmanager.net/amer/", "ftp://x/", "smba", "", "https://"])
async def test_our_token_goes_nowhere_unencrypted(connector: Connector, login: Login, kind: str, url: str) -> None:
    with pytest.raises(Blocked, match=r"^unsafe_address$"):
        await CALLS[kind](connector, url)
    assert login.served == 0


async def test_without_a_token_nothing_is_sent(connector: Connector, service: BotConnector, login: Login) -> None:
    login.error = "invalid_client"
    with pytest.raises(Blocked, match=r"^invalid_client$"):
        await connector.send(service.url, CHANNEL, CARD)
    assert service.calls == []


@pytest.mark.parametrize("said", ["<html>", "[1]", '{"error": "x"}', '{"error": {"code": "a b"}}', '{"id": 7}'])
async def test_an_answer_that_is_not_microsofts(session: aiohttp.ClientSession, said: str) -> None:
    """A proxy's page instead of the service's words: the status is all there is. A success without an id is none."""
    statuses = [403, 200]

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=statuses.pop(0), text=said)

    proxy = Server()
    proxy.app.router.add_post("/{tail:.*}", answer)
    async with proxy:
        connector = Connector(session, Tokens(teams_settings(MICROSOFT_APP_TYPE="Emulator")))
        with pytest.raises(Blocked, match=r"^http_403$"):
            await connector.send(proxy.base, CHANNEL, CARD)
        with pytest.raises(Unsure, match=r"^no_id$"):
            await connector.send(proxy.base, CHANNEL, CARD)


async def test_the_emulator_gets_no_header(session: aiohttp.ClientSession, service: BotConnector) -> None:
    await Connector(session, Tokens(teams_settings(MICROSOFT_APP_TYPE="Emulator"))).send(service.url, PERSONAL, CARD)
    assert service.calls[-1][2] is None


async def test_a_picture_is_fetched_with_our_token(connector: Connector, service: BotConnector) -> None:
    service.files["1"] = b"x" * 200_000
    url = f"{service.url}v3/attachments/1/views/original"
    assert await connector.fetch(service.url, url, 200_000) == service.files["1"]
    assert service.calls[-1][2] == "Bearer bearer-1"
    with pytest.raises(NotFetched, match=r"^too_large$"):
        await connector.fetch(service.url, url, 199_999)
    service.fail("file", status=404)
    with pytest.raises(NotFetched, match=r"^http_404$"):
        await connector.fetch(service.url, url, 199_999)
    service.fail("file", status=302, headers={"Location": "https://evil.example/"})
    with pytest.raises(NotFetched, match=r"^http_302$"):
        await connector.fetch(service.url, url, 199_999)
    service.fail("file", drop=True, times=2)
    with pytest.raises(NotFetched, match=r"^no_answer$"):
        await connector.fetch(service.url, url, 199_999)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.png",
        "https://evil.example/?https://practice.sharepoint.com/x.png",
        "https://practice.sharepoint.com.evil.example/x.png",
        "https://practice.sharepoint.com@evil.example/x.png",
        "https://evil.example\\@practice.sharepoint.com/x.png",
        "https://sharepoint.com/x.png",
        "http://practice.sharepoint.com/x.png",
        "http://169.254.169.254/metadata/identity/oauth2/token",
        "http://localhost:5432/",
        "https://[::1/x.png",
        "file:///etc/passwd",
        "//practice.sharepoint.com/x.png",
        "https://practice.sharepoint.com/ä.png",
        "https://practice.sharepoint.com/\r\nX: y",
        "",
    ],
)
async def test_only_where_teams_keeps_files(
    connector: Connector, service: BotConnector, login: Login, url: str
) -> None:
    """An address in a message could be anything that we can reach and its author cannot."""
    with pytest.raises(NotFetched, match=r"^not_allowed$"):
        await connector.fetch(service.url, url, 1_000)
    assert login.served == 0
