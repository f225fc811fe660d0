"""Learning: page by page to the certificate, on any device, and nothing lost or done twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers import linking, people
from handlers.calendar import WorkingHours
from handlers.errors import Invalid
from handlers.rules import Rules
from handlers.training import completions, course_versions, learning, progress
from handlers.training.course_versions import SHIPPED
from handlers.training.progress import Lost, Place
from handlers.training.training_messages import (
    ANSWERED,
    CHOOSE,
    EXAMPLES,
    FINISHED,
    HAND_IN,
    LEFT,
    OPEN,
    STALE,
    TRY_AGAIN,
    Certificate,
    LessonPage,
    QuestionPage,
    ResultPage,
    SanctionsPage,
    SigningPage,
)
from storage import ledger
from tests.conftest import MovableClock
from tests.handlers.accounts import JONAH, MAYA, PRIYA, RUTH, TOMAS, actor, do, entries, link, seen, submit
from tests.handlers.conftest import Practice
from tests.handlers.learning import CHANGED, KEY, SMALL, finish, publish, right_option, start, step, walk, wrong_option


@pytest.fixture
def course(practice: Practice) -> course_versions.Version:
    return publish(practice)


def turn(practice: Practice, account: str, page: Any, by: int = 1) -> Any:
    return do(practice, account, learning.turn, page.where.place, by)


def completed(practice: Practice) -> list[ledger.Entry]:
    return entries(practice, completions.TAG)


# The way through.


def test_from_the_first_lesson_to_the_certificate(practice: Practice, course: course_versions.Version) -> None:
    """Lessons, questions with explanations, the result, the sanctions, the signature: recorded once, and verifiable."""
    page = start(practice, MAYA)
    kinds = [type(page)]
    while not isinstance(page, Certificate):
        page = step(practice, MAYA, page)
        kinds.append(type(page))
    assert kinds == [LessonPage, *[QuestionPage] * 4, ResultPage, SanctionsPage, SigningPage, Certificate]
    assert (page.name, page.account, page.score, page.attempt) == ("Maya Lindqvist", "Maya", 100, 1)
    assert (page.completed_on, page.version, page.hash) == (date(2026, 3, 2), 1, course.course.hash)
    [entry] = completed(practice)
    assert page.number == f"{entry.number}-{entry.hash[:12].upper()}"
    assert entry.payload == {
        "course": KEY,
        "version": 1,
        "hash": course.course.hash,
        "completed_on": "2026-03-02",
        "score": 100,
        "pass_mark": 60,
        "attempt": 1,
        "signed_name": "Maya Lindqvist",
    }
    assert practice.db.call(ledger.verify, None).ok
    assert do(practice, MAYA, learning.here, KEY) is None


def test_an_answer_is_explained_and_a_wrong_one_with_the_right_one(
    practice: Practice, course: course_versions.Version
) -> None:
    """At once, with the reason for both."""
    page = walk(practice, MAYA, QuestionPage)
    wrong = do(practice, MAYA, learning.answer, page.where.place, wrong_option(practice, page))
    assert not wrong.explanation.right
    assert wrong.explanation.why == "Because."
    assert wrong.explanation.right_why == "Because it is."
    other = walk(practice, TOMAS, QuestionPage)
    right = do(practice, TOMAS, learning.answer, other.where.place, right_option(practice, other))
    assert (right.explanation.right, right.explanation.right_answer) == (True, "")


def test_what_was_answered_stays_answered(practice: Practice, course: course_versions.Version) -> None:
    """After the explanation everybody knows the right answer, so the first one counts; this is said."""
    page = walk(practice, MAYA, QuestionPage)
    wrong = do(practice, MAYA, learning.answer, page.where.place, wrong_option(practice, page))
    again = do(practice, MAYA, learning.answer, page.where.place, right_option(practice, page))
    assert again.explanation == wrong.explanation
    assert again.where.notice == ANSWERED


def test_nobody_gets_past_a_question_the_result_or_the_quiz(
    practice: Practice, course: course_versions.Version
) -> None:
    """Without an answer, handing in, and passing; each says what to do."""
    page = walk(practice, MAYA, QuestionPage)
    assert turn(practice, MAYA, page).where.notice == CHOOSE
    early = do(practice, MAYA, learning.hand_in, page.where.place)
    assert (early.where.notice, early.where.place) == (OPEN, page.where.place)
    while not page.can_hand_in:
        page = step(practice, MAYA, page, right=False)
    assert turn(practice, MAYA, page).where.notice == HAND_IN
    result = step(practice, MAYA, page)
    assert (result.right, result.score, result.passed) == (0, 0, False)
    assert turn(practice, MAYA, result).where.notice == TRY_AGAIN
    with pytest.raises(Lost):
        do(practice, MAYA, learning.answer, result.where.place, 0)


def test_another_try_asks_in_another_order_and_its_score_counts(
    practice: Practice, course: course_versions.Version
) -> None:
    """Every try is recorded; the certificate has the last."""
    failed = walk(practice, MAYA, ResultPage, right=False)
    again = do(practice, MAYA, learning.retake, failed.where.place)
    assert isinstance(again, QuestionPage)
    assert again.explanation is None
    assert again.where.place.attempt == 2
    done = finish(practice, MAYA)
    assert (done.score, done.attempt) == (100, 2)
    tries = [entry.payload for entry in entries(practice, "learner:quiz:handed_in")]
    assert [(one["attempt"], one["score"], one["passed"]) for one in tries if one] == [(1, 0, False), (2, 100, True)]


def test_orders_differ_between_tries_and_people_and_never_within_one(practice: Practice) -> None:
    """The shipped course: its thirteen questions, drawn again, stand where they stood."""
    practice.db.call(course_versions.seed, [path.read_bytes() for path in SHIPPED])
    version = practice.db.call(course_versions.listed)[0]
    one = progress.Progress(1, version, frozenset(), 0, 1, {}, None, False, datetime.now(UTC))
    orders = [one.questions, replace(one, attempt=2).questions, replace(one, id=2).questions]
    assert len(set(orders)) == 3
    assert len({frozenset(order) for order in orders}) == 1
    assert one.questions == replace(one, page=5, answers={3: 1}).questions
    assert len({replace(one, id=id).options(0) for id in range(30)}) == 6


def test_going_back_shows_what_was_answered(practice: Practice, course: course_versions.Version) -> None:
    """Back and next lead through what was done."""
    page = walk(practice, MAYA, SanctionsPage)
    while not isinstance(page, LessonPage):
        page = turn(practice, MAYA, page, -1)
        assert not isinstance(page, QuestionPage) or page.explanation
    assert turn(practice, MAYA, page, -1) == page
    page = walk(practice, MAYA, SigningPage)
    assert turn(practice, MAYA, page) == page


# Who gets which pages.


def test_account_managers_get_theirs(practice: Practice, course: course_versions.Version) -> None:
    """Who says so, and who has proposed a post whether they say so or not; fixed when the course begins."""
    assert start(practice, MAYA).where.pages == 6
    submit(practice, MAYA)
    assert start(practice, MAYA).where.pages == 6
    assert start(practice, TOMAS, manages=True).where.pages == 8
    submit(practice, "slack:U0LENA", "two")
    assert start(practice, "slack:U0LENA").where.pages == 8
    assert do(practice, "slack:U0LENA", learning.overview).manages
    assert not do(practice, TOMAS, learning.overview).manages


def test_the_overview_tells_where_somebody_is(practice: Practice, course: course_versions.Version) -> None:
    """New, under way, done, and done before something new was said."""
    line = do(practice, MAYA, learning.overview).lines[0]
    assert (line.title, line.pages, line.completed_on) == ("A small course", 0, None)
    turn(practice, MAYA, start(practice, MAYA))
    assert do(practice, MAYA, learning.overview).lines[0].page == 2
    done = finish(practice, MAYA)
    line = do(practice, MAYA, learning.overview).lines[0]
    assert (line.pages, line.completion_id, line.outdated) == (0, done.completion_id, False)
    publish(practice, CHANGED, material=False)
    assert not do(practice, MAYA, learning.overview).lines[0].outdated
    publish(practice, SMALL)
    assert do(practice, MAYA, learning.overview).lines[0].outdated


# Devices, platforms, accounts.


def test_progress_goes_on_on_the_other_platform(practice: Practice, course: course_versions.Version) -> None:
    """Also with what was begun before the accounts were linked; the walk last touched counts, and one signature ends
    both."""
    turn(practice, "teams:maya", start(practice, "teams:maya"))
    page = walk(practice, MAYA, ResultPage)
    link(practice, MAYA, "teams:maya")
    assert start(practice, "teams:maya").where == page.where
    done = finish(practice, "teams:maya")
    assert do(practice, MAYA, learning.certificate, done.completion_id) == done
    assert do(practice, MAYA, learning.here, KEY) is None
    assert do(practice, MAYA, learning.overview).lines[0].completed_on == done.completed_on


def test_unlinking_leaves_everybody_what_they_did(practice: Practice, course: course_versions.Version) -> None:
    """A completion belongs to whom it was recorded for."""
    link(practice, MAYA, "teams:maya")
    done = finish(practice, "teams:maya")
    do(practice, MAYA, linking.unlink)
    assert do(practice, MAYA, learning.certificate, done.completion_id) == done
    with pytest.raises(learning.NoSuchCertificate):
        do(practice, "teams:maya", learning.certificate, done.completion_id)


def test_a_button_of_an_earlier_page_shows_the_current_one(practice: Practice, course: course_versions.Version) -> None:
    """With a word of why; pressing Next twice turns one page only, and says nothing."""
    first = start(practice, MAYA)
    second = turn(practice, MAYA, first)
    assert turn(practice, MAYA, first) == second
    assert second.where.notice == ""
    last = walk(practice, MAYA, SanctionsPage)
    for stale in (turn(practice, MAYA, first), do(practice, MAYA, learning.answer, second.where.place, 0)):
        assert stale == replace(last, where=replace(last.where, notice=STALE))


def test_buttons_of_a_finished_course_lead_to_the_certificate(
    practice: Practice, course: course_versions.Version
) -> None:
    """Every one of them, Sign included."""
    page = start(practice, MAYA)
    place = page.where.place
    done = finish(practice, MAYA)
    for use_case, arguments in (
        (learning.turn, (place, 1)),
        (learning.answer, (place, 0)),
        (learning.hand_in, (place,)),
        (learning.retake, (place,)),
        (learning.renew, (place,)),
        (learning.sign, (place, "Maya", practice.rules)),
    ):
        assert do(practice, MAYA, use_case, *arguments) == replace(done, notice=FINISHED)
    assert len(completed(practice)) == 1


@pytest.mark.parametrize(
    "typed", ["", "7", "7/1", "7/1/3/4", "-1/1/1", "7/1/x", None, 7, "\u0667/\u0661/\u0663", "9999999999/1/1"]
)
def test_a_button_nobody_drew_is_refused(typed: object) -> None:
    """Whatever it says."""
    with pytest.raises(Lost, match="/training"):
        Place.parse(typed)


def test_nobody_acts_in_somebody_elses_course(practice: Practice, course: course_versions.Version) -> None:
    """The number of another walk, or of none, is refused alike."""
    place = start(practice, MAYA).where.place
    assert Place.parse(str(place)) == place
    for other in (place, place._replace(progress_id=999)):
        with pytest.raises(Lost):
            do(practice, TOMAS, learning.turn, other, 1)


async def test_devices_at_the_same_moment(practice: Practice, course: course_versions.Version) -> None:
    """Begun at once it is one walk; all answers arrive; signed at once it is one completion."""

    def at_once(account: str, use_case: Any, *arguments: Any) -> Any:
        return practice.db.run(lambda tx: use_case(tx, people.recognise(tx, seen(account)), *arguments))

    for account in (MAYA, TOMAS, PRIYA, RUTH, JONAH, "teams:maya"):
        actor(practice, account)
        pages = await asyncio.gather(*(at_once(account, learning.start, KEY) for _ in range(6)))
        assert len({page.where.place for page in pages}) == 1
    page = walk(practice, MAYA, QuestionPage)
    answers = (at_once(MAYA, learning.answer, page.where.place, option) for option in (0, 1) * 3)
    assert len({one.explanation for one in await asyncio.gather(*answers)}) == 1
    page = walk(practice, MAYA, SigningPage)
    signatures = (at_once(MAYA, learning.sign, page.where.place, "Maya", practice.rules) for _ in range(6))
    assert len({replace(one, notice="") for one in await asyncio.gather(*signatures)}) == 1
    assert len(completed(practice)) == 1


# Signing.


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Type your name"), (" 1 ", "Type your name"), ("M" * 101, "100 characters"), ("Ma\u202eya", "invisible")],
)
def test_a_signature_is_a_name(practice: Practice, course: course_versions.Version, typed: str, words: str) -> None:
    """Otherwise nothing is recorded, and the field says why."""
    page = walk(practice, MAYA, SigningPage)
    with pytest.raises(Invalid) as found:
        do(practice, MAYA, learning.sign, page.where.place, typed, practice.rules)
    assert words in found.value.fields["name"]
    assert completed(practice) == []


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", 3), ("America/Chicago", 2), ("Nowhere/Land", 2), (None, 2)])
def test_the_day_is_the_persons_own(
    practice: Practice, course: course_versions.Version, clock: MovableClock, zone: str | None, day: int
) -> None:
    """Where their zone is not known, or no zone at all, the practice's."""
    clock.forward(datetime(2026, 3, 2, 22, tzinfo=UTC) - clock())
    rules = Rules(hours=WorkingHours(zone=ZoneInfo("America/New_York")))
    page = walk(practice, MAYA, SigningPage)
    who = replace(actor(practice, MAYA), zone=zone)
    done = practice.db.call(learning.sign, who, page.where.place, "Maya", rules)
    assert isinstance(done, Certificate)
    assert done.completed_on == date(2026, 3, day)


def test_certificates_are_seen_by_their_owners_and_privacy_officers(
    practice: Practice, course: course_versions.Version
) -> None:
    """Others are answered as if there were none."""
    done = finish(practice, MAYA)
    assert do(practice, RUTH, learning.certificate, done.completion_id) == done
    for account, id in ((TOMAS, done.completion_id), (PRIYA, done.completion_id), (RUTH, 999)):
        with pytest.raises(learning.NoSuchCertificate):
            do(practice, account, learning.certificate, id)


def test_a_certificate_is_found_by_its_number(practice: Practice, course: course_versions.Version) -> None:
    """The whole number, for whom it is; nobody gets further by making one up."""
    done = finish(practice, MAYA)
    entry, _, letters = done.number.partition("-")
    for account in (MAYA, RUTH):
        assert do(practice, account, learning.numbered, f" {done.number.lower()} ") == done
    for account, typed in (
        (TOMAS, done.number),
        (MAYA, entry),
        (MAYA, f"{entry}-{'0' * 12}"),
        (MAYA, f"1-{letters}"),
        (MAYA, f"{int(entry) + 1}-{letters}"),
        (MAYA, "9" * 30),
    ):
        with pytest.raises(learning.NoSuchCertificate):
            do(practice, account, learning.numbered, typed)


def test_a_year_later_it_begins_anew(practice: Practice, course: course_versions.Version) -> None:
    """The same version again is a new walk, and a new certificate."""
    first, second = finish(practice, MAYA), finish(practice, MAYA)
    assert first.number != second.number
    found = practice.db.call(completions.of, actor(practice, MAYA).ids)
    assert [one.id for one in found] == [second.completion_id, first.completion_id]


# Versions.


@pytest.mark.parametrize("material", [True, False])
def test_a_new_version_in_mid_course(practice: Practice, course: course_versions.Version, material: bool) -> None:
    """Said on every page, with what it means; the old one can be finished and its certificate says which it was."""
    first = start(practice, MAYA)
    assert first.where.newer is None
    publish(practice, CHANGED, material=material)
    page = start(practice, MAYA)
    assert (page.lesson.blocks, page.where.newer.newest) == (first.lesson.blocks, 2)
    assert ("asked to learn version 2 as well" in page.where.newer.sentence) is material
    assert ("counts in full" in page.where.newer.sentence) is not material
    assert finish(practice, MAYA).version == 1
    assert start(practice, MAYA).lesson.blocks[0].text == "Read this, too."


def test_beginning_the_new_version_leaves_the_old_one(practice: Practice, course: course_versions.Version) -> None:
    """From its first page; old buttons lead there and say so. Without a newer version nothing changes."""
    page = walk(practice, MAYA, ResultPage)
    assert do(practice, MAYA, learning.renew, page.where.place) == page
    publish(practice, CHANGED)
    renewed = do(practice, MAYA, learning.renew, page.where.place)
    assert (renewed.lesson.blocks[0].text, renewed.where.page) == ("Read this, too.", 1)
    for again in (turn(practice, MAYA, page), do(practice, MAYA, learning.renew, page.where.place)):
        assert again == replace(renewed, where=replace(renewed.where, notice=LEFT))


def test_only_privacy_officers_publish_and_the_same_bytes_change_nothing(
    practice: Practice, course: course_versions.Version
) -> None:
    """Every version is recorded with its hash."""
    with pytest.raises(course_versions.OfficerPublishes):
        do(practice, PRIYA, lambda tx, who: course_versions.publish(tx, who, SMALL.encode(), material=True))
    assert publish(practice) == course
    assert publish(practice, CHANGED).number == 2
    hashes = [(one.payload or {})["hash"] for one in entries(practice, "compliance:course:published")]
    assert hashes == [course.course.hash, practice.db.call(course_versions.current, KEY).course.hash]


def test_what_ships_gives_way_to_the_practices_own(practice: Practice) -> None:
    """A newer program brings its newer course, unless the practice has changed it."""
    practice.db.call(course_versions.seed, [SMALL.encode()])
    practice.db.call(course_versions.seed, [SMALL.encode()])
    assert practice.db.call(course_versions.current, KEY).number == 1
    practice.db.call(course_versions.seed, [CHANGED.encode()])
    assert practice.db.call(course_versions.current, KEY).number == 2
    own = publish(practice, SMALL.replace("Read this.", "Our own words."))
    practice.db.call(course_versions.seed, [CHANGED.encode()])
    assert practice.db.call(course_versions.current, KEY) == own


def test_an_unknown_course_is_refused(practice: Practice) -> None:
    """Whoever wrote its key."""
    with pytest.raises(course_versions.NoSuchCourse, match="/training"):
        start(practice, MAYA)


def test_every_view_has_an_example() -> None:
    """Renderers are held against them."""
    assert {type(example) for examples in EXAMPLES.values() for example in examples} == set(EXAMPLES)
