"""Findings as they are kept with a revision, shown on its card, and dismissed by who may decide."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select

from handlers import drafts
from handlers.messages import FindingView
from handlers.passages import Found, quoted, texts
from handlers.phi.catalogue import RULES
from handlers.phi.findings import Finding, Rule, Severity
from storage import core
from storage.transaction import Transaction

_GRAVEST = tuple(Severity)
_finding: Any = core.finding.c
_OF = (
    select(core.finding, core.dismissal.c.reason, core.person.c.name)
    .select_from(core.finding.outerjoin(core.dismissal).outerjoin(core.person))
    .where(_finding.revision_id == bindparam("revision"))
    .order_by(_finding.part, _finding.begins, _finding.id)
)


def write(tx: Transaction, revision_id: int, found: Sequence[Found]) -> None:
    """Keeps where what was found stands, and by which rule; never the words."""
    rows = [
        {
            "revision_id": revision_id,
            "part": part,
            "begins": finding.start,
            "ends": finding.end,
            "category": finding.category,
            "rule": finding.rule,
            "severity": finding.severity,
            "score": finding.score,
            "source": finding.source,
        }
        for part, finding in found
    ]
    if rows:
        tx.execute(insert(core.finding), rows)


def of(tx: Transaction, revision_id: int, draft: drafts.Draft) -> tuple[FindingView, ...]:
    """The findings in one revision as people read them, the gravest first."""
    parts = texts(draft)
    shown = [_view(row, parts[row.part]) for row in tx.execute(_OF, {"revision": revision_id})]
    return tuple(sorted(shown, key=_graveness))


def scanned(text: str, found: Sequence[Finding]) -> tuple[FindingView, ...]:
    """Findings in a text that is kept nowhere."""
    shown = [
        FindingView(0, one.rule, 0, one.start, one.end, quoted(text, one.start, one.end), one.severity, *_told(one))
        for one in found
    ]
    return tuple(sorted(shown, key=_graveness))


def _told(rule: Rule | Finding) -> tuple[str, str, str]:
    return rule.why, rule.suggestion, rule.citation


def _graveness(finding: FindingView) -> int:
    return _GRAVEST.index(finding.severity)


def _view(row: Any, text: str) -> FindingView:
    place = (row.rule, row.part, row.begins, row.ends, quoted(text, row.begins, row.ends))
    told = _told(RULES[row.rule])
    return FindingView(row.id, *place, Severity(row.severity), *told, row.name or "", row.reason or "")
