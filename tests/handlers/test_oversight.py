"""What privacy officers ask, and what they may decide for others."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from handlers import deliveries
from handlers.overview import overview
from handlers.rules import Rules
from handlers.training import employment, exemptions, oversight, remind_now, reminders, staff
from handlers.training.assignments import Kind, Why
from handlers.training.reminder_messages import GroupLine
from handlers.words import stuck
from storage import ledger, outbox
from storage.transaction import Transaction
from tests.handlers.conftest import Practice
from tests.handlers.training import COURSE, MAYA, PRIYA, RUTH, TOMAS, School

WHAT = (Kind.COURSE, "social-media")


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    """Maya and Tomas at the front desk, Priya elsewhere; Priya is trained."""
    school = School(practice, clock, Rules())
    school.require()
    for account in (MAYA, TOMAS):
        school.hire(account, group_name="Front desk")
    school.hire(PRIYA, group_name="Dentists")
    school.finish(PRIYA)
    return school


def test_completion_by_group(school: School) -> None:
    assert school.do(RUTH, oversight.completion, school.rules) == (
        GroupLine("Dentists", 1, 1, 0, 0),
        GroupLine("Front desk", 2, 0, 2, 0),
    )
    school.go(date(2026, 4, 2))
    school.finish(TOMAS)
    assert school.do(RUTH, oversight.completion, school.rules)[1] == GroupLine("Front desk", 2, 1, 0, 1)
    lines, more = school.do(RUTH, oversight.who_is_late, school.rules)
    assert ([(line.name, line.title, line.days) for line in lines], more) == (
        [("Maya", "Social media and patients", 1)],
        0,
    )


def test_nobody_on_leave_is_late(school: School) -> None:
    school.go(date(2026, 4, 10))
    school.do(RUTH, employment.take_leave, school.actor(MAYA).id, school.today, None, school.rules)
    lines, _ = school.do(RUTH, oversight.who_is_late, school.rules)
    assert [line.name for line in lines] == ["Tomas"]
    assert school.practice.db.call(overview, school.rules).late == 1


def test_who_had_been_trained_on_a_day(school: School) -> None:
    """Also after they have left; later events change nothing about an earlier day."""
    tomas = school.actor(TOMAS).id
    school.go(date(2026, 3, 20))
    school.finish(MAYA)
    school.go(date(2026, 4, 20))
    school.practice.db.call(employment.depart, None, {tomas}, school.today, school.rules)

    def on(day: date) -> list[tuple[str, date | None, bool]]:
        found = school.do(RUTH, oversight.evidence, day)
        return [(one.name, one.done_on, one.overdue) for one in found]

    assert on(date(2026, 3, 1)) == []
    assert on(date(2026, 3, 3)) == [("Maya", None, False), ("Priya", date(2026, 3, 2), False), ("Tomas", None, False)]
    third = [("Maya", date(2026, 3, 20), False), ("Priya", date(2026, 3, 2), False)]
    assert on(date(2026, 4, 10)) == [*third, ("Tomas", None, True)]
    assert on(date(2026, 4, 21)) == third
    assert on(date(2027, 5, 1))[1] == ("Priya", date(2026, 3, 2), True)
    school.go(date(2026, 9, 1))
    school.hire(TOMAS)
    assert ("Tomas", None, False) in on(date(2026, 9, 2))


def test_who_was_exempt_on_a_day(school: School) -> None:
    """Until they are asked again."""
    tomas = school.actor(TOMAS).id
    at = (tomas, *WHAT)

    def on(day: date) -> list[bool]:
        return [one.exempt for one in school.do(RUTH, oversight.evidence, day) if one.person_id == tomas]

    school.go(date(2026, 3, 10))
    school.do(RUTH, exemptions.exempt, *at, "He teaches it.", school.rules)
    school.go(date(2026, 3, 20))
    school.do(RUTH, exemptions.end, *at, school.rules)
    assert [on(date(2026, 3, day)) for day in (9, 10, 19, 20)] == [[False], [True], [True], [False]]


def test_a_returner_is_not_trained_by_what_came_before(school: School) -> None:
    school.go(date(2026, 4, 20))
    school.practice.db.call(employment.depart, None, {school.actor(PRIYA).id}, school.today, school.rules)
    school.go(date(2026, 9, 1))
    school.hire(PRIYA)
    found = {one.name: one.done_on for one in school.do(RUTH, oversight.evidence, date(2026, 9, 2))}
    assert found["Priya"] is None


def test_whether_reminders_arrive_and_why_not(school: School) -> None:
    """In words a privacy officer can act on; of the newest reminder as long as an older one stands before it."""
    maya, tomas, priya = (school.actor(account).id for account in (MAYA, TOMAS, PRIYA))
    school.start()

    def deliver(tx: Transaction) -> None:
        for delivery in outbox.claim(tx):
            if delivery.subject_id == maya:
                deliveries.delivered(tx, delivery, "D0MAYA", "1.0", 0)
            else:
                deliveries.failed(tx, delivery, "MessageWritesBlocked", blocked=True)

    def found() -> dict[int, tuple[str, date | None, str]]:
        listed = school.do(RUTH, oversight.deliveries, [maya, tomas, priya], school.rules)
        return {one.person_id: (one.state, one.on, one.reason) for one in listed}

    assert found()[maya] == ("waiting", None, "")
    school.practice.db.call(deliver)
    blocked = ("failing", None, "they have blocked the app in Teams")
    assert found() == {maya: ("sent", date(2026, 3, 2), ""), tomas: blocked, priya: ("none", None, "")}
    school.go(date(2026, 4, 2))
    assert len(school.days_told(tomas)) == 2
    assert found() == {maya: ("waiting", date(2026, 3, 2), ""), tomas: blocked, priya: ("none", None, "")}


def test_reminders_that_do_not_arrive_are_no_flood_of_news(school: School) -> None:
    """Hundreds may be without the app: the dashboard says so. Of the weekly messages privacy officers hear at once."""
    tomas = school.actor(TOMAS).id
    school.start()

    def fail(tx: Transaction) -> list[str]:
        for delivery in outbox.claim(tx):
            deliveries.failed(tx, delivery, "MessageWritesBlocked", blocked=True)
        query = text("SELECT subject_id, detail, destination FROM outbox WHERE topic = 'undeliverable'")
        return [row.destination for row in tx.execute(query)]

    assert school.practice.db.call(fail) == []
    school.practice.db.call(outbox.enqueue, reminders.MANAGER_DIGEST, tomas, "person:99@slack", "2026-03-02")
    assert school.practice.db.call(fail) == [f"person:{school.actor(RUTH).id}@slack"]
    told = school.practice.db.call(lambda tx: outbox.claim(tx)[0])
    found = school.practice.db.call(deliveries.prepare, told, school.rules)
    assert "refuses the message about training for Tomas's direct messages" in stuck(found.message)


def test_what_was_never_sent_is_not_told_as_delivered(school: School) -> None:
    """A reminder that could not be delivered, and is not needed any more."""
    tomas = school.actor(TOMAS).id
    school.start()

    def give_up(tx: Transaction) -> None:
        for delivery in outbox.claim(tx):
            deliveries.skipped(tx, delivery)

    school.practice.db.call(give_up)
    assert [one.state for one in school.do(RUTH, oversight.deliveries, [tomas], school.rules)] == ["none"]


def test_remind_now_shows_whom_first(school: School) -> None:
    """Those who were told today, are on leave or have nothing due are left out; then one message each."""
    school.do(RUTH, employment.take_leave, school.actor(TOMAS).id, date(2026, 3, 4), date(2026, 3, 8), school.rules)
    school.start()
    assert school.do(RUTH, remind_now.preview, school.rules) == remind_now.Preview(0, (), 0, 2, 0)
    school.go(date(2026, 3, 4))
    assert school.do(RUTH, remind_now.preview, school.rules) == remind_now.Preview(1, ("Maya",), 1, 0, 0)
    assert school.do(RUTH, remind_now.preview, school.rules, "Dentists").people == 0
    assert school.do(RUTH, remind_now.remind, school.rules) == 1
    school.settle()
    assert school.days_told(school.actor(MAYA).id) == ["2026-03-02", "2026-03-04"]
    assert school.do(RUTH, remind_now.remind, school.rules) == 0
    school.settle()
    assert len(school.told()) == 3


def test_exempt_with_a_reason(school: School) -> None:
    """Nothing is asked of them, also not after a change, until it is ended; the reason is on record."""
    maya = school.actor(MAYA).id
    with pytest.raises(exemptions.NoReason):
        school.do(RUTH, exemptions.exempt, maya, *WHAT, " \n", school.rules)
    with pytest.raises(exemptions.LongReason):
        school.do(RUTH, exemptions.exempt, maya, *WHAT, "x" * 501, school.rules)
    school.do(RUTH, exemptions.exempt, maya, *WHAT, "No access to any account.", school.rules)
    assert school.open(MAYA) == []
    assert school.practice.db.call(ledger.entries)[-1].payload["reason"] == "No access to any account."
    school.require(replace(COURSE, version=2))
    assert school.open(MAYA) == []
    with pytest.raises(exemptions.AlreadyExempt):
        school.do(RUTH, exemptions.exempt, maya, *WHAT, "Again.", school.rules)
    school.do(RUTH, exemptions.end, maya, *WHAT, school.rules)
    assert [one.why for one in school.open(MAYA)] == [Why.CHANGE]
    with pytest.raises(exemptions.NotExempt):
        school.do(RUTH, exemptions.end, maya, *WHAT, school.rules)


def test_nobody_exempts_themselves(school: School) -> None:
    ruth = school.hire(RUTH)
    with pytest.raises(exemptions.OwnExemption):
        school.do(RUTH, exemptions.exempt, ruth, *WHAT, "I wrote it.", school.rules)


def test_only_privacy_officers_ask(school: School) -> None:
    maya = school.actor(MAYA).id
    for use_case, arguments in (
        (oversight.completion, (school.rules,)),
        (oversight.who_is_late, (school.rules,)),
        (oversight.deliveries, ([maya], school.rules)),
        (oversight.evidence, (school.today,)),
        (remind_now.preview, (school.rules,)),
        (remind_now.remind, (school.rules,)),
        (exemptions.exempt, (maya, *WHAT, "Because.", school.rules)),
        (exemptions.end, (maya, *WHAT, school.rules)),
    ):
        with pytest.raises(staff.NotForYou):
            school.do(PRIYA, use_case, *arguments)
