"""What to post, what not, and what it can cost, out of the courses people learn now: for whoever is about to post."""

from dataclasses import dataclass
from datetime import date

from handlers import reply_templates
from handlers.training import course_versions
from handlers.training.course_versions import Version
from handlers.training.courses.course import ROLES, Block, Lesson, Penalty
from storage.transaction import Transaction

_FOR = {role: words for words, role in ROLES.items()}


@dataclass(frozen=True)
class Examples:
    """What one lesson says to do and not to. `whom` is empty for everybody, else who it is for, like “account
    managers”."""

    title: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    whom: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer that says nothing about a patient, and when to use it."""

    occasion: str
    text: str


@dataclass(frozen=True)
class Guide:
    """Examples by lesson, neutral answers, and the course versions they come from, like “Front desk, version 2”."""

    examples: tuple[Examples, ...]
    replies: tuple[Reply, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Penalties:
    """What breaking the rules can cost: each amount with its day and source, and what the courses say about it.
    `newest` is the last day since which one of them holds, None without any."""

    penalties: tuple[Penalty, ...]
    sanctions: tuple[Block, ...]
    sources: tuple[str, ...]

    @property
    def newest(self) -> date | None:
        return max((one.since for one in self.penalties), default=None)


def examples(tx: Transaction) -> Guide:
    """Of every course, in its order."""
    found = course_versions.listed(tx)
    lessons = (lesson for one in found for lesson in one.course.lessons if lesson.do or lesson.dont)
    replies = tuple(Reply(one.occasion, one.text) for one in reply_templates.offered(tx))
    return Guide(tuple(map(_examples, lessons)), replies, _sources(found))


def penalties(tx: Transaction) -> Penalties:
    """Of every course; what several say in the same words stands once."""
    found = [one for one in course_versions.listed(tx) if one.course.penalties]
    costs = dict.fromkeys(penalty for one in found for penalty in one.course.penalties)
    said = dict.fromkeys(block for one in found for block in one.course.sanctions)
    return Penalties(tuple(costs), tuple(said), _sources(found))


def _examples(lesson: Lesson) -> Examples:
    whom = ", ".join(words for role, words in _FOR.items() if role in lesson.roles)
    return Examples(lesson.title, lesson.do, lesson.dont, whom)


def _sources(found: list[Version]) -> tuple[str, ...]:
    return tuple(f"{one.course.title}, version {one.number}" for one in found)
