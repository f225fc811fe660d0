"""What Slack and Teams say of suspected breaches, takedowns and accounts in the same words."""

from handlers import days
from handlers.reporting.breach_form import NOTICE_LABELS, Assessment, BreachView, Notification
from handlers.reporting.case_messages import CaseCard

#: What can be done about the harm once a case is opened, by verb, as the buttons say.
BUTTONS = {
    "suspect": "Suspected breach",
    "assess": "Assess",
    "notify": "Record notifications",
    "takedown": "Ask for takedown",
    "account": "Link an account",
}
#: What comes next for one takedown, by its `step`: the verb and what its button says.
STEPS = {"keep": ("snapshot", "Keep a snapshot"), "finish": ("down", "It is down")}
#: What each form means.
CONSEQUENCES = {
    "suspect": "This starts the clock: whoever is affected has to be told without unreasonable delay, and within 60 "
    "days of the discovery at the latest (45 CFR 164.404). The reports channel is reminded.",
    "assess": "It counts as a breach unless these four factors together show a low probability that the information "
    "was compromised (45 CFR 164.402). Assessments are never changed; you can assess again, and the last one counts.",
    "notify": "Give the day of each once it is done. The clock ends when everybody has been told.",
    "takedown": "First a snapshot is kept, and only then it is taken down. The reports channel is reminded "
    "after 24 working hours.",
    "snapshot": "This is evidence: it is sealed, its SHA-256 is recorded, and it is never replaced. Give a picture or "
    "a PDF of up to 10 MB, or paste the text.",
    "account": "It is then shown with the case which of the practice's accounts it is about.",
}
DISCOVERED = "When was it discovered?"
DISCOVERED_HINT = "The first day anybody of the practice knew of it, or should have."
REASON_HINT = "Why, in a sentence or two. Please name no patient."
INDIVIDUALS_HINT = "The best estimate. Needed when it is a breach."
TAKEDOWN_LINK = "What is to be taken down?"
TAKEDOWN_LINK_HINT = "Its address."
DOWN_WARNING = "It is recorded that you say so, and when."


def verbs(card: CaseCard, breach: BreachView | None) -> list[str]:
    """What can be done about the harm as the case stands, in the order of its buttons."""
    owed = ["notify"] if breach and breach.notifications else []
    return ["assess" if breach else "suspect", *owed, "takedown", "account"] if card.live else owed


def clock(breach: BreachView) -> str:
    """Since when and until when it runs."""
    left = (
        f"Whoever is affected has to be told by {days.written(breach.notify_by)}, 60 days later, at the latest."
        if breach.notify_by
        else "Nothing is owed within the 60 days any more."
    )
    assessed = "" if breach.assessments else " It is not assessed yet."
    return f"Discovered on {days.written(breach.discovered_on)}, entered by {breach.suspected_by}. {left}{assessed}"


def notification(owed: Notification) -> str:
    """Who is to be told, and when it was done or has to be."""
    state = f"done on {days.written(owed.done_on)}" if owed.done_on else f"by {days.written(owed.due_on)}"
    return f"{NOTICE_LABELS[owed.kind]}: {state}"


def affected(assessment: Assessment) -> str:
    """How many; empty when nobody said."""
    if not assessment.individuals:
        return ""
    people = "1 person is" if assessment.individuals == 1 else f"{assessment.individuals:,} people are"
    many = ", more than 500 of them in one State or jurisdiction" if assessment.over_500_in_one_state else ""
    return f"{people} affected{many}."
