"""How far somebody is with a course: which pages there are for them, and on which they are.

It belongs to the person, so it goes on where they left off on every device and platform, and after linking. Whoever
was under way twice when two accounts became one goes on with the walk last touched.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select, update

from handlers import rows
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.training import course_versions
from handlers.training.course_versions import Version
from storage import core
from storage.transaction import Transaction

LESSON, QUESTION, RESULT, SANCTIONS, SIGNING = "lesson", "question", "result", "sanctions", "signing"


class Lost(Refusal):
    """This button belongs to no course of yours that is under way. `/training` shows where you are."""


class Place(NamedTuple):
    """What a button of a course's page names: whose walk, in which attempt at the quiz, on which page it was drawn."""

    progress_id: int
    attempt: int
    page: int

    def __str__(self) -> str:
        return f"{self.progress_id}/{self.attempt}/{self.page}"

    @classmethod
    def parse(cls, value: Any) -> "Place":
        """Reads `7/1/3`, whoever wrote it; raises `Lost`."""
        found = _SHAPE.fullmatch(value) if isinstance(value, str) else None
        if not found:
            raise Lost
        return cls(*map(int, found.groups()))


# Nine digits fit every database's integers.
_SHAPE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})/([0-9]{1,9})")


class Step(NamedTuple):
    """One page: its kind, and for lessons and questions their number in the course."""

    kind: str
    number: int = 0


@dataclass(frozen=True)
class Progress:
    """One person's walk through one version of a course."""

    id: int
    version: Version
    roles: frozenset[str]
    page: int
    attempt: int
    #: Question to chosen option, by their numbers in the course.
    answers: dict[int, int]
    #: Per cent, once this attempt is handed in.
    score: int | None
    ended: bool
    started_at: datetime

    @property
    def place(self) -> Place:
        return Place(self.id, self.attempt, self.page)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every page, in order: lessons, this attempt's questions, the result, the sanctions, the signature."""
        lessons = (Step(LESSON, number) for number in self.version.course.lessons_for(self.roles))
        questions = (Step(QUESTION, number) for number in self.questions)
        return (*lessons, *questions, Step(RESULT), Step(SANCTIONS), Step(SIGNING))

    @property
    def step(self) -> Step:
        """The page they are on."""
        return self.steps[self.page]

    @property
    def questions(self) -> tuple[int, ...]:
        """The questions for them, in an order of this attempt's own."""
        numbers = self.version.course.questions_for(self.roles)
        return tuple(sorted(numbers, key=lambda number: self._shuffled("question", number)))

    def options(self, question: int) -> tuple[int, ...]:
        """The answers to a question, in an order of this attempt's own."""
        numbers = range(len(self.version.course.questions[question].options))
        return tuple(sorted(numbers, key=lambda number: self._shuffled(question, number)))

    @property
    def right(self) -> int:
        """How many answers of this attempt are right."""
        questions = self.version.course.questions
        return sum(questions[question].right == option for question, option in self.answers.items())

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Pages of the questions not answered yet."""
        pages = enumerate(self.steps)
        return tuple(page for page, step in pages if step.kind == QUESTION and step.number not in self.answers)

    @property
    def passed(self) -> bool:
        """Whether this attempt is handed in and good enough."""
        return self.score is not None and self.score >= self.version.course.pass_mark

    def _shuffled(self, *what: object) -> bytes:
        # Not `random`: its orders may differ between versions of Python, and pages must stay where they are.
        return hashlib.sha256(repr((self.version.course.hash, self.id, self.attempt, what)).encode()).digest()


_progress = core.progress.c
_people: BindParameter[int] = bindparam("people", expanding=True)
_MINE = select(core.progress).where(_progress.person_id.in_(_people))
_ONE = _MINE.where(_progress.id == bindparam("wanted")).with_for_update()
_OPEN = (
    _MINE.where(_progress.course_key == bindparam("course"), _progress.ended_at.is_(None))
    .order_by(_progress.updated_at.desc(), _progress.id.desc())
    .limit(1)
)
_END = (
    update(core.progress)
    .where(
        _progress.person_id.in_(_people),
        _progress.course_key == bindparam("course"),
        _progress.ended_at.is_(None),
    )
    .values(ended_at=bindparam("at"))
)
_HAS_PROPOSED = select(func.count()).select_from(core.proposal).where(core.proposal.c.author_id.in_(_people))


def manages_accounts(tx: Transaction, actor: Actor) -> bool:
    """Whether somebody has proposed a post, and so looks after an account whatever they say."""
    return bool(tx.execute(_HAS_PROPOSED, {"people": sorted(actor.ids)}).scalar())


def under_way(tx: Transaction, actor: Actor, key: str) -> Progress | None:
    """The actor's open walk through a course, the one last touched."""
    row = tx.execute(_OPEN, {"people": sorted(actor.ids), "course": key}).first()
    return _from_row(tx, row) if row else None


def hold(tx: Transaction, actor: Actor, progress_id: int) -> Progress:
    """One of the actor's own walks, locked; raises `Lost`."""
    row = tx.execute(_ONE, {"people": sorted(actor.ids), "wanted": progress_id}).first()
    if row is None:
        raise Lost
    return _from_row(tx, row)


def begin(tx: Transaction, actor: Actor, version: Version, roles: frozenset[str]) -> Progress:
    """A new walk, on its first page."""
    row = {
        "person_id": actor.id,
        "course_key": version.course.key,
        "version_id": version.id,
        "roles": sorted(roles),
        "page": 0,
        "attempt": 1,
        "answers": {},
        "started_at": tx.now,
        "updated_at": tx.now,
    }
    return Progress(rows.add(tx, core.progress, row), version, roles, 0, 1, {}, None, False, tx.now)


def save(tx: Transaction, progress: Progress) -> Progress:
    """Keeps where a walk is now."""
    values = {
        "page": progress.page,
        "attempt": progress.attempt,
        "answers": {str(question): option for question, option in progress.answers.items()},
        "score": progress.score,
        "updated_at": tx.now,
    }
    tx.execute(update(core.progress).where(_progress.id == progress.id), values)
    return progress


def end(tx: Transaction, actor: Actor, key: str) -> None:
    """Closes all the actor's walks through a course: one was signed, or they begin a newer version."""
    tx.execute(_END, {"people": sorted(actor.ids), "course": key, "at": tx.now})


def _from_row(tx: Transaction, row: Any) -> Progress:
    return Progress(
        row.id,
        course_versions.load(tx, row.version_id),
        frozenset(row.roles),
        row.page,
        row.attempt,
        {int(question): option for question, option in row.answers.items()},
        row.score,
        row.ended_at is not None,
        row.started_at,
    )
