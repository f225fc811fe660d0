"""What Slack and Teams say about training in the same words."""

from datetime import date

from handlers.assignments import Kind, Why
from handlers.reminder_messages import DueItem, GroupLine, ManagerDigest, OfficerDigest, OverdueLine, TrainingReminder
from handlers.training_messages import Certificate, CourseLine, Newer, QuestionPage, ResultPage, SigningPage

_WHY = {Why.HIRE: "because you are new", Why.YEARLY: "the yearly refresher", Why.CHANGE: "it has changed"}
_KINDS = {Kind.COURSE: "course", Kind.POLICY: "policy to read and sign", Kind.REVIEW: "policy to review"}
ALL_DONE = "All of this is done. Thank you."
WAYS_IN = {Kind.COURSE: "Start now", Kind.POLICY: "Read and sign", Kind.REVIEW: "Review"}
TOMORROW = "Remind me tomorrow"
NO_COURSES = "There are no courses yet."
MANAGING = "Start: I look after an account"
DO, DONT = "✓ Do", "✗ Don't"
YOUR_ANSWER, HAND_IN, RETAKE = "Your answer", "Hand in", "Try again"
RIGHT, WRONG, INSTEAD = "✓ Right. ", "✗ Not quite. ", "The right answer:"
SANCTIONS, SIGNING, YOUR_NAME = "What it can cost", "Your signature", "Your name"
CERTIFICATE = "Certificate of completion"
PDF_HINT = "The address of the PDF works for 15 minutes; /training shows the certificate again at any time."


def title(message: TrainingReminder | ManagerDigest | OfficerDigest) -> str:
    """What the message is about, also for notifications."""
    if isinstance(message, ManagerDigest):
        return "Training: who of your people is late"
    if isinstance(message, OfficerDigest):
        return "Training: where the practice stands"
    if not message.items:
        return "Training: all done"
    return f"Training: {_count(len(message.items), 'thing')} for you to do"


def due(item: DueItem) -> str:
    """What it is, why, and by when, to be read after its title."""
    late = _count(-item.days_left, "day")
    left = f"{late} overdue" if item.days_left < 0 else "due today" if not item.days_left else f"due {item.due_on}"
    return f"{_KINDS[item.kind]}, {_WHY[item.why]}, {left}"


def late(line: OverdueLine) -> str:
    """What somebody is late with, to be read after their name."""
    return f"{line.title}, {_count(line.days, 'day')} overdue{f' ({line.group})' if line.group else ''}"


def group(line: GroupLine) -> str:
    """How far a group is, to be read after its name."""
    return f"{line.done} of {line.people} have done everything, {line.due} still have time, {line.overdue} are late"


def more(count: int) -> str:
    """What is left out of a list."""
    return f"… and {count} more. /compliance training lists all." if count else ""


def minutes(course: CourseLine) -> str:
    """How long it takes."""
    return _count(course.minutes, "minute")


def standing(course: CourseLine) -> str:
    """Where somebody is with a course; nothing when they have not begun."""
    done = f"Finished on {course.completed_on}." if course.completed_on else ""
    new = "Something new was said since then: please do it again." if course.outdated else ""
    here = f"You are on page {course.page} of {course.pages}." if course.pages else ""
    return " ".join(part for part in (done, new, here) if part)


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
        ("Finished on", f"{found.completed_on:%B} {found.completed_on.day}, {found.completed_on.year}"),
        ("Quiz", f"{found.score}% of the answers right, {tries}"),
        ("Number", found.number),
    )


def put_off(until: date) -> str:
    """What "Remind me tomorrow" came to."""
    return f"You will hear of it again on {until:%A}, {until:%B} {until.day}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
