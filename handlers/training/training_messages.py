"""What somebody who learns is shown: plain data, complete, with an example each.

`Where.place` is what every button of a page carries; `notice` is a sentence to show above everything else.
"""

from dataclasses import dataclass
from datetime import date

from handlers.training.courses.course import Block, Lesson, Penalty
from handlers.training.progress import Place

STALE = "That button stood on an earlier page. Nothing is lost: this is where you are now."
ANSWERED = "You had answered this question already. The first answer counts in this try."
CHOOSE = "Choose an answer first; then it goes on."
HAND_IN = "All questions are answered. Hand in your answers to go on."
OPEN = "Some questions are still open. This is the first of them."
TRY_AGAIN = "Try the quiz once more first; nothing you have read is lost."
LEFT = "You have begun a newer version of this course. This is where you are in it."
FINISHED = "You have finished this course. Here is your certificate."


@dataclass(frozen=True)
class Newer:
    """There is a newer version than the one somebody is in. `material`: it says something new."""

    mine: int
    newest: int
    material: bool

    @property
    def sentence(self) -> str:
        """What that means for them."""
        if self.material:
            return (
                f"Version {self.newest} of this course is out, and it says something new. You may finish version "
                f"{self.mine}, but you will be asked to learn version {self.newest} as well; or begin it now, from its "
                "first page."
            )
        return (
            f"Version {self.newest} of this course is out; only its wording changed. Finish version {self.mine}, which "
            "counts in full, or begin the new one from its first page."
        )


@dataclass(frozen=True)
class Where:
    """Which page of which course. Pages count from 1."""

    course: str
    place: Place
    page: int
    pages: int
    notice: str = ""
    newer: Newer | None = None


@dataclass(frozen=True)
class CourseLine:
    """One course and where somebody is with it; `pages` is 0 unless they are under way."""

    key: str
    title: str
    summary: str
    minutes: int
    page: int = 0
    pages: int = 0
    #: When they last finished it, and the certificate.
    completed_on: date | None = None
    completion_id: int = 0
    #: Something new was said since they finished it.
    outdated: bool = False
    #: By when they have to do it, if they have to now.
    due_on: date | None = None


@dataclass(frozen=True)
class Overview:
    """Every course there is. `manages`: they have proposed posts, so they get what is for account managers unasked."""

    lines: tuple[CourseLine, ...]
    manages: bool


@dataclass(frozen=True)
class LessonPage:
    """A lesson; back and next."""

    where: Where
    lesson: Lesson


@dataclass(frozen=True)
class Choice:
    """One answer to press; `number` names it in the course."""

    number: int
    text: str


@dataclass(frozen=True)
class Explanation:
    """What was chosen, and why it is right or not; the right answer with it where it is another."""

    chosen: str
    right: bool
    why: str
    right_answer: str = ""
    right_why: str = ""


@dataclass(frozen=True)
class QuestionPage:
    """A question; its answers until one is chosen, then the explanation. `can_hand_in`: it is the last one answered."""

    where: Where
    number: int
    count: int
    title: str
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...]
    explanation: Explanation | None = None
    can_hand_in: bool = False


@dataclass(frozen=True)
class ResultPage:
    """How a try at the quiz went; next when passed, else another try. `score` and `pass_mark` are per cent."""

    where: Where
    right: int
    count: int
    score: int
    pass_mark: int
    attempt: int
    passed: bool


@dataclass(frozen=True)
class SanctionsPage:
    """What breaking the rules can cost; back and next."""

    where: Where
    blocks: tuple[Block, ...]
    penalties: tuple[Penalty, ...]


@dataclass(frozen=True)
class SigningPage:
    """The statement, and a field in which the name is typed; `name` is how we know them."""

    where: Where
    statement: tuple[Block, ...]
    name: str


@dataclass(frozen=True)
class Certificate:
    """What somebody finished. `name` is as they signed; `account` as their account was called then."""

    completion_id: int
    #: Number of the ledger's entry and the beginning of its hash: nobody can make one up.
    number: str
    name: str
    account: str
    course: str
    version: int
    #: SHA-256 of the course's exact bytes.
    hash: str
    completed_on: date
    score: int
    attempt: int
    #: Hash of the ledger's entry.
    entry_hash: str
    notice: str = ""


Page = LessonPage | QuestionPage | ResultPage | SanctionsPage | SigningPage
TrainingMessage = Overview | Page | Certificate

_COURSE = "Patients, posts and privacy"


def _where(page: int, notice: str = "", newer: Newer | None = None) -> Where:
    return Where(_COURSE, Place(7, 1, page - 1), page, 24, notice, newer)


_LESSON = Lesson(
    "It does not take a name",
    (
        Block("text", "That somebody is a patient at all is protected."),
        Block("item", "A face, a voice or a small town is enough."),
        Block("quote", "Thank you for your feedback."),
    ),
    ("Ask: could anybody tell who it is?",),
    ("Trust “no names”.",),
)
_STORY = (Block("text", "Under her full name somebody writes:"), Block("quote", "Best knee surgeon in town!"))
_CHOICES = (
    Choice(1, "Thank you for taking the time to write."),
    Choice(0, "So glad your knee is better!"),
    Choice(2, "Thank you for coming to see us!"),
)
_WRONG = Explanation(
    _CHOICES[1].text, False, "It says that she was treated here.", _CHOICES[0].text, "It says nothing about her."
)
_DAY = date(2026, 3, 2)
_CERTIFICATE = Certificate(
    3, "412-9F3A62C10B7E", "Maya Lindqvist", "maya.l", _COURSE, 1, "5d" * 32, _DAY, 92, 1, "9f3a62c10b7e" + "04" * 26
)

EXAMPLES: dict[type, tuple[TrainingMessage, ...]] = {
    Overview: (
        Overview((CourseLine("social-media-hipaa", _COURSE, "What everybody needs to know.", 12),), manages=False),
        Overview(
            (
                CourseLine("social-media-hipaa", _COURSE, "What everybody needs to know.", 14, page=4, pages=24),
                CourseLine("front-desk", "At the front desk", "", 5, completed_on=_DAY, completion_id=3, outdated=True),
            ),
            manages=True,
        ),
    ),
    LessonPage: (
        LessonPage(_where(1), _LESSON),
        LessonPage(_where(2, STALE, Newer(1, 2, material=True)), _LESSON),
    ),
    QuestionPage: (
        QuestionPage(_where(9), 1, 13, "Five stars", _STORY, _CHOICES),
        QuestionPage(_where(9), 1, 13, "Five stars", _STORY, _CHOICES, _WRONG),
        QuestionPage(
            _where(21),
            13,
            13,
            "Five stars",
            _STORY,
            _CHOICES,
            Explanation(_CHOICES[0].text, True, "It says nothing about her."),
            can_hand_in=True,
        ),
    ),
    ResultPage: (
        ResultPage(_where(22), 12, 13, 92, 80, 1, passed=True),
        ResultPage(_where(22), 8, 13, 61, 80, 2, passed=False),
    ),
    SanctionsPage: (
        SanctionsPage(
            _where(23),
            (Block("text", "Nobody is in trouble for asking."),),
            (Penalty("Reasonable cause", "$1,461 to $73,011 per violation", date(2026, 1, 28), "45 CFR 102.3"),),
        ),
    ),
    SigningPage: (SigningPage(_where(24), (Block("text", "I have read this course."),), "Maya Lindqvist"),),
    Certificate: (_CERTIFICATE,),
}
