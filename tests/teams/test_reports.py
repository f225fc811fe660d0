"""Reporting a violation in Teams: in dialogs only, by anybody, looked up by nobody, with a receipt as the way back."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, table

from bot.demo import Workspace
from bot.teams.activities import reports
from tests.teams.acting import ask, opens, reading
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.reporting import WHAT, comes_back, file, opens_form, receipt_in

_TABLES = ("person", "identity", "conversation", "ledger", "outbox", "report")


def rows(url: str) -> dict[str, int]:
    """How many rows the tables have in which somebody could be found."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in _TABLES
        }
    engine.dispose()
    return found


def said(space: Workspace) -> dict[str, int]:
    """How many messages stand where."""
    return {key: len(place.messages) for key, place in space.teams.world.conversations.items()}


@pytest.mark.parametrize("person", ["U0MAYA", "U0TOMAS", "U0SAM"])
async def test_a_report_leaves_one_row_and_nothing_else(space: Workspace, sqlite_url: str, person: str) -> None:
    """Filed, read and answered by an employee and by guests: no message anywhere, no question to Teams, nobody new in
    any table."""
    before, messages, calls = rows(sqlite_url), said(space), len(space.teams.world.calls)
    receipt = await file(space, person, network="instagram", visible="yes", affected="patient")
    shown = await comes_back(space, receipt.lower().replace("-", " "), person)
    assert "Waiting for the next quarter hour" in shown
    assert WHAT in shown
    assert "Where? Instagram" in shown
    await space.teams.submit(person, {"text": "It was there on Monday."}, "Send")
    assert "You, waiting for the next quarter hour It was there on Monday." in reading(space, person)
    assert rows(sqlite_url) == {**before, "report": before["report"] + 1}
    assert said(space) == messages
    assert len(space.teams.world.calls) == calls


async def test_the_honest_words_and_the_page_come_before_the_form(space: Workspace) -> None:
    words = await opens_form(space)
    assert "Microsoft and your IT department may still see that this form was used" in words
    assert "/report" in words
    assert words.index("nobody can recover it") < words.index("What happened?")


async def test_what_was_wrong_is_said_and_nothing_typed_is_lost(space: Workspace) -> None:
    """Too long a text, then a gentle warning, then it goes as it is."""
    await opens_form(space)
    typed = {"what": "x" * 5_001, "link": "https://instagram.com/p/1", "concerns_compliance": True}
    came = await space.teams.submit("U0MAYA", typed, "Send the report")
    assert "it has 5,001" in came["shown"]
    assert "https://instagram.com/p/1" in came["shown"]
    came = await space.teams.submit("U0MAYA", {"what": "I work at the front desk."}, "Send the report")
    assert "Few people may fit that" in came["shown"]
    assert "https://instagram.com/p/1" in came["shown"]
    card = space.teams.dialog("U0MAYA")
    assert card is not None
    assert "'id': 'concerns_compliance', 'title'" in str(card)
    await space.teams.submit("U0MAYA", {}, "Send it as it is")
    receipt = receipt_in(reading(space, "U0MAYA"))
    assert "I work at the front desk." in await comes_back(space, receipt)


async def test_the_receipt_stays_until_it_is_saved(space: Workspace) -> None:
    """By the client's own word; and for a client that lets one go on, by ours."""
    await opens_form(space)
    await space.teams.submit("U0MAYA", {"what": WHAT}, "Send the report")
    receipt = receipt_in(reading(space, "U0MAYA"))
    refused = await space.teams.submit("U0MAYA", {}, "Done")
    assert refused == {"ok": False, "errors": {"saved": "Tick this once you have it."}}
    value = {"commandId": reports.REPORT, "data": {"verb": "report.save", "receipt": receipt}}
    answer = await sent(space, "U0MAYA", value)
    assert receipt in str(answer)
    assert "Save the receipt now" in str(answer)


async def sent(space: Workspace, person: str, value: Any, name: str = "composeExtension/submitAction") -> Any:
    place = space.teams.world.conversations["general"]
    answer = await space.teams.client.invoke(person, place, name, value)
    assert answer.status == 200
    return answer.json


async def test_a_form_sent_again_is_one_report_with_one_receipt(space: Workspace, sqlite_url: str) -> None:
    """As Teams does after five seconds, three times; another's number for it leads nowhere."""
    before = rows(sqlite_url)
    value = {"data": {"verb": "report.file", "form": "0123456789abcdef", "what": WHAT}}
    answers = await asyncio.gather(*(sent(space, "U0MAYA", value) for _ in range(3)))
    assert len({receipt_in(str(answer)) for answer in answers}) == 1
    assert rows(sqlite_url)["report"] == before["report"] + 1
    assert receipt_in(str(await sent(space, "U0SAM", value))) != receipt_in(str(answers[0]))


async def test_a_report_that_has_to_wait_is_answered_in_time(
    space: Workspace, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Teams sends it again; Continue asks with the same form, and shows the receipt of the one report."""
    before = rows(sqlite_url)
    monkeypatch.setattr(reports, "PATIENCE", 0.0)
    await opens_form(space)
    came = await space.teams.submit("U0MAYA", {"what": WHAT, "when": "Monday"}, "Send the report")
    assert "Your report is being kept" in came["shown"]
    monkeypatch.undo()
    await space.teams.submit("U0MAYA", {}, "Continue")
    receipt = receipt_in(reading(space, "U0MAYA"))
    assert rows(sqlite_url)["report"] == before["report"] + 1
    monkeypatch.setattr(reports, "PATIENCE", 0.0)
    assert "Your receipt is being looked at" in await comes_back(space, receipt)
    monkeypatch.undo()
    await space.teams.submit("U0MAYA", {}, "Continue")
    assert "When? Monday" in reading(space, "U0MAYA")


async def test_wrong_receipts_are_kept_in_their_field_and_counted(space: Workspace) -> None:
    assert "This is not a receipt" in await comes_back(space, "hello")
    for _ in range(5):
        assert "No report can be opened with this receipt" in await comes_back(space, "0000-0000-0000-0000")
    assert "Too many wrong receipts" in await comes_back(space, "0000-0000-0000-0000")
    assert "0000-0000-0000-0000" in reading(space, "U0MAYA")
    assert "No report can be opened" in await comes_back(space, "0000-0000-0000-0000", "U0SAM")


TYPED = [
    "report Jonah posted a patient's photo",
    "report violation: a photo",
    "/report-violation a photo",
    "Jonah posted a photo, I want to report him",
    "7KQ4-MXAB-CDEF-GHJK",
    "/compliance report a photo",
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("place", ["", "general"])
async def test_a_typed_report_is_refused_and_forgotten(
    open_teams: Opened, sqlite_url: str, typed: str, place: str
) -> None:
    """With the way to the form, and the advice to delete what was typed; nobody is looked up or written down."""
    async with open_teams() as space:
        before, calls = rows(sqlite_url), len(space.teams.world.calls)
        where = place or "U0SAM"
        words = await ask(space, "U0SAM", f"@Imprimatur {typed}" if place else typed, where)
        assert "kept nothing of what you wrote" in words
        assert "delete your message" in words
        assert rows(sqlite_url) == before
        assert [name for name, _ in space.teams.world.calls[calls:]] == ["post"]
        answer = space.teams.world.conversations[where].messages[-1]
        assert "What happened?" in await opens(space, "U0SAM", answer, "Report a violation")
        assert rows(sqlite_url) == before
        expect_nothing_refused(space)


@pytest.mark.parametrize("typed", ["report", "Report violation", "/report-violation"])
async def test_asking_for_the_form_is_no_mistake(space: Workspace, typed: str) -> None:
    words = await ask(space, "U0MAYA", typed)
    assert "The form opens for you alone" in words
    assert "delete" not in words


async def test_reports_of_the_day_have_a_limit_that_loses_nothing(space: Workspace) -> None:
    for _ in range(5):
        await file(space)
    await opens_form(space)
    came = await space.teams.submit("U0MAYA", {"what": WHAT}, "Send the report")
    assert "no more are taken this way for now" in came["shown"]
    assert WHAT in came["shown"]
    await file(space, "U0SAM")


async def test_nothing_of_a_report_is_in_chat_before_its_quarter_hour(space: Workspace) -> None:
    """Then it is a card where posts are reviewed, as no other place was chosen."""
    await file(space)
    await space.settle()
    assert space.teams.cards("Report of a violation") == []
    assert space.teams.cards("Report of a violation", "reports") == []
