"""Courses in Slack: a file with its mistakes, what it would change, published, asked of everybody; and what is read
before posting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import aiohttp

from bot.demo import Workspace, checks
from bot.slack.listeners.courses import Courses
from bot.slack.listeners.guide import Guide
from bot.slack.modals import courses as forms
from bot.slack.modals import guide as guide_forms
from handlers.diff import Span
from handlers.training import course_versions
from handlers.training.course_publishing import Preview, Shelved
from handlers.training.courses.course import Block, Penalty
from handlers.training.courses.mistakes import Mistake
from handlers.training.guidance import Examples, Penalties, Reply
from handlers.training.guidance import Guide as Guidance
from tests.bot.acting import refused
from tests.bot.reporting import shown
from tests.bot.test_oversight import hire, reminded
from tests.bot.test_training import elements_of
from tests.handlers.learning import CHANGED, SMALL

RUTH, MAYA = "U0RUTH", "U0MAYA"
_LONG = "&<>" * 800
_DAY = datetime(2026, 3, 2, tzinfo=UTC)
_PREVIEW = Preview(
    "small", _LONG[:100], 1, "5d" * 32, 7, 17, 12, 80, ("Lesson changed: One.",) * 90, (), walking=3, months=12
)
_SHELVED = Shelved("small", _LONG[:100], 7, 3, _DAY, "Ruth Okafor", 12)


def views() -> Iterator[dict[str, Any]]:
    """Every form there is, at its fullest."""
    yield forms.listing([_SHELVED, replace(_SHELVED, version_id=8, months=None, publisher="")], str, "Done.")
    yield forms.listing([replace(_SHELVED, version_id=n) for n in range(99)], str)
    yield forms.listing([], str)
    yield forms.write()
    yield forms.write([Mistake(n, _LONG[:900]) for n in range(200)])
    yield forms.preview(replace(_PREVIEW, spans=(Span("removed", _LONG * 60), Span("added", _LONG * 60))), "F1")
    yield forms.preview(replace(_PREVIEW, before=0, changes=(), walking=0, months=None), "F1")
    costs = (Penalty(_LONG[:2_000], _LONG[:900], date(2026, 1, 28), "45 CFR 102.3"),) * 90
    blocks = (Block("text", _LONG), Block("item", _LONG), Block("quote", _LONG)) * 20
    long = Examples(_LONG[:100], (_LONG,) * 9, (_LONG,) * 9, "account managers")
    guide = Guidance((long,) * 9, (Reply("Praise", _LONG),) * 9, (_LONG[:100],) * 90)
    for page in (1, 2, 99):
        yield guide_forms.penalties(Penalties(costs, blocks, guide.sources), page)
        yield guide_forms.examples(guide, page)


def test_every_form_is_drawn_as_slack_knows_it_and_every_button_has_a_listener() -> None:
    """However long it is, and whatever is in it."""
    drawn = set()
    for view in views():
        checks.view(view, {})
        drawn |= {element["action_id"] for block in view["blocks"] for element in elements_of(block)}
    buttons = {name for name in drawn if name.startswith(("course.", "guide."))}
    known = {f"course.{verb}" for verb in Courses(None).verbs} | {f"guide.{verb}" for verb in Guide(None).verbs}  # type: ignore[arg-type]
    assert buttons == known - {"guide.open"}


async def check(space: Workspace, content: str) -> str:
    """Ruth opens the list and has a file checked; what she reads then."""
    await space.command(RUTH, "/compliance", "courses")
    assert (await space.press_in_form(RUTH, "course.write")).status == 200
    return await add(space, content)


async def add(space: Workspace, content: str) -> str:
    """Ruth adds a file to the form in front of her; what she reads then."""
    file = space.upload(RUTH, "small.md", content.encode())
    assert await space.submit(RUTH, {"media": [file]}) == {"ok": True}
    return shown(space, RUTH)


async def publish(space: Workspace, answer: str) -> str:
    """Ruth answers the question below what a file changes; what she reads then."""
    assert await space.submit(RUTH, {"answer": answer}) == {"ok": True}
    said = shown(space, RUTH)
    space.close(RUTH)
    return said


async def test_mistakes_stand_by_their_lines_and_the_mended_file_goes_on(workspace: Workspace) -> None:
    """The form stays, so that the next file is added where the last one was wrong."""
    broken = SMALL.replace("- [x] Right", "- [ ] Right").replace("pass_mark = 60", "pass_mark = 600")
    wrong = await check(workspace, broken)
    assert all(part in wrong for part in ("2 mistakes", "Line 5: ", "pass_mark", "no right answer"))
    right = await add(workspace, SMALL)
    assert all(part in right for part in ("A small course: version 1", "2 lessons, 3 questions", "60%", "is new"))
    assert "is published. Nobody has to do this course" in await publish(workspace, "nobody")


async def test_a_material_version_is_asked_of_everybody_and_a_wording_of_nobody(workspace: Workspace) -> None:
    """Maya is under way when it comes; she is told, and may go on or begin the new one."""
    space = workspace
    await hire(space)
    space.close(RUTH)
    await check(space, SMALL)
    assert "Everybody is asked to learn it" in await publish(space, "12")
    reminder = await reminded(space)
    assert (await space.press(MAYA, reminder, "training.start", space.world.direct(MAYA).id)).status == 200
    read = await check(space, CHANGED)
    expected = ("version 2", "Lesson changed: First.", "Everybody has to do this course", "1 person is in the middle")
    assert all(part in read for part in expected), read
    missing = await space.submit(RUTH, {})
    assert "answer" in str(missing)
    assert "Everybody is asked to learn it" in await publish(space, "yes")
    await space.submit(MAYA, {})
    assert "Version 2 of this course is out, and it says something new." in shown(space, MAYA)
    assert "Begin version 2" in shown(space, MAYA)
    same = await check(space, CHANGED.replace("They exist.", "They do exist."))
    assert "The text about sanctions." in same
    assert "Nobody has to learn it again" in await publish(space, "no")


async def test_what_is_there_already_is_not_published(workspace: Workspace) -> None:
    """The same bytes, or a version somebody else published while one looked."""
    await check(workspace, SMALL)
    await publish(workspace, "nobody")
    await workspace.command(RUTH, "/compliance", "courses")
    await workspace.press_in_form(RUTH, "course.write")
    file = workspace.upload(RUTH, "small.md", SMALL.encode())
    assert "byte for byte version 1" in str(await workspace.submit(RUTH, {"media": [file]}))
    await add(workspace, CHANGED)
    # Somebody else publishes: what is in front of Ruth was looked at against the version before.
    before = (workspace.view(RUTH) or {})["private_metadata"]
    await publish(workspace, "no")
    await check(workspace, SMALL.replace("They exist.", "Something else."))
    view = workspace.view(RUTH)
    assert view is not None
    assert before != view["private_metadata"]
    view["private_metadata"] = view["private_metadata"].replace('"before": 2', '"before": 1')
    assert "was published while you looked" in str(await workspace.submit(RUTH, {"answer": "no"}))


async def test_only_privacy_officers_publish_and_download(workspace: Workspace) -> None:
    await workspace.command(MAYA, "/compliance", "courses")
    await refused(workspace, MAYA, "Only a privacy officer publishes courses")


async def test_the_file_that_is_downloaded_is_the_one_that_was_published(workspace: Workspace) -> None:
    """Byte for byte, from the button of the list; as a file to save, and never shown as a page."""
    await workspace.command(RUTH, "/compliance", "courses")
    view = workspace.view(RUTH)
    assert view is not None
    buttons = [one for block in view["blocks"] for one in elements_of(block) if one["action_id"] == "course.download"]
    async with aiohttp.ClientSession() as session, session.get(buttons[0]["url"]) as answer:
        assert await answer.read() == course_versions.SHIPPED[0].read_bytes()
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await workspace.press_in_form(RUTH, "course.download")).status == 200


async def test_what_people_read_before_they_post(workspace: Workspace) -> None:
    """Examples with neutral answers, penalties with day and source, and the handbook's address."""
    await workspace.command(MAYA, "/compliance", "examples")
    read = shown(workspace, MAYA)
    assert all(
        part in read for part in ("✓ Do", "✗ Don't", "Answers that always work", "Patients, posts and privacy, v")
    )
    workspace.close(MAYA)
    await workspace.command(MAYA, "/compliance", "penalties")
    read = shown(workspace, MAYA)
    assert all(part in read for part in ("$145 to $73,011", "In force since January 28, 2026. Source: 45 CFR 160.404"))
    workspace.close(MAYA)
    await workspace.command(MAYA, "/compliance", "handbook")
    assert "Open the handbook" in str(workspace.private(MAYA)[-1])
