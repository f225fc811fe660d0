"""What Slack and Teams say of a case in the same words."""

from handlers.case_messages import CaseCard
from handlers.cases import DISPOSITION_WORDS, STATE_WORDS, CaseState

TITLE = "Report of a violation"
#: What can be done with a case, by verb, as its buttons say.
BUTTONS = {
    "acknowledge": "Acknowledge",
    "ask": "Ask the reporter",
    "assign": "Assign",
    "escalate": "Escalate",
    "close": "Close",
    "open": "Open",
}
LIST_TITLES = {False: "Open cases, oldest first", True: "Closed cases, oldest first"}
EMPTY_LISTS = {False: "No case that you can open waits for anything.", True: "No case that you can open is closed."}
#: In place of a text that must not stand on the card.
WITHHELD = "Its text is shown only when it is opened."


def standing(card: CaseCard) -> str:
    """Where the case stands."""
    return f"Closed: {DISPOSITION_WORDS[card.disposition].lower()}" if card.disposition else STATE_WORDS[card.state]


def verbs(card: CaseCard) -> list[str]:
    """What can be done with the case as it stands, in the order of its buttons."""
    if not card.live:
        return ["open"]
    fresh = ["acknowledge"] if card.state is CaseState.RECEIVED else []
    return [*fresh, "ask", "assign", *([] if card.escalated else ["escalate"]), "close", "open"]


def facts(card: CaseCard) -> list[str]:
    """What has to be known of it, and by when what is due."""
    waiting = card.live and card.state is CaseState.RECEIVED
    plural = "s" if card.unanswered > 1 else ""
    found = (
        (True, f"received on {card.received_on}"),
        (waiting, f"to be acknowledged by {card.acknowledge_by}"),
        (card.live, f"the reporter hears what came of it by {card.feedback_by}"),
        (card.assignee, f"with {card.assignee}"),
        (card.proposal, f"about {card.proposal}"),
        (card.escalated, "escalated to the privacy officers"),
        (card.officers_only, "for privacy officers only"),
        (card.unanswered, f"{card.unanswered} message{plural} of the reporter unanswered"),
    )
    return [fact for told, fact in found if told]
