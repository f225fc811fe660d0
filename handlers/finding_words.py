"""What people read of findings, on every platform alike."""

from handlers.messages import FindingView
from handlers.phi.findings import Severity
from handlers.phi.templates import Template

FOUND = "What the scanner found"
ASSISTS = "It reads words only, and misses things: finding nothing does not mean that a text is safe."
SEVERITIES = {
    Severity.BLOCK: "⛔ Would have to change",
    Severity.AUTHORIZATION: "✍️ Needs a written authorization",
    Severity.NOTE: "📌 To note",
}
ALL_THE_SAME = "Sent to review all the same: "
DISMISS = "Dismiss findings"
DISMISS_EFFECT = "What you dismiss stays on the card, with your name and reason. It decides nothing about the post."
DISMISS_HINT = "Why it tells of no patient. It is kept with the post."


def where(finding: FindingView) -> str:
    """In which text of the post it is; nothing for the post itself."""
    return f" (alt text of file {finding.part})" if finding.part else ""


def about(finding: FindingView) -> str:
    """What follows the quoted words: why, and what to do; or who dismissed it."""
    if finding.dismissed:
        return f"{where(finding)} · dismissed by {finding.dismissed_by}: {finding.dismissed}"
    return f"{where(finding)}: {finding.why} {finding.suggestion}"


def rest(left: int) -> str:
    """What is said of findings for which a card has no room."""
    return f"and {left} more, which do not fit here"


NOT_KEPT = {
    "slack": "Only you see this. Imprimatur keeps nothing of what you typed.",
    "teams": "Imprimatur keeps nothing of what you typed. Teams does: delete your message if it names a patient.",
}


def result(count: int) -> str:
    """What a scan came to."""
    return f"{count} found, read as a post" if count else "Nothing found, read as a post"


NEUTRAL = "Answers that tell nothing of anybody. Choose one, and put in how you can be reached."
USE_THIS = "Use this"
REPLACED = "The text is replaced. Put in how you can be reached, then send it."


def neutral(template: Template) -> str:
    """The answer, with a gap its author fills."""
    return template.text.format(contact="[telephone number or address]")
