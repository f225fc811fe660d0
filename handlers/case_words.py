"""What Slack and Teams say of a case in the same words."""

from handlers.case_messages import CaseCard
from handlers.cases import DISPOSITION_WORDS, STATE_WORDS, CaseState

TITLE = "Report of a violation"
#: In place of a text that must not stand on the card.
WITHHELD = "Its text is shown only when it is opened."


def standing(card: CaseCard) -> str:
    """Where the case stands."""
    return f"Closed: {DISPOSITION_WORDS[card.disposition].lower()}" if card.disposition else STATE_WORDS[card.state]


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
        (card.account, f"about the account {card.account.words}" if card.account else ""),
        (card.notify_by, f"suspected breach, notices due by {card.notify_by}"),
        (card.escalated, "escalated to the privacy officers"),
        (card.officers_only, "for privacy officers only"),
        (card.unanswered, f"{card.unanswered} message{plural} of the reporter unanswered"),
    )
    return [fact for told, fact in found if told]
