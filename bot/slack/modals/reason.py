"""The form that asks why a post needs changes or is rejected."""

from bot.slack.blocks.text import line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.reviews import REASON_LIMIT
from handlers.states import Verdict
from handlers.words import CONSEQUENCES, REASON_HINT, SENDS

REASON = "proposal.reason"
_TITLES = {Verdict.CHANGES_REQUESTED: "Request changes", Verdict.REJECTED: "Reject"}


def form(subject: str, number: str, verdict: Verdict) -> View:
    """`subject` is `proposal/revision`; the verdict travels with it."""
    blocks = [
        line(words(f"{number}. ", bold=True), words(CONSEQUENCES[verdict])),
        inputs.block(
            "reason",
            "Reason",
            inputs.text("reason", limit=REASON_LIMIT, multiline=True),
            hint=REASON_HINT,
        ),
    ]
    return inputs.view(REASON, _TITLES[verdict], SENDS[verdict], blocks, f"{subject}/{verdict.value}")


def read(view: View) -> tuple[str, Verdict, str]:
    """(subject, verdict, reason)."""
    subject, _, verdict = view["private_metadata"].rpartition("/")
    return subject, Verdict(verdict), inputs.Answers(view).text("reason")
