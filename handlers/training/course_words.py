"""What Slack and Teams say in the same words of publishing courses, of examples and penalties, and of the handbook."""

from collections.abc import Sequence

from handlers import days
from handlers.training.course_publishing import Preview as CoursePreview
from handlers.training.course_publishing import Published, Shelved
from handlers.training.courses.course import Penalty
from handlers.training.guidance import Examples, Penalties
from handlers.training.training_words import often

NO_PENALTIES = "No course lists penalties yet."
EXAMPLES, NEUTRAL_REPLIES = "What to post, and what not", "Answers that always work"
NOT_SURE = "Not sure about a post? Propose it, and somebody else looks at it: /propose-post"
COSTS = "What it can cost"
HANDBOOK = (
    "The social-media handbook, as it stands now: policies, roles, networks, rules of approval, how to report, "
    "penalties. The link works for 15 minutes."
)
ADD_MENDED = "Mend them in your file, save it, and add it here:"
SEND_MENDED = "Mend them in your file, save it, and send it to Imprimatur in your chat again."
COURSES, NEW_COURSE = "Courses", "Publish a course"
COURSE_FILE = "The file of a course as you downloaded and edited it, up to 100 kB. Its key says which course it is."
EDITING = "To change a course, download its file, edit it, and publish it as the next version."
IS_MATERIAL = "Is this a material change?"
MATERIAL = {"yes": "Yes: everybody learns it again", "no": "No: it says nothing new"}
WHO_DOES_IT = "Who has to do it?"
WHO = {
    "nobody": "Nobody yet",
    "12": "Everybody, every year",
    "24": "Everybody, every two years",
    "0": "Everybody, once",
}
IN_ITS_TEXT = "In its text (added is bold, removed is struck through)"
MORE_IN_THE_FILE = "… and more; the file you sent has all of it."
CHANGES = "What changes for those who learn it"


def in_force(found: Penalty) -> str:
    """Since when a penalty holds, and where it is written."""
    return f"In force since {days.written(found.since)}. Source: {found.source}"


def guide_from(sources: Sequence[str]) -> str:
    """Which courses it comes from."""
    return f"From {'; '.join(sources)}. All of it is taught in /training."


def costs(found: Penalties) -> str:
    """What the amounts are, and how new."""
    newest = found.newest
    if newest is None:
        return NO_PENALTIES
    return f"Amounts for the practice, by the kind of violation; the newest hold since {days.written(newest)}."


def examples_for(found: Examples) -> str:
    """The heading over a lesson's examples."""
    return f"{found.title} (for {found.whom})" if found.whom else found.title


def shelved(found: Shelved) -> str:
    """Which version people learn, since when, whose, and who has to."""
    whose = f"published by {found.publisher}" if found.publisher else "came with Imprimatur"
    asked = "nobody has to do it" if found.months is None else f"everybody does it {often(found.months)}"
    return f"Version {found.number} of {days.written(found.published_at)}, {whose}; {asked}."


def about_file(found: CoursePreview) -> str:
    """What a course file holds."""
    return (
        f"{_count(found.lessons, 'lesson')}, {_count(found.questions, 'question')}, about "
        f"{_count(found.minutes, 'minute')}, passed with {found.pass_mark}% of the answers right."
    )


def walking(found: CoursePreview) -> str:
    """What becomes of those in the middle of the version before; nothing when there are none."""
    if not found.walking:
        return ""
    people = "1 person is" if found.walking == 1 else f"{found.walking} people are"
    return (
        f"{people} in the middle of it. Nobody loses their place: they are told that version {found.number} is out, "
        f"and may finish theirs or begin the new one. After a material change only version {found.number} counts as "
        "done."
    )


def who_does_it(found: CoursePreview) -> str:
    """What publishing means for everybody, to be read before it is decided."""
    if not found.before:
        return "This course is new."
    if found.months is None:
        return "Nobody has to do this course yet, so publishing asks nobody. /compliance training can require it."
    return "Everybody has to do this course. A material change is assigned to everybody again, with reminders."


def published(found: Published) -> str:
    """What came of publishing."""
    now = f"Version {found.number} of “{found.title}” is published. "
    if found.asked:
        return f"{now}Everybody is asked to learn it; reminders go out in their own working hours."
    if found.material:
        return f"{now}Nobody has to do this course; /compliance training can require it of everybody."
    return f"{now}Nobody has to learn it again; whoever begins it from now on gets this version."


def mistakes(count: int) -> str:
    """Why a course file was not taken; what to do next is the platform's own way."""
    return f"Nothing was published: {_count(count, 'mistake')} to mend."


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"
