"""Buttons that act at once (`Action.Execute`). Whoever presses sees in the answer what came of it; everybody else sees
the redrawn message."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.teams.activities.cases import Cases
from bot.teams.activities.training import Training
from bot.teams.cards.notices import author_notice
from bot.teams.cards.review import reason, review_card
from bot.teams.desk import Desk
from bot.teams.forms import answers
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json, Talk
from handlers import proposals, records, reviews, views
from handlers.errors import Refusal
from handlers.messages import ReviewCard
from handlers.numbers import Subject, Unreadable
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.states import Verdict
from storage.transaction import Transaction

_DONE = {
    Verdict.APPROVED: "You approved this. The author is told, and can publish it now.",
    Verdict.CHANGES_REQUESTED: "You asked for changes. The author is told, with your reason.",
    Verdict.REJECTED: "You rejected this. The author is told, with your reason.",
}
Press = Callable[[Sighting, Json], Awaitable[Answer]]


class Presses:
    """All presses on cards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "proposal.approve": self._decide(Verdict.APPROVED),
            "proposal.request_changes": self._decide(Verdict.CHANGES_REQUESTED),
            "proposal.reject": self._decide(Verdict.REJECTED),
            "proposal.withdraw": self._withdraw,
            **Cases(desk).pressing,
            **Training(desk).pressing,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb such a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    async def pressed(self, talk: Talk) -> Answer:
        """Answers once what was pressed is stored, so that nothing acknowledged is lost."""
        action: Any = talk.value.get("action")
        data: Any = action.get("data") if isinstance(action, dict) else None
        try:
            press = self._verbs.get(str(action.get("verb"))) if isinstance(data, dict) else None
            if press is None:
                raise Unreadable
            seen = await self._desk.directory.member(talk)
            return await press(seen, data)
        except Exception as error:
            return answers.message(str(await self._desk.refusal(error)))

    def _decide(self, verdict: Verdict) -> Press:
        async def decide(seen: Sighting, data: Json) -> Answer:
            at, why = Subject.parse(data.get("at")), reason(data)
            try:
                card = await self._desk.act(seen, _decided, at, verdict, why, self._desk.rules)
            except Refusal as refusal:
                said = str(await self._desk.refusal(refusal))
                shown = await self._desk.act(seen, _card, at)
                return answers.message(said) if shown is None else answers.card(review_card(shown, said, why))
            return answers.card(review_card(card, _DONE[verdict]))

        return decide

    async def _withdraw(self, seen: Sighting, data: Json) -> Answer:
        proposal = await self._desk.act(seen, proposals.withdraw, *Subject.parse(data.get("at")))
        detail = f"{proposal.revision}:{proposal.state.value}"
        notice = await self._desk.db.run(views.author_notice, proposal.id, detail, self._desk.rules)
        assert notice is not None
        return answers.card(author_notice(notice))


def _decided(tx: Transaction, actor: Actor, at: Subject, verdict: Verdict, why: str, rules: Rules) -> ReviewCard:
    """The card as it stands after the decision, in the same look."""
    reviews.decide(tx, actor, *at, verdict, why, rules)
    card = views.review_card(tx, *at)
    assert card is not None
    return card


def _card(tx: Transaction, actor: Actor, at: Subject) -> ReviewCard | None:
    """The card as it stands; None for somebody who may not see it, however they came by the number."""
    try:
        records.visible(tx, actor, at.proposal_id, "")
    except proposals.NotFound:
        return None
    return views.review_card(tx, *at)
