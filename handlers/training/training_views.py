"""A walk through a course, a completion and the list of courses as people are shown them."""

from dataclasses import replace
from datetime import date

from handlers.people import Actor
from handlers.training import assignments, completions, course_versions, progress
from handlers.training.assignments import Kind
from handlers.training.completions import Completion
from handlers.training.course_versions import Version
from handlers.training.courses.course import Question
from handlers.training.progress import LESSON, QUESTION, RESULT, SANCTIONS, Progress
from handlers.training.training_messages import (
    Certificate,
    Choice,
    CourseLine,
    Explanation,
    LessonPage,
    Newer,
    Overview,
    Page,
    QuestionPage,
    ResultPage,
    SanctionsPage,
    SigningPage,
    Where,
)
from storage import ledger
from storage.transaction import Transaction

#: How much of the entry's hash a certificate's number has.
HASH_LETTERS = 12


def page(tx: Transaction, actor: Actor, walk: Progress, notice: str = "") -> Page:
    """The page a walk is on."""
    course, step = walk.version.course, walk.step
    where = Where(course.title, walk.place, walk.page + 1, len(walk.steps), notice, _newer(tx, walk.version))
    if step.kind == LESSON:
        return LessonPage(where, course.lessons[step.number])
    if step.kind == QUESTION:
        return _question(where, walk, step.number)
    if step.kind == RESULT:
        return _result(where, walk)
    if step.kind == SANCTIONS:
        return SanctionsPage(where, course.sanctions, course.penalties)
    return SigningPage(where, course.statement, actor.name)


def overview(tx: Transaction, actor: Actor, roles: frozenset[str]) -> Overview:
    """Every course, and where the actor is with it."""
    done, due = completions.of(tx, actor.ids), _due(tx, actor)
    lines = (_line(tx, actor, version, done, roles) for version in course_versions.listed(tx))
    lines = (replace(line, due_on=due.get(line.key)) for line in lines)
    return Overview(tuple(lines), progress.manages_accounts(tx, actor))


def certificate(tx: Transaction, completion: Completion, notice: str = "") -> Certificate:
    """The certificate of a completion."""
    entry = ledger.entries(tx, after=completion.entry - 1, limit=1)[0]
    version = course_versions.load(tx, completion.version_id)
    return Certificate(
        completion.id,
        f"{entry.number}-{entry.hash[:HASH_LETTERS].upper()}",
        completion.signed_name,
        entry.actor_name or "",
        version.course.title,
        version.number,
        version.course.hash,
        completion.completed_on,
        completion.score,
        completion.attempt,
        entry.hash,
        notice,
    )


def _newer(tx: Transaction, version: Version) -> Newer | None:
    newest = course_versions.current(tx, version.course.key)
    if newest.id == version.id:
        return None
    return Newer(version.number, newest.number, course_versions.outdated(tx, version))


def _question(where: Where, walk: Progress, number: int) -> QuestionPage:
    question = walk.version.course.questions[number]
    choices = tuple(Choice(option, question.options[option].text) for option in walk.options(number))
    chosen = walk.answers.get(number)
    return QuestionPage(
        where,
        walk.questions.index(number) + 1,
        len(walk.questions),
        question.title,
        question.blocks,
        choices,
        None if chosen is None else _explanation(question, chosen),
        walk.score is None and walk.steps[walk.page + 1].kind == RESULT and not walk.unanswered,
    )


def _explanation(question: Question, chosen: int) -> Explanation:
    option, right = question.options[chosen], question.options[question.right]
    if option.right:
        return Explanation(option.text, True, option.why)
    return Explanation(option.text, False, option.why, right.text, right.why)


def _result(where: Where, walk: Progress) -> ResultPage:
    mark, count = walk.version.course.pass_mark, len(walk.questions)
    return ResultPage(where, walk.right, count, walk.score or 0, mark, walk.attempt, walk.passed)


def _due(tx: Transaction, actor: Actor) -> dict[str, date | None]:
    """By when courses that are open to them have to be done."""
    today = tx.now.date()
    asked = assignments.open_for(tx, actor.ids)
    return {one.key: one.due_on for one in asked if one.kind is Kind.COURSE and one.begins_on <= today}


def _line(tx: Transaction, actor: Actor, version: Version, done: list[Completion], roles: frozenset[str]) -> CourseLine:
    course = version.course
    walk = progress.under_way(tx, actor, course.key)
    last = next((completion for completion in done if completion.course_key == course.key), None)
    return CourseLine(
        course.key,
        course.title,
        course.summary,
        course.minutes(roles),
        page=walk.page + 1 if walk else 0,
        pages=len(walk.steps) if walk else 0,
        completed_on=last.completed_on if last else None,
        completion_id=last.id if last else 0,
        outdated=last is not None and course_versions.outdated(tx, course_versions.load(tx, last.version_id)),
    )
