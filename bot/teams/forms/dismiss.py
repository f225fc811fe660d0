"""The form in which an approver dismisses findings."""

from collections.abc import Sequence

from bot.teams.cards.actions import submits
from bot.teams.cards.text import Card, card, ours, plain
from bot.teams.forms import inputs
from bot.teams.forms.inputs import Answers, Data
from handlers.dismissals import REASON_LIMIT
from handlers.finding_words import DISMISS_EFFECT, DISMISS_HINT
from handlers.messages import FindingView

DISMISSAL = "proposal.dismissal"
_MOST = 100


def form(at: str, found: Sequence[FindingView]) -> Card:
    """`at` is `proposal/revision`."""
    # Choices render Markdown (adaptivecards 3.0.5).
    options = {str(finding.id): plain(finding.quoted) for finding in found[:_MOST]}
    only = list(options) if len(options) == 1 else []
    chosen = inputs.choices("findings", "Findings", options, only, missing="Choose what you dismiss.")
    reason = inputs.text("reason", "Reason", limit=REASON_LIMIT, multiline=True, missing="Say why.")
    body = [ours(DISMISS_EFFECT), inputs.field("findings", chosen), inputs.field("reason", reason, hint=DISMISS_HINT)]
    return card(body, [submits(DISMISSAL, "Dismiss", "positive", at=at)])


def read(data: Data) -> tuple[list[int], str]:
    """(findings, reason)."""
    answers = Answers(data)
    return [int(value) for value in answers.chosen("findings") if value.isdecimal()], answers.text("reason")
