"""The Teams side as people, tests and the seed use it: do something in Teams, look at what came of it."""

from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

import aiohttp

from bot.demo.client import Answer
from bot.demo.practice import BOT, NEWCOMER
from bot.demo.teams import cards, checks
from bot.demo.teams.client import Client
from bot.demo.teams.keys import ISSUER
from bot.demo.teams.practice import APP_ID, APP_PASSWORD, COMPLIANCE, GENERAL, TENANT
from bot.demo.teams.world import Conversation, Json, TeamsWorld
from bot.demo.world import Fault, Refused

#: Whether the workspace has Teams; `signed` with tokens both ways, `emulator` with none, as in Microsoft's emulator.
Mode = Literal["off", "emulator", "signed"]
_UNREACHABLE = "Unable to reach app. Please try again."
_WRONG = "Something went wrong. Please try again."


class TeamsSide:
    """One tenant with one bot in it. People go by their id in bot.demo.practice; a place is a channel's key, or a
    person's id for their chat with the bot."""

    def __init__(self, teams: TeamsWorld, session: aiohttp.ClientSession, base: str, bot: str, mode: Mode) -> None:
        self.world = teams
        self.world.signed = mode == "signed"
        self.mode = mode
        self.base = base
        self.client = Client(teams, session, f"{bot}/api/messages", base)

    def environ(self) -> dict[str, str]:
        """The settings that make a bot live here; nothing when there is no Teams."""
        if self.mode == "off":
            return {}
        app = {"MICROSOFT_APP_ID": APP_ID, "MICROSOFT_APP_TENANT_ID": TENANT, "TEAMS_ALLOWED_TENANTS": TENANT}
        if self.mode == "emulator":
            return {**app, "MICROSOFT_APP_TYPE": "Emulator"}
        return {
            **app,
            "MICROSOFT_APP_TYPE": "SingleTenant",
            "MICROSOFT_APP_PASSWORD": APP_PASSWORD,
            "MICROSOFT_LOGIN_URL": f"{self.base}/demo/teams/login",
            "MICROSOFT_OPENID_METADATA_URL": f"{self.base}/demo/teams/.well-known/openidconfiguration",
            "MICROSOFT_TOKEN_ISSUER": ISSUER,
            "MICROSOFT_OAUTH_SCOPE": ISSUER,
        }

    # What people do.

    async def say(
        self,
        person: str,
        text: str,
        place: str | None = None,
        thread: str | None = None,
        files: Sequence[str] = (),
        pictures: Sequence[str] = (),
    ) -> Answer | None:
        """Writes in the chat with the bot, or in a channel; None where the bot is not told, as it is not mentioned.
        `files` are sent, `pictures` pasted; both are ids from `Workspace.upload`."""
        conversation = self._place(person, place)
        known = self.world.world.files
        sent = self.client.files([known[id] for id in files])
        pasted = self.client.pictures([known[id] for id in pictures])
        shown: Json = {"text": text, "textFormat": "plain", "attachments": [*sent, *pasted]}
        said = self.world.add(conversation, person, shown, thread)
        personal = conversation.kind == "personal"
        if not (conversation.bot_in and (personal or f"@{BOT['name']}" in text)):
            return None
        # Files reach a bot in its personal chat only; pictures everywhere.
        handed = [*sent, *pasted] if personal else pasted
        return self._heard("message", await self.client.message(person, conversation, said, handed))

    async def press(self, person: str, message: Json, action: str, inputs: Json | None = None) -> Json:
        """Presses what has this verb, title or id in the card as the person sees it. `inputs` by input id.

        {"ok": True} with `card` or `said` where the bot answered so; {"ok": False} with `errors` by input id where the
        client refused to send, or `error`."""
        return await self.press_at(person, message, cards.find(self._card(person, message), action), inputs or {})

    async def press_at(self, person: str, message: Json, pointer: str, inputs: Json) -> Json:
        """As `press`, by the action's place in the card."""
        shown = self._card(person, message)
        sent, action = self._filled(shown, pointer, inputs), cards.at(shown, pointer)
        if "errors" in sent:
            return sent
        conversation, kind = self._where(message), action["type"]
        if kind == "Action.Execute":
            return await self._execute(person, conversation, message, action, sent["values"])
        if kind != "Action.Submit":
            return {"ok": True}
        data = cards.data(action, sent["values"])
        wanted = data.get("msteams", {}) if isinstance(data, dict) else {}
        if wanted.get("type") == "task/fetch":
            value = {"data": data, "context": {"theme": "default"}}
            return await self._open(person, conversation, "task/fetch", value, message)
        if wanted.get("type") == "imBack":
            return self._result(await self.say(person, str(wanted.get("value", "")), conversation.key))
        return self._result(
            self._heard("message", await self.client.submit_message(person, conversation, message, data))
        )

    async def compose(self, person: str, command: str, place: str = GENERAL) -> Json:
        """Chooses an action of the message extension by the compose box; its form is then in front of the person."""
        value = {"commandId": command, "commandContext": "compose", "context": {"theme": "default"}}
        return await self._open(person, self._place(person, place), "composeExtension/fetchTask", value)

    def dialog(self, person: str) -> Json | None:
        """The dialog in front of the person: {"title", "card"}, or {"title", "said"} for a sentence."""
        return self.world.dialogs.get(person)

    async def submit(self, person: str, values: Json | None = None, action: str | None = None) -> Json:
        """Fills in the form in front of the person by input id and presses `action`, or else the first that sends.

        {"ok": True} when the form is done, with `said` where the bot says so in a sentence; {"ok": False} with `errors`
        by input id where the client refused to send, `shown` (the words) where the form came back, or `error`."""
        shown = self._form(person)["card"]
        if action is None:
            sends = [at for at, one in cards.walk(shown) if one.get("type") == "Action.Submit"]
            return await self.submit_at(person, sends[0], values or {})
        return await self.submit_at(person, cards.find(shown, action), values or {})

    async def submit_at(self, person: str, pointer: str, values: Json) -> Json:
        """As `submit`, by the action's place in the card."""
        dialog = self._form(person)
        sent = self._filled(dialog["card"], pointer, values)
        if "errors" in sent:
            return sent
        data = cards.data(cards.at(dialog["card"], pointer), sent["values"])
        value = {**dialog["value"], "data": data, "context": {"theme": "default"}}
        place = self.world.conversations[dialog["place"]]
        message = place.message(dialog["message"]) if dialog["message"] else None
        answer = self._heard(
            dialog["submit"], await self.client.invoke(person, place, dialog["submit"], value, message)
        )
        return self._after_submit(person, dialog, answer)

    def close(self, person: str) -> None:
        """Closes the dialog without sending it; Teams tells the bot nothing."""
        self.world.dialogs.pop(person, None)
        self.world.world.change()

    async def install(self, person: str, place: str | None = None, added: bool = True) -> None:
        """Adds the bot to the person's chats, or, by a channel's key, to the team; or removes it."""
        conversation = self._place(person, place)
        everywhere = [one for one in self.world.conversations.values() if one.kind == "channel"]
        for one in everywhere if conversation.kind == "channel" else [conversation]:
            one.bot_in = added
        for answer in await self.client.installed(person, conversation, added):
            self._heard("installationUpdate", answer)
        self.world.world.change()

    async def hire(self, person: str = NEWCOMER) -> None:
        """Somebody is added to the team, and gets the app as the organization sets it up for everybody; twice is
        once."""
        if person not in self.world.members:
            self.world.join(person)
            self._heard("conversationUpdate", await self.client.membership(person, self.world.conversations[GENERAL]))
            await self.install(person)

    async def member(self, person: str, added: bool = True) -> None:
        """Adds somebody to the team, or removes them from it and its channels."""
        for one in self.world.conversations.values():
            if one.kind == "channel" and (not added or one.key == GENERAL):
                one.members[:] = [*(id for id in one.members if id != person), *([person] if added else [])]
        answer = await self.client.membership(person, self.world.conversations[GENERAL], added)
        self._heard("conversationUpdate", answer)
        self.world.world.change()

    # What came of it.

    def messages(self, place: str = COMPLIANCE) -> list[Json]:
        """The messages of a place that answer no other, oldest first."""
        return [message for message in self.world.conversations[place].messages if not message["thread"]]

    def thread(self, id: str, place: str = COMPLIANCE) -> list[Json]:
        """The answers to a message."""
        return [message for message in self.world.conversations[place].messages if message["thread"] == id]

    def personal(self, person: str) -> list[Json]:
        """What the bot wrote in its chat with somebody."""
        return [message for message in self.messages(person) if message["from"] == BOT["id"]]

    def cards(self, number: str, place: str = COMPLIANCE) -> list[Json]:
        """The messages of a place whose card or text names a proposal, oldest first."""
        return [message for message in self.messages(place) if number in self.words(message)]

    def words(self, message: Json, person: str = "") -> str:
        """All that can be read in a message, as everybody sees it or as one person does."""
        card = self.world.card(person, message)
        return " ".join(part for part in (message.get("text", ""), cards.words(card) if card else "") if part)

    def private(self, person: str) -> list[str]:
        """What the bot's answers to presses show to this person only, as text."""
        mine = [answer for (whose, _), answer in self.world.answers.items() if whose == person]
        return [cards.words(one["card"]) if "card" in one else str(one.get("said", one.get("error"))) for one in mine]

    def fail(self, operation: str, error: str, times: int = 1, retry_after: int | None = None) -> None:
        """Lets a Connector call fail (`post`, `update`, `delete`, `create`, `member`, `members`, `token`, or `*`): a
        code of Teams, `http_500`, or `drop` for an answer lost after the work was done."""
        self.world.faults[operation] = Fault(error, times, retry_after)

    # How it goes.

    def _place(self, person: str, place: str | None) -> Conversation:
        conversation = self.world.conversations[place or person]
        if person not in conversation.members:
            raise LookupError(f"{person} is not in {conversation.name}")
        return conversation

    def _where(self, message: Json) -> Conversation:
        return next(one for one in self.world.conversations.values() if one.message(message["id"]))

    def _card(self, person: str, message: Json) -> Json:
        card = self.world.card(person, message)
        if card is None:
            raise LookupError("this message has no card")
        return card

    def _form(self, person: str) -> Json:
        dialog = self.dialog(person)
        if dialog is None or "card" not in dialog:
            raise LookupError(f"{person} has no form open; private: {self.private(person)[-1:]}")
        return dialog

    def _filled(self, card: Json, pointer: str, given: Json) -> Json:
        """{"values": …} to send, or what the client says instead of sending."""
        action = cards.at(card, pointer)
        if action.get("isEnabled") is False:
            return {"ok": False, "errors": {}, "error": "This action is not available."}
        if action["type"] not in ("Action.Execute", "Action.Submit"):
            return {"values": {}}
        elements = cards.associated(card, pointer)
        sent = cards.values(elements, given)
        errors = cards.missing(elements, sent)
        return {"ok": False, "errors": errors} if errors else {"values": sent}

    async def _execute(
        self, person: str, conversation: Conversation, message: Json, action: Json, values: dict[str, str]
    ) -> Json:
        named = {name: action[name] for name in ("type", "id", "title", "verb") if name in action}
        value: Json = {"action": {**named, "data": cards.data(action, values)}, "trigger": "manual"}
        answer = await self.client.invoke(person, conversation, "adaptiveCard/action", value, message)
        result = self._pressed(self._heard("adaptiveCard/action", answer))
        # A sentence stands under the card the person was shown before, if there was one.
        before = self.world.answers.get((person, message["id"]), {})
        kept: Json = {name: before[name] for name in ("card",) if name in before}
        kept |= {name: result[name] for name in ("card", "said", "error") if name in result}
        self.world.answers[person, message["id"]] = kept
        self.world.world.change()
        return result

    def _pressed(self, answer: Answer) -> Json:
        """An Action.Execute's answer: a card or a sentence for who pressed, or an error."""
        if answer.status != 200:
            return {"ok": False, "error": _UNREACHABLE}
        try:
            return checks.pressed(answer.json)
        except Refused as refused:
            self._refuse("adaptiveCard/action", refused.code, *refused.details)
            return {"ok": False, "error": _WRONG}

    async def _open(
        self, person: str, conversation: Conversation, name: str, value: Json, message: Json | None = None
    ) -> Json:
        answer = self._heard(name, await self.client.invoke(person, conversation, name, value, message))
        if answer.status != 200:
            return {"ok": False, "error": _UNREACHABLE}
        try:
            task = checks.task(answer.json)
        except Refused as refused:
            self._refuse(name, refused.code, *refused.details)
            return {"ok": False, "error": _WRONG}
        submit = "task/submit" if name == "task/fetch" else "composeExtension/submitAction"
        kept = {key: value[key] for key in ("commandId", "commandContext") if key in value}
        about = {"place": conversation.key, "submit": submit, "value": kept, "message": message and message["id"]}
        return self._show(person, about, task)

    def _show(self, person: str, about: Json, task: Json | None) -> Json:
        """Puts a form or a sentence in front of the person; None closes what is there."""
        if task is None:
            self.close(person)
            return {"ok": True}
        self.world.dialogs[person] = {**about, **task, "id": str(uuid4())}
        self.world.world.change()
        return {"ok": True, **({"said": task["said"]} if "said" in task else {})}

    def _after_submit(self, person: str, dialog: Json, answer: Answer) -> Json:
        if answer.status != 200:
            return {"ok": False, "error": _UNREACHABLE}
        try:
            task = checks.task(answer.json)
        except Refused as refused:
            self._refuse(dialog["submit"], refused.code, *refused.details)
            return {"ok": False, "error": _WRONG}
        if task is None and answer.json.get("composeExtension"):
            self._refuse(dialog["submit"], "NotHere", "the local workspace puts no cards into the compose box")
        about = {key: dialog[key] for key in ("place", "submit", "value", "message")}
        shown = self._show(person, about, task)
        return {"ok": False, "shown": cards.words(task["card"])} if task and "card" in task else shown

    def _result(self, answer: Answer | None) -> Json:
        return {"ok": True} if answer is None or answer.status in (200, 201, 202) else {"ok": False, "error": _WRONG}

    def _heard(self, name: str, answer: Answer) -> Answer:
        if answer.status not in (200, 201, 202):
            self._refuse(name, "NoAnswer" if answer.status == 0 else f"HTTP {answer.status}", "answered by the bot")
        return answer

    def _refuse(self, name: str, code: str, *details: str) -> None:
        self.world.world.refuse(f"teams {name}", Refused(code, list(details)))
