"""The form in which an approver dismisses findings."""

from collections.abc import Sequence
from dataclasses import replace

from bot.teams.cards.actions import submits
from bot.teams.cards.review import told
from bot.teams.cards.text import Card, card, ours, plain
from bot.teams.forms import inputs
from bot.teams.forms.inputs import Answers, Data
from handlers.dismissals import REASON_LIMIT, Why
from handlers.finding_words import ALLOW_LIST, ALWAYS, ALWAYS_HINT, DISMISS_EFFECT, DISMISS_HINT, choice
from handlers.messages import FindingView

DISMISSAL = "proposal.dismissal"
_MOST = 100


def form(at: str, found: Sequence[FindingView], *, always: bool = False) -> Card:
    """`at` is `proposal/revision`; `always` offers to let the words pass from now on."""
    options = {str(finding.id): _title(finding) for finding in found[:_MOST]}
    only = list(options) if len(options) == 1 else []
    chosen = inputs.choices("findings", "Findings", options, only, missing="Choose what you dismiss.")
    reason = inputs.text("reason", "Reason", limit=REASON_LIMIT, multiline=True, missing="Say why.")
    body = [ours(DISMISS_EFFECT), inputs.field("findings", chosen), inputs.field("reason", reason, hint=DISMISS_HINT)]
    if always:
        body.append(inputs.field("always", inputs.tick("always", ALWAYS) | {"label": ALLOW_LIST}, hint=ALWAYS_HINT))
    return card(body, [submits(DISMISSAL, "Dismiss", "positive", at=at)])


def _title(finding: FindingView) -> str:
    """Choices render Markdown (adaptivecards 3.0.5), so what somebody wrote is made plain."""
    return choice(replace(finding, quoted=plain(finding.quoted)))


def kept(sentence: str, data: Data) -> Card:
    """Why it cannot be dismissed any more, and the reason that was typed, to be used elsewhere."""
    return card(told(sentence, Answers(data).text("reason")))


def read(data: Data) -> Why:
    """What is said of which findings."""
    answers = Answers(data)
    chosen = [int(value) for value in answers.chosen("findings") if value.isdecimal()]
    return Why(chosen, answers.text("reason"), answers.choice("always") == inputs.ON)
