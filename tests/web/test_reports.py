"""The report page: filing, the receipt, coming back, and every way to be refused without losing what was typed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.keys import DATABASE
from handlers import people, permissions
from handlers.people import Sighting
from handlers.reporting import cases, casework, ticks
from handlers.reporting.report_form import HONEST_WORDS
from handlers.rules import Rules
from tests.web.conftest import WHAT, Visitor


async def test_filing_shows_a_receipt_that_leads_back(visitor: Visitor) -> None:
    """However it is typed; and a reply stands in the conversation."""
    filed = await visitor.file(network="instagram", link="https://instagram.com/p/1", when="about a week ago")
    assert filed.status == 200
    receipt = filed.receipt
    found = await visitor.follow_up(f" {receipt.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ")
    assert "Waiting for the next quarter hour" in found.text
    assert WHAT in found.text
    assert "Instagram" in found.text
    replied = await visitor.follow_up(receipt, token=found.value("token"), step="reply", text="It was there on Monday.")
    assert "You, waiting for the next quarter hour It was there on Monday." in replied.text


async def test_what_compliance_writes_is_read_with_the_receipt(visitor: Visitor) -> None:
    """Delivered at the tick, acknowledged, asked, closed: the page says where the report stands, and names nobody."""
    receipt = (await visitor.file(what="<b>Bold</b> & no\u00a0break")).receipt
    visitor.clock.forward(timedelta(minutes=20))
    db, rules = visitor.app[DATABASE], Rules()
    await db.run(permissions.seed, permissions.OFFICER, (("slack", "U0RUTH"),))
    ruth = await db.run(people.recognise, Sighting("slack", "U0RUTH", "T0RIVER", "Ruth Okafor"))
    assert await db.run(ticks.deliver, rules) == 1
    assert "Received" in (await visitor.follow_up(receipt)).text
    (case,) = await db.run(cases.listed, ruth)
    await db.run(casework.acknowledge, ruth, case.id, rules)
    assert "Acknowledged" in (await visitor.follow_up(receipt)).text
    await db.run(casework.ask, ruth, case.id, "Is <it> still up?", rules)
    page = await visitor.follow_up(receipt)
    assert "Being looked into" in page.text
    assert "Compliance, March 2, 2026 Is <it> still up?" in page.text
    assert "<b>Bold</b> & no break" in page.text
    await db.run(casework.close, ruth, case.id, cases.Disposition.SUBSTANTIATED, "It is gone.", rules)
    closed = await visitor.follow_up(receipt)
    assert "Closed: substantiated" in closed.text
    assert "Ruth" not in closed.html


async def test_the_honest_words_come_before_the_form(visitor: Visitor) -> None:
    page = await visitor.get()
    for sentence in HONEST_WORDS:
        assert sentence in page.text
    assert page.text.index(HONEST_WORDS[-1]) < page.text.index("What happened?")


@pytest.mark.parametrize("path", ["/report", "/report/follow-up"])
async def test_a_page_brings_nothing_and_leaves_nothing(visitor: Visitor, path: str) -> None:
    """No cookie, no script, nothing from elsewhere, no address handed on, nothing kept by the browser."""
    page = await visitor.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "script" not in policy + page.html
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers
    assert "http://" not in page.html
    assert "https://" not in page.html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"what": "  "}, "Please write what happened"),
        ({"what": "x" * 5_001}, "it has 5,001"),
        ({"link": "x" * 501}, "it has 501"),
        ({"network": "myspace"}, "Choose one from the list"),
        ({"visible": "perhaps"}, "Choose one of the three"),
        ({"token": "1.x.y"}, "open for a long time"),
        ({"token": "\u0661.x.y"}, "open for a long time"),
    ],
)
async def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(
    visitor: Visitor, typed: dict[str, str], words: str
) -> None:
    """And sending again works."""
    answers = {"when": 'a "quoted" <day> & 100 % sure', **typed}
    refused = await visitor.file(**answers)
    assert refused.status == 422
    assert words in refused.text
    assert refused.value("when") == answers["when"]
    again = {"token": refused.value("token"), "what": WHAT, "visible": "yes"}
    visitor.clock.forward(timedelta(seconds=5))
    assert (await visitor.post(**again)).receipt


async def test_machines_wait(visitor: Visitor) -> None:
    """A form sent sooner than anybody reads is held back, and works unchanged a little later."""
    token = (await visitor.get()).value("token")
    quick = await visitor.post(token=token, what=WHAT)
    assert (quick.status, quick.value("token")) == (422, token)
    assert "five seconds" in quick.text
    assert WHAT in quick.text
    visitor.clock.forward(timedelta(seconds=5))
    assert (await visitor.post(token=token, what=WHAT)).receipt


async def test_a_page_open_too_long_is_given_another_try(visitor: Visitor) -> None:
    token = await visitor.token()
    visitor.clock.forward(timedelta(hours=12))
    late = await visitor.post(token=token, what=WHAT)
    assert "open for a long time" in late.text
    visitor.clock.forward(timedelta(seconds=5))
    assert (await visitor.post(token=late.value("token"), what=WHAT)).receipt


async def test_what_tells_on_the_writer_is_pointed_out_once(visitor: Visitor) -> None:
    """Gently: sending it as it is works."""
    token = await visitor.token()
    typed = {"token": token, "what": "As the only hygienist I saw the schedule."}
    warned = await visitor.post(**typed)
    assert "Few people may fit that" in warned.text
    assert "As the only hygienist" in warned.text
    assert (await visitor.post(**typed, aware=warned.value("aware"))).receipt


async def test_pressing_send_twice_makes_one_report(visitor: Visitor) -> None:
    """Both answers show the same receipt."""
    token = await visitor.token()
    first, second = await asyncio.gather(*(visitor.post(token=token, what=WHAT) for _ in range(2)))
    assert first.receipt == second.receipt
    assert (await visitor.post(token=token, what=WHAT)).receipt == first.receipt


async def test_the_receipt_is_left_only_after_saying_it_is_saved(visitor: Visitor) -> None:
    """The box is required in the browser already."""
    assert 'name="saved" value="yes"' in (await visitor.file()).html
    assert (await visitor.post(step="saved")).status == 422
    assert "Thank you" in (await visitor.post(step="saved", saved="yes")).text


async def test_guessing_ends_after_five_and_what_is_no_receipt_never_counts(visitor: Visitor) -> None:
    """From one address; another is not held up, and an hour later it goes on."""
    receipt = (await visitor.file()).receipt
    wrong = "0000-0000-0000-0000"
    visitor.headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    for _ in range(7):
        assert "four groups of four" in (await visitor.follow_up("ABCD")).text
    for _ in range(5):
        refused = await visitor.follow_up(wrong)
        assert refused.status == 422
        assert "No report can be opened with this receipt" in refused.text
        assert refused.value("receipt") == wrong
    assert (await visitor.follow_up(receipt)).status == 429
    visitor.headers = {"X-Forwarded-For": "203.0.113.7, 198.51.100.1"}
    assert (await visitor.follow_up(receipt)).status == 200
    visitor.headers = {"X-Forwarded-For": "203.0.113.7"}
    visitor.clock.forward(timedelta(hours=1))
    assert (await visitor.follow_up(receipt)).status == 200


async def test_a_reply_that_cannot_be_kept_stands_where_it_was_typed(visitor: Visitor) -> None:
    receipt = (await visitor.file()).receipt
    token = (await visitor.follow_up(receipt)).value("token")
    refused = await visitor.follow_up(receipt, token=token, step="reply", text="y" * 5_001)
    assert (refused.status, "it has 5,001" in refused.text, "y" * 5_001 in refused.html) == (422, True, True)
    for _ in range(2):
        answer = await visitor.follow_up(receipt, token=refused.value("token"), step="reply", text="Shorter.")
    assert answer.text.count("Shorter.") == 1


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff", b"&" * 500, b"token=" + b"%00" * 900, b""])
async def test_what_is_no_form_gets_an_answer(visitor: Visitor, body: bytes) -> None:
    """Never an error of ours, and files are not taken at all."""
    for path in ("/report", "/report/follow-up"):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
            sent = visitor.session.post(visitor.base + path, data=body, headers={"Content-Type": kind})
            async with sent as answer:
                assert answer.status == 422


async def test_a_database_that_is_away_loses_nothing(visitor: Visitor) -> None:
    """The page says so and keeps everything; nothing of the text is in the log (tests/bot/test_logs.py)."""
    token = await visitor.token()
    rename = lambda before, after: visitor.app[DATABASE].run(  # noqa: E731
        lambda tx: tx.execute(text(f"ALTER TABLE {before} RENAME TO {after}")) and None
    )
    await rename("report", "hidden")
    refused = await visitor.post(token=token, what=WHAT)
    assert (refused.status, WHAT in refused.text) == (503, True)
    await rename("hidden", "report")
    visitor.clock.forward(timedelta(seconds=5))
    assert (await visitor.post(token=refused.value("token"), what=WHAT)).receipt
