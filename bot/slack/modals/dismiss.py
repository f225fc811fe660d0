"""The form in which an approver dismisses findings."""

from collections.abc import Sequence

from bot.slack.blocks.text import line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.dismissals import REASON_LIMIT, Why
from handlers.finding_words import ALLOW_LIST, ALWAYS, ALWAYS_HINT, DISMISS, DISMISS_EFFECT, DISMISS_HINT, choice
from handlers.messages import FindingView

DISMISSAL = "proposal.dismissal"
#: Slack lists this many options.
_MOST = 100


def form(subject: str, number: str, found: Sequence[FindingView], *, always: bool = False) -> View:
    """`subject` is `proposal/revision`; `always` offers to let the words pass from now on."""
    options = {str(finding.id): choice(finding) for finding in found[:_MOST]}
    only = list(options) if len(options) == 1 else []
    blocks = [
        line(words(f"{number}. ", bold=True), words(DISMISS_EFFECT)),
        inputs.block("findings", "Findings", inputs.multi_select("findings", options, only, "Which ones")),
        inputs.block("reason", "Reason", inputs.text("reason", limit=REASON_LIMIT, multiline=True), hint=DISMISS_HINT),
    ]
    if always:
        tick = inputs.checkbox("always", ALWAYS, ALWAYS_HINT)
        blocks.append(inputs.block("always", ALLOW_LIST, tick, optional=True))
    return inputs.view(DISMISSAL, DISMISS, "Dismiss", blocks, subject)


def read(view: View) -> tuple[str, Why]:
    """(subject, what is said of which findings)."""
    answers = inputs.Answers(view)
    chosen = [int(value) for value in answers.chosen("findings") if value.isdecimal()]
    return view["private_metadata"], Why(chosen, answers.text("reason"), bool(answers.chosen("always")))
