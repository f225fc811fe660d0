"""What people read of neutral answers, on every platform alike."""

from handlers.reply_templates import State
from handlers.template_messages import TemplateNotice

TITLE = "Neutral answers"
ABOUT = (
    "When an answer to a comment or review is held up, one press puts one of these in its place. Privacy officers "
    "write them, and somebody else approves them."
)
SHIPPED = (
    "These come with Imprimatur, and nobody here has approved them. They are offered until you have approved the first "
    "of your own."
)
MORE = "{count} more, declined or retired, do not fit here; they stay on record."
NONE_OF_OURS = "You have none of your own yet."
NEW, OPEN, OURS, NEW_VERSION, BACK = "New answer", "Open", "Make it ours", "New version", "All answers"
APPROVE, DECLINE, RETIRE = "Approve", "Decline", "Retire"
PROPOSE = "Send for approval"
OCCASION, WORDING = "When to use it", "Answer"
OCCASION_HINT = "As people choose it: “A complaint”, “Waiting times”."
WORDING_HINT = (
    "Say nothing that is only true of a patient, and take the talk offline. [telephone number or address] is a gap "
    "that whoever answers fills. Your own number can stand here once it is on the allow-list."
)
TELL_SOMEBODY = (
    "It is offered once somebody else has approved it: approvers and the other privacy officers are told, and find it "
    "in /compliance queue."
)

DONE = {
    "approve": "You approved it. From now on it is offered whenever an answer is held up.",
    "decline": "You declined it. It is not offered, and stays on record.",
    "retire": "It is not offered any more, and stays on record.",
}
STATES = {
    State.WAITING: "⏳ Waits for approval",
    State.IN_FORCE: "✅ In force",
    State.REPLACED: "Replaced by a later version",
    State.DECLINED: "⛔ Declined",
    State.RETIRED: "Retired",
}


def notice(message: TemplateNotice) -> str:
    """That a wording waits, or what became of it; without anything somebody wrote."""
    if message.live:
        return "A neutral answer waits for your approval"
    return f"Neutral answer: {STATES[message.version.state]}"


def waiting(count: int) -> str:
    """What the queue says of answers that wait for the reader's approval; nothing when there are none."""
    if not count:
        return ""
    said = "1 neutral answer waits" if count == 1 else f"{count} neutral answers wait"
    return f"{said} for your approval: `/compliance templates`"
