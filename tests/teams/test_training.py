"""Learning in Teams: from `training` to the certificate, whatever is sent twice, late or wrong."""

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.demo import Workspace
from bot.teams.cards import training as cards
from bot.teams.forms import training as forms
from handlers.training import training_messages
from handlers.training.courses.course import Block, Lesson
from handlers.training.training_messages import Certificate, LessonPage, Overview, Page
from tests.teams.acting import ask, invoke, opens, reading, until, written
from tests.teams.learning import COURSE, begin, card, choose, step, walk
from tests.teams.looking import actions, inputs, require_valid, shown, verbs

TOMAS = "U0TOMAS"
KEY = COURSE.key
PAGES: list[Any] = [
    page for kind, examples in training_messages.EXAMPLES.items() if kind in Page.__args__ for page in examples
]


async def sends(space: Workspace, data: dict[str, Any], person: str = TOMAS, name: str = "task/submit") -> str:
    """Sends a dialog again, or one that was never there; what is answered."""
    return str(await invoke(space, person, name, {"data": data}, person))


async def test_from_the_first_lesson_to_the_certificate(space_on_each: Workspace) -> None:
    """Lessons, questions with explanations, the result, the sanctions, the signature; then it is there for good, as a
    PDF too."""
    space = space_on_each
    await begin(space)
    assert "Page 1 of" in reading(space, TOMAS)
    assert COURSE.lessons[0].title in reading(space, TOMAS)
    await walk(space, "Question 1 of")
    assert "Right." in await step(space)
    await walk(space, "You have passed")
    await walk(space, "What it can cost")
    await walk(space, "Your signature")
    done = await step(space)
    assert "Certificate of completion" in done
    assert "Tomás Reyes" in done
    address = actions(card(space))["Open as PDF"]["url"]
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert (answer.status, (await answer.read())[:5]) == (200, b"%PDF-")
    listed = await ask(space, TOMAS, "training")
    assert "Finished on" in listed
    assert "Certificate of completion" in await opens(space, TOMAS, space.teams.personal(TOMAS)[-1], "Certificate")


async def test_where_somebody_left_off_is_kept(space: Workspace) -> None:
    """Closed in the middle, it goes on there; Back leads back."""
    await begin(space)
    await step(space)
    second = await step(space)
    assert "Page 3 of" in second
    space.teams.close(TOMAS)
    assert "You are on page 3" in await ask(space, TOMAS, "/training")
    assert "Page 3 of" in await opens(space, TOMAS, space.teams.personal(TOMAS)[-1], "Go on")
    await space.teams.submit(TOMAS, {}, "Back")
    assert "Page 2 of" in reading(space, TOMAS)


async def test_a_failed_quiz_can_be_taken_again(space: Workspace) -> None:
    """With the right answers shown after each; then it can be passed."""
    await begin(space)
    await walk(space, "Question 1 of")
    explained = await step(space, right=False)
    assert "Not quite." in explained
    assert "The right answer:" in explained
    await walk(space, "Not passed yet", right=False)
    await space.teams.submit(TOMAS, {}, "Try again")
    assert "Question 1 of" in reading(space, TOMAS)
    await walk(space, "You have passed")


async def test_what_is_sent_again_changes_nothing(space: Workspace) -> None:
    """Teams sends three times what is not answered in time; every page, answer and signature counts once, and a page
    drawn long ago leads to where one is."""
    await begin(space)
    first = deepcopy(card(space))["actions"][0]["data"]
    for _ in range(3):
        assert "Page 2 of" in await sends(space, first)
    await walk(space, "Question 1 of")
    assert "stood on an earlier page" in await sends(space, first)
    asked = card(space)
    answer = {**asked["actions"][0]["data"], **choose(asked)}
    for _ in range(3):
        assert "Right." in await sends(space, answer)
    assert "answered this question already" in await sends(space, {**answer, **choose(asked, right=False)})
    await walk(space, "Your signature")
    signed = {**card(space)["actions"][0]["data"], "name": "Tomás Reyes"}
    numbers = {re.search(r"[0-9]+-[0-9A-F]{12}", await sends(space, signed))[0] for _ in range(3)}  # type: ignore[index]
    assert len(numbers) == 1
    assert "You have finished this course" in await sends(space, first)


async def test_a_signature_without_a_name_comes_back(space: Workspace) -> None:
    """The client asks first; what it lets through stays as typed, with what is wrong."""
    await begin(space)
    await walk(space, "Your signature")
    refused = await space.teams.submit(TOMAS, {"name": ""}, "Sign")
    assert "as it should stand on your certificate" in str(refused["errors"])
    came = await space.teams.submit(TOMAS, {"name": "12 :-)"}, "Sign")
    assert "Nothing is lost" in came["shown"]
    assert "12 :-)" in came["shown"]


@pytest.mark.parametrize("at", ["9/1/1", "1/1/0", "x", "", None, 7, "1/1/999999999", ["1/1/1"], "1/1"])
async def test_buttons_of_nowhere_are_explained(space: Workspace, at: Any) -> None:
    """Of nobody's course, of another's, and of none at all."""
    await begin(space, "U0MAYA")
    for verb in ("turn", "answer", "hand_in", "retake", "renew", "sign"):
        data = {"verb": f"training.{verb}", "at": at, "by": "x", "answer": "x", "name": "Tomás Reyes"}
        assert "belongs to no course of yours" in await sends(space, data)
    for verb in ("start", "begin"):
        assert "There is no such course" in await sends(space, {"verb": f"training.{verb}", "key": at})
    answer = await sends(space, {"verb": "training.certificate", "completion": at})
    assert "no course of yours" in answer or "no such certificate" in answer


async def test_a_certificate_is_its_owners_and_the_officers(space: Workspace) -> None:
    """By its number too, typed; others read that there is none."""
    await begin(space)
    await walk(space, "Certificate of completion")
    number = next(line for line in reading(space, TOMAS).split() if "-" in line and line[0].isdigit())
    data = {"verb": "training.certificate", "completion": 1}
    for person, found in ((TOMAS, True), ("U0RUTH", True), ("U0MAYA", False)):
        assert ("Tomás Reyes" in await sends(space, data, person, "task/fetch")) == found
        assert ("Tomás Reyes" in await ask(space, person, f"training {number.lower()}")) == found


async def test_in_a_channel_training_is_answered_privately(space: Workspace) -> None:
    await ask(space, TOMAS, "help")
    count = len(written(space, TOMAS))
    assert "in our chat" in await ask(space, TOMAS, "@Imprimatur training", "general")
    await until(space, lambda: len(written(space, TOMAS)) > count)
    assert COURSE.title in space.teams.words(written(space, TOMAS)[-1])


async def test_who_looks_after_an_account_learns_more(space: Workspace) -> None:
    """They say so, or have proposed a post; then they are not asked."""
    await ask(space, TOMAS, "training")
    await opens(space, TOMAS, space.teams.personal(TOMAS)[-1], "Start")
    await space.teams.submit(TOMAS, {"manages": True}, "Begin")
    own = len(COURSE.lessons_for(["account_manager"])) + len(COURSE.questions_for(["account_manager"])) + 3
    assert f"Page 1 of {own}" in reading(space, TOMAS)
    await begin(space, "U0MAYA")
    fewer = len(COURSE.lessons_for([])) + len(COURSE.questions_for([])) + 3
    assert f"Page 1 of {fewer}" in reading(space, "U0MAYA")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_every_page_is_legal(page: Any) -> None:
    """Says where it is and what there is to know; each button carries its place."""
    drawn = forms.page(page)
    require_valid(drawn)
    where = page.where
    assert f"Page {where.page} of {where.pages}" in shown(drawn)
    assert where.notice in shown(drawn)
    assert where.newer is None or where.newer.sentence in shown(drawn)
    assert {action["data"]["at"] for action in actions(drawn).values()} == {str(where.place)}
    assert ("Back" in actions(drawn)) == (where.page > 1)


@pytest.mark.parametrize("character", ["x", "é", "{", "\\"])
def test_the_longest_page_fits(character: str) -> None:
    """As long as a course may have them, in as many pieces (`handlers.training.courses.mistakes`)."""
    text = "x" * 90
    blocks = tuple(Block(("text", "item", "quote")[number % 3], text) for number in range(40))
    lesson = Lesson("T" * 150, blocks, (character * 120,) * 10, (character * 120,) * 9)
    drawn = forms.page(LessonPage(replace(PAGES[1].where, page=2), lesson))
    require_valid(drawn)
    assert shown(drawn).count(character * 120) == 19


def test_other_cards_are_legal() -> None:
    """The certificate, the list of courses, and what a course begins with."""
    certificate: Any = training_messages.EXAMPLES[Certificate][0]
    drawn = forms.certificate(
        replace(certificate, name="**N**" * 20, notice=training_messages.FINISHED), "https://x.example/y"
    )
    require_valid(drawn)
    assert certificate.number in shown(drawn)
    overviews: Any = training_messages.EXAMPLES[Overview]
    for one in overviews:
        require_valid(cards.courses(one))
        for line in one.lines:
            begun = forms.beginning(line, one.manages)
            require_valid(begun)
            assert ("manages" in inputs(begun)) != one.manages
    many = replace(overviews[0], lines=(overviews[0].lines[0],) * 200)
    require_valid(cards.courses(many))
    assert verbs(cards.courses(overviews[1])) == {"training.start", "training.certificate"}
