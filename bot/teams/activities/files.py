"""Files sent to the bot in its chat: pictures and videos, texts of those who publish, tables of privacy officers. They
are kept in the sender's tray until a form takes them."""

from typing import Any

from bot.delivery import DeliveryError
from bot.teams.cards import courses, lists, oversight
from bot.teams.desk import Desk
from bot.teams.talk import Json, Talk
from handlers import media, tray
from handlers.errors import Refusal
from handlers.people import Sighting
from handlers.tray import Waiting

_DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


class NotTaken(Refusal):
    """“{name}” could not be fetched from Teams. Please send it again; pictures up to 10 MB and videos up to 50 MB are
    possible."""


class Files:
    """Takes what comes with messages in the personal chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def sent(self, talk: Talk) -> list[tuple[str, str]]:
        """(name, address) of every file with a message."""
        return [found for one in talk.attachments if (found := _file(one))]

    async def take(self, seen: Sighting, talk: Talk, files: list[tuple[str, str]]) -> None:
        """Keeps them, and says so with the way into the form."""
        came_of_it = [await self._keep(seen, talk, name, url) for name, url in files]
        refused = [said for said in came_of_it if isinstance(said, str)]
        kept = [file for file in came_of_it if isinstance(file, Waiting)]
        if refused:
            await self._desk.reply(talk, lists.said(" ".join(dict.fromkeys(refused))))
        kinds = {file.mime for file in kept}
        if kinds - {tray.TEXT, tray.TABLE}:
            await self._desk.reply(talk, lists.kept(await self._desk.act(seen, tray.waiting)))
        if tray.TABLE in kinds:
            await self._desk.reply(talk, oversight.kept(await self._desk.act(seen, tray.tables)))
        for file in kept:
            if file.mime == tray.TEXT:
                await self._desk.reply(talk, courses.kept(file))

    async def _keep(self, seen: Sighting, talk: Talk, name: str, url: str) -> Waiting | str:
        """The file as it is kept, or why it is not."""
        try:
            content = await self._fetched(talk, name, url)
            return await self._desk.act(seen, tray.keep, name, content)
        except Exception as error:
            return str(await self._desk.refusal(error))

    async def _fetched(self, talk: Talk, name: str, url: str) -> bytes:
        try:
            return await self._desk.connector.fetch(talk.service_url, url, media.VIDEO_LIMIT)
        except DeliveryError:
            raise NotTaken(name=name) from None


def _file(attachment: Json) -> tuple[str, str] | None:
    kind, content = attachment.get("contentType"), attachment.get("content")
    if kind == _DOWNLOAD and isinstance(content, dict):
        url: Any = content.get("downloadUrl")
    elif isinstance(kind, str) and kind.startswith("image/"):
        url = attachment.get("contentUrl")
    else:
        return None
    name = attachment.get("name")
    return (name[:200] if isinstance(name, str) and name else "picture", url) if isinstance(url, str) else None
