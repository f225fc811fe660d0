"""A course as plain data: lessons, scenarios, what breaking the rules can cost, the statement that is signed.

Texts are plain: whatever marks a platform gives a meaning to, it stands there as written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

#: What a lesson or question may be for, as its line `For:` says it, and as it is kept.
ROLES = {
    "account managers": "account_manager",
    "approvers": "approver",
    "privacy officers": "privacy_officer",
}
#: What adults read in silence (Brysbaert 2019, doi:10.1016/j.jml.2019.104047).
_WORDS_A_MINUTE = 238
#: To choose an answer, after reading.
_MINUTES_A_QUESTION = 0.2
_WORD = re.compile(r"\w[\w'\u2019-]*")


@dataclass(frozen=True)
class Block:
    """One piece of text; `kind` is text, item (of a list) or quote."""

    kind: str
    text: str


@dataclass(frozen=True)
class Lesson:
    """One page to read. `roles` empty: for everybody."""

    title: str
    blocks: tuple[Block, ...]
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Option:
    """One answer, and why it is right or not."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True)
class Question:
    """One scenario with exactly one right answer."""

    title: str
    blocks: tuple[Block, ...]
    options: tuple[Option, ...]
    roles: frozenset[str] = frozenset()

    @property
    def right(self) -> int:
        """Which option is."""
        return next(number for number, option in enumerate(self.options) if option.right)


@dataclass(frozen=True)
class Penalty:
    """What one kind of violation can cost, in force since a day and according to a source. Amounts are dollars."""

    what: str
    amount: str
    since: date
    source: str


@dataclass(frozen=True)
class Course:
    """All of it, and the SHA-256 of the exact bytes it was read from."""

    key: str
    title: str
    summary: str
    #: Per cent.
    pass_mark: int
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    sanctions: tuple[Block, ...]
    penalties: tuple[Penalty, ...]
    statement: tuple[Block, ...]
    hash: str

    def lessons_for(self, roles: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the lessons somebody with these roles reads, in order."""
        return _numbers(self.lessons, frozenset(roles))

    def questions_for(self, roles: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the questions somebody with these roles answers, as the file orders them."""
        return _numbers(self.questions, frozenset(roles))

    def minutes(self, roles: Iterable[str] = ()) -> int:
        """About how long it takes: reading everything for these roles, of each question the right answer's
        explanation, and choosing the answers."""
        read = (self.lessons[number] for number in self.lessons_for(roles))
        asked = [self.questions[number] for number in self.questions_for(roles)]
        words = sum(map(_lesson_words, read)) + sum(map(_question_words, asked))
        words += _words(*_texts(self.sanctions), *_texts(self.statement))
        words += sum(_words(penalty.what, penalty.amount) for penalty in self.penalties)
        return max(1, ceil(words / _WORDS_A_MINUTE + len(asked) * _MINUTES_A_QUESTION))


def _numbers(parts: Sequence[Lesson | Question], roles: frozenset[str]) -> tuple[int, ...]:
    return tuple(number for number, part in enumerate(parts) if not part.roles or part.roles & roles)


def _lesson_words(lesson: Lesson) -> int:
    return _words(lesson.title, *_texts(lesson.blocks), *lesson.do, *lesson.dont)


def _question_words(question: Question) -> int:
    options = (option.text for option in question.options)
    return _words(question.title, *_texts(question.blocks), *options, question.options[question.right].why)


def _texts(blocks: tuple[Block, ...]) -> Iterable[str]:
    return (block.text for block in blocks)


def _words(*texts: str) -> int:
    return sum(len(_WORD.findall(text)) for text in texts)
