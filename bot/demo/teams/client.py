"""Tells the bot what people do in Teams, with the activities Teams sends (Microsoft's bot and dialog references)."""

import asyncio
import html
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import aiohttp

from bot.demo.client import Answer
from bot.demo.teams.keys import SigningKey
from bot.demo.teams.practice import APP, IDENTITIES, TEAM, TENANT
from bot.demo.teams.world import Conversation, Json, TeamsWorld
from bot.demo.world import File

#: A form's answer counts for five seconds; then Teams sends it again, twice.
PATIENCE = 5.0
RESENDS = 2
_FORMS = frozenset({"task/submit", "composeExtension/submitAction"})
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


class Client:
    """Sends to one bot at `url`. `here` is where the workspace is served."""

    def __init__(self, teams: TeamsWorld, session: aiohttp.ClientSession, url: str, here: str) -> None:
        self.teams = teams
        self.url = url
        self.service_url = f"{here}/demo/teams/connector/"
        self.key = SigningKey()
        self.patience = PATIENCE
        #: Everything that was sent, oldest first, so that it can be looked at and sent again.
        self.sent: list[Json] = []
        self._session = session
        self._here = here

    async def send(self, activity: Json) -> Answer:
        """One request, as it is; status 0 where the bot does not answer at all."""
        self.sent.append(activity)
        headers = {"Authorization": f"Bearer {self.key.token(self.service_url)}"} if self.teams.signed else {}
        try:
            async with self._session.post(self.url, json=activity, headers=headers) as response:
                return Answer(response.status, await response.text())
        except (aiohttp.ClientError, TimeoutError):
            return Answer(0, "")

    async def message(
        self, person: str, conversation: Conversation, said: Json, attachments: list[Json] | None = None
    ) -> Answer:
        """Something said to the bot, in its chat or with a mention in a channel; `said` is the message as it stands."""
        mentioned = conversation.kind == "channel"
        text = said["text"].replace(f"@{APP['name']}", f"<at>{APP['name']}</at>") if mentioned else said["text"]
        words = {"contentType": "text/html", "content": f"<div><p>{html.escape(said['text'])}</p></div>"}
        mention = {"type": "mention", "text": f"<at>{APP['name']}</at>", "mentioned": APP}
        base = self._base(person, conversation, "message", thread=said["thread"] or said["id"])
        base["entities"] += [mention] if mentioned else []
        # Teams adds what was typed as HTML, and ends a channel's text with a line break.
        more = {"text": text + "\n" * mentioned, "textFormat": "plain", "attachments": [*(attachments or []), words]}
        return await self.send({**base, **more, "id": said["id"]})

    async def submit_message(self, person: str, conversation: Conversation, message: Json, value: Any) -> Answer:
        """Action.Submit on a card: a message without text that carries the values."""
        base = self._base(person, conversation, "message", message["id"], _thread(conversation, message))
        return await self.send({**base, "value": value, "textFormat": "plain"})

    async def invoke(
        self, person: str, conversation: Conversation, name: str, value: Json, message: Json | None = None
    ) -> Answer:
        """Asks the bot for an answer; `message` is the card it began on. A form is sent again when no answer comes."""
        thread = _thread(conversation, message) if message else None
        base = self._base(person, conversation, "invoke", message["id"] if message else None, thread)
        activity = {**base, "name": name, "value": value}
        if name.startswith("composeExtension/"):
            activity["channelData"] = {**base["channelData"], "source": {"name": "compose"}}
        return await (self._patiently(activity) if name in _FORMS else self.send(activity))

    async def _patiently(self, activity: Json) -> Answer:
        """The first answer; ends when every request has ended. Each carries an id of its own and the same value."""
        asked: list[asyncio.Task[Answer]] = []
        for _ in range(RESENDS + 1):
            asked.append(asyncio.create_task(self.send({**activity, "id": f"f:{uuid4()}"})))
            done, _waiting = await asyncio.wait(asked, timeout=self.patience, return_when=asyncio.FIRST_COMPLETED)
            if done:
                break
        done, _waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        first = done.pop().result()
        await asyncio.gather(*asked)
        return first

    async def installed(self, person: str, conversation: Conversation, added: bool = True) -> list[Answer]:
        """The bot is added to a chat or a team, or removed: what Teams tells about it, in Teams' order."""
        base = self._base(person, conversation, "conversationUpdate")
        if conversation.kind == "channel":
            base["channelData"] |= {"eventType": "teamMemberAdded" if added else "teamMemberRemoved", "team": TEAM}
        members = {"membersAdded" if added else "membersRemoved": [APP]}
        update = {"type": "installationUpdate", "id": f"f:{uuid4()}", "action": "add" if added else "remove"}
        return [await self.send({**base, **more}) for more in (members, update)]

    async def joined(self, person: str, conversation: Conversation, added_by: str = "U0RUTH") -> Answer:
        """Somebody is added to the team the bot is in, by one of its owners."""
        base = self._base(added_by, conversation, "conversationUpdate")
        base["channelData"] |= {"eventType": "teamMemberAdded", "team": TEAM}
        new = {"id": IDENTITIES[person].id, "aadObjectId": IDENTITIES[person].aad}
        return await self.send({**base, "membersAdded": [new]})

    def files(self, files: list[File]) -> list[Json]:
        """Files as the personal chat hands them over: an address that needs no token."""
        return [
            {
                "contentType": DOWNLOAD,
                "contentUrl": f"{self._here}/personal/documents/{file.name}",
                "name": file.name,
                "content": {
                    "downloadUrl": f"{self._here}/demo/teams/files/{self.teams.link(file.id)}",
                    "uniqueId": file.id,
                    "fileType": file.name.rpartition(".")[2],
                },
            }
            for file in files
        ]

    def pictures(self, files: list[File]) -> list[Json]:
        """Pictures pasted into a message: an address that takes the bot's token."""
        view = f"{self.service_url}v3/attachments/{{}}/views/original"
        return [{"contentType": file.mime, "contentUrl": view.format(file.id)} for file in files]

    def _base(
        self, person: str, conversation: Conversation, kind: str, reply_to: str | None = None, thread: str | None = None
    ) -> Json:
        identity, now = IDENTITIES[person], self.teams.world.clock()
        zone = identity.person.tz
        place: Json = {"conversationType": conversation.kind, "tenantId": TENANT, "id": conversation.id}
        about: Json = {"tenant": {"id": TENANT}}
        if conversation.kind == "channel":
            place |= {"isGroup": True, "id": f"{conversation.id};messageid={thread}" if thread else conversation.id}
            about |= {"channel": {"id": conversation.id}, "team": {"id": TEAM["id"]}}
            about |= {"teamsChannelId": conversation.id, "teamsTeamId": TEAM["id"]}
        client = {"type": "clientInfo", "locale": "en-US", "country": "US", "platform": "Web", "timezone": zone}
        return {
            "type": kind,
            "id": f"f:{uuid4()}",
            "timestamp": now.isoformat().replace("+00:00", "Z"),
            "localTimestamp": now.astimezone(ZoneInfo(zone)).isoformat(),
            "localTimezone": zone,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": identity.account(),
            "recipient": APP,
            "conversation": place,
            "entities": [client],
            "channelData": about,
            "locale": "en-US",
            **({"replyToId": reply_to} if reply_to else {}),
        }


def _thread(conversation: Conversation, message: Json) -> str | None:
    return (message["thread"] or message["id"]) if conversation.kind == "channel" else None
