"""What the compliance team does with a case. Everything is recorded; nothing of the text is.

Every function raises `NotCompliance` and `NoSuchCase` for whoever may not see the case, who so learns nothing."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, update

from handlers import days, numbers, people, proposals
from handlers.drafts import clean
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor, Sighting
from handlers.reporting import case_news, cases, deadlines, reports
from handlers.reporting.case_messages import CaseCard, CaseNotice, CaseView
from handlers.reporting.cases import DISPOSITION_WORDS, Case, CaseState, Disposition
from handlers.reporting.report_form import TEXT_LIMIT, Account
from handlers.rules import Rules
from storage import core, envelopes, ledger, timers
from storage.transaction import Transaction


class CaseClosed(Refusal):
    """{number} is closed already: {disposition}. The card has been redrawn."""


class ClockRuns(Refusal):
    """{number} is a suspected breach, and its 60 days run until {day}. First assess it, and record who was notified;
    then close it."""


class TextNeeded(FieldProblem):
    """Write a sentence or two; without any there is nothing to keep."""


class TextTooLong(FieldProblem):
    """This may have {limit} characters; it has {length}. Send it in parts."""


class CannotSee(Refusal):
    """{name} cannot open {number}, so it cannot be theirs: they are not part of the compliance team for this case."""


class LastReader(Refusal):
    """Nobody else could open {number} then. Make somebody who is not concerned a privacy officer first, with
    `/compliance roles grant privacy_officer @name`."""


class AlreadyRecused(Refusal):
    """{name} is kept away from {number} already; nothing was changed."""


_case = core.report.c
_SET = update(core.report).where(_case.id == bindparam("which"))
_RECUSE = insert(core.report_recusal)


# Reading.


def opened(tx: Transaction, actor: Actor, case_id: int) -> CaseView:
    """Everything about a case, recorded as opened by the actor."""
    case = cases.find(tx, actor, case_id)
    record(tx, actor, case, "case:opened")
    names = people.names(tx, set(case.recused))
    return CaseView(_card(tx, case, whole=True), tuple(cases.entries(tx, case)), tuple(sorted(names.values())))


def listed(tx: Transaction, actor: Actor, *, closed: bool = False) -> list[CaseCard]:
    """What a list says of the cases the actor may see, without any text; oldest day first. Raises `NotCompliance`."""
    return [_card(tx, case, whole=False) for case in cases.listed(tx, actor, closed=closed)]


def card(tx: Transaction, case_id: int, rules: Rules) -> CaseCard | None:
    """The card of a case as it should look now. Its text is left out where the practice wants only notices, and once
    somebody is recused, who might read along."""
    case = cases.load(tx, case_id)
    return _card(tx, case, whole=rules.reports_in_full and not case.recused) if case else None


def notice(case_id: int, detail: str) -> CaseNotice:
    """What a notice of the outbox says; `detail` is `event` or `event:number`."""
    return CaseNotice(cases.public(case_id), case_id, detail.split(":", 1)[0])


def _card(tx: Transaction, case: Case, whole: bool) -> CaseCard:
    name = people.names(tx, {case.assignee_id}).get(case.assignee_id) if case.assignee_id else None
    return CaseCard(
        number=case.number,
        case_id=case.id,
        state=case.state,
        received_on=case.received_on,
        report=cases.report(tx, case) if whole else None,
        acknowledge_by=case.received_on + timedelta(days=deadlines.ACKNOWLEDGE_DAYS["due"]),
        feedback_by=_feedback_by(case.received_on),
        disposition=case.disposition,
        assignee=name,
        proposal=numbers.public(case.proposal_id) if case.proposal_id else None,
        escalated=case.escalated,
        officers_only=case.officers_only,
        unanswered=cases.unanswered(tx, case),
        notify_by=case.notify_by,
        account=cases.account(tx, case) if whole else None,
    )


def _feedback_by(received_on: date) -> date:
    return deadlines.months_later(received_on, deadlines.FEEDBACK_MONTHS)


# Working.


def acknowledge(tx: Transaction, actor: Actor, case_id: int, rules: Rules) -> Case:
    """Confirms to the reporter that the report was received. Twice is once. Raises `CaseClosed`."""
    case = workable(tx, actor, case_id)
    if case.state is CaseState.RECEIVED:
        change(tx, case, state=CaseState.ACKNOWLEDGED)
        timers.cancel(tx, case.id, deadlines.ACKNOWLEDGE)
        done(tx, actor, case, "case:acknowledged", rules)
    return cases.find(tx, actor, case_id)


def ask(tx: Transaction, actor: Actor, case_id: int, text: str, rules: Rules) -> None:
    """Writes to the reporter, who reads it with the receipt. Raises `CaseClosed`, `TextNeeded` and `TextTooLong`."""
    case = workable(tx, actor, case_id)
    _write(tx, actor, case, "compliance", text, rules)
    _begin(tx, case)
    done(tx, actor, case, "case:asked", rules)


def inform(tx: Transaction, actor: Actor, case_id: int, text: str, rules: Rules) -> None:
    """Tells the reporter what came of the report: the feedback owed within three months. Raises what `ask` does."""
    ask(tx, actor, case_id, text, rules)
    timers.cancel(tx, case_id, deadlines.FEEDBACK)


def note(tx: Transaction, actor: Actor, case_id: int, text: str, rules: Rules) -> None:
    """Keeps a note the reporter never sees, also on a closed case. Raises `TextNeeded` and `TextTooLong`."""
    case = cases.find(tx, actor, case_id, lock=True)
    _write(tx, actor, case, "note", text, rules)
    record(tx, actor, case, "case:noted")


def assign(tx: Transaction, actor: Actor, case_id: int, seen: Sighting, rules: Rules) -> Case:
    """Gives the case to one person, who is told. Raises `CaseClosed` and `CannotSee`."""
    case = workable(tx, actor, case_id)
    person = people.recognise(tx, seen)
    if not cases.may_see(tx, person.id, person.roles, case):
        raise CannotSee(name=person.name, number=case.number)
    _begin(tx, case)
    change(tx, case, assignee_id=person.id)
    if person.id != actor.id:
        case_news.tell_person(tx, case, person.id, "assigned", person.platform)
    done(tx, actor, case, "case:assigned", rules, person=person.id)
    return cases.find(tx, actor, case_id)


def escalate(tx: Transaction, actor: Actor, case_id: int, rules: Rules) -> Case:
    """Brings the case before the privacy officers. Twice is once. Raises `CaseClosed`."""
    case = workable(tx, actor, case_id)
    if not case.escalated:
        change(tx, case, escalated=True)
        case_news.tell_officers(tx, case, "escalated", actor.platform)
        done(tx, actor, case, "case:escalated", rules)
    return cases.find(tx, actor, case_id)


def link(tx: Transaction, actor: Actor, case_id: int, proposal_id: int, rules: Rules) -> Case:
    """Says which proposal the case is about. Raises `CaseClosed`, and `NotFound` when there is no such proposal."""
    case = workable(tx, actor, case_id)
    proposal = proposals.find(tx, proposal_id)
    change(tx, case, proposal_id=proposal.id)
    done(tx, actor, case, "case:linked", rules, proposal=proposal.number)
    return cases.find(tx, actor, case_id)


def link_account(tx: Transaction, actor: Actor, case_id: int, network: str, address: str, rules: Rules) -> Case:
    """Says which of the practice's accounts the case is about, by network and name or address there. Raises
    `CaseClosed` and `Invalid`."""
    case = workable(tx, actor, case_id)
    account = Account(network, clean(address))
    account.require_valid()
    sealed = envelopes.seal(cases.key_of(tx, case.id), cases.about(case.id, "account"), account.dump())
    change(tx, case, account=sealed)
    done(tx, actor, case, "case:account_linked", rules)
    return cases.find(tx, actor, case_id)


def close(tx: Transaction, actor: Actor, case_id: int, disposition: Disposition, text: str, rules: Rules) -> Case:
    """Ends the case; `text` tells the reporter what came of it. Raises `CaseClosed`, `ClockRuns`,
    `TextNeeded` and `TextTooLong`."""
    case = workable(tx, actor, case_id)
    if case.notify_by:
        raise ClockRuns(number=case.number, day=days.written(case.notify_by))
    _write(tx, actor, case, "compliance", text, rules)
    change(
        tx,
        case,
        state=CaseState.CLOSED,
        disposition=disposition,
        closed_on=rules.today(tx.now),
    )
    deadlines.close(tx, case.id)
    done(tx, actor, case, "case:closed", rules, disposition=disposition.value)
    return cases.find(tx, actor, case_id)


def recuse(tx: Transaction, actor: Actor, case_id: int, seen: Sighting, rules: Rules) -> Case:
    """Keeps somebody away from the case: the accused, or whoever is too close. They neither see nor open it from now
    on, and its text leaves the channel. Raises `AlreadyRecused` and `LastReader`."""
    case = cases.find(tx, actor, case_id, lock=True)
    person = people.recognise(tx, seen)
    kin = people.kin(tx, person.id)
    if not case.recused.isdisjoint(kin):
        raise AlreadyRecused(name=person.name, number=case.number)
    if not cases.readers(tx, case).keys() - kin:
        raise LastReader(number=case.number)
    tx.execute(_RECUSE, {"report_id": case.id, "person_id": person.id})
    if case.assignee_id in kin:
        change(tx, case, assignee_id=None)
    done(tx, actor, case, "case:recused", rules, person=person.id)
    return case


def workable(tx: Transaction, actor: Actor, case_id: int) -> Case:
    """An open case the actor may see, locked. Raises `CaseClosed`."""
    case = cases.find(tx, actor, case_id, lock=True)
    if case.state is CaseState.CLOSED:
        assert case.disposition is not None
        raise CaseClosed(number=case.number, disposition=DISPOSITION_WORDS[case.disposition].lower())
    return case


def _begin(tx: Transaction, case: Case) -> None:
    """Whoever works on a case has received it."""
    if case.state in (CaseState.RECEIVED, CaseState.ACKNOWLEDGED):
        change(tx, case, state=CaseState.INVESTIGATING)
        timers.cancel(tx, case.id, deadlines.ACKNOWLEDGE)


def _write(tx: Transaction, actor: Actor, case: Case, side: str, text: str, rules: Rules) -> None:
    text = clean(text)
    if not text:
        raise TextNeeded
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    today = rules.today(tx.now)
    reports.add_entry(tx, case.id, cases.key_of(tx, case.id), side, text, written_on=today, person_id=actor.id)


def change(tx: Transaction, case: Case, **values: Any) -> None:
    """Sets columns of a case."""
    tx.execute(_SET, {"which": case.id, **values})


def done(tx: Transaction, actor: Actor, case: Case, what: str, rules: Rules, **payload: Any) -> None:
    """Records what was done to a case, and draws its card again."""
    case_news.card(tx, case.id, rules)
    record(tx, actor, case, what, **payload)


def record(tx: Transaction, actor: Actor, case: Case, what: str, **payload: Any) -> None:
    """Records what somebody did about a case; `what` is `subject:action`, and `payload` carries no text."""
    about = {"case": case.number, **payload}
    ledger.append(tx, f"compliance:{what}", f"case:{case.number}", actor.entry, actor.platform, about)
