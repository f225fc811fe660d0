"""What the compliance team does with a case: buttons on cards and on the opened case, and the forms they open."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk
from bot.slack.listeners.evidence import Evidence, Press, Submit, part
from bot.slack.modals import cases as forms
from bot.slack.modals.inputs import Answers
from handlers import numbers
from handlers.people import Sighting
from handlers.proposals import NotFound
from handlers.reporting import case_file, cases, casework
from handlers.reporting.cases import DISPOSITION_WORDS, CaseState, Disposition, NoSuchCase

#: What can be done with a closed case, too.
_ALWAYS = frozenset({"note", "recuse"})


class Cases:
    """All presses and forms of `case.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._evidence = Evidence(desk)
        self._verbs: dict[str, Press] = {
            "acknowledge": self._acknowledge,
            "escalate": self._escalate,
            "open": self._open,
            "earlier": self._open,
            "later": self._open,
            **dict.fromkeys(forms.FORMS, self._ask_for),
            **self._evidence.presses,
            "down": self._down,
        }
        self._forms: dict[str, Submit] = {
            "ask": self._ask,
            "inform": self._inform,
            "note": self._note,
            "assign": self._assign,
            "recuse": self._recuse,
            "link": self._link,
            "close": self._close,
            **self._evidence.forms,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done."""
        seen = await self._desk.actor(body)
        action = body["actions"][0]
        number = str(action.get("value", "")).partition("/")[0]
        press = self._verbs.get(_verb(action["action_id"]))
        if press is None:
            raise NoSuchCase(typed=number[:40])
        await press(seen, body, _case_id(number))
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Closes the form once what it says is stored. What was done about the harm is shown in the opened case below;
        else that is closed, too, because it would be out of date."""
        seen, answers = await self._desk.actor(body), Answers(body["view"])
        verb, number = _verb(body["view"]["callback_id"]), answers.subject.partition("/")[0]
        submit = self._forms.get(verb)
        if submit is None:
            raise NoSuchCase(typed=number[:40])
        case_id = _case_id(number)
        await submit(seen, answers, case_id)
        if verb not in self._evidence.forms:
            await ack(response_action="clear")
            return
        self._desk.redraw_below(body, forms.view(await self._desk.act(seen, case_file.opened, case_id)))
        await ack()

    async def _acknowledge(self, seen: Sighting, body: Body, case_id: int) -> None:
        await self._desk.act(seen, casework.acknowledge, case_id, self._desk.rules)
        await self._shown_again(seen, body, case_id)

    async def _escalate(self, seen: Sighting, body: Body, case_id: int) -> None:
        await self._desk.act(seen, casework.escalate, case_id, self._desk.rules)
        await self._shown_again(seen, body, case_id)

    async def _shown_again(self, seen: Sighting, body: Body, case_id: int) -> None:
        if body.get("view"):
            await self._show(seen, body, case_id)

    async def _open(self, seen: Sighting, body: Body, case_id: int) -> None:
        await self._show(seen, body, case_id, part(body["actions"][0].get("value")))

    async def _show(self, seen: Sighting, body: Body, case_id: int, page: int = 0) -> None:
        shown = forms.view(await self._desk.act(seen, case_file.opened, case_id), page)
        await (self._desk.redraw_form if body.get("view") else self._desk.open_form)(body, shown)

    async def _down(self, seen: Sighting, body: Body, case_id: int) -> None:
        await self._evidence.down(seen, body, case_id)
        await self._shown_again(seen, body, case_id)

    async def _ask_for(self, seen: Sighting, body: Body, case_id: int) -> None:
        verb = _verb(body["actions"][0]["action_id"])
        case = await self._desk.act(seen, cases.find, case_id)
        if case.state is CaseState.CLOSED and case.disposition and verb not in _ALWAYS:
            raise casework.CaseClosed(number=case.number, disposition=DISPOSITION_WORDS[case.disposition].lower())
        await self._desk.open_form(body, forms.form(verb, case.number))

    async def _ask(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, casework.ask, case_id, answers.text("text"), self._desk.rules)

    async def _inform(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, casework.inform, case_id, answers.text("text"), self._desk.rules)

    async def _note(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, casework.note, case_id, answers.text("text"), self._desk.rules)

    async def _assign(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        subject = await self._desk.directory.mentioned(answers.account("user"))
        await self._desk.act(seen, casework.assign, case_id, subject, self._desk.rules)

    async def _recuse(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        subject = await self._desk.directory.mentioned(answers.account("user"))
        await self._desk.act(seen, casework.recuse, case_id, subject, self._desk.rules)

    async def _link(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        typed = answers.text("proposal")
        proposal_id = numbers.parse(typed)
        if proposal_id is None:
            raise NotFound(typed=typed[:40])
        await self._desk.act(seen, casework.link, case_id, proposal_id, self._desk.rules)

    async def _close(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        disposition = Disposition(answers.choice("disposition") or "")
        await self._desk.act(seen, casework.close, case_id, disposition, answers.text("text"), self._desk.rules)


def _verb(id: str) -> str:
    return str(id).removeprefix("case.")


def _case_id(number: str) -> int:
    found = cases.parse(number)
    if found is None:
        raise NoSuchCase(typed=number[:40])
    return found
