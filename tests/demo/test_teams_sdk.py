"""Microsoft's own Python libraries against the local workspace: what they send is taken, what they read is there."""

import asyncio
from typing import Any

import msal
import pytest
import requests
from botbuilder.schema import Activity, ChannelAccount, ConversationParameters, ErrorResponseException
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials

from bot.demo import Workspace
from bot.demo.teams.practice import APP, APP_ID, APP_PASSWORD, IDENTITIES, TENANT
from tests.demo.conftest import Open

RUTH = IDENTITIES["U0RUTH"]


class Loopback(requests.Session):
    """Stands for a proxy that ends TLS: MSAL takes only https addresses as a login."""

    def request(self, method: str, url: str, **more: Any) -> requests.Response:  # type: ignore[override]
        headers = {**(more.pop("headers", None) or {}), "X-Forwarded-Proto": "https"}
        plain = url.replace("https://127.0.0.1", "http://127.0.0.1")
        return super().request(method, plain, headers=headers, timeout=10, **more)


def fetch_token(space: Workspace, session: requests.Session) -> dict[str, Any]:
    login = space.teams.environ()["MICROSOFT_LOGIN_URL"].replace("http://", "https://")
    app = msal.ConfidentialClientApplication(
        APP_ID,
        client_credential=APP_PASSWORD,
        authority=f"{login}/{TENANT}",
        # Without this MSAL asks login.microsoftonline.com whether it knows 127.0.0.1.
        instance_discovery=False,
        http_client=session,
    )
    found: dict[str, Any] = app.acquire_token_for_client(["https://api.botframework.com/.default"])
    return found


class Credentials(MicrosoftAppCredentials):
    """Carries a token that was fetched before."""

    token = ""

    def get_access_token(self, force_refresh: bool = False) -> str:
        return self.token


async def test_msal_gets_a_token_and_the_connector_client_does_its_work(open_teams: Open) -> None:
    """Login, conversation, message, answer, update, members and a refusal, through msal and botframework-connector."""
    async with open_teams(teams="signed") as space:
        with Loopback() as session:
            found = await asyncio.to_thread(fetch_token, space, session)
        assert (found["token_type"], space.teams.world.token_fetches) == ("Bearer", 1)
        credentials = Credentials(APP_ID, APP_PASSWORD, TENANT)
        credentials.token = found["access_token"]
        calls = ConnectorClient(credentials, base_url=space.teams.client.service_url).conversations
        asked = ConversationParameters(
            bot=ChannelAccount(id=APP["id"]), members=[ChannelAccount(id=RUTH.id)], tenant_id=TENANT, is_group=False
        )
        chat = await calls.create_conversation(asked)
        assert chat.id == space.teams.world.conversations["U0RUTH"].id
        channel = space.teams.world.conversations["compliance"].id
        sent = await calls.send_to_conversation(channel, Activity(type="message", text="One"))
        thread = f"{channel};messageid={sent.id}"
        await calls.reply_to_activity(thread, sent.id, Activity(type="message", text="Two"))
        await calls.update_activity(channel, sent.id, Activity(type="message", text="Three"))
        assert [space.teams.words(one) for one in space.teams.messages()] == ["Three"]
        assert [space.teams.words(one) for one in space.teams.thread(sent.id)] == ["Two"]
        assert (await calls.get_conversation_member(channel, RUTH.id)).aad_object_id == RUTH.aad
        page = await calls.get_conversation_paged_members(channel, 2)
        assert len(page.members) == 2
        with pytest.raises(ErrorResponseException) as refused:
            await calls.update_activity(channel, "1", Activity(type="message", text="Four"))
        assert refused.value.error.error.code == "ActivityNotFoundInConversation"
