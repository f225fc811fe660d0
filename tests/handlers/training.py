"""A practice whose people have to be trained."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, text

from handlers import due, people
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from handlers.training import assignments, employment, reminders, requirements
from handlers.training.assignments import Assignment, Kind, Requirement
from handlers.training.employment import Hired
from storage import core
from tests.handlers.conftest import Practice

COURSE = Requirement(Kind.COURSE, "social-media", "Social media and patients", 1, 12)
RUTH, MAYA, TOMAS, PRIYA = "U0RUTH", "U0MAYA", "U0TOMAS", "U0PRIYA"
DAY = timedelta(days=1)


@dataclass
class School:
    """Use cases as the people of a practice, and a clock."""

    practice: Practice
    clock: Any
    rules: Rules

    def actor(self, account: str, zone: str | None = None) -> Actor:
        seen = Sighting("slack", account, "T0RIVER", account.removeprefix("U0").title(), zone)
        return self.practice.db.call(people.recognise, seen)

    def do(self, account: str, use_case: Any, *arguments: Any) -> Any:
        actor = self.actor(account)
        return self.practice.db.call(lambda tx: use_case(tx, actor, *arguments))

    def hire(self, account: str, joined_on: date | None = None, zone: str | None = None, **listed: Any) -> int:
        person_id = self.actor(account, zone).id
        hired = Hired(person_id, joined_on or self.today, **listed)
        self.practice.db.call(employment.hire, None, [hired], self.rules)
        return person_id

    def require(self, wanted: Requirement = COURSE) -> None:
        self.do(RUTH, requirements.require, wanted)
        self.settle()

    def finish(self, account: str, version: int = 1, on: date | None = None, wanted: Requirement = COURSE) -> bool:
        actor = self.actor(account)
        return self.practice.db.call(assignments.finish, actor.ids, wanted.kind, wanted.key, version, self.rules, on)

    def open(self, account: str) -> list[Assignment]:
        actor = self.actor(account)
        return self.practice.db.call(assignments.open_for, actor.ids)

    @property
    def today(self) -> date:
        return self.clock().date()

    def go(self, day: date, at: time = time(9)) -> None:
        """Moves the clock, and carries out what is due then."""
        self.clock.forward(datetime.combine(day, at, self.clock().tzinfo) - self.clock())
        self.settle()

    def settle(self) -> None:
        while self.practice.db.call(due.run, self.rules):
            pass

    def start(self) -> None:
        self.practice.db.call(reminders.start, self.rules)
        self.settle()

    def told(self, topic: str = reminders.REMINDER) -> list[tuple[int, str]]:
        """(person, day) of what the outbox was given, in order."""
        query = text("SELECT subject_id, detail FROM outbox WHERE topic = :topic ORDER BY id")
        return [tuple(row) for row in self.practice.db.call(lambda tx: tx.execute(query, {"topic": topic}).all())]

    def days_told(self, person_id: int) -> list[str]:
        return [day for who, day in self.told() if who == person_id]

    def staff_row(self, person_id: int) -> Any:
        query = select(core.staff).where(core.staff.c.person_id == person_id)
        return self.practice.db.call(lambda tx: tx.execute(query).one())
