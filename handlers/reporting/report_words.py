"""What reporters read in the same words on every way in: questions, the receipt, where their report stands."""

from handlers.reporting.cases import DISPOSITION_WORDS, STATE_WORDS, CaseState, Entry
from handlers.reporting.report_form import AFFECTED_WORDS, NETWORK_WORDS, VISIBLE_WORDS, Report
from handlers.reporting.reports import FollowUp

TITLE = "Report a violation"
LEAD = "About the social media of this practice. You do not say who you are, and nothing here finds out."
NOT_SAID = {"": "I would rather not say"}
LABELS = {
    "what": "What happened?",
    "network": "Where?",
    "link": "Link, if you have one",
    "when": "When?",
    "visible": "Can it still be seen?",
    "affected": "Who is affected?",
    "concerns_compliance": "It concerns the compliance team",
    "send_now": "It is still visible: send this now",
}
HINTS = {
    "what": "In your own words. What can be seen, and why it worries you. No patients' names.",
    "when": "A day, or “about two weeks ago”.",
    "affected": "Only the kind of person, no names.",
    "concerns_compliance": "Then only the privacy officers see it, and the reports channel does not.",
    "send_now": "It then reaches the compliance team within a minute, not together with others at a quarter hour. "
    "Somebody who saw you use this form just now could connect the two.",
}
#: Where a form's field ends before a report has to.
MORE_ROOM = "More room, if you need it"
#: In the forms of Slack and Teams, after `HONEST_WORDS`; the page's address follows.
FORM_IS_SEEN = (
    "{platform} and your IT department may still see that this form was used, and when. The report page asks the same, "
    "and {platform} sees nothing of it: "
)
SEND = "Send the report"
SEND_AS_IT_IS = "Send it as it is"
HAVE_RECEIPT = "I have a receipt"
NOT_KEPT = (
    "Something went wrong on our side, and nothing was kept. Everything you wrote is below: try again in a minute."
)
#: Below the gentle warnings of `report_form.telltale`.
AS_IT_IS = (
    "Change it below if you like, or send it as it is. This is only a hint: it finds some things and misses others."
)
RECEIPT_LEAD = "Your report is kept. This is your receipt. It is shown now and never again."
RECEIPT_USE = (
    "With it you read what becomes of your report, answer questions, and add something: under “I have a receipt” on "
    "the report page and in the forms in Slack and Teams.",
    "Write it on paper, or keep it where only you look. A screenshot, or a message to yourself, may be copied "
    "elsewhere.",
    "Whoever has it can read your report and answer in your place. Nobody can recover it, not even us.",
)
SAVED = "I have saved it"
RECEIPT_HINT = "Four groups of four, like ABCD-EFGH-JKMN-PQRS. Capitals and hyphens do not matter."
THANKS = (
    "The compliance team confirms a report within 7 days and says within three months what came of it. Come back with "
    "your receipt to read it; nobody can write to you."
)
REPLY_LABEL = "Answer, or add something"

POSTER_TITLE = "Seen something on our social media that should not be there?"
POSTER_LEAD = "Say so without saying who you are. No login, no app."
POSTER_POINTS = (
    "A patient in a picture, a name in a reply, a screen behind a smile: one sentence is enough.",
    "Nothing asks who you are: the compliance team sees only what you write. Your own phone on mobile data shows less "
    "than a computer at work.",
    "You get a receipt. With it you read what came of your report, and answer questions.",
    "Nobody may punish you for it: retaliation is prohibited (45 CFR 160.316 and 164.530(g)).",
)
POSTER_SCAN = "Scan this with your phone, or type the address"


def poster(address: str) -> str:
    """The poster as a text, to be sent around; `address` is the report page's."""
    return "\n\n".join((POSTER_TITLE, POSTER_LEAD, *POSTER_POINTS, address))


def status(found: FollowUp) -> str:
    """Where a report stands, in a few words."""
    if not found.delivered:
        return "Waiting for the next quarter hour"
    if found.disposition:
        return f"Closed: {DISPOSITION_WORDS[found.disposition].lower()}"
    return STATE_WORDS[found.state]


def meaning(found: FollowUp) -> str:
    """What that means for whoever reported."""
    if not found.delivered:
        return "Your report is kept and is delivered to the compliance team with the others."
    if found.disposition:
        return "The case is closed. This receipt works for 90 days after that."
    if found.state is CaseState.RECEIVED:
        return "Your report is with the compliance team, who confirm it within 7 days."
    return "The compliance team works on your report, and says within three months what came of it."


def answers(report: Report) -> dict[str, str]:
    """What was answered, by question; the open ones are left out."""
    said = {
        "what": report.what,
        "network": NETWORK_WORDS.get(report.network, ""),
        "link": report.link,
        "when": report.when,
        "visible": VISIBLE_WORDS[report.visible],
        "affected": AFFECTED_WORDS.get(report.affected, ""),
    }
    return {LABELS[name]: words for name, words in said.items() if words}


def who_and_when(entry: Entry) -> str:
    """What stands above one message, for whoever reported."""
    who = "Compliance" if entry.side == "compliance" else "You"
    return f"{who}, {entry.when}"
