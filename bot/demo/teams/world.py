"""What Teams remembers: conversations, what each person alone was shown, open dialogs, tokens, what it was asked."""

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.demo.practice import BOT, JOINED, NEWCOMER
from bot.demo.teams.practice import CHANNELS, IDENTITIES

if TYPE_CHECKING:
    from bot.demo.world import Fault, World

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
_TOKEN_SECONDS = 3_600
#: What of an activity is part of the message people see.
_SHOWN = ("text", "textFormat", "summary", "attachments", "entities")


@dataclass
class Conversation:
    """A channel, or somebody's personal chat with the bot. `blocked` is the code with which it refuses messages."""

    key: str
    id: str
    name: str
    kind: str
    members: list[str]
    topic: str = ""
    bot_in: bool = True
    blocked: str = ""
    messages: list[Json] = field(default_factory=list)

    def message(self, id: str) -> Json | None:
        """A message by its activity id."""
        return next((message for message in self.messages if message["id"] == id), None)


class TeamsWorld:
    """The Teams half of a world; clock, version, files and refusals are those of the whole."""

    def __init__(self, world: "World") -> None:
        self.world = world
        #: With tokens on both ways; otherwise nobody sends one, as in the Bot Framework Emulator.
        self.signed = False
        self.conversations = {
            key: Conversation(key, id, name, "channel", list(who), topic) for key, id, name, who, topic in CHANNELS
        }
        #: Whose accounts are in the tenant.
        self.members = {*IDENTITIES} - {NEWCOMER}
        for key, identity in IDENTITIES.items():
            id, here = f"a:1{identity.aad}", key in self.members
            chat = Conversation(key, id, str(BOT["name"]), "personal", [key] if here else [], bot_in=here)
            self.conversations[key] = chat
        #: What a press showed to one person only, by (person, activity id): {"card": …}, {"said": …} or {"error": …}.
        self.answers: dict[tuple[str, str], Json] = {}
        self.dialogs: dict[str, Json] = {}
        self.faults: dict[str, Fault] = {}
        self.calls: list[tuple[str, Json]] = []
        self.token_fetches = 0
        self._tokens: dict[str, float] = {}
        self._links: dict[str, str] = {}
        self._last_id = 0

    def join(self, person: str) -> None:
        """Makes an account in the tenant, and puts it into the team."""
        self.members.add(person)
        for key in (person, *JOINED):
            self.conversations[key].members.append(person)
        self.world.change()

    def conversation(self, id: str) -> Conversation | None:
        """By the Connector's id, with or without the thread after it."""
        bare = id.partition(";messageid=")[0]
        return next((found for found in self.conversations.values() if found.id == bare), None)

    def add(self, conversation: Conversation, sender: str, activity: Json, thread: str | None = None) -> Json:
        """A new message; `sender` is a person, or the bot's id."""
        self._last_id = max(int(self.world.clock().timestamp() * 1000), self._last_id + 1)
        message = {
            "id": str(self._last_id),
            "at": self.world.clock().isoformat(),
            "from": sender,
            "thread": thread,
            **{name: activity[name] for name in _SHOWN if name in activity},
        }
        conversation.messages.append(message)
        self.world.change()
        return message

    def replace(self, message: Json, activity: Json) -> None:
        """An update: everybody sees the new card, also who was shown another one meanwhile."""
        for name in _SHOWN:
            message.pop(name, None)
        message.update({name: activity[name] for name in _SHOWN if name in activity})
        message["edited"] = self.world.clock().isoformat()
        for key in [key for key in self.answers if key[1] == message["id"]]:
            del self.answers[key]
        self.world.change()

    def card(self, person: str, message: Json) -> Json | None:
        """The card of a message as this person sees it; as everybody else does, where `person` is empty."""
        answer = self.answers.get((person, message["id"]), {})
        attached = (one["content"] for one in message.get("attachments") or [] if one.get("contentType") == CARD)
        return answer.get("card") or next(attached, None)

    def issue_token(self) -> str:
        """A bearer for the Connector, good for an hour of the real time: the bot's own clock is not ours to move."""
        self.token_fetches += 1
        token = secrets.token_urlsafe(24)
        self._tokens[token] = time.monotonic() + _TOKEN_SECONDS
        return token

    def knows_token(self, header: str) -> bool:
        """Whether an Authorization header carries a token issued here and still good."""
        kind, _, token = header.partition(" ")
        return kind == "Bearer" and self._tokens.get(token, 0.0) > time.monotonic()

    def link(self, file: str) -> str:
        """A secret word under which one file can be fetched without a token."""
        word = secrets.token_urlsafe(18)
        self._links[word] = file
        return word

    def linked(self, word: str) -> str | None:
        """The file a secret word stands for."""
        return self._links.get(word)
