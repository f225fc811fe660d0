"""Learning in Slack: one form from the first lesson to the certificate, and what a reminder's buttons do."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.demo import Workspace, checks
from bot.slack.blocks import render
from bot.slack.desk import plain_line
from bot.slack.listeners.training import Training
from bot.slack.modals import training as forms
from handlers.training import course_versions
from handlers.training.assignments import Kind, Why
from handlers.training.courses import reading
from handlers.training.reminder_messages import DueItem, TrainingReminder
from handlers.training.training_messages import EXAMPLES, Certificate, Choice, CourseLine, Overview, QuestionPage
from tests.bot.acting import refused
from tests.bot.reporting import shown

COURSE = reading.parse(course_versions.SHIPPED[0].read_bytes())
KEY, MAYA = COURSE.key, "U0MAYA"
DUE = tuple(DueItem(kind, "photos", "Photos", Why.HIRE, date(2026, 3, 2), 4) for kind in Kind)


def verb(space: Workspace, person: str = MAYA) -> str:
    """What the form in front of somebody is sent for."""
    view = space.view(person)
    assert view is not None
    return str(view["callback_id"]).removeprefix("training.")


async def send(space: Workspace, person: str = MAYA, **answers: Any) -> str:
    """Sends the page in front of somebody; what they read then."""
    assert await space.submit(person, answers) == {"ok": True}
    return shown(space, person)


async def press(space: Workspace, name: str, person: str = MAYA) -> str:
    """Presses a button of the form in front of somebody; what they read then."""
    assert (await space.press_in_form(person, f"training.{name}")).status == 200
    return shown(space, person)


async def begin(space: Workspace, person: str = MAYA) -> str:
    await space.command(person, "/training")
    return await press(space, "start", person)


def right(space: Workspace, person: str = MAYA) -> str:
    """The right answer to the question in front of somebody."""
    said = shown(space, person)
    question = next(one for one in COURSE.questions if one.title in said)
    return str(question.right)


def wrong(space: Workspace, person: str = MAYA) -> str:
    return str((int(right(space, person)) + 1) % 3)


async def to_quiz(space: Workspace, person: str = MAYA) -> str:
    """Reads every lesson."""
    said = await begin(space, person)
    while verb(space, person) == "next":
        said = await send(space, person)
    return said


async def through_quiz(space: Workspace, choose: Any = right, person: str = MAYA) -> str:
    """Answers every question and hands in."""
    while verb(space, person) == "answer":
        await send(space, person, option=choose(space, person))
        if verb(space, person) == "next":
            await send(space, person)
    assert verb(space, person) == "hand_in"
    return await send(space, person)


async def learn(space: Workspace, person: str = MAYA, name: str = "Maya Lindqvist") -> str:
    """All of it; the certificate."""
    await to_quiz(space, person)
    await through_quiz(space, person=person)
    await send(space, person)
    await send(space, person)
    return await send(space, person, name=name)


def drawn() -> list[dict[str, Any]]:
    """Every example of what somebody who learns is shown."""
    found = []
    for one in (example for examples in EXAMPLES.values() for example in examples):
        if isinstance(one, Overview):
            found.append(forms.overview(one, DUE))
        elif isinstance(one, Certificate):
            found.append(forms.certificate(one, "https://example.com/certificates/x"))
        else:
            found.append(forms.page(one))
    return found


def test_what_is_due_of_a_course_stands_with_the_course() -> None:
    """With one way in; what else is due stands above."""
    line = CourseLine("photos", "Photos", "About them.", 10)
    shown = str(forms.overview(Overview((CourseLine("x", "X-rays", "", 5), line), manages=True), DUE))
    assert shown.count("Start") == 2
    assert shown.index("'Photos'") < shown.index("because you are new, due March 2, 2026.") < shown.index("'X-rays'")
    assert shown.index("Read and sign") < shown.index("'Photos'")


def test_every_page_is_drawn_as_slack_knows_it_and_every_button_has_a_listener() -> None:
    training, shown = Training(None), drawn()  # type: ignore[arg-type]
    for view in shown:
        checks.view(view, {})
    reminder = TrainingReminder(7, DUE[0].due_on, DUE, 3)
    blocks = [block for view in (*shown, forms.said(plain_line("No."))) for block in view["blocks"]]
    elements = [element for block in [*blocks, *render(reminder)["blocks"]] for element in elements_of(block)]
    verbs = {element["action_id"] for element in elements}
    assert {f"training.{verb}" for verb in training.verbs} | {"policy.read"} == verbs
    sent = {view["callback_id"] for view in shown if "submit" in view}
    assert {f"training.{verb}" for verb in training.pages} == sent


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    beside = [block["accessory"]] if "accessory" in block else []
    return beside + (block["elements"] if block["type"] == "actions" else [])


def test_answers_too_long_for_a_button_stand_whole_above_them() -> None:
    """Slack takes 75 characters there, as it counts them."""
    page = next(page for page in EXAMPLES[QuestionPage] if isinstance(page, QuestionPage))
    long = "&" * 296 + " end"
    view = forms.page(replace(page, choices=(Choice(0, long), Choice(1, "Short"))))
    checks.view(view, {})
    assert long in str(view)


async def test_from_the_first_lesson_to_the_certificate(workspace: Workspace) -> None:
    """Lessons with do and don't, explanations, a failed try and another one, sanctions, the signature, the PDF."""
    await workspace.command(MAYA, "/training")
    assert COURSE.title in shown(workspace, MAYA)
    first = await press(workspace, "start")
    assert all(words in first for words in (COURSE.lessons[0].title, "✓ Do", COURSE.lessons[0].dont[0], "page 1 of"))
    assert COURSE.lessons[1].title in await send(workspace)
    assert COURSE.lessons[0].title in await press(workspace, "back")
    workspace.close(MAYA)
    assert "Question 1 of" in await to_quiz(workspace)
    explained = await send(workspace, option=wrong(workspace))
    assert "Not quite" in explained
    assert "The right answer:" in explained
    await send(workspace)
    assert "Not passed yet" in await through_quiz(workspace, wrong)
    assert "Question 1 of" in await send(workspace)
    assert "You have passed" in await through_quiz(workspace)
    assert COURSE.penalties[0].amount in await send(workspace)
    assert "Your name" in await send(workspace)
    assert "Type your name" in (await workspace.submit(MAYA, {"name": "…"}))["errors"]["name"]
    certificate = await send(workspace, name="Maya  Lindqvist")
    number = re.search(r"\d+-[0-9A-F]{12}", certificate)
    assert number
    assert "100% of the answers right, on try 2" in certificate
    assert (await workspace.press_in_form(MAYA, "training.pdf")).status == 200
    workspace.close(MAYA)
    await workspace.command(MAYA, "/training", number[0].lower())
    assert "Maya Lindqvist" in shown(workspace, MAYA)
    workspace.close(MAYA)
    await workspace.command(MAYA, "/training")
    assert "Finished on" in shown(workspace, MAYA)
    assert number[0] in await press(workspace, "certificate")
    await workspace.command("U0TOMAS", "/training", number[0])
    await refused(workspace, "U0TOMAS", "There is no such certificate")


async def test_it_goes_on_where_it_was_left_and_an_old_page_says_so(workspace: Workspace) -> None:
    """A page left open on another device changes nothing; the newest place is shown, with why."""
    await begin(workspace)
    old = workspace.view(MAYA)
    assert old is not None
    await send(workspace)
    await send(workspace)
    workspace.world.views[MAYA][:] = [old]
    assert "stood on an earlier page" in await send(workspace)
    workspace.world.views[MAYA].clear()
    await workspace.command(MAYA, "/training")
    assert "You are on page 3 of" in shown(workspace, MAYA)
    assert COURSE.lessons[2].title in await press(workspace, "start")
    await send(workspace)


async def test_a_page_of_somebody_else_or_of_nobody_is_refused_in_words(workspace: Workspace) -> None:
    await begin(workspace)
    taken = workspace.view(MAYA)
    assert taken is not None
    for metadata in (taken["private_metadata"], "no place", "9999999999/1/1"):
        workspace.world.views["U0TOMAS"] = [{**taken, "id": "VTOMAS", "private_metadata": metadata}]
        assert "belongs to no course of yours" in await send(workspace, "U0TOMAS")
        assert COURSE.title in await press(workspace, "overview", "U0TOMAS")
    workspace.world.views["U0SAM"] = [dict(taken)]
    assert "Only full members" in await send(workspace, "U0SAM")


async def test_who_looks_after_an_account_gets_what_is_for_them(workspace: Workspace) -> None:
    """Because they say so."""
    await workspace.command("U0TOMAS", "/training")
    said = await press(workspace, "start_managing", "U0TOMAS")
    await begin(workspace)
    assert re.search(r"page 1 of (\d+)", said)[1] > re.search(r"page 1 of (\d+)", shown(workspace, MAYA))[1]  # type: ignore[index]
