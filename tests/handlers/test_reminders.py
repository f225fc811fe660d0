"""Reminders: when, how often, and that they stop."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from handlers import deliveries, due, people, permissions
from handlers.people import Sighting
from handlers.rules import Rules
from handlers.training import employment, remind_now, reminders
from handlers.training.assignments import Kind, Requirement, Why
from handlers.training.employment import Hired
from handlers.training.reminder_messages import DueItem
from storage import outbox
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.accounts import link
from tests.handlers.conftest import Practice
from tests.handlers.training import DAY, MAYA, RUTH, TOMAS, School

PHOTOS = Requirement(Kind.COURSE, "photos", "Photos and videos", 1, 12)


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    return School(practice, clock, Rules())


def live(school: School, days: int, hours: tuple[int, ...] = (9,)) -> None:
    """Lets days pass, looking at each of these hours."""
    for _ in range(days):
        day = school.today + DAY
        for hour in hours:
            school.go(day, time(hour))


def test_the_usual_days_then_weekly_until_done(school: School) -> None:
    """On assignment, 14, 7 and 1 days before, on the day, then every week; nothing once it is done."""
    school.require()
    maya = school.hire(MAYA)
    school.start()
    live(school, 50)
    assert school.days_told(maya) == [
        "2026-03-02",
        "2026-03-18",
        "2026-03-25",
        "2026-03-31",
        "2026-04-01",
        "2026-04-08",
        "2026-04-15",
    ]
    school.finish(MAYA)
    live(school, 60)
    assert len(school.days_told(maya)) == 7


def test_everything_due_comes_in_one_message_a_day(school: School) -> None:
    school.require()
    maya = school.hire(MAYA)
    school.start()
    school.clock.forward(timedelta(days=20))
    school.require(PHOTOS)
    live(school, 60, hours=(9, 12, 16))
    days = school.days_told(maya)
    assert len(days) == len(set(days)) > 8
    shown = school.practice.db.call(reminders.reminder, maya, school.rules)
    assert [(item.title, item.why) for item in shown.items] == [
        ("Social media and patients", Why.HIRE),
        ("Photos and videos", Why.CHANGE),
    ]


def test_what_is_shown_is_what_is_still_open(school: School) -> None:
    """A message drawn after somebody acted asks for nothing."""
    school.require()
    maya = school.hire(MAYA)
    shown = school.practice.db.call(reminders.reminder, maya, school.rules)
    item = DueItem(Kind.COURSE, "social-media", "Social media and patients", Why.HIRE, date(2026, 4, 1), 30)
    assert shown.items == (item,)
    school.finish(MAYA)
    assert school.practice.db.call(reminders.reminder, maya, school.rules).items == ()
    school.practice.db.call(employment.depart, None, {maya}, school.today, school.rules)
    assert school.practice.db.call(reminders.reminder, maya, school.rules) is None


@pytest.mark.parametrize(
    ("zone", "told_at"),
    [
        ("America/Los_Angeles", datetime(2026, 3, 9, 16, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 8, 20, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 9, 3, 15, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 9, 8, tzinfo=UTC)),
    ],
)
def test_inside_their_own_working_hours(school: School, zone: str, told_at: datetime) -> None:
    """Monday at nine where they are, after a weekend on which clocks changed in America; not a minute sooner."""
    school.clock.forward(datetime(2026, 3, 7, 12, tzinfo=UTC) - school.clock())
    school.require()
    maya = school.hire(MAYA, zone=zone)
    school.start()
    while not school.days_told(maya):
        school.clock.forward(timedelta(minutes=15))
        school.settle()
    assert school.clock() == told_at
    assert school.days_told(maya) == ["2026-03-09"]


def test_after_a_move_the_new_clock_counts(school: School) -> None:
    school.require()
    maya = school.hire(MAYA, zone="Europe/Berlin")
    school.actor(MAYA, "America/Los_Angeles")
    school.start()
    assert school.days_told(maya) == [], "nine in London is one in the morning there"
    school.go(date(2026, 3, 2), time(17))
    assert school.days_told(maya) == ["2026-03-02"]


def test_nobody_on_leave_hears_anything(school: School) -> None:
    school.require()
    maya = school.hire(MAYA)
    school.do(RUTH, employment.take_leave, maya, date(2026, 3, 2), date(2026, 3, 29), school.rules)
    school.start()
    live(school, 27)
    assert school.days_told(maya) == []
    live(school, 1)
    assert school.days_told(maya) == ["2026-03-30"]


def test_remind_me_tomorrow_three_times(school: School) -> None:
    """The next working day, and a second press on the same day changes nothing."""
    school.require()
    maya = school.hire(MAYA)
    school.start()
    school.go(date(2026, 3, 6))
    assert school.do(MAYA, reminders.snooze, school.rules) == date(2026, 3, 9)
    assert school.do(MAYA, reminders.snooze, school.rules) == date(2026, 3, 9)
    live(school, 3)
    for left in (2, 1):
        shown = school.practice.db.call(reminders.reminder, maya, school.rules)
        assert shown.snoozes_left == left
        school.do(MAYA, reminders.snooze, school.rules)
        live(school, 1)
    with pytest.raises(reminders.PutOffEnough, match="put this off 3 times"):
        school.do(MAYA, reminders.snooze, school.rules)
    assert school.days_told(maya) == ["2026-03-02", "2026-03-09", "2026-03-10", "2026-03-11"]
    school.finish(MAYA)
    with pytest.raises(reminders.NothingDue):
        school.do(MAYA, reminders.snooze, school.rules)


def test_whoever_goes_on_leave_may_put_it_off_until_then(school: School) -> None:
    """An overdue person presses the button, and is away from tomorrow, nobody knows how long."""
    school.require()
    maya = school.hire(MAYA)
    school.start()
    school.go(date(2026, 4, 8))
    school.do(RUTH, employment.take_leave, maya, date(2026, 4, 9), None, school.rules)
    school.do(MAYA, reminders.snooze, school.rules)
    told = school.days_told(maya)
    live(school, 30)
    assert school.days_told(maya) == told


def test_then_the_manager_then_the_privacy_officer(school: School) -> None:
    """Once a week in a digest, the manager from seven days overdue on, the officer from fourteen, until it is done."""
    school.require()
    tomas = school.hire(TOMAS, joined_on=date(2019, 1, 1))
    school.finish(TOMAS)
    maya = school.hire(MAYA, group_name="Front desk", manager_id=tomas)
    ruth = school.actor(RUTH).id
    school.start()
    live(school, 52)
    assert school.told(reminders.MANAGER_DIGEST) == [(tomas, "2026-04-13"), (tomas, "2026-04-20")]
    assert school.told(reminders.OFFICER_DIGEST) == [(ruth, "2026-04-20")]
    digest = school.practice.db.call(reminders.manager_digest, tomas, school.rules)
    assert [(line.person_id, line.group, line.days) for line in digest.lines] == [(maya, "Front desk", 22)]
    digest = school.practice.db.call(reminders.officer_digest, school.rules)
    assert [(line.group, line.people, line.done, line.overdue) for line in digest.groups] == [
        ("Front desk", 1, 0, 1),
        ("", 1, 1, 0),
    ]
    school.finish(MAYA)
    live(school, 14)
    assert len(school.told(reminders.MANAGER_DIGEST)) == 2
    assert school.practice.db.call(reminders.manager_digest, tomas, school.rules) is None
    assert school.practice.db.call(reminders.officer_digest, school.rules) is None


def test_a_clock_set_back_does_not_silence_anybody(school: School) -> None:
    """What was planned while it stood two years ahead is found at the next start, and there is one sweep, not two."""
    school.require()
    maya = school.hire(MAYA)
    school.start()
    school.clock.forward(timedelta(days=700))
    school.settle()
    school.clock.forward(timedelta(days=-699))
    school.start()
    live(school, 20)
    assert school.days_told(maya) == ["2026-03-02", "2028-01-31", "2026-03-03", "2026-03-18"]
    waiting = text("SELECT count(*) FROM timer WHERE done_at IS NULL")
    assert school.practice.db.call(lambda tx: tx.execute(waiting).scalar()) == 2


def test_killed_between_batches_nobody_is_told_twice_or_left_out(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed batch leaves nothing behind, and the next start goes on with the rest."""
    monkeypatch.setattr(reminders, "BATCH", 3)
    school.require()
    everybody = [school.hire(f"U0P{number}") for number in range(12)]
    school.practice.db.call(reminders.start, school.rules)

    def killed(tx: Any) -> None:
        due.run(tx, school.rules)
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            school.practice.db.call(killed)
        school.practice.db.call(due.run, school.rules)
    school.start()
    assert sorted(who for who, _ in school.told()) == everybody


def test_replicas_tell_everybody_once(postgres_url: str, vault: Vault, clock: Any) -> None:
    """Two workers sweep at the same moment."""
    rules = Rules()
    replicas = [Database.open(postgres_url, vault, clock) for _ in range(2)]
    practice = Practice(replicas[0], rules)
    practice.db.call(permissions.seed, permissions.OFFICER, (("slack", RUTH),))
    school = School(practice, clock, rules)
    school.require()
    everybody = [school.hire(f"U0P{number}") for number in range(40)]
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(replica.call, reminders.sweep, rules) for replica in replicas * 2]
        [job.result() for job in jobs]
    assert sorted(who for who, _ in school.told()) == everybody
    for replica in replicas:
        replica.close()


def test_linked_accounts_are_reminded_once(school: School) -> None:
    """Somebody listed under both accounts before they were linked has one message a day, gathering both."""
    school.require()
    maya = school.hire(MAYA)
    school.require(PHOTOS)
    other = school.practice.db.call(people.recognise, Sighting("teams", "maya", "T", "Maya L.")).id
    school.practice.db.call(employment.hire, None, [Hired(other, school.today)], school.rules)
    link(school.practice, "slack:U0MAYA", "teams:maya")
    school.start()
    assert school.told() == [(maya, "2026-03-02")]
    assert len(school.practice.db.call(reminders.reminder, maya, school.rules).items) == 2
    school.finish(MAYA)
    assert len(school.practice.db.call(reminders.reminder, maya, school.rules).items) == 1


def test_what_was_not_sent_in_time_waits_for_the_morning(school: School) -> None:
    """A platform that was away until the evening; and a later reminder says it all."""
    school.require()
    maya = school.hire(MAYA)
    school.start()
    call, rules = school.practice.db.call, school.rules
    [delivery] = call(outbox.claim)
    school.clock.forward(timedelta(hours=9))
    assert call(deliveries.prepare, delivery, rules) is None
    assert call(outbox.claim) == []
    assert call(outbox.pending) == 0
    school.clock.forward(timedelta(hours=15))
    [again] = call(outbox.claim)
    assert call(deliveries.prepare, again, rules).message.person_id == maya
    assert call(deliveries.put_off, again, rules, None)
    school.do(RUTH, remind_now.remind, rules)
    school.settle()
    assert len(school.days_told(maya)) == 2
    school.clock.forward(timedelta(hours=2))
    shown = []
    while claimed := call(outbox.claim):
        shown += [found for one in claimed if (found := call(deliveries.prepare, one, rules))]
        [call(deliveries.skipped, one) for one in claimed]
    assert [one.delivery.detail for one in shown] == ["2026-03-03"]
