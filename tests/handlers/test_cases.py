"""Cases: who may see them, what compliance does with them, and what their reporter hears of it."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from handlers.calendar import WorkingHours
from handlers.errors import Invalid
from handlers.reporting import case_news, cases, casework, deadlines, reports
from handlers.reporting.cases import CaseState, Disposition
from handlers.reporting.report_form import Account, Report
from handlers.rules import Rules
from storage import core, ledger
from tests.handlers.conftest import Practice
from tests.handlers.reporting import JONAH, PRIYA, RUTH, TOMAS, WHAT, Desk, keys, seen


@pytest.fixture
def desk(practice: Practice, clock: Any) -> Desk:
    return Desk(practice, clock)


def tags(desk: Desk) -> list[str]:
    return desk.tags(":case:")


# Filing and coming back.


def test_a_report_can_be_read_with_its_receipt_and_no_other(desk: Desk) -> None:
    """Before and after it is delivered."""
    held = desk.file(1, network="instagram", when="about a week ago")
    desk.file(2, what="Another one.")
    for delivered in (False, True):
        found = desk.practice.db.call(reports.follow_up, held)
        assert (found.delivered, found.state) == (delivered, CaseState.RECEIVED)
        assert found.report == Report(what=WHAT, network="instagram", when="about a week ago")
        desk.deliver()
    with pytest.raises(reports.WrongReceipt, match="four groups of four"):
        desk.practice.db.call(reports.follow_up, keys(3))


def test_nothing_is_a_case_before_its_tick(desk: Desk) -> None:
    """No list, no ledger entry, no timer and no message tells of it."""
    desk.file()
    assert desk.cases(RUTH) == []
    assert tags(desk) == []
    assert desk.outbox(case_news.CASE_CARD) == []
    assert desk.practice.db.call(lambda tx: tx.execute(text("SELECT count(*) FROM timer")).scalar()) == 0
    desk.deliver()
    assert [case.state for case in desk.cases(RUTH)] == [CaseState.RECEIVED]
    assert tags(desk) == ["reporter:case:filed"]
    assert desk.outbox(case_news.CASE_CARD) == [("reports@slack", "")]


def test_a_conversation_reaches_both_sides(desk: Desk) -> None:
    """The reporter reads what compliance asks at once, compliance the answer after its tick; notes stay inside, and
    the reporter never sees a name."""
    case, held = desk.filed(1), keys(1)
    desk.work(RUTH, casework.ask, case, "Is it still up?")
    desk.work(PRIYA, casework.note, case, "Ask marketing.")
    desk.practice.db.call(reports.reply, held, "Yes, it is.")
    assert [entry.side for entry in desk.as_(RUTH, casework.opened, case.id).entries] == ["compliance", "note"]
    desk.deliver()
    view = desk.as_(RUTH, casework.opened, case.id)
    assert [(entry.side, entry.text) for entry in view.entries] == [
        ("compliance", "Is it still up?"),
        ("note", "Ask marketing."),
        ("reporter", "Yes, it is."),
    ]
    assert view.card.unanswered == 1
    mine = desk.practice.db.call(reports.follow_up, held)
    assert [(entry.side, entry.name) for entry in mine.entries] == [("compliance", None), ("reporter", None)]
    assert mine.state is CaseState.INVESTIGATING
    assert ("reports@slack", "replied:3") in desk.outbox(case_news.CASE_NOTICE)


@pytest.mark.parametrize(("typed", "refusal"), [("", reports.NothingWritten), ("x" * 5_001, reports.TooLong)])
def test_a_reply_that_cannot_be_kept_is_refused(desk: Desk, typed: str, refusal: type[Exception]) -> None:
    held = desk.file()
    with pytest.raises(refusal):
        desk.practice.db.call(reports.reply, held, typed)


def test_a_flood_of_replies_waits_for_its_tick(desk: Desk) -> None:
    held = desk.file()
    for _ in range(reports.WAITING_LIMIT):
        desk.practice.db.call(reports.reply, held, "More.")
    with pytest.raises(reports.TooManyWaiting, match="next quarter hour"):
        desk.practice.db.call(reports.reply, held, "More.")
    desk.deliver()
    desk.practice.db.call(reports.reply, held, "More.")


# Who may.


def test_only_the_compliance_team_sees_cases(desk: Desk) -> None:
    case = desk.filed()
    for use_case in (cases.find, casework.opened):
        with pytest.raises(cases.NotCompliance):
            desk.as_(TOMAS, use_case, case.id)
    with pytest.raises(cases.NotCompliance):
        desk.as_(TOMAS, cases.listed)
    assert desk.as_(PRIYA, casework.opened, case.id).card.report.what == WHAT


def test_a_report_about_compliance_goes_around_it(desk: Desk) -> None:
    """Privacy officers alone see it; the channel never hears of it."""
    case = desk.filed(concerns_compliance=True)
    assert [place for place, _ in desk.outbox(case_news.CASE_CARD)] == ["person:1@slack"]
    with pytest.raises(cases.NoSuchCase):
        desk.as_(PRIYA, casework.opened, case.id)
    assert desk.cases(PRIYA) == []
    assert desk.cases(RUTH) == [case]
    with pytest.raises(casework.CannotSee, match="Priya cannot open"):
        desk.work(RUTH, casework.assign, case, seen(PRIYA))


def test_what_is_written_bears_the_practices_own_day(desk: Desk) -> None:
    """In the evening in Chicago it is the next day already by UTC; deadlines and reporters' dates go by the former."""
    case = desk.filed()
    desk.clock.forward(datetime(2026, 3, 4, 3, tzinfo=UTC) - desk.clock())
    rules = Rules(hours=WorkingHours(zone=ZoneInfo("America/Chicago")))
    desk.as_(RUTH, casework.ask, case.id, "Is it still up?", rules)
    desk.as_(RUTH, casework.note, case.id, "Ask marketing.", rules)
    desk.as_(RUTH, casework.close, case.id, Disposition.REFERRED, "Passed on.", rules)
    entries = desk.as_(RUTH, casework.opened, case.id).entries
    assert {entry.written_on for entry in entries} == {date(2026, 3, 3)}
    assert desk.as_(RUTH, cases.find, case.id).closed_on == date(2026, 3, 3)


WORK = (
    (casework.acknowledge, ()),
    (casework.ask, ("Why?",)),
    (casework.inform, ("So.",)),
    (casework.note, ("x",)),
    (casework.assign, (seen(PRIYA),)),
    (casework.escalate, ()),
    (casework.link, (1,)),
    (casework.close, (Disposition.REFERRED, "Passed on.")),
    (casework.recuse, (seen(PRIYA),)),
)


def test_the_accused_neither_see_nor_open(desk: Desk) -> None:
    """Whoever is recused is answered as if there were no such case, whatever they try; the text leaves the channel."""
    case = desk.filed()
    assert desk.practice.db.call(casework.card, case.id, desk.practice.rules).report.what == WHAT
    desk.recuse(case, JONAH)
    assert desk.cases(JONAH) == []
    for use_case, arguments in WORK:
        with pytest.raises(cases.NoSuchCase):
            desk.work(JONAH, use_case, case, *arguments)
    with pytest.raises(cases.NoSuchCase):
        desk.as_(JONAH, casework.opened, case.id)
    assert desk.practice.db.call(casework.card, case.id, desk.practice.rules).report is None
    assert desk.as_(PRIYA, casework.opened, case.id).recused == ("Jonah",)
    with pytest.raises(casework.CannotSee):
        desk.work(RUTH, casework.assign, case, seen(JONAH))
    with pytest.raises(casework.AlreadyRecused):
        desk.recuse(case, JONAH)


def test_somebody_can_always_open_a_case(desk: Desk) -> None:
    case = desk.filed(concerns_compliance=True)
    with pytest.raises(casework.LastReader, match="Nobody else could open"):
        desk.recuse(case, RUTH)
    desk.grant_officer(PRIYA)
    desk.recuse(case, RUTH)
    assert desk.cases(RUTH) == []
    assert [one.id for one in desk.cases(PRIYA)] == [case.id]


def test_escalation_tells_officers_but_not_the_accused(desk: Desk) -> None:
    desk.grant_officer(PRIYA)
    case = desk.filed()
    desk.recuse(case, RUTH, by=PRIYA)
    desk.work(JONAH, casework.escalate, case)
    told = [place for place, event in desk.outbox(case_news.CASE_NOTICE) if event == "escalated"]
    assert told == ["person:2@slack"]


# Working.


def test_a_case_goes_through_its_states(desk: Desk) -> None:
    """Every step is recorded once, without any text, and the reporter hears the end."""
    held = desk.file()
    desk.deliver()
    case = desk.cases(RUTH)[0]
    desk.work(PRIYA, casework.acknowledge, case)
    assert desk.work(PRIYA, casework.acknowledge, case).state is CaseState.ACKNOWLEDGED
    assert desk.work(RUTH, casework.assign, case, seen(JONAH)).assignee_id is not None
    closed = desk.work(JONAH, casework.close, case, Disposition.SUBSTANTIATED, "The photo is gone.")
    assert (closed.state, closed.disposition) == (CaseState.CLOSED, Disposition.SUBSTANTIATED)
    with pytest.raises(casework.CaseClosed, match="closed already: substantiated"):
        desk.work(RUTH, casework.acknowledge, case)
    mine = desk.practice.db.call(reports.follow_up, held)
    assert (mine.state, mine.disposition) == (CaseState.CLOSED, Disposition.SUBSTANTIATED)
    assert mine.entries[-1].text == "The photo is gone."
    assert tags(desk) == ["reporter:case:filed"] + [
        f"compliance:case:{w}" for w in ("acknowledged", "assigned", "closed")
    ]
    payloads = [entry.payload for entry in desk.practice.db.call(ledger.entries)]
    assert "photo" not in str(payloads)


def test_the_number_people_quote_leads_back(desk: Desk) -> None:
    case = desk.filed()
    assert cases.parse(f" {case.number.lower()} ") == case.id
    assert cases.parse("R-12") is None
    assert cases.parse("P-1042") is None


def test_a_case_names_the_account_it_is_about(desk: Desk) -> None:
    """On the card, except where its text may not stand; sealed like it, and recorded without it."""
    case = desk.filed()
    desk.work(RUTH, casework.link_account, case, "instagram", " @riverside ")
    assert desk.as_(RUTH, casework.opened, case.id).card.account == Account("instagram", "@riverside")
    desk.recuse(case, JONAH)
    assert desk.practice.db.call(casework.card, case.id, desk.practice.rules).account is None
    with pytest.raises(Invalid) as refused:
        desk.work(RUTH, casework.link_account, case, "myspace", "")
    assert set(refused.value.fields) == {"network", "address"}
    assert "riverside" not in str([entry.payload for entry in desk.practice.db.call(ledger.entries)])


# Deadlines.


def test_reminders_come_in_time(desk: Desk, clock: Any) -> None:
    """Acknowledging on days 5 and 7, feedback on day 75 and after three months (Directive (EU) 2019/1937)."""
    desk.filed()
    assert desk.pass_days(4) == []
    assert desk.pass_days(1) == ["acknowledge_soon"]
    assert desk.pass_days(2) == ["acknowledge_due", "acknowledge_soon"]
    assert len(desk.pass_days(68)) == 3
    assert desk.pass_days(17) == ["acknowledge_due", "acknowledge_soon", "feedback_due", "feedback_soon"]


def test_what_was_done_is_no_longer_reminded_of(desk: Desk, clock: Any) -> None:
    case = desk.filed()
    desk.work(RUTH, casework.acknowledge, case)
    assert desk.pass_days(60) == []
    desk.work(RUTH, casework.inform, case, "We took it down.")
    assert desk.pass_days(60) == []


def test_the_receipt_ends_and_the_text_is_erased(desk: Desk, clock: Any) -> None:
    """90 days after closing nobody comes back with the receipt; six years later nobody can read it at all, and the
    chain of records is whole."""
    held = desk.file()
    desk.deliver()
    case = desk.cases(RUTH)[0]
    desk.work(RUTH, casework.close, case, Disposition.DUPLICATE, "Known already.")
    desk.pass_days(89)
    assert desk.practice.db.call(reports.follow_up, held).report.what == WHAT
    desk.pass_days(1)
    with pytest.raises(reports.WrongReceipt):
        desk.practice.db.call(reports.follow_up, held)
    assert desk.as_(RUTH, casework.opened, case.id).card.report.what == WHAT
    desk.pass_days(6 * 366)
    view = desk.as_(RUTH, casework.opened, case.id)
    assert (view.card.report, view.entries) == (None, ())
    stored = desk.practice.db.call(lambda tx: tx.execute(select(core.report)).one())
    assert (stored.tag, stored.sealed, stored.reporter_wrap, stored.deployment_wrap) == (None,) * 4
    assert desk.practice.db.call(ledger.verify).ok
    assert "retention:case:erased" in tags(desk)


def test_three_months_end_on_a_day_that_exists() -> None:
    assert deadlines.months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert deadlines.months_later(date(2026, 1, 31), 12) == date(2027, 1, 31)
