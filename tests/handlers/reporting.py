"""Reporters and the compliance team, for the tests of cases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from handlers import due, people, permissions
from handlers.people import Sighting
from handlers.reporting import case_news, cases, casework, reports, ticks
from handlers.reporting.cases import Case
from handlers.reporting.report_form import Report
from storage import ledger
from storage.receipts import Keys
from tests.handlers.conftest import Practice

WHAT = "The schedule behind the front desk can be read in the photo."
RUTH, PRIYA, JONAH, TOMAS = (f"U0{name}" for name in ("RUTH", "PRIYA", "JONAH", "TOMAS"))


def keys(number: int = 1) -> Keys:
    """What a receipt gives; deriving real ones is slow, and tested where it is done."""
    return Keys(bytes([number % 256, number // 256]) * 16, bytes([number % 256, number // 256 + 1]) * 16)


def seen(account: str) -> Sighting:
    return Sighting("slack", account, "T0RIVER", account.removeprefix("U0").title())


@dataclass
class Desk:
    """Files as nobody, works as somebody."""

    practice: Practice
    clock: Any

    def file(self, number: int = 1, *, send_now: bool = False, **answers: Any) -> Keys:
        held = keys(number)
        self.practice.db.call(reports.file, Report(**{"what": WHAT, **answers}), held, send_now=send_now)
        return held

    def deliver(self) -> int:
        """Moves on to the next tick, and delivers."""
        self.clock.forward(ticks.next_tick(self.clock()) - self.clock())
        return self.practice.db.call(ticks.deliver, self.practice.rules)

    def filed(self, number: int = 1, **answers: Any) -> Case:
        """A report just delivered; it must be the only open case its reader sees before this one is filed."""
        before = {case.id for case in self.cases(RUTH)}
        self.file(number, **answers)
        self.deliver()
        return next(case for case in self.cases(RUTH) if case.id not in before)

    def as_(self, account: str, use_case: Any, *arguments: Any) -> Any:
        return self.practice.db.call(lambda tx: use_case(tx, people.recognise(tx, seen(account)), *arguments))

    def cases(self, account: str) -> list[Case]:
        found: list[Case] = self.as_(account, cases.listed)
        return found

    def work(self, account: str, use_case: Any, case: Case, *arguments: Any) -> Any:
        return self.as_(account, use_case, case.id, *arguments, self.practice.rules)

    def recuse(self, case: Case, who: str, by: str = RUTH) -> None:
        self.work(by, casework.recuse, case, seen(who))

    def grant_officer(self, account: str) -> None:
        self.as_(RUTH, permissions.grant, seen(account), permissions.OFFICER)

    def pass_days(self, days: int) -> list[str]:
        """Moves on, carries out what is due, and returns every notice of a case there has been."""
        self.clock.forward(timedelta(days=days))
        while self.practice.db.call(due.run, self.practice.rules):
            pass
        return [event for _, event in self.outbox(case_news.CASE_NOTICE)]

    def outbox(self, topic: str) -> list[tuple[str, str]]:
        """Destination and detail of everything put into the outbox."""
        query = text("SELECT destination, detail FROM outbox WHERE topic = :topic ORDER BY destination, detail")
        return [tuple(row) for row in self.practice.db.call(lambda tx: tx.execute(query, {"topic": topic}).all())]

    def tags(self, part: str) -> list[str]:
        """What the ledger keeps, of tags that contain `part`."""
        return [entry.tag for entry in self.practice.db.call(ledger.entries) if part in entry.tag]
