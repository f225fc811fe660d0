"""Courses and policies published in Teams, from a file sent ahead or from what is typed; and what people read before
they post."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES, TENANT
from bot.teams.cards import courses as cards
from bot.teams.cards import guide as guide_cards
from bot.teams.forms import courses as forms
from bot.teams.forms import policies as policy_forms
from handlers import people
from handlers.diff import Span
from handlers.people import Sighting
from handlers.policies import Policy
from handlers.rules import Rules
from handlers.training import employment
from handlers.training.course_publishing import Preview, Shelved
from handlers.training.courses.course import Block, Penalty
from handlers.training.courses.mistakes import Mistake
from handlers.training.employment import Hired
from handlers.training.guidance import Examples, Guide, Penalties, Reply
from handlers.tray import TEXT, Waiting
from storage.engine import Database, utc_now
from storage.transaction import Transaction
from storage.vault import Vault
from tests.handlers.learning import CHANGED, SMALL
from tests.teams.acting import ask, invoke, opens, reading
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.looking import actions, inputs, marked_up, require_sound, require_valid, shown

RUTH, MAYA = "U0RUTH", "U0MAYA"
_EVIL = "[x](https://evil.example) {{DATE(2026-01-01)}} "
_LONG = _EVIL * 60
_PREVIEW = Preview(
    "small", _LONG[:150], 1, "5d" * 32, 7, 17, 12, 80, (_LONG[:300],) * 200, (Span("added", "new"),), 3, 12
)
_FILES = [Waiting(f"{n:064x}", f"{_EVIL}.md", TEXT, 17_000) for n in range(12)]
PHOTOS = "# Photos\n\nNo photo without a signed authorization.\n"


def drawn() -> list[dict[str, Any]]:
    """Every card and form there is, at its fullest."""
    shelved = Shelved("small", _LONG[:150], 7, 3, datetime(2026, 3, 2, tzinfo=UTC), _EVIL, 12)
    huge = (Span("removed", _LONG * 90), Span("added", _LONG * 90))
    long = Examples(_LONG[:150], (_LONG[:900],) * 3, (_LONG[:900],) * 3, "account managers")
    guide = Guide((long,) * 9, (Reply("Praise", _LONG),) * 9, (_LONG[:150],) * 20)
    costs = (Penalty(_LONG[:900], _LONG[:900], date(2026, 1, 28), _EVIL),) * 40
    sanctions = (Block("text", _LONG), Block("item", _LONG), Block("quote", _LONG)) * 5
    return [
        cards.listing([shelved] * 90, str),
        cards.listing([], str),
        cards.kept(_FILES[0]),
        forms.write(_FILES, _EVIL),
        forms.write([]),
        forms.wrong([Mistake(n, _LONG[:700]) for n in range(200)]),
        forms.preview(_PREVIEW, "5d" * 32),
        forms.preview(Preview(**{**vars(_PREVIEW), "spans": huge}), "5d" * 32),
        forms.preview(Preview(**{**vars(_PREVIEW), "before": 0, "months": None, "changes": ()}), "5d" * 32),
        guide_cards.handbook("https://x.example/handbook/abc"),
        *(guide_cards.examples(guide, page, dialog=page > 1) for page in (1, 2, 99)),
        *(guide_cards.penalties(Penalties(costs, sanctions, guide.sources), page, dialog=True) for page in (1, 2, 99)),
    ]


def test_every_card_is_one_teams_takes() -> None:
    """However long it is; and what owners wrote comes alive nowhere."""
    for one in drawn():
        require_valid(one)
        assert "](https://evil" not in str(marked_up(one))


def test_a_policy_too_long_for_the_form_is_left_to_its_file() -> None:
    """What fits stands there to be edited."""
    policy = Policy("photos", _EVIL, 1, "Ruth", 2)
    short = policy_forms.publish(policy, 7, PHOTOS, _FILES)
    require_sound(short, limit=None)
    assert inputs(short)["text"]["value"] == PHOTOS
    assert {"title": "7 months", "value": "7"} in inputs(short)["months"]["choices"]
    assert "value" not in inputs(policy_forms.publish(policy, 7, "x" * 15_001))["text"]
    chosen = policy_forms.publish(None, 12, "", _FILES, chosen=_FILES[1].sha256)
    assert inputs(chosen)["media"]["value"] == _FILES[1].sha256
    assert "material" not in inputs(chosen)


async def send(space: Workspace, text: str, person: str = RUTH, name: str = "small.md") -> str:
    """Sends a file to the bot; what it says."""
    return await ask(space, person, "", files=[space.upload(person, name, text.encode())])


async def check(space: Workspace, text: str) -> str:
    """Sends a course and presses what its card offers; the words of the dialog."""
    assert "Kept: small.md" in await send(space, text)
    return await opens(space, RUTH, space.teams.personal(RUTH)[-1], "It is a course")


async def answer(space: Workspace, chosen: str) -> str:
    """Answers the question below what a file changes, and publishes; what it says then."""
    await space.teams.submit(RUTH, {"answer": chosen}, "Publish")
    return reading(space, RUTH)


async def test_from_the_file_to_the_next_version(space_on_each: Workspace) -> None:
    """Mistakes by line; a first version; what the next one changes; and sent three times it is published once."""
    space = space_on_each
    wrong = await check(space, SMALL.replace("pass_mark = 60", "pass_mark = 600"))
    assert all(part in wrong for part in ("1 mistake to mend", "Line 5: pass_mark", "send it to Imprimatur"))
    assert "A small course: version 1" in await check(space, SMALL)
    assert "Version 1 of “A small course” is published. Nobody has to do" in await answer(space, "nobody")
    read = await check(space, CHANGED)
    assert all(part in read for part in ("version 2", "Lesson changed: First.", "Nobody has to do this course yet"))
    data = {**actions(dialog(space))["Publish"]["data"], "answer": "yes"}
    for _ in range(3):
        said = str(await invoke(space, RUTH, "task/submit", {"data": data}, RUTH))
        assert "Version 2 of “A small course” is published" in said
    assert "Version 2 of" in await ask(space, RUTH, "courses")
    assert "byte for byte version 2" in await check(space, CHANGED)
    late = {**data, "media": "00" * 32}
    assert "no longer here" in str(await invoke(space, RUTH, "task/submit", {"data": late}, RUTH))


async def test_only_privacy_officers_publish_courses(space: Workspace) -> None:
    """Others' text files are not even kept; forged presses say who may."""
    assert "is not a picture or video" in await send(space, SMALL, MAYA)
    assert "Only a privacy officer publishes courses" in await ask(space, MAYA, "courses")
    for verb in ("write", "check", "publish"):
        data = {"verb": f"course.{verb}", "media": "5d" * 32, "before": 0, "answer": "nobody"}
        said = str(await invoke(space, MAYA, "task/submit", {"data": data}, MAYA))
        assert "Only a privacy officer publishes courses" in said


@pytest.mark.parametrize("forged", [{}, {"media": 7}, {"media": "x"}, {"before": "1"}, {"answer": "sometimes"}])
async def test_forms_nobody_drew(space: Workspace, forged: dict[str, Any]) -> None:
    data = {"verb": "course.publish", "media": "5d" * 32, "before": 0, "answer": "no", **forged}
    said = str(await invoke(space, RUTH, "task/submit", {"data": data}, RUTH))
    assert "no longer works" in said or "no longer here" in said


def files_of(card: dict[str, Any]) -> str:
    """The address of the file a card offers."""
    return str(actions(card)["Download"]["url"])


async def fetched(url: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url) as answered:
        return answered.status, await answered.read()


def dialog(space: Workspace) -> dict[str, Any]:
    found = space.teams.dialog(RUTH)
    assert found is not None
    card: dict[str, Any] = found["card"]
    return card


@pytest.fixture
async def listed(open_on_each: Opened, url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workspace]:
    """Ruth and Maya are on the staff list."""
    key = tmp_path_factory.mktemp("keys") / "deployment.key"
    db = Database.open(url, Vault.load(key), utc_now)
    db.call(_hire)
    db.close()
    async with open_on_each(environ={"SECRET_KEY_FILE": str(key)}) as space:
        yield space
        expect_nothing_refused(space)


def _hire(tx: Transaction) -> None:
    for id in (RUTH, MAYA):
        seen = Sighting("teams", IDENTITIES[id].aad, TENANT, IDENTITIES[id].person.name)
        hired = Hired(people.recognise(tx, seen).id, tx.now.date())
        employment.hire(tx, None, [hired], Rules())


async def test_a_policy_from_the_first_version_to_the_next(listed: Workspace) -> None:
    """Nothing typed is lost to a mistake; the next version is edited where it stands, or comes as a file; the button
    gives the bytes that were published."""
    space = listed
    await ask(space, RUTH, "policy")
    await opens(space, RUTH, space.teams.personal(RUTH)[-1], "New policy")
    filled = {"key": "No Photos", "title": "Photos", "text": PHOTOS, "months": "12"}
    await space.teams.submit(RUTH, filled, "Publish")
    assert "small letters" in shown(dialog(space))
    assert inputs(dialog(space))["text"]["value"] == PHOTOS
    data = {**actions(dialog(space))["Publish"]["data"], **filled, "key": "photos"}
    for _ in range(3):
        assert "Version 1 is published" in str(await invoke(space, RUTH, "task/submit", {"data": data}, RUTH))
    await space.teams.submit(RUTH, {"key": "photos"}, "Publish")
    assert await fetched(files_of(dialog(space))) == (200, PHOTOS.encode())
    await space.teams.submit(RUTH, {}, "New version")
    assert inputs(dialog(space))["text"]["value"] == PHOTOS
    await space.teams.submit(RUTH, {}, "Publish")
    assert "word for word the version" in reading(space, RUTH)
    await space.teams.submit(RUTH, {"text": PHOTOS + "None.", "note": "None at all."}, "Publish")
    assert "Version 2 is published" in reading(space, RUTH)
    space.teams.close(RUTH)
    await send(space, "# Photos\n\nAsk Ruth.\n", name="photos.md")
    await ask(space, RUTH, "policy photos")
    await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Read and sign")
    await space.teams.submit(RUTH, {}, "New version")
    [chosen] = [one["value"] for one in inputs(dialog(space))["media"]["choices"]]
    await space.teams.submit(RUTH, {"media": chosen}, "Publish")
    assert "Ask Ruth." in reading(space, RUTH)
    assert "Version 3, owned by Ruth" in await ask(space, MAYA, "policy")


async def test_only_owners_and_officers_write_policies(space: Workspace) -> None:
    for key in ("", "photos"):
        data = {"verb": "policy.publish", "number": 0, "key": key or "photos", "title": "Photos", "text": PHOTOS}
        assert "privacy officer" in str(await invoke(space, MAYA, "task/submit", {"data": data}, MAYA))
    assert "New policy" not in await ask(space, MAYA, "policy")
    said = str(await invoke(space, MAYA, "task/submit", {"data": {"verb": "policy.write"}}, MAYA))
    assert "Only a privacy officer" in said


async def test_what_people_read_before_they_post(space: Workspace) -> None:
    """Examples with neutral answers, penalties with day and source, and the handbook behind its button."""
    examples = await ask(space, MAYA, "examples")
    assert all(
        part in examples for part in ("✓ Do", "✗ Don't", "Answers that always work", "All of it is taught in training")
    )
    penalties = await ask(space, MAYA, "/compliance penalties")
    assert all(part in penalties for part in ("$145 to $73,011", "In force since January 28, 2026. Source: 45 CFR 160"))
    assert "as it stands now" in await ask(space, MAYA, "handbook")
    card = space.teams.personal(MAYA)[-1]["attachments"][0]["content"]
    status, page = await fetched(actions(card)["Open the handbook"]["url"])
    assert (status, b"Social media handbook" in page) == (200, True)
    for verb in ("examples", "penalties"):
        for page_asked in (2, "x", None):
            data = {"verb": f"guide.{verb}", "page": page_asked}
            assert "continue" in str(await invoke(space, MAYA, "task/submit", {"data": data}, MAYA))
