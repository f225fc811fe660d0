"""One activity: who speaks to the bot, where, and what was said, read with care from a stranger's JSON."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from handlers.places import Conversation

Json = dict[str, Any]

_LONGEST = 80
_LONGEST_ID = 1_000


@dataclass(frozen=True)
class Talk:
    """`activity` has passed the gateway: it has `type`, `serviceUrl`, `from.id`, `recipient.id`, `conversation.id`."""

    activity: Json

    @property
    def service_url(self) -> str:
        return str(self.activity["serviceUrl"])

    @property
    def conversation(self) -> str:
        """Where an answer goes; in a channel, the thread."""
        return str(self.activity["conversation"]["id"])

    @property
    def personal(self) -> bool:
        """Whether this is somebody's own chat with the bot."""
        return self._kind == "personal"

    @property
    def in_channel(self) -> bool:
        """Whether this is a channel of a team."""
        return self._kind == "channel"

    @property
    def place(self) -> Conversation:
        """The conversation to keep: of a channel without the thread."""
        channel = self.conversation.split(";", 1)[0]
        return Conversation(self.service_url, channel, self.tenant, str(self.activity["recipient"]["id"]))

    @property
    def sender(self) -> str:
        """The account as the channel names it (`29:…`)."""
        return str(self.activity["from"]["id"])

    @property
    def account(self) -> str:
        """The account's object id in Entra, in small letters; empty when Teams does not say."""
        return _text(self.activity["from"].get("aadObjectId")).lower()

    @property
    def name(self) -> str:
        """The display name, on one line, of bearable length."""
        return " ".join(_text(self.activity["from"].get("name")).split())[:_LONGEST]

    @property
    def tenant(self) -> str:
        """The organization, in small letters."""
        said = self.activity["conversation"].get("tenantId") or _dict(self._channel_data.get("tenant")).get("id")
        return _text(said).lower()

    @cached_property
    def zone(self) -> str | None:
        """The IANA name of the zone the client is in, if it is one."""
        named = _text(self.activity.get("localTimezone"))
        try:
            return ZoneInfo(named).key if named else None
        except (KeyError, ValueError, OSError):
            return None

    @cached_property
    def text(self) -> str:
        """What was typed, without the mention of the bot."""
        typed = _text(self.activity.get("text"))
        for mention in self.mentions:
            if _dict(mention.get("mentioned")).get("id") == self.activity["recipient"]["id"]:
                typed = typed.replace(_text(mention.get("text")) or "\0", " ")
        return typed.strip()

    @property
    def mentions(self) -> list[Json]:
        """Whoever was mentioned, the bot included."""
        return [one for one in _list(self.activity.get("entities")) if one.get("type") == "mention"]

    @property
    def mentioned(self) -> str | None:
        """The account of the first person mentioned beside the bot."""
        bot = self.activity["recipient"]["id"]
        found = (_text(_dict(one.get("mentioned")).get("id")) for one in self.mentions)
        return next((account for account in found if account and account != bot), None)

    @property
    def value(self) -> Json:
        """What an invoke, or a button, carries."""
        return _dict(self.activity.get("value"))

    @property
    def attachments(self) -> list[Json]:
        """What came with a message."""
        return _list(self.activity.get("attachments"))

    @property
    def joined(self) -> bool:
        """Whether this tells that the bot was just added here."""
        bot = self.activity["recipient"]["id"]
        return any(one.get("id") == bot for one in _list(self.activity.get("membersAdded")))

    @property
    def team(self) -> str:
        """The conversation that stands for the whole team, where this is in one."""
        return _text(_dict(self._channel_data.get("team")).get("id"))[:_LONGEST_ID] if self.in_channel else ""

    @property
    def added(self) -> list[tuple[str, str]]:
        """(account, object id in Entra or empty) of people who were just added to the team."""
        return self._members("membersAdded", "teamMemberAdded")

    @property
    def removed(self) -> list[tuple[str, str]]:
        """The same of those who were just removed from it."""
        return self._members("membersRemoved", "teamMemberRemoved")

    @property
    def left(self) -> bool:
        """Whether this tells that the bot was just removed from here."""
        bot = self.activity["recipient"]["id"]
        gone = self.activity["type"] == "installationUpdate" and _text(self.activity.get("action")).startswith("remove")
        return gone or any(one.get("id") == bot for one in _list(self.activity.get("membersRemoved")))

    def _members(self, name: str, event: str) -> list[tuple[str, str]]:
        if self._channel_data.get("eventType") != event:
            return []
        bot = self.activity["recipient"]["id"]
        found = [
            (_text(one.get("id")), _text(one.get("aadObjectId")).lower()) for one in _list(self.activity.get(name))
        ]
        return [one for one in found if one[0] and one[0] != bot]

    @property
    def _kind(self) -> str:
        return _text(self.activity["conversation"].get("conversationType"))

    @property
    def _channel_data(self) -> Json:
        return _dict(self.activity.get("channelData"))


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A NUL is no text to PostgreSQL."""
    return value.replace("\0", "") if isinstance(value, str) else ""
