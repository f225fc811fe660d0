"""What Slack and Teams say about training in the same words."""

from collections.abc import Sequence
from datetime import date

from handlers import days
from handlers.policies import Document, Policy
from handlers.training.assignments import Kind, Requirement, Why
from handlers.training.oversight import Delivered, Evidence
from handlers.training.remind_now import Preview
from handlers.training.reminder_messages import (
    DueItem,
    GroupLine,
    ManagerDigest,
    OfficerDigest,
    OverdueLine,
    TrainingReminder,
)
from handlers.training.roster import DryRun
from handlers.training.training_messages import Certificate, CourseLine, Newer, QuestionPage, ResultPage, SigningPage

_WHY = {Why.HIRE: "because you are new", Why.YEARLY: "the yearly refresher", Why.CHANGE: "new or changed"}
_KINDS = {Kind.COURSE: "course", Kind.POLICY: "policy to read and sign", Kind.REVIEW: "policy to review"}
ALL_DONE = "All of this is done. Thank you."
WAYS_IN = {Kind.COURSE: "Start now", Kind.POLICY: "Read and sign", Kind.REVIEW: "Review"}
TOMORROW = "Remind me tomorrow"
WELCOME = "Welcome to the practice. Please do this first: once it is done, you can propose posts."
NO_COURSES = "There are no courses yet."
MANAGING = "Start: I look after an account"
DO, DONT = "✓ Do", "✗ Don't"
YOUR_ANSWER, HAND_IN, RETAKE = "Your answer", "Hand in", "Try again"
RIGHT, WRONG, INSTEAD = "✓ Right. ", "✗ Not quite. ", "The right answer:"
SANCTIONS, SIGNING, YOUR_NAME = "What it can cost", "Your signature", "Your name"
CERTIFICATE = "Certificate of completion"
PDF_HINT = "The link to the PDF works for 15 minutes; /training shows the certificate again at any time."
NO_POLICIES = "There are no policies yet."
MORE_POLICIES = "The list ends after {limit}. Type /compliance policy and the short name to open another."
ATTEST = "I have read and understand"
SIGNED = "You have signed version {number}."
SIGNATURE_MONTHS = {"0": "until it changes", "6": "six months", "12": "a year", "24": "two years"}
MATERIAL_POLICY = "It says something new: everybody reads and signs it again"
MARKDOWN = "Markdown, exactly as it is to be kept; a longer one goes into a file."
REVIEWED, REVIEW, SIGN_REVIEW, NOTE = "Reviewed: no change", "Yearly review", "Sign the review", "Note"
REVIEWING = "You have looked through it, and nothing has to change. It is recorded with your name, as a version is."
RETIRE, RETIRE_FOR_GOOD, KEEP_POLICY = "Retire", "Retire it", "Keep it"
RETIRING = (
    "Nobody is asked to sign or review it any more, and reminders of it end. Its versions and signatures stay on "
    "record, and everybody can still read it. A new version puts it in force again."
)
RETIRED = "Retired on {day}: nobody is asked to sign it any more. A new version puts it in force again."
CHART = "█ done  ▒ still in time  ░ late"
NOBODY_LISTED = "Nobody is on the staff list yet. Import it first, as a CSV file."
NOBODY_LATE = "Nobody is late."
RECORDED = "It is recorded."
NOTHING_REQUIRED = "Nothing is required of anybody yet."
REMIND, STAFF, REQUIRED, IMPORT, EXPORT, EVIDENCE = (
    "Remind now",
    "Staff list",
    "What is required",
    "Import a list",
    "Export the list",
    "Evidence of a day",
)
MONTHS = {"12": "Every year", "24": "Every two years", "0": "Once"}
REQUIRE_WAYS = {"require": "Everybody has to do it", "drop": "Nobody has to do it any more"}
NOBODY_THEN = "Nobody worked here on that day, as far as the staff list knows."
WHICH_DAY = "By the end of which day?"
AS_CSV, CSV_HINT = "Download as a CSV file", "The link works for 15 minutes, for whoever has it."
#: What an import reads.
TABLE = "For people, the columns {people}. For training finished elsewhere, the columns {training}."
NO_PROBLEMS = "No problems were found."
EXEMPT_WAYS = {"exempt": "They need not do it", "end": "They have to do it again"}
EXEMPT_HINT = "It stands in the evidence. Please name no patient."
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
_DELIVERED = {
    "none": "never reminded",
    "waiting": "reminder on its way",
    "unreachable": "cannot be reminded: no account of theirs is known",
    "away": "reminder waits: they are away",
}


def title(message: TrainingReminder | ManagerDigest | OfficerDigest) -> str:
    """What the message is about, also for notifications."""
    if isinstance(message, ManagerDigest):
        return "Training: who of your people is late"
    if isinstance(message, OfficerDigest):
        return "Training: where the practice stands"
    if not message.items:
        return "Training: all done"
    return f"Training: {_count(len(message.items), 'thing')} for you to do"


def greeting(message: TrainingReminder) -> str:
    """What somebody new reads first; nothing for everybody else."""
    new = any(item.kind is Kind.COURSE and item.why is Why.HIRE for item in message.items)
    return WELCOME if new else ""


def due(item: DueItem) -> str:
    """What it is, why, and by when, to be read after its title."""
    return f"{_KINDS[item.kind]}, {_asked(item)}"


def todo(item: DueItem) -> str:
    """The same where it is plain what it is."""
    return f"For you to do: {_asked(item)}."


def _asked(item: DueItem) -> str:
    late = _count(-item.days_left, "day")
    by = f"due {days.written(item.due_on)}" if item.days_left else "due today"
    return f"{_WHY[item.why]}, {f'{late} overdue' if item.days_left < 0 else by}"


def late(line: OverdueLine) -> str:
    """What somebody is late with, to be read after their name."""
    return f"{line.title}, {_count(line.days, 'day')} overdue{f' ({line.group})' if line.group else ''}"


def group(line: GroupLine) -> str:
    """How far a group is, to be read after its name."""
    done = f"{line.done} of {line.people} {'has' if line.done == 1 else 'have'} done everything"
    due, late = f"{line.due} still in time", f"{line.overdue} late"
    return ", ".join([done, *([due] if line.due else []), *([late] if line.overdue else [])])


def more(count: int) -> str:
    """What is left out of a list."""
    return f"… and {count} more. /compliance training lists all." if count else ""


def minutes(course: CourseLine) -> str:
    """How long it takes."""
    return _count(course.minutes, "minute")


def standing(course: CourseLine) -> str:
    """Where somebody is with a course, and by when it is due; nothing when they have not begun and need not."""
    due = f"Due {days.written(course.due_on)}." if course.due_on else ""
    done = f"Finished on {days.written(course.completed_on)}." if course.completed_on else ""
    new = "Something new was said since then: please do it again." if course.outdated else ""
    here = f"You are on page {course.page} of {course.pages}." if course.pages else ""
    return " ".join(part for part in (done, new, here, due) if part)


def starting(course: CourseLine) -> str:
    """What the button that opens a course is called."""
    return "Go on" if course.pages else "Do it again" if course.completed_on else "Start"


def begin_newer(newer: Newer) -> str:
    """What the button that leaves an older version is called."""
    return f"Begin version {newer.newest}"


def question(page: QuestionPage) -> str:
    """Which question it is."""
    return f"Question {page.number} of {page.count}"


def result_title(page: ResultPage) -> str:
    """How it went, in two words."""
    return "You have passed" if page.passed else "Not passed yet"


def result(page: ResultPage) -> str:
    """How it went, and what comes next."""
    right = f"{page.right} of {page.count} answers are right: {page.score}%. It takes {page.pass_mark}%."
    if page.passed:
        return f"{right} What follows is what breaking the rules can cost, then your signature."
    return f"{right} Look at the explanations with Back, or try again: nothing you have read is lost."


def known_as(page: SigningPage) -> str:
    """What is asked of whoever signs."""
    return f"Type it as it should stand on your certificate. We know you as {page.name}."


def certificate(found: Certificate) -> tuple[tuple[str, str], ...]:
    """What a certificate says, label and fact."""
    tries = "on the first try" if found.attempt == 1 else f"on try {found.attempt}"
    return (
        ("Name", found.name),
        ("Course", f"{found.course}, version {found.version}"),
        ("Finished on", days.written(found.completed_on)),
        ("Quiz", f"{found.score}% of the answers right, {tries}"),
        ("Number", found.number),
    )


def put_off(until: date) -> str:
    """What "Remind me tomorrow" came to."""
    return f"You will hear of it again on {until:%A}, {until:%B} {until.day}."


def policy(found: Policy, signed: int) -> str:
    """Whose it is, and whether the reader has signed it, the version they signed last."""
    stands = "you have not signed it yet"
    if found.retired_at:
        stands = f"retired on {days.written(found.retired_at)}"
    elif signed:
        stands = "you have signed it" if signed == found.number else f"changed since you signed version {signed}"
    return f"Version {found.number}, owned by {found.owner}; {stands}."


def retired(found: Policy) -> str:
    """Since when nobody has to sign it; nothing while it is in force."""
    return RETIRED.format(day=days.written(found.retired_at)) if found.retired_at else ""


def retire_title(found: Policy) -> str:
    """The question before a policy is retired."""
    return f"Retire “{found.title}”?"


def signature_months(now: int) -> dict[str, str]:
    """How long a signature may hold, what it is now among them."""
    return SIGNATURE_MONTHS if str(now) in SIGNATURE_MONTHS else {**SIGNATURE_MONTHS, str(now): f"{now} months"}


def version(found: Document) -> str:
    """Which version it is, whose, since when, and what was different about it."""
    note = f" What is different: {found.note}" if found.note else ""
    return f"Version {found.policy.number} of {days.written(found.published_at)}, owned by {found.policy.owner}.{note}"


def chart(line: GroupLine, width: int) -> str:
    """A group as a bar: who has done everything, who has time, who is late. Nobody who has not is rounded away."""
    due = min(max(round(width * line.due / line.people), line.due > 0), width - (line.overdue > 0))
    late = min(max(round(width * line.overdue / line.people), line.overdue > 0), width - due)
    return "█" * (width - due - late) + "▒" * due + "░" * late


def described(groups: Sequence[GroupLine]) -> str:
    """The chart in words, for those who cannot see it."""
    if not groups:
        return NOBODY_LISTED
    return "Completion by group. " + " ".join(f"{one.group or 'No group'}: {group(one)}." for one in groups)


def delivered(found: Delivered) -> str:
    """How reminders fare: whether the last one arrived, and when; or why not."""
    if found.state == "sent":
        return f"reminder delivered on {found.on:%B} {found.on.day}" if found.on else ""
    stands = f"reminder not delivered: {found.reason}" if found.reason else _DELIVERED[found.state]
    return f"{stands}; the last one arrived on {found.on:%B} {found.on.day}" if found.on else stands


def whom(found: Preview) -> str:
    """Whom "Remind now" reminds, and whom not."""
    left_out = [
        _count(found.on_leave, "person", "people") + " on leave" if found.on_leave else "",
        f"{found.told_today} reminded today already" if found.told_today else "",
        f"{found.unreachable} without an account" if found.unreachable else "",
    ]
    rest = ", ".join(part for part in left_out if part)
    more = found.people - len(found.names)
    names = ", ".join(found.names) + (f" and {more} more" if more > 0 else "")
    reminded = (
        f"{_count(found.people, 'person', 'people')} will be reminded: {names}."
        if found.people
        else "Nobody is reminded."
    )
    return f"{reminded} Left out: {rest}." if rest else reminded


def period(found: Requirement) -> str:
    """How often it is required."""
    return f"{_KINDS[found.kind]}, {often(found.months)}"


def often(months: int) -> str:
    """“every year”, “once”."""
    return MONTHS.get(str(months), f"every {months} months").lower()


def evidence(one: Evidence, title: str) -> str:
    """What somebody had done of one thing by a day, to be read after their name."""
    if one.done_on:
        what = f"version {one.version}" if one.version else "elsewhere"
        done = f"{title}: done on {days.written(one.done_on)} ({what})"
        return f"{done}, due again and late" if one.overdue else done
    stands = "exempt" if one.exempt else "late" if one.overdue else "still in time"
    return f"{title}: not done, {stands}"


def reminded(count: int) -> str:
    """What "Remind now" came to."""
    people = "1 person hears" if count == 1 else f"{count} people hear"
    return f"{people} of it today, each in their own working hours. It is recorded."


def taken_over(found: DryRun) -> str:
    """What an import came to."""
    return f"{dry_run(found).partition('. ')[2]} It is taken over, and recorded."


def problems(count: int) -> str:
    """Why a file was not taken over."""
    things = "1 thing in this file needs" if count == 1 else f"{count} things in this file need"
    return f"Nothing was taken over: {things} another look first."


def dry_run(found: DryRun) -> str:
    """What a file does."""
    encoding = _ENCODINGS.get(found.encoding, found.encoding.upper())
    people = f"{found.new} new, {found.changed} changed, {found.leaving} leaving"
    return f"Read as {encoding}. People: {people}. Training finished elsewhere: {found.completions}."


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or f'{what}s'}"
