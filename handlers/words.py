"""What Slack and Teams say in the same words. Commands are named as in Slack; Teams shows them as they are typed there
(`bot.teams.cards.text.in_teams`)."""

from collections.abc import Iterable

from handlers import template_words
from handlers.messages import AuthorNotice, Content, Message, Nudge, ReviewCard, Undeliverable
from handlers.platforms import PLATFORM_WORDS
from handlers.reporting.case_messages import NOTICE_WORDS, CaseCard, CaseNotice
from handlers.reporting.cases import STATE_WORDS
from handlers.states import Verdict
from handlers.template_messages import TemplateNotice
from handlers.training import training_words
from handlers.training.reminder_messages import ManagerDigest, OfficerDigest, TrainingReminder

VERDICTS = {
    Verdict.APPROVED: ("✅", "Approved"),
    Verdict.CHANGES_REQUESTED: ("✏️", "Changes requested"),
    Verdict.REJECTED: ("⛔", "Rejected"),
}
SUPERSEDED = "A newer revision has taken this one's place."
PATIENT_SHOWN = "⚠️ Shows a patient or tells someone's story. "
NO_PATIENT = "The author says no patient is shown and nobody's story is told."
UNCHANGED = ": the text is the same."
#: What a decision that needs a reason means for the author.
CONSEQUENCES = {
    Verdict.CHANGES_REQUESTED: "The author can edit the post and send it again.",
    Verdict.REJECTED: "This is final: the author would have to propose the post anew.",
}
#: The button that sends the reason, and with it the decision.
SENDS = {Verdict.CHANGES_REQUESTED: "Send", Verdict.REJECTED: "Reject it"}
REASON_HINT = "The author sees it, and it is kept with the decision. Please name no patient."
WITHDRAW_WARNING = "This cannot be undone: to publish the post later you would have to propose it anew."

_NEWS = {
    "submitted": "is with the approvers. You will hear here as soon as somebody decides. Please do not publish it yet.",
    "revised": "is back with the approvers, with {whose} changes. Please do not publish it yet.",
    "approved": "is approved. Publish it exactly as below, then press Mark as published.",
    "changes_requested": "needs changes. Edit it and send it again.",
    "rejected": "was rejected. Please do not publish it. For another try, type /propose-post.",
    "published": "is recorded as published. Thank you; nothing else is needed.",
    "withdrawn": "is withdrawn. Nobody will review it any more.",
    "expired": "expired: nobody decided in time. Nothing was approved; you can send it again.",
    "lapsed": "was approved, but the approval has lapsed. Send it for review again first.",
}
#: What an older message says once something newer happened; the final ones stay true.
_PAST = {
    "submitted": "was sent for review. A newer message says where it stands.",
    "revised": "was sent for review again. A newer message says where it stands.",
    "approved": "was approved then. A newer message says where it stands.",
    "changes_requested": "was sent back for changes. A newer message says where it stands.",
    "expired": "expired without a decision. A newer message says where it stands.",
    "lapsed": "was approved, and the approval lapsed. A newer message says where it stands.",
}
_EDIT_LABELS = {"submitted": "Edit", "revised": "Edit", "approved": "Edit (needs a new review)"}

EVENTS = {
    "submitted": "sent it for review",
    "revised": "sent revision {revision} for review",
    "approved": "approved revision {revision}",
    "changes_requested": "requested changes to revision {revision}",
    "rejected": "rejected revision {revision}",
    "published": "marked it as published",
    "withdrawn": "withdrew it",
    "dismissed": "dismissed a finding in revision {revision}",
    "expired": "Expired: nobody decided in time",
    "lapsed": "The approval lapsed",
}

#: By whom it is for.
HELP = {
    "For everybody": (
        ("/propose-post", "propose a post for review; text typed after it is filled into the form"),
        ("/compliance mine", "your own proposals and where they stand"),
        ("/compliance queue", "what waits for a decision"),
        ("/compliance show P-1042", "one proposal with its whole history"),
        ("/compliance scan <text>", "what in a text could identify a patient; nothing of it is kept"),
        ("/compliance examples", "what to post and what not, with answers to reviews that always work"),
        (
            "/compliance templates",
            "neutral answers to comments and reviews: the practice's own, and who approved them",
        ),
        ("/training", "do your training: lessons, a quiz, your certificate"),
        ("/compliance policy", "the practice's policies, to read and sign"),
        ("/compliance handbook", "the practice's social-media handbook, to read and to print"),
        ("/compliance penalties", "what breaking the rules can cost, since when, and where it is written"),
        (
            "/report-violation",
            "report a violation without saying who you are: opens a form, so type nothing after it",
        ),
        ("/compliance report-poster", "a text and a page to print that tell staff where to report"),
        ("/compliance allow-list", "the practice's own names, places and numbers, which the scanner lets pass"),
        ("/compliance roles", "who may approve, and who the privacy officers are"),
        (
            "/compliance link",
            "make your accounts in Slack and Teams one person: gives a code to type on the other side",
        ),
        ("/compliance link ABCD-EFGH", "the same, with the code from the other side"),
        ("/compliance unlink", "make them two people again"),
        ("/compliance help", "this list"),
    ),
    "For approvers and privacy officers": (
        ("/compliance cases", "reports of violations that are open"),
        ("/compliance cases closed", "those that are closed"),
        ("/compliance rules", "which of the scanner's rules are dismissed most"),
    ),
    "For privacy officers": (
        ("/compliance training", "who is trained and who is late"),
        ("/compliance staff", "who works here, who is on leave, who has left; a name after it finds somebody"),
        ("/compliance courses", "courses to download, change and publish"),
        (
            "/compliance allow-list add Dr. Priya Raman",
            "let the scanner pass that name; remove takes it off",
        ),
        ("/compliance roles grant approver @name", "give a role, or take it with revoke; the other role is officer"),
        ("/compliance statistics", "how many reports came and what became of them, by year"),
    ),
}
CAUTION = "Publish nothing about patients, and no reply to someone who may be one, without an approval."
LIST_TITLES = {
    "queue": "Waiting for a decision, longest first",
    "mine": "Your proposals, last changed first",
}
EMPTY_LISTS = {
    "queue": "Nothing waits for a decision.",
    "mine": "You have not proposed anything yet. /propose-post opens the form.",
}
ALLOWED = {
    True: "The scanner takes these for the practice's own and lets them pass:",
    False: "Nothing is on the allow-list yet. Privacy officers add to it: /compliance allow-list add Dr. Priya Raman",
}
NOBODY = "nobody: set the first ones in the configuration"
FOUR_EYES = "Privacy officers may approve too. Nobody decides on what they wrote, edited or added media to."

_MEND = {
    "slack": "the channel exists, is not archived, and that Imprimatur is a member of it (/invite @Imprimatur)",
    "teams": "the place still exists, and that Imprimatur is installed there and not blocked",
}

PATIENT_QUESTION = "Is a patient shown, or is someone's story told?"
PATIENT_ANSWERS = {"no": "No", "yes": "Yes, and there is a written authorization"}
AUTHORIZATION_HINT = "Needed when you answered yes: where the patient's signed written authorization is filed."
ALT_HINT = "What each picture or video shows, for those who cannot see it: one line per file, in their order."
#: Slack shows a choice in two lines.
ATTESTATION = (
    "Nobody recognizable, and no screen, chart, badge or wristband is in it,",
    "or a written authorization is on file",
)
ATTESTED = "In every picture and video"
OVERRIDE = "Reason to review it all the same"
OVERRIDE_HINT = "When what was found tells of no patient. It stands on the card, and somebody else decides."
PUBLISH_HINT = "Paste the address of the published post. One is enough."


def look_again(labels: Iterable[str]) -> str:
    """Which fields of a form something is wrong with; some of their labels are questions."""
    fields = ", ".join(labels)
    return f"Please look again at: {fields}{'' if fields.endswith('?') else '.'}"


def summary(message: Message) -> str:
    """One line for notifications; it never carries what somebody wrote."""
    if isinstance(message, ReviewCard):
        return f"{message.content.number} {'waits for review' if message.live else 'review card'}"
    if isinstance(message, AuthorNotice):
        return f"{message.content.number}: {message.event.replace('_', ' ')}"
    if isinstance(message, Nudge):
        return f"{message.number} is still waiting for a decision"
    if isinstance(message, CaseCard):
        return f"{message.number}: report of a violation, {STATE_WORDS[message.state].lower()}"
    if isinstance(message, CaseNotice):
        return f"{message.number}: {NOTICE_WORDS[message.event]}"
    if isinstance(message, TemplateNotice):
        return template_words.notice(message)
    if isinstance(message, TrainingReminder | ManagerDigest | OfficerDigest):
        return training_words.title(message)
    return f"A message{f' about {message.number}' if message.number else ''} cannot be delivered"


def news(notice: AuthorNotice) -> str:
    """What happened to the proposal, to be read after its number."""
    content, said = notice.content, _NEWS if notice.live else {**_NEWS, **_PAST}
    whose = "your" if content.editor == content.author else f"{content.editor}'s"
    return said[notice.event].format(whose=whose)


def stuck(message: Undeliverable) -> str:
    """What is refused, where, why, and what mends it."""
    of = f" of {message.number}" if message.number else ""
    return (
        f"{PLATFORM_WORDS[message.platform]} refuses {message.what}{of} for {message.place} "
        f"({message.code}). Nothing is lost: it is tried again every few minutes. Please check that "
        f"{_MEND[message.platform]}."
    )


def edit_label(notice: AuthorNotice) -> str:
    """What the button that opens the form is called."""
    return _EDIT_LABELS.get(notice.event, "Edit and resubmit")


def edits_next(notice: AuthorNotice) -> bool:
    """Whether editing is what the author is asked to do."""
    return notice.event in ("changes_requested", "expired", "lapsed")


def revised_by(content: Content) -> str:
    """Which revision this is and, where somebody else edited it, whose, after the author; nothing for a first one."""
    by = f" by {content.editor}" if content.editor != content.author else ""
    return f" · revision {content.revision}{by}" if content.revision > 1 else ""
