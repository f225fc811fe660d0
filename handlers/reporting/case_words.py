"""What Slack and Teams say of a case in the same words."""

from handlers import days
from handlers.reporting.case_messages import CaseCard
from handlers.reporting.cases import DISPOSITION_WORDS, STATE_WORDS, CaseState

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
#: What can be done besides, once the case is opened.
MORE_BUTTONS = {
    "inform": "Say what came of it",
    "note": "Add a note",
    "link": "Link to a proposal",
    "recuse": "Recuse somebody",
}
#: What each form of the compliance team means.
CONSEQUENCES = {
    "ask": "The reporter reads it with the receipt, and can answer. Your name is not shown to them.",
    "inform": "This is the feedback owed within three months: the reporter reads it with the receipt. Your name is not "
    "shown to them.",
    "note": "Only those who may open the case read it; the reporter never does.",
    "assign": "They are told in a direct message. Only somebody who may open the case can have it.",
    "link": "It is then shown with the case which post it is about.",
    "recuse": "For the accused, or whoever is too close: from now on they neither see nor open the case, and its text "
    "leaves the channel. This cannot be undone here.",
    "close": "The reporter reads what you write below with the receipt, which works for 90 days more.",
}
ESCALATE_WARNING = "Every privacy officer who may open the case is told."
LIST_TITLES = {False: "Open cases, oldest first", True: "Closed cases, oldest first"}
EMPTY_LISTS = {False: "No case that you can open waits for anything.", True: "No case that you can open is closed."}
ERASED = "Its text has been erased."
#: Below the beginning of a text that is too long for a card.
CONTINUED = "This is only the beginning: Open shows it whole."
#: In place of a text that must not stand on the card.
WITHHELD = "Its text is shown only when it is opened."


def standing(card: CaseCard) -> str:
    """Where the case stands."""
    if card.disposition:
        return f"Closed: {DISPOSITION_WORDS[card.disposition].lower()}"
    return STATE_WORDS[card.state] + (f" on {days.written(card.received_on)}" if _unseen(card) else "")


def _unseen(card: CaseCard) -> bool:
    return card.state is CaseState.RECEIVED


def verbs(card: CaseCard) -> list[str]:
    """What can be done with the case as it stands, in the order of its buttons."""
    if not card.live:
        return ["open"]
    fresh = ["acknowledge"] if _unseen(card) else []
    return [*fresh, "ask", "assign", *([] if card.escalated else ["escalate"]), "close", "open"]


def facts(card: CaseCard) -> list[str]:
    """What has to be known of it, and by when what is due."""
    waiting = card.live and _unseen(card)
    plural = "s" if card.unanswered > 1 else ""
    found = (
        (not _unseen(card), f"received on {days.written(card.received_on)}"),
        (waiting, f"to be acknowledged by {days.written(card.acknowledge_by)}"),
        (card.live, f"the reporter hears what came of it by {days.written(card.feedback_by)}"),
        (card.assignee, f"with {card.assignee}"),
        (card.proposal, f"about {card.proposal}"),
        (card.account, f"about the account {card.account.words}" if card.account else ""),
        (card.notify_by, f"suspected breach, notices due by {days.written(card.notify_by)}" if card.notify_by else ""),
        (card.escalated, "escalated to the privacy officers"),
        (card.officers_only, "for privacy officers only"),
        (card.unanswered, f"{card.unanswered} message{plural} of the reporter unanswered"),
    )
    return [fact for told, fact in found if told]
