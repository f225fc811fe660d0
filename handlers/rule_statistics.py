"""How often each rule of the scanner spoke up on what was decided, and how often approvers said that it was wrong:
which rules cry wolf. Counted from the stored rows; no text is looked at."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, bindparam, func, select

from handlers import permissions
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.phi.allowed import OWN
from handlers.phi.catalogue import RULES
from handlers.phi.findings import Category
from storage import core
from storage.transaction import Transaction

#: Days looked back.
PERIOD = 90
#: A rule dismissed so often, of so many, is worth a hint; of fewer nobody can tell.
_WOLF_PERCENT, _WOLF_LEAST = 50, 5
_WORDS = {
    "A_NAME": "Name",
    "A_GEO": "Place",
    "A_DATE": "Date",
    "A_AGE90": "Age over 89",
    "A_PHONE": "Telephone",
    "A_FAX": "Fax",
    "A_EMAIL": "E-mail",
    "A_SSN": "Social Security no.",
    "A_MRN": "Record number",
    "A_PLAN": "Plan number",
    "A_ACCOUNT": "Account number",
    "A_LICENSE": "License number",
    "A_VEHICLE": "Vehicle",
    "A_DEVICE": "Device number",
    "A_URL": "Web address",
    "A_IP": "IP address",
    "A_BIOMETRIC": "Biometric",
    "A_PHOTO": "Photo",
    "A_OTHER_ID": "Other number",
    "B_RELATIONSHIP": "Is a patient",
    "C_CASE_DETAIL": "One case's details",
    "D_REPLY_CONFIRMS": "Answer confirms",
    "E_IMAGE": "Picture of patient",
    "F_TESTIMONIAL": "Patient's story",
    "G_MARKETING": "Marketing",
    "H_WORK_TALK": "Talk of work",
}


def called(rule: str) -> str:
    """What people call a rule, in up to 20 characters."""
    return _WORDS.get(rule) or rule.partition("_")[2].replace("_", " ").capitalize()[:20]


class NotForYou(Refusal):
    """Only approvers and privacy officers see how the scanner's rules fare. `/compliance roles` shows who they are."""


@dataclass(frozen=True)
class RuleCount:
    """One rule: how often it was found, and how often that was dismissed."""

    rule: str
    found: int
    dismissed: int

    @property
    def words(self) -> str:
        """What people call it, in up to 20 characters."""
        return called(self.rule)

    @property
    def percent(self) -> int:
        """Dismissed of found, rounded to whole percent."""
        return round(100 * self.dismissed / self.found)

    @property
    def cries_wolf(self) -> bool:
        """Whether it is dismissed so often that something should be done."""
        return self.found >= _WOLF_LEAST and self.percent >= _WOLF_PERCENT

    @property
    def category(self) -> Category:
        """What it is about; a rule that is no longer known is about no identifier."""
        return RULES[self.rule].category if self.rule in RULES else Category.CONTEXT

    @property
    def listable(self) -> bool:
        """Whether the allow-list can keep it quiet."""
        return self.category in OWN


_decided = and_(
    core.revision.c.proposal_id == core.decision.c.proposal_id, core.revision.c.number == core.decision.c.revision
)
_finding, _dismissal = core.finding.c, core.dismissal.c
_COUNTS = (
    select(_finding.rule, func.count().label("found"), func.count(_dismissal.id).label("dismissed"))
    .select_from(
        core.decision.join(core.revision, _decided)
        .join(core.finding, _finding.revision_id == core.revision.c.id)
        .outerjoin(core.dismissal, _dismissal.finding_id == _finding.id)
    )
    .where(core.decision.c.decided_at >= bindparam("since"))
    .group_by(_finding.rule)
)


def counts(tx: Transaction, actor: Actor) -> list[RuleCount]:
    """Every rule found in what was decided on in the last `PERIOD` days, those dismissed most often first. Raises
    `NotForYou`."""
    if not permissions.may_decide(actor):
        raise NotForYou
    rows = tx.execute(_COUNTS, {"since": tx.now - timedelta(days=PERIOD)})
    found = [RuleCount(row.rule, row.found, row.dismissed) for row in rows]
    return sorted(found, key=lambda one: (-one.percent, -one.found, one.rule))
