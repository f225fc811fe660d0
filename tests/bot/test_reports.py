"""Reporting in Slack: the form, the receipt, the way back; and refusals that lose nothing typed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.app import REPORTS, build
from bot.demo import Workspace, opened
from bot.demo.practice import REPORTS as CHANNEL
from bot.keys import DATABASE
from bot.settings import Settings
from bot.slack import late
from handlers.reporting.report_form import HONEST_WORDS
from tests.bot.reporting import WHAT, answer, case_card, come_back, receipt, report, shown


@pytest.fixture
async def around(
    url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Workspace, web.Application]]:
    """The workspace, and the program in it."""
    bots: list[web.Application] = []

    def make_bot(environ: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
        bots.append(build(Settings.from_env(environ), clock))
        return bots[0]

    key = tmp_path_factory.mktemp("secrets") / "deployment.key"
    async with opened(make_bot, tmp_path, environ={"DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}) as space:
        yield space, bots[0]
        assert [refusal for refusal in space.world.refusals if refusal["error"].startswith("invalid")] == []


def calls(space: Workspace) -> list[str]:
    return [method for method, _ in space.world.calls]


async def test_from_the_form_to_the_receipt_and_back(workspace: Workspace) -> None:
    """A guest may, too. What was typed after the command is nowhere; all the bot sends to Slack is forms, and nothing
    to any conversation."""
    await workspace.command("U0SAM", "/report-violation", "typed behind it")
    form = shown(workspace, "U0SAM")
    assert all(sentence in form for sentence in HONEST_WORDS)
    assert "Slack and your IT department may still see that this form was used" in form
    assert f"{workspace.base}/report" in str(workspace.view("U0SAM"))
    assert form.index("What happened?") < form.index("Where?")
    assert "typed behind it" not in str(workspace.world.calls)
    workspace.close("U0SAM")
    code = await report(workspace, "U0SAM", network="instagram", link="https://instagram.com/p/1", more="And more.")
    found = await come_back(workspace, f" {code.lower().replace('-', ' ')}", "U0SAM")
    assert "Waiting for the next quarter hour" in found
    assert f"{WHAT} And more." in found
    assert "Instagram" in found
    assert "You, waiting for the next quarter hour It was there on Monday." in await answer(
        workspace, "It was there on Monday.", "U0SAM"
    )
    assert set(calls(workspace)) == {"views.open", "views.push"}
    assert not any(channel.messages for channel in workspace.world.channels.values())
    assert workspace.private("U0SAM") == []


async def test_nobody_is_looked_up_or_remembered(around: tuple[Workspace, web.Application]) -> None:
    """No person or account is known after a report that was not known before."""
    space, app = around
    count = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM identity), (SELECT count(*) FROM ledger)"
    before = await app[DATABASE].run(lambda tx: tuple(tx.execute(text(count)).one()))
    code = await report(space)
    await come_back(space, code)
    assert "users.info" not in calls(space)
    assert await app[DATABASE].run(lambda tx: tuple(tx.execute(text(count)).one())) == before


async def test_a_missing_answer_is_told_under_its_field(workspace: Workspace) -> None:
    await workspace.command("U0TOMAS", "/report-violation")
    refused = await workspace.submit("U0TOMAS", {"what": " \n "})
    assert "Please write what happened" in refused["errors"]["what"]
    assert workspace.view("U0TOMAS") is not None


async def test_what_tells_on_the_writer_is_pointed_out_once(workspace: Workspace) -> None:
    """Gently, with everything typed still there; sending it as it is works."""
    await workspace.command("U0TOMAS", "/report-violation")
    typed = {
        "what": "As the only hygienist I saw the schedule.",
        "network": "x",
        "when": "Monday",
        "visible": "yes",
        "concerns_compliance": ["yes"],
    }
    await workspace.submit("U0TOMAS", typed)
    view = workspace.view("U0TOMAS")
    assert view is not None
    assert "Few people may fit that" in shown(workspace, "U0TOMAS")
    assert view["submit"]["text"] == "Send it as it is"
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert elements["what"]["initial_value"] == typed["what"]
    assert elements["network"]["initial_option"]["value"] == "x"
    assert elements["visible"]["initial_option"]["value"] == "yes"
    assert elements["concerns_compliance"]["initial_options"][0]["value"] == "yes"
    assert "initial_options" not in elements["send_now"]
    await workspace.submit("U0TOMAS")
    assert receipt(workspace, "U0TOMAS")


async def test_sending_twice_makes_one_report(workspace: Workspace) -> None:
    """A form sent twice at once, and again a little later: the same receipt, one card."""
    await workspace.command("U0TOMAS", "/report-violation")
    view = workspace.view("U0TOMAS")
    assert view is not None
    state = {"what": {"what": {"type": "plain_text_input", "value": WHAT}}}
    both = await asyncio.gather(*(workspace.client.submit("U0TOMAS", view, state) for _ in range(2)))
    both.append(await workspace.client.submit("U0TOMAS", view, state))
    codes = {answer.json["view"]["blocks"][1]["text"]["text"] for answer in both}
    assert len(codes) == 1
    await case_card(workspace)
    await workspace.settle()
    assert len(workspace.messages(CHANNEL)) == 1


async def test_a_form_sent_long_before_makes_no_second_report_unasked(
    around: tuple[Workspace, web.Application],
) -> None:
    """Its receipt is not shown again; sending what comes back makes a report of its own, with a new receipt."""
    space, app = around
    await space.command("U0TOMAS", "/report-violation")
    view = space.view("U0TOMAS")
    assert view is not None
    await space.submit("U0TOMAS", {"what": WHAT})
    first = receipt(space, "U0TOMAS")
    # As a minute later.
    app[REPORTS]._reporting._done.clear()
    state = {"what": {"what": {"type": "plain_text_input", "value": WHAT}}}
    again = await space.client.submit("U0TOMAS", view, state)
    assert "This form was sent already" in again.text
    assert WHAT in again.text
    space._after_submit("U0TOMAS", view, again.json)
    await space.submit("U0TOMAS")
    assert receipt(space, "U0TOMAS") != first


async def test_too_many_reports_come_back_with_everything_typed(workspace: Workspace) -> None:
    """Five a day from one account; another is not held up."""
    for _ in range(5):
        await report(workspace)
    await workspace.command("U0TOMAS", "/report-violation")
    assert await workspace.submit("U0TOMAS", {"what": "The sixth."}) == {"ok": True}
    assert "Many reports came in today" in shown(workspace, "U0TOMAS")
    assert "'initial_value': 'The sixth.'" in str(workspace.view("U0TOMAS"))
    await report(workspace, "U0MAYA")


async def test_the_receipt_is_left_only_after_saying_it_is_saved(workspace: Workspace) -> None:
    """Slack's client asks for the tick, and so do we."""
    await workspace.command("U0TOMAS", "/report-violation")
    await workspace.submit("U0TOMAS", {"what": WHAT})
    code = receipt(workspace, "U0TOMAS")
    assert "saved" in (await workspace.submit("U0TOMAS"))["errors"]
    view = workspace.view("U0TOMAS")
    assert view is not None
    forced = await workspace.client.submit("U0TOMAS", view, {"saved": {"saved": {"selected_options": []}}})
    assert "Tick this once you have it" in forced.json["errors"]["saved"]
    assert receipt(workspace, "U0TOMAS") == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [("ABCD", "four groups of four"), ("0000-0000-0000-0000", "No report can be opened with this receipt")],
)
async def test_a_wrong_receipt_says_so_and_stays(workspace: Workspace, typed: str, words: str) -> None:
    assert words in await come_back(workspace, typed)
    assert f"'initial_value': '{typed}'" in str(workspace.view("U0TOMAS"))


async def test_an_answer_that_cannot_be_kept_stands_where_it_was_typed(
    around: tuple[Workspace, web.Application],
) -> None:
    """Also when the database is away; and then it goes on."""
    space, app = around
    await come_back(space, await report(space))
    await app[DATABASE].run(lambda tx: tx.execute(text("ALTER TABLE report_entry RENAME TO hidden")) and None)
    assert "Something went wrong on our side" in await answer(space, "Still there.")
    assert "'initial_value': 'Still there.'" in str(space.view("U0TOMAS"))
    await app[DATABASE].run(lambda tx: tx.execute(text("ALTER TABLE hidden RENAME TO report_entry")) and None)
    assert await space.submit("U0TOMAS") == {"ok": True}
    assert shown(space, "U0TOMAS").count("Still there.") == 1


async def test_a_long_conversation_is_read_in_parts(workspace: Workspace) -> None:
    """The newest part first; what is being typed stays when it is turned."""
    code = await report(workspace, what="&" * 2_900, more="<" * 1_990)
    await come_back(workspace, code)
    for number in range(10):
        await answer(workspace, f"{number}" + "&" * 2_999)
    assert "Part 2 of 2" in shown(workspace, "U0TOMAS")
    before = str([block["block_id"] for block in workspace.view("U0TOMAS")["blocks"] if block["type"] == "input"])  # type: ignore[index]
    assert (await workspace.press_in_form("U0TOMAS", "report.earlier")).status == 200
    assert "Part 1 of 2" in shown(workspace, "U0TOMAS")
    assert "What you reported" in shown(workspace, "U0TOMAS")
    assert before == str(
        [block["block_id"] for block in workspace.view("U0TOMAS")["blocks"] if block["type"] == "input"]
    )  # type: ignore[index]


# Slower than Slack waits.


@pytest.fixture
async def slow(around: tuple[Workspace, web.Application], monkeypatch: Any) -> AsyncIterator[Any]:
    """Somebody sends a form while receipts are made for others; what lets it go on."""
    monkeypatch.setattr(late, "_PATIENCE", 0.1)
    space, app = around
    turns = app[REPORTS]._reporting._receipts._turns
    await turns.acquire()
    await space.command("U0TOMAS", "/report-violation")
    await space.submit("U0TOMAS", {"what": WHAT})
    assert "This takes a moment" in shown(space, "U0TOMAS")
    yield turns
    if turns.locked():
        turns.release()


async def tried(space: Workspace) -> None:
    """Waits for the first try to fail."""
    await space.world.until(lambda: space.world.faults["views.update"].times < 100)


async def test_a_late_receipt_appears_by_itself(
    around: tuple[Workspace, web.Application], slow: Any, monkeypatch: Any
) -> None:
    """In the same form, at the second try when the first fails."""
    space, _ = around
    space.fail("views.update", "http_500")
    slow.release()
    await space.world.until(lambda: "Your report is kept" in shown(space, "U0TOMAS"))
    code = receipt(space, "U0TOMAS")
    assert calls(space).count("views.update") == 1
    monkeypatch.setattr(late, "_PATIENCE", 10.0)
    space.close("U0TOMAS")
    assert WHAT in await come_back(space, code)


async def test_a_late_receipt_can_be_fetched(around: tuple[Workspace, web.Application], slow: Any) -> None:
    """By whoever it does not reach; again until it is there, and then it does not come in between any more."""
    space, _ = around
    space.fail("views.update", "http_500", times=100)
    assert await space.submit("U0TOMAS") == {"ok": True}
    assert "This takes a moment" in shown(space, "U0TOMAS")
    slow.release()
    await tried(space)
    await space.submit("U0TOMAS")
    assert receipt(space, "U0TOMAS")
    await space.submit("U0TOMAS", {"saved": ["yes"]})
    assert "Thank you" in shown(space, "U0TOMAS")


async def test_a_late_refusal_brings_back_what_was_typed(around: tuple[Workspace, web.Application], slow: Any) -> None:
    space, app = around
    await app[DATABASE].run(lambda tx: tx.execute(text("ALTER TABLE report RENAME TO hidden")) and None)
    slow.release()
    await space.world.until(lambda: "nothing was kept" in shown(space, "U0TOMAS"))
    assert f"'initial_value': '{WHAT}'" in str(space.view("U0TOMAS"))
    await app[DATABASE].run(lambda tx: tx.execute(text("ALTER TABLE hidden RENAME TO report")) and None)
    await space.submit("U0TOMAS")
    await space.world.until(lambda: "Your report is kept" in shown(space, "U0TOMAS"))


async def test_what_cannot_be_shown_any_more_is_said_to_be(
    around: tuple[Workspace, web.Application], slow: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(late, "_FETCHABLE", 0.0)
    space, _ = around
    space.fail("views.update", "http_500", times=100)
    slow.release()
    await tried(space)
    await space.submit("U0TOMAS")
    assert "please report once more" in shown(space, "U0TOMAS")
    card = await case_card(space)
    assert WHAT in str(card)
