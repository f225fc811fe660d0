"""What arrives from Teams, translated into use cases: one module per kind of activity."""

from bot.teams.activities import reports
from bot.teams.activities.dialogs import Dialogs
from bot.teams.activities.files import Files
from bot.teams.activities.hires import Hires
from bot.teams.activities.presses import Presses
from bot.teams.activities.reports import Reports
from bot.teams.activities.typed import Typed
from bot.teams.desk import Desk
from bot.teams.talk import Json, Talk
from handlers import places
from handlers.places import Conversation

#: Personal chats whose place was written down lately, so that not every activity asks the database.
_KNOWN = 5_000


class Activities:
    """Every activity that passed the gateway."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        dialogs = Dialogs(desk)
        presses = Presses(desk)
        self._reports = Reports(desk)
        self._hires = Hires(desk)
        self._typed = Typed(desk, dialogs, Files(desk))
        self._invokes = {
            "adaptiveCard/action": presses.pressed,
            "task/fetch": dialogs.opened,
            "task/submit": dialogs.submitted,
            "composeExtension/fetchTask": dialogs.composed,
            "composeExtension/submitAction": dialogs.submitted,
        }
        self._known: dict[str, Conversation] = {}

    async def arrived(self, activity: Json) -> Json | None:
        """The answer to an invoke; None for everything else, and for what is none of ours."""
        talk = Talk(activity)
        # First of all, and without another look: of reporters nothing is looked up, and nothing written down.
        if activity["type"] == "invoke" and reports.invoked(talk):
            return await self._reports.answer(talk)
        if activity["type"] == "message" and reports.typed(talk, self._typed.commands):
            self._reports.guide(talk)
            return None
        if activity["type"] == "invoke":
            invoked = self._invokes.get(str(activity.get("name")))
            if invoked is None:
                return None
            await self._remember(talk)
            return await invoked(talk)
        if activity["type"] == "conversationUpdate":
            await self._hires.joined(talk)
        if talk.joined:
            await self._remember(talk)
            await self._typed.welcome(talk)
        elif activity["type"] == "message":
            await self._remember(talk)
            await self._typed.said(talk)
        return None

    async def _remember(self, talk: Talk) -> None:
        """Keeps where somebody's own chat with the bot is, so that they can be told things."""
        if not (talk.personal and talk.account) or self._known.get(talk.account) == talk.place:
            return
        await self._desk.db.run(places.remember, "teams", f"account:{talk.account}", talk.place)
        if len(self._known) >= _KNOWN:
            self._known.clear()
        self._known[talk.account] = talk.place
