"""Buttons on cards, notices and forms. A button only says what was pressed and on which revision."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk
from bot.slack.modals import dismiss, history, propose, publish, reason
from handlers import dismissals, proposals, publishing, records, reply_templates, reviews
from handlers.numbers import Subject, Unreadable
from handlers.people import Sighting
from handlers.states import Verdict

Press = Callable[[Sighting, Body, Subject], Awaitable[None]]


class Buttons:
    """All presses of `proposal.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "approve": self._approve,
            "request_changes": self._ask_why(Verdict.CHANGES_REQUESTED),
            "reject": self._ask_why(Verdict.REJECTED),
            "edit": self._edit,
            "dismiss": self._dismiss,
            "withdraw": self._withdraw,
            "publish": self._publish,
            "history": self._history,
            "older": self._history,
            "newer": self._history,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset({*self._verbs, "more", "template"})

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done, so that nothing acknowledged is lost."""
        action = body["actions"][0]
        seen = await self._desk.actor(body)
        verb = str(action["action_id"]).removeprefix("proposal.")
        if verb == "more":
            await self._desk.redraw_form(body, propose.with_more_room(body["view"]))
        elif verb == "template":
            template = await self._desk.db.run(reply_templates.pick, str(action.get("value")))
            await self._desk.redraw_form(body, propose.with_template(body["view"], template))
        elif press := self._verbs.get(verb):
            await press(seen, body, Subject.parse(str(action.get("value", ""))))
        else:
            raise Unreadable
        await ack()

    async def _approve(self, seen: Sighting, _body: Body, at: Subject) -> None:
        await self._desk.act(seen, reviews.decide, *at, Verdict.APPROVED, "", self._desk.rules)

    def _ask_why(self, verdict: Verdict) -> Press:
        async def ask(seen: Sighting, body: Body, at: Subject) -> None:
            proposal = await self._desk.act(seen, reviews.decidable, *at)
            await self._desk.open_form(body, reason.form(str(at), proposal.number, verdict))

        return ask

    async def _edit(self, seen: Sighting, body: Body, at: Subject) -> None:
        content, revision = await self._desk.act(seen, records.current_content, *at)
        await self._desk.open_form(body, propose.edit_form(str(at), content.number, revision.draft))

    async def _dismiss(self, seen: Sighting, body: Body, at: Subject) -> None:
        proposal, found = await self._desk.act(seen, dismissals.dismissable, *at)
        await self._desk.open_form(body, dismiss.form(str(at), proposal.number, found))

    async def _withdraw(self, seen: Sighting, _body: Body, at: Subject) -> None:
        await self._desk.act(seen, proposals.withdraw, *at)

    async def _publish(self, seen: Sighting, body: Body, at: Subject) -> None:
        proposal, networks = await self._desk.act(seen, publishing.publishable, *at)
        now = self._desk.clock()
        await self._desk.open_form(body, publish.form(str(at), proposal.number, networks, now))

    async def _history(self, seen: Sighting, body: Body, at: Subject) -> None:
        found = await self._desk.act(seen, records.history, *at)
        show: Any = self._desk.redraw_form if body.get("view") else self._desk.open_form
        await show(body, history.form(found, self._desk.picture), instead=history.form(found))
