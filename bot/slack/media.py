"""Files people put into the form, fetched from Slack and recognised by what they are."""

import asyncio
import time
from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import DeliveryError
from bot.slack.client import read
from handlers import media
from handlers.drafts import Upload
from handlers.errors import FieldProblem

#: Slack closes a form that is not answered in three seconds.
_DEADLINE = 2.2
_FETCH_SECONDS = 60
_KEEP_SECONDS = 600.0
_KEEP_BYTES = 200 * 1024 * 1024
_CHUNK = 64 * 1024


class StillFetching(FieldProblem):
    """Slack is still handing over “{name}”. Nothing you typed is lost: wait a few seconds and press the
    button again."""

    field = "media"


class NotFetched(FieldProblem):
    """“{name}” could not be fetched from Slack. Remove it here and add it again."""

    field = "media"


class MediaShelf:
    """Fetches each file once, and keeps it until the form is sent: a retry of the form finds it at hand."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, api_url: str) -> None:
        self._client = client
        self._session = session
        # The token must go to Slack only, whatever address a file claims to have.
        self._hosts = {"files.slack.com", urlsplit(api_url).netloc}
        self._fetching: OrderedDict[str, tuple[float, asyncio.Task[bytes]]] = OrderedDict()

    async def take(self, files: list[dict[str, Any]], uploader_id: int, alts: list[str]) -> list[Upload]:
        """The files as uploads; raises `StillFetching`, `NotFetched`, `media.NotMedia` or `media.TooBig`."""
        found = await self.fetch(files, media.VIDEO_LIMIT)
        return [_upload(file, content, uploader_id, alt) for file, content, alt in zip(files, found, alts, strict=True)]

    async def fetch(self, files: list[dict[str, Any]], limit: int) -> list[bytes]:
        """What is in the files, whatever it is; raises `StillFetching`, `NotFetched` and, of a file that says itself
        that it has more than `limit` bytes, `media.TooBig`."""
        for file in files:
            media.require_size(int(file.get("size") or 0), limit, _name(file))
        tasks = [self._task(file) for file in files]
        if tasks:
            await asyncio.wait(tasks, timeout=_DEADLINE)
        return [self._content(file, task) for file, task in zip(files, tasks, strict=True)]

    async def content(self, file: dict[str, Any]) -> bytes:
        """A file that is no picture or video, as it is; raises `StillFetching` or `NotFetched`."""
        task = self._task(file)
        await asyncio.wait([task], timeout=_DEADLINE)
        return self._content(file, task)

    def _content(self, file: dict[str, Any], task: asyncio.Task[bytes]) -> bytes:
        if not task.done():
            raise StillFetching(name=_name(file))
        error = task.exception()
        if error is None:
            return task.result()
        self._fetching.pop(file["id"], None)
        if isinstance(error, FieldProblem):
            raise error
        raise NotFetched(name=_name(file))

    def _task(self, file: dict[str, Any]) -> asyncio.Task[bytes]:
        self._tidy()
        kept = self._fetching.get(file["id"])
        if kept is None:
            kept = (time.monotonic(), asyncio.create_task(self._fetch(file)))
            self._fetching[file["id"]] = kept
        return kept[1]

    def _tidy(self) -> None:
        size = sum(len(task.result()) for _, task in self._fetching.values() if _succeeded(task))
        while self._fetching:
            oldest, (since, task) = next(iter(self._fetching.items()))
            if time.monotonic() - since < _KEEP_SECONDS and size <= _KEEP_BYTES:
                return
            size -= len(task.result()) if _succeeded(task) else 0
            task.cancel()
            del self._fetching[oldest]

    async def _fetch(self, file: dict[str, Any]) -> bytes:
        async with asyncio.timeout(_FETCH_SECONDS):
            url = file.get("url_private_download") or await self._address(file["id"])
            if urlsplit(url).netloc not in self._hosts:
                raise NotFetched(name=_name(file))
            headers = {"Authorization": f"Bearer {self._client.token}"}
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status != 200:
                    raise NotFetched(name=_name(file))
                return await _read(response, file)

    async def _address(self, file_id: str) -> str:
        try:
            answer = await read(self._client, "files.info", file=file_id)
        except DeliveryError:
            return ""
        return str(answer["file"].get("url_private_download", ""))


async def _read(response: aiohttp.ClientResponse, file: dict[str, Any]) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        media.require_size(len(content), media.VIDEO_LIMIT, _name(file))
    return bytes(content)


def _upload(file: dict[str, Any], content: bytes, uploader_id: int, alt: str) -> Upload:
    kind = media.inspect(content, _name(file))
    return Upload(media.digest(content), _name(file), kind.mime, len(content), alt, file["id"], uploader_id, content)


def _succeeded(task: asyncio.Task[bytes]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _name(file: dict[str, Any]) -> str:
    return str(file.get("name") or "file")[:200]
