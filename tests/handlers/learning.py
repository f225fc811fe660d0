"""A small course, and people who walk through it."""

from typing import Any

from handlers.training import course_versions, learning
from handlers.training.progress import Place
from handlers.training.training_messages import (
    Certificate,
    LessonPage,
    QuestionPage,
    ResultPage,
    SanctionsPage,
    SigningPage,
)
from tests.handlers.accounts import RUTH, do
from tests.handlers.conftest import Practice

KEY = "small"
SMALL = """\
+++
key = "small"
title = "A small course"
summary = "For tests."
pass_mark = 60

[[penalties]]
what = "Reasonable cause"
amount = "$1,461 to $73,011 per violation"
since = 2026-01-28
source = "45 CFR 102.3"
+++

# First

Read this.

## Do

- This.

## Don't

- That.

# Second

For: account managers

Read that.

# Quiz

## One

What now?

- [ ] Wrong
  > Because.
- [x] Right
  > Because it is.

## Two

And now?

- [x] Yes
  > Because it is.
- [ ] No
  > Because.
- [ ] Perhaps
  > Because.

## Three

For: account managers

And then?

- [ ] Never
  > Because.
- [x] Always
  > Because it is.

# Sanctions

They exist.

# Signing

I have read this.
"""
CHANGED = SMALL.replace("Read this.", "Read this, too.")


def publish(practice: Practice, text: str = SMALL, *, material: bool = True) -> course_versions.Version:
    """As the privacy officer does."""
    found: course_versions.Version = do(
        practice, RUTH, lambda tx, actor: course_versions.publish(tx, actor, text.encode(), material=material)
    )
    return found


def start(practice: Practice, account: str, *, manages: bool = False) -> Any:
    return do(practice, account, lambda tx, actor: learning.start(tx, actor, KEY, manages=manages))


def right_option(practice: Practice, page: QuestionPage) -> int:
    """The number of the right answer to what a page asks."""
    course = practice.db.call(course_versions.current, KEY).course
    return next(question.right for question in course.questions if question.title == page.title)


def wrong_option(practice: Practice, page: QuestionPage) -> int:
    right = right_option(practice, page)
    return next(choice.number for choice in page.choices if choice.number != right)


def walk(practice: Practice, account: str, until: type, *, right: bool = True) -> Any:
    """Goes on from where somebody is until a page of a kind; all answers are right, or all wrong."""
    page = start(practice, account)
    while not isinstance(page, until):
        page = step(practice, account, page, right=right)
    return page


def step(practice: Practice, account: str, page: Any, *, right: bool = True) -> Any:
    """Does what a page asks for."""
    place: Place = page.where.place
    if isinstance(page, QuestionPage) and page.explanation is None:
        chosen = (right_option if right else wrong_option)(practice, page)
        return do(practice, account, learning.answer, place, chosen)
    if isinstance(page, QuestionPage) and page.can_hand_in:
        return do(practice, account, learning.hand_in, place)
    if isinstance(page, ResultPage) and not page.passed:
        return do(practice, account, learning.retake, place)
    if isinstance(page, SigningPage):
        return do(practice, account, learning.sign, place, "Maya Lindqvist", practice.rules)
    assert isinstance(page, LessonPage | QuestionPage | ResultPage | SanctionsPage)
    return do(practice, account, learning.turn, place, 1)


def finish(practice: Practice, account: str) -> Certificate:
    """All of it, with every answer right."""
    found: Certificate = walk(practice, account, Certificate)
    return found
