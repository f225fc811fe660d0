"""Learning: a course page by page, its quiz, the signature. Every step may be repeated, or come from a page drawn long
ago or on another device: then nothing changes twice, and the answer is the page they are on, with a word of why."""

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.drafts import hidden
from handlers.errors import Invalid, Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.rules import Rules
from handlers.training import assignments, completions, course_versions, progress, training_views
from handlers.training.assignments import Kind
from handlers.training.courses.course import ROLES
from handlers.training.progress import QUESTION, RESULT, SIGNING, Lost, Place, Progress
from handlers.training.training_messages import (
    ANSWERED,
    CHOOSE,
    FINISHED,
    HAND_IN,
    LEFT,
    OPEN,
    STALE,
    TRY_AGAIN,
    Certificate,
    Overview,
    Page,
)
from storage import ledger
from storage.transaction import Transaction

NAME_LIMIT = 100
_NUMBER = re.compile(r"\s*([0-9]{1,9})-([0-9A-F]{12})\s*", re.IGNORECASE)
_MANAGER = ROLES["account managers"]


class NoSuchCertificate(Refusal):
    """There is no such certificate that you may see. `/training` shows your own."""


def overview(tx: Transaction, actor: Actor) -> Overview:
    """Every course, and where the actor is with it."""
    return training_views.overview(tx, actor, _roles(tx, actor, manages=False))


def here(tx: Transaction, actor: Actor, key: str) -> Page | None:
    """The page the actor is on in a course; None when they are not under way."""
    walk = progress.under_way(tx, actor, key)
    return training_views.page(tx, actor, walk) if walk else None


def start(tx: Transaction, actor: Actor, key: str, *, manages: bool = False) -> Page:
    """Begins a course, or goes on where they left off. `manages`: they say that they look after an account, so they get
    what is for account managers. Raises `NoSuchCourse`."""
    walk = progress.under_way(tx, actor, key)
    if walk is None:
        walk = progress.begin(tx, actor, course_versions.current(tx, key), _roles(tx, actor, manages))
    return training_views.page(tx, actor, walk)


def turn(tx: Transaction, actor: Actor, place: Place, by: int) -> Page | Certificate:
    """One page on (1) or back (-1) from the page a button stood on. Raises `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    target = place.page + by
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    if walk.attempt != place.attempt or walk.page not in (place.page, target):
        return training_views.page(tx, actor, walk, STALE)
    if walk.page == target or not 0 <= target < len(walk.steps):
        # The same press again, or the first or last page.
        return training_views.page(tx, actor, walk)
    notice = _barred(walk) if by > 0 else ""
    if not notice:
        walk = progress.save(tx, replace(walk, page=target))
    return training_views.page(tx, actor, walk, notice)


def answer(tx: Transaction, actor: Actor, place: Place, option: int) -> Page | Certificate:
    """Answers the question on a page; the page then explains. The first answer counts, because after it the right one
    is known. Raises `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    if walk.place != place:
        return training_views.page(tx, actor, walk, STALE)
    kind, number = walk.step
    if kind != QUESTION or option not in walk.options(number):
        raise Lost
    if number in walk.answers:
        return training_views.page(tx, actor, walk, "" if walk.answers[number] == option else ANSWERED)
    walk = progress.save(tx, replace(walk, answers={**walk.answers, number: option}))
    return training_views.page(tx, actor, walk)


def hand_in(tx: Transaction, actor: Actor, place: Place) -> Page | Certificate:
    """Hands in the quiz once every question is answered, and shows the result. Raises `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    if walk.attempt != place.attempt:
        return training_views.page(tx, actor, walk, STALE)
    if walk.score is not None:
        return training_views.page(tx, actor, walk)
    if walk.unanswered:
        # Somebody who has not come to the quiz yet stays where they are.
        page = min(walk.page, walk.unanswered[0])
        walk = progress.save(tx, replace(walk, page=page))
        return training_views.page(tx, actor, walk, OPEN if page == walk.unanswered[0] else STALE)
    result = next(page for page, step in enumerate(walk.steps) if step.kind == RESULT)
    walk = progress.save(tx, replace(walk, page=result, score=walk.right * 100 // len(walk.questions)))
    _record_attempt(tx, actor, walk)
    return training_views.page(tx, actor, walk)


def retake(tx: Transaction, actor: Actor, place: Place) -> Page | Certificate:
    """Begins the quiz anew after a failed try, in another order. Raises `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    if walk.attempt == place.attempt and walk.score is not None and not walk.passed:
        first = next(page for page, step in enumerate(walk.steps) if step.kind == QUESTION)
        walk = progress.save(tx, replace(walk, page=first, attempt=walk.attempt + 1, answers={}, score=None))
        return training_views.page(tx, actor, walk)
    return training_views.page(tx, actor, walk, "" if walk.attempt == place.attempt + 1 else STALE)


def renew(tx: Transaction, actor: Actor, place: Place) -> Page | Certificate:
    """Leaves the version they are in and begins the newest one. Raises `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    newest = course_versions.current(tx, walk.version.course.key)
    if newest.id != walk.version.id:
        progress.end(tx, actor, newest.course.key)
        walk = progress.begin(tx, actor, newest, walk.roles)
    return training_views.page(tx, actor, walk)


def sign(tx: Transaction, actor: Actor, place: Place, typed: str, rules: Rules) -> Page | Certificate:
    """Signs the statement with a typed name and finishes the course. Raises `Invalid` about the field `name`, and
    `Lost`."""
    walk = progress.hold(tx, actor, place.progress_id)
    if walk.ended:
        return _elsewhere(tx, actor, walk)
    if walk.place != place or walk.step.kind != SIGNING:
        return training_views.page(tx, actor, walk, STALE)
    name = " ".join(typed.split())
    if problem := _name_problem(name):
        raise Invalid({"name": problem})
    done = completions.complete(
        tx,
        actor,
        walk.version,
        progress_id=walk.id,
        completed_on=_today(tx, actor, rules),
        score=walk.score or 0,
        attempt=walk.attempt,
        signed_name=name,
    )
    progress.end(tx, actor, walk.version.course.key)
    assignments.finish(tx, actor.ids, Kind.COURSE, walk.version.course.key, walk.version.number, rules)
    return training_views.certificate(tx, done)


def certificate(tx: Transaction, actor: Actor, completion_id: int) -> Certificate:
    """One's own certificate; privacy officers may see everybody's. Raises `NoSuchCertificate`."""
    found = completions.find(tx, completion_id)
    if found is None or (found.person_id not in actor.ids and OFFICER not in actor.roles):
        raise NoSuchCertificate
    return training_views.certificate(tx, found)


def numbered(tx: Transaction, actor: Actor, typed: str) -> Certificate:
    """The certificate behind the number on it, which holds only as long as the ledger's entry has that hash. For whom
    `certificate` is. Raises `NoSuchCertificate`."""
    number = _NUMBER.fullmatch(typed)
    done = completions.of_entry(tx, int(number[1])) if number else None
    if number is None or done is None:
        raise NoSuchCertificate
    found = certificate(tx, actor, done.id)
    if found.number != number[0].strip().upper():
        raise NoSuchCertificate
    return found


def _elsewhere(tx: Transaction, actor: Actor, walk: Progress) -> Page | Certificate:
    """What somebody sees whose button belongs to a walk that has ended."""
    if done := completions.of_progress(tx, walk.id):
        return training_views.certificate(tx, done, FINISHED)
    if now := progress.under_way(tx, actor, walk.version.course.key):
        return training_views.page(tx, actor, now, LEFT)
    raise Lost


def _barred(walk: Progress) -> str:
    """Why it does not go on from here; empty when it does."""
    kind, number = walk.step
    if kind == QUESTION and number not in walk.answers:
        return CHOOSE
    if kind == QUESTION and walk.score is None and walk.steps[walk.page + 1].kind == RESULT:
        return HAND_IN
    return TRY_AGAIN if kind == RESULT and not walk.passed else ""


def _roles(tx: Transaction, actor: Actor, manages: bool) -> frozenset[str]:
    manager = {_MANAGER} if manages or progress.manages_accounts(tx, actor) else set()
    return frozenset((actor.roles | manager) & set(ROLES.values()))


def _record_attempt(tx: Transaction, actor: Actor, walk: Progress) -> None:
    course = walk.version.course
    payload = {
        "course": course.key,
        "version": walk.version.number,
        "hash": course.hash,
        "attempt": walk.attempt,
        "score": walk.score,
        "passed": walk.passed,
    }
    ledger.append(tx, "learner:quiz:handed_in", f"person:{actor.id}", actor.entry, actor.platform, payload)


def _name_problem(name: str) -> str | None:
    if sum(character.isalpha() for character in name) < 2:
        return "Type your name, as it should stand on your certificate."
    if len(name) > NAME_LIMIT:
        return f"A name may have {NAME_LIMIT} characters here; this one has {len(name)}."
    return hidden(name)


def _today(tx: Transaction, actor: Actor, rules: Rules) -> date:
    try:
        zone = ZoneInfo(actor.zone) if actor.zone else rules.hours.zone
    except (ZoneInfoNotFoundError, ValueError):
        zone = rules.hours.zone
    return tx.now.astimezone(zone).date()
