"""The form that asks why a post needs changes or is rejected."""

from bot.slack.blocks.text import line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.reviews import REASON_LIMIT
from handlers.states import Verdict

REASON = "proposal.reason"
_TITLES = {Verdict.CHANGES_REQUESTED: "Request changes", Verdict.REJECTED: "Reject"}
_WORDS = {
    Verdict.CHANGES_REQUESTED: "The author can edit the post and send it again.",
    Verdict.REJECTED: "This is final: the author would have to propose the post anew.",
}


def form(subject: str, number: str, verdict: Verdict) -> View:
    """`subject` is `proposal/revision`; the verdict travels with it."""
    blocks = [
        line(words(f"{number}. ", bold=True), words(_WORDS[verdict])),
        inputs.block(
            "reason",
            "Reason",
            inputs.text("reason", limit=REASON_LIMIT, multiline=True),
            hint="The author sees it, and it is kept with the decision. Please name no patient.",
        ),
    ]
    return inputs.view(REASON, _TITLES[verdict], "Send", blocks, f"{subject}/{verdict.value}")


def read(view: View) -> tuple[str, Verdict, str]:
    """(subject, verdict, reason)."""
    subject, _, verdict = view["private_metadata"].rpartition("/")
    return subject, Verdict(verdict), inputs.Answers(view).text("reason")
