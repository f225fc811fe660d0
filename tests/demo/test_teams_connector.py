"""The Connector of the local workspace: what it does for a bot, and what it refuses as Teams would."""

import base64
import json
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bot.demo import Workspace
from bot.demo.practice import NEWCOMER
from bot.demo.teams.practice import APP, APP_ID, APP_PASSWORD, IDENTITIES, TEAM, TENANT
from tests.demo.conftest import Open
from tests.demo.standin import Connector, StandIn, attachment

HELLO = {"type": "message", "text": "Hello"}
RUTH = IDENTITIES["U0RUTH"]


def card(*body: Any, **more: Any) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}


def place(space: Workspace, key: str = "compliance") -> str:
    return space.teams.world.conversations[key].id


async def test_a_message_is_posted_answered_updated_and_deleted(space: Workspace, connector: Connector) -> None:
    """Each call of the loop does what Teams does, in the channel and in its thread."""
    status, said = await connector.post(place(space), HELLO)
    assert status == 201
    thread = f"{place(space)};messageid={said['id']}"
    assert (await connector.post(thread, {"type": "message", "text": "in the thread"}))[0] == 201
    path = f"v3/conversations/{place(space)}/activities/{said['id']}"
    assert await connector.call("PUT", path, {"type": "message", "text": "Changed"}) == (200, {"id": said["id"]})
    assert [space.teams.words(one) for one in space.teams.messages()] == ["Changed"]
    assert [space.teams.words(one) for one in space.teams.thread(said["id"])] == ["in the thread"]
    assert (await connector.call("DELETE", path))[0] == 200
    assert space.teams.messages() == []
    assert space.world.refusals == []


async def test_a_personal_chat_is_found_by_account_or_object_id(space: Workspace, connector: Connector) -> None:
    """Creating a conversation with one member gives the chat that is there, and posting to it reaches the person."""
    for id in (RUTH.id, RUTH.aad):
        asked = {"bot": APP, "members": [{"id": id}], "isGroup": False, "tenantId": TENANT}
        status, said = await connector.call("POST", "v3/conversations", asked)
        assert (status, said["id"]) == (201, place(space, "U0RUTH"))
    await connector.post(said["id"], HELLO)
    assert [space.teams.words(one) for one in space.teams.personal("U0RUTH")] == ["Hello"]


async def test_a_channel_gets_a_new_thread(space: Workspace, connector: Connector) -> None:
    """A conversation made in a channel answers with the thread's id and its first message's."""
    asked = {"isGroup": True, "channelData": {"channel": {"id": place(space, "general")}}, "activity": HELLO}
    status, said = await connector.call("POST", "v3/conversations", asked)
    assert status == 201
    assert said["id"] == f"{TEAM['id']};messageid={said['activityId']}"


async def test_members_are_described_as_teams_does(space: Workspace, connector: Connector) -> None:
    """Identity, role and pages: who is a guest can be told, and strangers are not there."""
    status, sam = await connector.call("GET", f"v3/conversations/{TEAM['id']}/members/{IDENTITIES['U0SAM'].id}")
    assert (status, sam["userRole"], sam["tenantId"]) == (200, "guest", TENANT)
    status, ruth = await connector.call("GET", f"v3/conversations/{place(space)};messageid=1/members/{RUTH.aad}")
    assert (ruth["aadObjectId"], ruth["userPrincipalName"]) == (RUTH.aad, "ruth@riverside-dental.example")
    first = await connector.call("GET", f"v3/conversations/{TEAM['id']}/pagedmembers?pageSize=4")
    token = first[1]["continuationToken"]
    second = await connector.call("GET", f"v3/conversations/{TEAM['id']}/pagedmembers?continuationToken={token}")
    everybody = [one["name"] for page in (first, second) for one in page[1]["members"]]
    assert sorted(everybody) == sorted(one.person.name for key, one in IDENTITIES.items() if key != NEWCOMER)
    assert second[1]["continuationToken"] is None
    status, said = await connector.call("GET", f"v3/conversations/{place(space)}/members/{IDENTITIES['U0MAYA'].id}")
    assert (status, said["error"]["code"]) == (404, "MemberNotFoundInConversation")


@pytest.mark.parametrize(
    ("activity", "status", "code"),
    [
        ({"type": "message", "text": "a" * 28_700}, 413, "MessageSizeTooBig"),
        ({"type": "message"}, 400, "BadSyntax"),
        ({"type": "event", "text": "a"}, 400, "BadSyntax"),
        ({"type": "message", "text": "a", "textFormat": "rtf"}, 400, "BadSyntax"),
        ({"type": "message", "attachments": [{"contentType": "application/pdf"}]}, 400, "BadSyntax"),
        (
            {"type": "message", "text": "Hi", "entities": [{"type": "mention", "text": "<at>Ruth</at>"}]},
            400,
            "BadSyntax",
        ),
        (["no", "activity"], 400, "BadSyntax"),
    ],
)
async def test_messages_teams_refuses(
    space: Workspace, connector: Connector, activity: Any, status: int, code: str
) -> None:
    """Nothing is posted, and the page's list of refusals says what was wrong."""
    found = await connector.post(place(space), activity)
    assert (found[0], found[1]["error"]["code"]) == (status, code)
    assert space.teams.messages() == []
    assert [(one["method"], one["error"]) for one in space.world.refusals] == [("teams post", code)]


_TEXT = {"type": "TextBlock", "text": "a"}
_SEVEN = [{"type": "Action.Execute", "title": str(n), "verb": "v"} for n in range(7)]


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (card(_TEXT) | {"version": "1.6"}, "version 1.6"),
        ({"type": "AdaptiveCard", "body": []}, "missing required field: version"),
        (card({"type": "Carousel"}), "unsupported type: Carousel [json-pointer:/body/0]"),
        (card({"type": "TextBlock", "txt": "a"}), "unexpected field: txt"),
        (card({"type": "Input.Text", "label": "Why?"}), "missing required field: id"),
        (card({"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}), "the id a is used 2 times"),
        (card({"type": "ActionSet", "actions": _SEVEN}), "at most 6 actions"),
        (card(actions=_SEVEN), "at most 6 actions, here are 7 [/actions]"),
        (card({**_TEXT, "weight": "bold"}), "must be one of default, lighter, bolder [/body/0/weight]"),
        (card({**_TEXT, "wrap": "yes"}), "must be a boolean"),
        (card(actions=[{"type": "Action.OpenUrl", "url": "javascript:alert(1)"}]), "must be an address of the web"),
        (
            card({"type": "Container", "items": [], "selectAction": {"type": "Action.ShowCard", "card": card()}}),
            "ShowCard",
        ),
        (card(actions=[{"type": "Action.ShowCard", "card": card({"type": "Nope"})}]), "Nope"),
        (card({"type": "Input.Text", "id": "a", "regex": "("}), "must be a regular expression"),
        ("no card", "unsupported type"),
    ],
)
async def test_cards_teams_would_not_show(space: Workspace, connector: Connector, refused: Any, words: str) -> None:
    """The answer says what is wrong and where."""
    status, said = await connector.post(place(space), {"type": "message", "attachments": [attachment(refused)]})
    assert (status, said["error"]["code"]) == (400, "BadSyntax")
    assert words in said["error"]["message"]


async def test_calls_teams_refuses(space: Workspace, connector: Connector) -> None:
    """Status and code as Microsoft lists them."""
    said = await space.teams.say("U0RUTH", "Mine", "compliance")
    assert said is None
    theirs = space.teams.messages()[0]["id"]
    here = f"v3/conversations/{place(space)}/activities"
    cases = [
        ("POST", "v3/conversations/19:nowhere@thread.tacv2/activities", 404, "ConversationNotFound"),
        ("POST", f"v3/conversations/{place(space)};messageid=1/activities", 404, "ConversationNotFound"),
        ("PUT", f"{here}/123", 404, "ActivityNotFoundInConversation"),
        ("PUT", f"{here}/{theirs}", 403, "NotEnoughPermissions"),
        ("DELETE", f"{here}/{theirs}", 403, "NotEnoughPermissions"),
    ]
    for method, path, status, code in cases:
        found = await connector.call(method, path, HELLO)
        assert (found[0], found[1]["error"]["code"]) == (status, code)
    space.teams.world.conversations["compliance"].blocked = "MessageWritesBlocked"
    assert (await connector.post(place(space), HELLO))[1]["error"]["code"] == "MessageWritesBlocked"
    assert len(space.world.refusals) == len(cases) + 1


async def test_a_bot_that_was_removed_cannot_write(space: Workspace, connector: Connector) -> None:
    """From the team: not in the roster. From somebody's chats: not installed for them."""
    await space.teams.install("U0RUTH", "general", added=False)
    await space.teams.install("U0MAYA", added=False)
    assert (await connector.post(place(space), HELLO))[1]["error"]["code"] == "BotNotInConversationRoster"
    asked = {"members": [{"id": IDENTITIES["U0MAYA"].id}], "tenantId": TENANT}
    status, said = await connector.call("POST", "v3/conversations", asked)
    assert (status, said["error"]["code"]) == (403, "ForbiddenOperationException")
    await space.teams.install("U0RUTH", "general")
    assert (await connector.post(place(space), HELLO))[0] == 201


async def test_faults_can_be_injected(space: Workspace, connector: Connector) -> None:
    """A limit with Retry-After, an error, a lost answer: as often as asked for, then all is well."""
    space.teams.fail("post", "TooManyRequests", retry_after=7)
    async with aiohttp.ClientSession() as session:
        url = f"{space.teams.client.service_url}v3/conversations/{place(space)}/activities"
        async with session.post(url, json=HELLO) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "7")
        space.teams.fail("post", "http_500")
        async with session.post(url, json=HELLO) as response:
            assert response.status == 500
        assert space.teams.messages() == []
        space.teams.fail("post", "drop")
        with pytest.raises(aiohttp.ClientError):
            await session.post(url, json=HELLO)
    assert [space.teams.words(one) for one in space.teams.messages()] == ["Hello"]
    assert (await connector.post(place(space), HELLO))[0] == 201


async def test_files_and_pictures_can_be_fetched(space: Workspace, standin: StandIn, connector: Connector) -> None:
    """A file by an address that needs no token; a picture by one that does where tokens are used."""
    file = space.upload("U0MAYA", "room.png", b"\x89PNG of a room")
    await space.teams.say("U0MAYA", "Here", files=[file], pictures=[file])
    sent, pasted, words = standin.last("message")["attachments"]
    assert (sent["contentType"], sent["name"]) == ("application/vnd.microsoft.teams.file.download.info", "room.png")
    assert sent["content"]["fileType"] == "png"
    assert (pasted["contentType"], words["contentType"]) == ("image/png", "text/html")
    async with aiohttp.ClientSession() as session:
        for url in (sent["content"]["downloadUrl"], pasted["contentUrl"]):
            async with session.get(url) as response:
                assert await response.read() == b"\x89PNG of a room"
        space.teams.world.signed = True
        async with session.get(pasted["contentUrl"]) as response:
            assert response.status == 401
        headers = {"Authorization": f"Bearer {space.teams.world.issue_token()}"}
        async with session.get(pasted["contentUrl"], headers=headers) as response:
            assert response.status == 200


async def test_tokens_are_issued_asked_for_and_counted(open_teams: Open) -> None:
    """Client credentials give a bearer; without one the Connector says 401."""
    async with open_teams(teams="signed") as space, aiohttp.ClientSession() as session:
        given = space.teams.environ()
        login = f"{given['MICROSOFT_LOGIN_URL']}/{TENANT}/oauth2/v2.0/token"
        asked = {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "scope": "https://api.botframework.com/.default",
        }
        async with session.post(login, data=asked | {"client_secret": "wrong"}) as response:
            assert (response.status, (await response.json())["error"]) == (401, "invalid_client")
        async with session.post(login, data=asked | {"client_secret": APP_PASSWORD}) as response:
            token = (await response.json())["access_token"]
        assert space.teams.world.token_fetches == 1
        service_url = space.teams.client.service_url
        assert (await Connector(session, service_url).post(place(space), HELLO))[0] == 401
        assert (await Connector(session, service_url, "made up").post(place(space), HELLO))[0] == 401
        assert (await Connector(session, service_url, token).post(place(space), HELLO))[0] == 201


async def test_requests_are_signed_with_a_key_the_bot_can_find(open_teams: Open, standin: StandIn) -> None:
    """A token for this app, from Teams' issuer, naming the service, verified with the published key."""
    async with open_teams(teams="signed") as space, aiohttp.ClientSession() as session:
        await space.teams.say("U0MAYA", "help")
        header, claims, signature = standin.headers[-1].removeprefix("Bearer ").split(".")
        async with session.get(space.teams.environ()["MICROSOFT_OPENID_METADATA_URL"]) as response:
            keys_url = (await response.json())["jwks_uri"]
        async with session.get(keys_url) as response:
            (key,) = (await response.json())["keys"]
    stated, kid = json.loads(_bytes(claims)), json.loads(_bytes(header))["kid"]
    assert (stated["aud"], stated["iss"], kid) == (APP_ID, "https://api.botframework.com", key["kid"])
    assert stated["serviceurl"] == standin.last("message")["serviceUrl"]
    assert key["endorsements"] == ["msteams"]
    numbers = rsa.RSAPublicNumbers(*(int.from_bytes(_bytes(key[name])) for name in ("e", "n")))
    signed = f"{header}.{claims}".encode()
    numbers.public_key().verify(_bytes(signature), signed, padding.PKCS1v15(), hashes.SHA256())


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
