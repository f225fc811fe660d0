"""What the compliance team is shown of a case: plain data, complete, with an example each."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.reporting.cases import CaseState, Disposition, Entry
from handlers.reporting.report_form import Account, Report

#: What a notice says after the case's number; a notice in the reports channel stands under the card.
NOTICE_WORDS = {
    "replied": "The reporter wrote again.",
    "assigned": "This case is assigned to you.",
    "escalated": "This case was escalated to the privacy officers.",
    "acknowledge_soon": "Nobody has acknowledged this report yet. Two days are left.",
    "acknowledge_due": "This report should have been acknowledged by today, seven days after it came in.",
    "feedback_soon": "The reporter should hear what came of this within three months of the report. 15 days are left.",
    "feedback_due": "The reporter should have heard by today what came of this, three months after the report.",
    "breach_30": "Half of the 60 days to notify people of this suspected breach are gone. Do it without unreasonable "
    "delay; 60 days are the most (45 CFR 164.404).",
    "breach_45": "15 days are left to notify people of this suspected breach.",
    "breach_55": "5 days are left to notify people of this suspected breach.",
    "breach_60": "The 60 days to notify people of this suspected breach end today, or have ended.",
    "hhs_soon": "30 days are left to report this breach to HHS, with last year's others (45 CFR 164.408(c)).",
    "hhs_due": "This breach should have been reported to HHS by today, 60 days after the end of the year.",
    "takedown_due": "A takedown was asked for 24 working hours ago and is not done.",
}


@dataclass(frozen=True)
class CaseCard:
    """The card in the reports channel. `report` is None where its text must not stand: only a notice is wanted, or
    somebody is recused, or it is erased."""

    number: str
    case_id: int
    state: CaseState
    received_on: date
    report: Report | None
    acknowledge_by: date
    feedback_by: date
    disposition: Disposition | None = None
    assignee: str | None = None
    proposal: str | None = None
    escalated: bool = False
    officers_only: bool = False
    #: Messages of the reporter after the last one of compliance.
    unanswered: int = 0
    #: While the 60-day clock of a suspected breach runs: its end.
    notify_by: date | None = None
    #: The practice's account it is about, left out like the text.
    account: Account | None = None

    @property
    def live(self) -> bool:
        """Whether anything is left to do."""
        return self.state is not CaseState.CLOSED


@dataclass(frozen=True)
class CaseNotice:
    """News about a case, without any of its text. `event` is a key of `NOTICE_WORDS`."""

    number: str
    case_id: int
    event: str


@dataclass(frozen=True)
class CaseView:
    """An opened case: the card's data with its text, the conversation, and who is kept away."""

    card: CaseCard
    entries: tuple[Entry, ...]
    recused: tuple[str, ...]


_REPORT = Report(
    what="A photo on our page shows the appointment screen behind the front desk. Two names can be read.",
    network="instagram",
    link="https://instagram.com/p/riverside-1",
    when="Monday, or the day before",
    visible="yes",
    affected="patients",
)
_CARD = CaseCard(
    number="R-7KQ4MX",
    case_id=2**30,
    state=CaseState.RECEIVED,
    received_on=date(2026, 3, 2),
    report=_REPORT,
    acknowledge_by=date(2026, 3, 9),
    feedback_by=date(2026, 6, 2),
)

#: Examples of each.
CARDS = (
    _CARD,
    CaseCard("R-7KQ4MX", 2**30, CaseState.RECEIVED, _CARD.received_on, None, date(2026, 3, 9), date(2026, 6, 2)),
    CaseCard(
        "R-7KQ4MX",
        2**30,
        CaseState.CLOSED,
        _CARD.received_on,
        _REPORT,
        date(2026, 3, 9),
        date(2026, 6, 2),
        disposition=Disposition.SUBSTANTIATED,
        assignee="Ruth Okafor",
        proposal="P-1042",
        escalated=True,
        account=Account("instagram", "@riverside"),
    ),
    replace(
        _CARD, state=CaseState.INVESTIGATING, notify_by=date(2026, 5, 1), account=Account("other", "riverside.example")
    ),
)
NOTICES = tuple(CaseNotice("R-7KQ4MX", 2**30, event) for event in NOTICE_WORDS)
VIEW = CaseView(
    _CARD,
    (
        Entry("compliance", "Thank you. Is the photo still up?", date(2026, 3, 3), "Ruth Okafor"),
        Entry("reporter", "Yes, since this morning again.", date(2026, 3, 4)),
        Entry("note", "Asked marketing to keep a snapshot before taking it down.", date(2026, 3, 4), "Ruth Okafor"),
    ),
    ("Jonah Reyes",),
)
