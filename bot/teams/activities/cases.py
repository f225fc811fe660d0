"""Cases: buttons that act at once, and dialogs in which they are read and worked on. Whoever may not see a case is
answered as if it did not exist."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.teams.cards.cases import case_card
from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import cases as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.cases import WhichOutcome, WhoIsIt
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers import numbers, people, places
from handlers.errors import Refusal
from handlers.numbers import Unreadable
from handlers.people import Actor, Sighting, Unknown
from handlers.places import REPORTS
from handlers.proposals import NotFound
from handlers.reporting import case_file, cases, casework
from handlers.reporting.case_messages import CaseCard
from handlers.reporting.case_words import BUTTONS
from handlers.reporting.cases import Case, Disposition
from handlers.rules import Rules
from storage.transaction import Transaction

Step = Callable[[Sighting, Json], Awaitable[Answer]]
_DISPOSITIONS = {one.value: one for one in Disposition}


class Cases:
    """The verbs of cases, `case.<verb>`, but for those of `evidence`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that act at once.
        self.pressing: dict[str, Step] = {"case.acknowledge": self._acknowledge, "case.escalate": self._escalate}
        #: Buttons that open a dialog, on a card and in one.
        self.opening: dict[str, Step] = {
            "case.open": partial(opened, desk),
            "case.ask": self._draws(forms.ask),
            "case.close": self._draws(forms.close),
            "case.note": self._draws(forms.note),
            "case.link": self._draws(forms.link),
            "case.account": self._draws(forms.account),
            "case.assign": self._assign,
            "case.recuse": self._recuse,
        }
        self.sending: dict[str, Step] = {
            **self.opening,
            "case.asked": self._asked,
            "case.closed": self._closed,
            "case.noted": self._noted,
            "case.linked": self._linked,
            "case.account_linked": self._account_linked,
            "case.assigned": self._assigned,
            "case.recused": self._recused,
        }

    # At once.

    async def _acknowledge(self, seen: Sighting, data: Json) -> Answer:
        shown = await self._desk.act(seen, _acknowledged, case_id(data), self._desk.rules)
        return answers.card(case_card(shown, "You acknowledged this. The reporter reads it with the receipt."))

    async def _escalate(self, seen: Sighting, data: Json) -> Answer:
        shown = await self._desk.act(seen, _escalated, case_id(data), self._desk.rules)
        return answers.card(case_card(shown, "You escalated this. The privacy officers are told."))

    # Opening.

    def _draws(self, form: Callable[[str], Card]) -> Step:
        async def draw(seen: Sighting, data: Json) -> Answer:
            case = await self._desk.act(seen, cases.find, case_id(data))
            return answers.dialog(case.number, form(case.number))

        return draw

    async def _assign(self, seen: Sighting, data: Json) -> Answer:
        case, readers = await self._desk.act(seen, _readers, case_id(data))
        return answers.dialog(f"{BUTTONS['assign']} {case.number}", forms.assign(case.number, readers))

    async def _recuse(self, seen: Sighting, data: Json) -> Answer:
        case, readers = await self._desk.act(seen, _readers, case_id(data))
        return answers.dialog(case.number, forms.recuse(case.number, readers))

    # Sending.

    async def _asked(self, seen: Sighting, data: Json) -> Answer:
        use_case = casework.inform if data.get("feedback") == inputs.ON else casework.ask
        await self._desk.act(seen, use_case, case_id(data), Answers(data).text("text"), self._desk.rules)
        return answers.done("It is sent. The reporter reads it with the receipt.")

    async def _closed(self, seen: Sighting, data: Json) -> Answer:
        outcome = _DISPOSITIONS.get(Answers(data).choice("disposition") or "")
        if outcome is None:
            raise WhichOutcome
        text = Answers(data).text("text")
        case = await self._desk.act(seen, casework.close, case_id(data), outcome, text, self._desk.rules)
        return answers.done(f"{case.number} is closed. The reporter reads what came of it with the receipt.")

    async def _noted(self, seen: Sighting, data: Json) -> Answer:
        await self._desk.act(seen, casework.note, case_id(data), Answers(data).text("text"), self._desk.rules)
        return answers.done("The note is kept.")

    async def _linked(self, seen: Sighting, data: Json) -> Answer:
        typed = Answers(data).text("proposal")
        proposal_id = numbers.parse(typed)
        if proposal_id is None:
            raise NotFound(typed=typed[:40])
        case = await self._desk.act(seen, casework.link, case_id(data), proposal_id, self._desk.rules)
        return answers.done(f"{case.number} is about {numbers.public(proposal_id)} now.")

    async def _account_linked(self, seen: Sighting, data: Json) -> Answer:
        network, address = Answers(data).text("network"), Answers(data).text("address")
        use_case = casework.link_account
        case = await self._desk.act(seen, use_case, case_id(data), network, address, self._desk.rules)
        return await opened(self._desk, seen, data, f"{case.number} is about this account now.")

    async def _assigned(self, seen: Sighting, data: Json) -> Answer:
        try:
            name, case = await self._desk.act(seen, _given, case_id(data), _person(data), self._desk.rules)
        except Refusal as refusal:
            return drawn_again(await self._assign(seen, data), data, refusal)
        return answers.done(f"{case.number} is with {name} now, who is told.")

    async def _recused(self, seen: Sighting, data: Json) -> Answer:
        try:
            await self._desk.act(seen, _kept_away, case_id(data), await self._whom(data), self._desk.rules)
        except Refusal as refusal:
            return drawn_again(await self._recuse(seen, data), data, refusal)
        return answers.done("From now on the case is answered as if it did not exist. Its card loses its text.")

    async def _whom(self, data: Json) -> Sighting | int:
        """Somebody chosen from the list, or found by the name they sign in with where reports arrive."""
        account = Answers(data).text("account")
        if not account:
            return _person(data)
        place = await self._desk.db.run(places.find, "teams", REPORTS)
        if place is None or "@" not in account:
            raise Unknown
        return await self._desk.directory.mentioned(place, account)


async def opened(desk: Desk, seen: Sighting, data: Json, notice: str = "") -> Answer:
    """The opened case, after what `notice` says."""
    found = await desk.act(seen, case_file.opened, case_id(data))
    return answers.dialog(found.case.card.number, forms.view(found, data.get("page"), notice))


def case_id(data: Json) -> int:
    """The case a button is about; raises `Unreadable`."""
    found = cases.parse(str(data.get("at"))[:20])
    if found is None:
        raise Unreadable
    return found


def _person(data: Json) -> int:
    chosen = Answers(data).choice("person") or ""
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 16):
        raise WhoIsIt
    return int(chosen)


def drawn_again(drawn: Answer, data: Json, refusal: Refusal) -> Answer:
    """The form as it is drawn now, with what was chosen and what was wrong."""
    shown = drawn["task"]["value"]
    return answers.dialog(shown["title"], inputs.again(shown["card"]["content"], data, *inputs.problems(refusal)))


def _acknowledged(tx: Transaction, actor: Actor, case_id: int, rules: Rules) -> CaseCard:
    casework.acknowledge(tx, actor, case_id, rules)
    return _card(tx, case_id, rules)


def _escalated(tx: Transaction, actor: Actor, case_id: int, rules: Rules) -> CaseCard:
    casework.escalate(tx, actor, case_id, rules)
    return _card(tx, case_id, rules)


def _card(tx: Transaction, case_id: int, rules: Rules) -> CaseCard:
    shown = casework.card(tx, case_id, rules)
    assert shown is not None
    return shown


def _readers(tx: Transaction, actor: Actor, case_id: int) -> tuple[Case, dict[int, str]]:
    case = cases.find(tx, actor, case_id)
    return case, cases.readers(tx, case)


def _reader(tx: Transaction, actor: Actor, case_id: int, person_id: int) -> Sighting:
    """One of those who may see the case; raises `WhoIsIt`."""
    if person_id not in _readers(tx, actor, case_id)[1]:
        raise WhoIsIt
    return people.sighting(tx, person_id, actor.platform)


def _given(tx: Transaction, actor: Actor, case_id: int, person_id: int, rules: Rules) -> tuple[str, Case]:
    seen = _reader(tx, actor, case_id, person_id)
    return seen.name, casework.assign(tx, actor, case_id, seen, rules)


def _kept_away(tx: Transaction, actor: Actor, case_id: int, whom: Sighting | int, rules: Rules) -> None:
    seen = _reader(tx, actor, case_id, whom) if isinstance(whom, int) else whom
    casework.recuse(tx, actor, case_id, seen, rules)
