"""Suspected breaches, takedowns and accounts in the opened case of Slack, and what reports amount to."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import Workspace, checks
from bot.demo.practice import REPORTS
from bot.demo.seed import png
from bot.slack.modals import cases as forms
from bot.slack.modals import evidence
from handlers import days
from handlers.reporting import breach_form, case_messages, takedown
from handlers.reporting.breach_form import Assessment, Conclusion, Rated
from handlers.reporting.case_file import CaseFile
from tests.bot.acting import refused
from tests.bot.reporting import case_card, press, report, shown

FACTORS = {
    name: value
    for factor in breach_form.FACTORS
    for name, value in ((f"{factor}_rating", "high"), (f"{factor}_reason", f"Because of {factor} & <more>."))
}
BREACH = {**FACTORS, "conclusion": "breach", "individuals": "1,200", "over_500_in_one_state": ["yes"]}
LINK = "https://instagram.com/p/riverside-1"


async def open_case(space: Workspace, person: str = "U0RUTH") -> dict[str, Any]:
    """A case delivered just now, opened by somebody; its card."""
    await report(space)
    card = await case_card(space)
    await press(space, person, card, "open")
    return card


async def fill(space: Workspace, verb: str, answers: dict[str, Any], person: str = "U0RUTH") -> dict[str, Any]:
    """Presses a button of the opened case and sends the form it opens."""
    assert (await space.press_in_form(person, f"case.{verb}")).status == 200
    view = space.view(person)
    assert view is not None
    assert view["callback_id"] == f"case.{verb}", shown(space, person)
    return await space.submit(person, answers)


async def do(space: Workspace, verb: str, answers: dict[str, Any], then: str, person: str = "U0RUTH") -> None:
    """Does it, and waits until the opened case below says `then`."""
    assert await fill(space, verb, answers, person) == {"ok": True}
    await space.world.until(lambda: then in shown(space, person))
    assert len(space.world.views[person]) == 1


async def said(space: Workspace, verb: str, words: str, person: str = "U0RUTH") -> None:
    """Presses a button of the opened case; what is said on top of it, and is closed again."""
    assert (await space.press_in_form(person, f"case.{verb}")).status == 200
    assert words in shown(space, person)
    space.close(person)


def day(space: Workspace, ago: int = 0) -> date:
    """That many days ago, by the practice's own calendar."""
    return (space.clock().astimezone(ZoneInfo("America/Chicago")) - timedelta(days=ago)).date()


async def test_a_suspected_breach_from_its_discovery_to_the_last_notice(workspace: Workspace) -> None:
    """The clock is shown, the assessment whole, and closing waits until everybody was told."""
    space = workspace
    card = await open_case(space)
    found, end = day(space, 3), day(space, 3) + timedelta(days=60)
    await do(space, "suspect", {"discovered_on": str(found)}, f"has to be told by {days.written(end)}, 60 days later")
    assert f"Discovered on {days.written(found)}, entered by Ruth Okafor" in shown(space, "U0RUTH")
    await space.world.until(lambda: f"notices due by {days.written(end)}" in str(card))
    await do(space, "assess", BREACH, "1,200 people are affected, more than 500 of them in one State")
    opened = shown(space, "U0RUTH")
    assert opened.count("Speaks for a compromise") == 4
    assert "How far the risk was mitigated: Speaks for a compromise Because of mitigated & <more>." in opened
    assert f"Prominent media outlets of that State (45 CFR 164.406): by {days.written(end)}" in opened
    assert (await fill(space, "close", {"disposition": "substantiated", "text": "Done."}))["errors"] != {}
    space.close("U0RUTH")
    told = {kind: str(day(space)) for kind in ("individuals", "media", "hhs")}
    await do(space, "notify", told, "Nothing is owed within the 60 days any more.")
    assert shown(space, "U0RUTH").count(f"done on {days.written(day(space))}") == 3
    assert await fill(space, "close", {"disposition": "substantiated", "text": "Done."}) == {"ok": True}
    await space.world.until(lambda: "Closed: substantiated" in str(card))


async def test_an_assessment_that_needs_another_look_comes_back_whole(workspace: Workspace) -> None:
    """A sentence under each field, nothing typed lost; the next assessment begins with the last."""
    await open_case(workspace)
    await do(workspace, "suspect", {"discovered_on": str(day(workspace))}, "It is not assessed yet")
    wrong = {**BREACH, "recipient_reason": "  ", "individuals": "some"}
    errors = (await fill(workspace, "assess", wrong))["errors"]
    assert errors.keys() == {"recipient_reason", "individuals"}
    assert "Give a whole number" in errors["individuals"]
    assert await workspace.submit("U0RUTH", {**BREACH, "individuals": "501"}) == {"ok": True}
    await workspace.world.until(lambda: "501 people are affected" in shown(workspace, "U0RUTH"))
    low = {"conclusion": "low_probability"}
    await do(workspace, "assess", low, "Low probability that the information was compromised")
    opened = shown(workspace, "U0RUTH")
    assert opened.count("Because of acquired & <more>.") == 2
    assert "Nothing is owed within the 60 days any more." in opened


async def test_days_that_cannot_be_are_refused_under_their_field(workspace: Workspace) -> None:
    await open_case(workspace)
    tomorrow = {"discovered_on": str(day(workspace, -2))}
    assert "cannot be to come" in (await fill(workspace, "suspect", tomorrow))["errors"]["discovered_on"]
    assert await workspace.submit("U0RUTH", {"discovered_on": str(day(workspace))}) == {"ok": True}
    await workspace.world.until(lambda: "It is not assessed yet" in shown(workspace, "U0RUTH"))
    await do(workspace, "assess", {**BREACH, "individuals": "700"}, "700 people")
    assert "at least one of them" in (await fill(workspace, "notify", {}))["errors"]["individuals"]
    early = {"media": str(day(workspace, 9)), "hhs": str(day(workspace, -2))}
    errors = (await workspace.submit("U0RUTH", early))["errors"]
    assert "before the breach was discovered" in errors["media"]
    assert "this day is to come" in errors["hhs"]


async def test_a_button_left_over_says_what_is_to_be_done_first(workspace: Workspace) -> None:
    """Two have the case open, and one of them was quicker."""
    card = await open_case(workspace)
    await press(workspace, "U0PRIYA", card, "open")
    await do(workspace, "suspect", {"discovered_on": str(day(workspace))}, "It is not assessed yet")
    late = (await fill(workspace, "suspect", {"discovered_on": str(day(workspace))}, "U0PRIYA"))["errors"]
    assert "is a suspected breach already" in late["discovered_on"]
    workspace.close("U0PRIYA")
    await do(workspace, "assess", {**FACTORS, "conclusion": "low_probability"}, "Nothing is owed")
    await fill(workspace, "close", {"disposition": "duplicate", "text": "See the other."})
    for verb in ("suspect", "takedown", "account"):
        await said(workspace, verb, "is closed already: duplicate of another report", "U0PRIYA")


@pytest.mark.parametrize("kind", ["picture", "pdf", "text"])
async def test_it_is_taken_down_only_after_a_snapshot(workspace: Workspace, kind: str) -> None:
    """Asked for, kept, down: who, when, and what the snapshot can be known by."""
    space = workspace
    await open_case(space)
    await do(space, "takedown", {"link": LINK}, f"Takedown 1: {LINK} Asked for by Ruth Okafor")
    content = {"picture": png(60, 40), "pdf": b"%PDF-1.7\n...", "text": b"Two names & an hour."}[kind]
    given: dict[str, Any] = {"text": "Two names & an hour."}
    if kind != "text":
        given = {"snapshot": [space.upload("U0RUTH", f"seen.{kind[:3]}", content)]}
    await do(space, "snapshot", given, hashlib.sha256(content).hexdigest())
    assert "Snapshot kept by Ruth Okafor" in shown(space, "U0RUTH")
    assert (await space.press_in_form("U0RUTH", "case.down")).status == 200
    assert "Down, says Ruth Okafor" in shown(space, "U0RUTH")
    with pytest.raises(LookupError):
        await space.press_in_form("U0RUTH", "case.down")


async def test_what_is_no_snapshot_is_refused_and_the_form_stays(workspace: Workspace) -> None:
    """Nothing, both, a script with a picture's name, one too big; and without any it cannot be said to be down."""
    space = workspace
    await open_case(space)
    assert "Give the address" in (await fill(space, "takedown", {"link": " "}))["errors"]["link"]
    assert await space.submit("U0RUTH", {"link": LINK}) == {"ok": True}
    await space.world.until(lambda: "Takedown 1" in shown(space, "U0RUTH"))
    file = space.upload("U0RUTH", "seen.png", b"#!/bin/sh")
    big = space.upload("U0RUTH", "big.png", png(10, 10) + b"\0" * (10 * 1024 * 1024))
    assert "one of the two" in (await fill(space, "snapshot", {}))["errors"]["snapshot"]
    for given, words in (
        ({"snapshot": [file], "text": "Both."}, "one of the two"),
        ({"snapshot": [file]}, "neither a picture nor a PDF"),
        ({"snapshot": [big]}, "at most 10 MB"),
    ):
        assert words in (await space.submit("U0RUTH", given))["errors"]["snapshot"]
    space.fail("files.info", "file_not_found")
    lost = space.upload("U0RUTH", "lost.png", png(9, 9))
    assert "could not be fetched" in (await space.submit("U0RUTH", {"snapshot": [lost]}))["errors"]["snapshot"]
    space.close("U0RUTH")
    forged = space.world.views["U0RUTH"][0]["blocks"]
    next(e for b in forged for e in b.get("elements", []) if e.get("action_id") == "case.snapshot").update(
        action_id="case.down"
    )
    await said(space, "down", "Keep a snapshot first")


@pytest.mark.parametrize("letter", ["x", "&", "\U0001f9b7"])
def test_however_much_there_is_each_page_is_one_slack_takes(letter: str) -> None:
    """The longest answers there can be, ten assessments and forty takedowns of them; nothing is left out."""
    reason, link = letter * breach_form.REASON_LIMIT, letter * 500
    rated = dict.fromkeys(breach_form.FACTORS, Rated("high", reason))
    many = Assessment(rated, Conclusion.BREACH, breach_form.MOST_INDIVIDUALS, True)
    concluded = replace(breach_form.VIEW.assessments[0], assessment=many)
    suspected = replace(breach_form.VIEW, assessments=(concluded,) * 10)
    asked = tuple(replace(takedown.VIEWS[at % 2], position=at + 1, link=link) for at in range(40))
    file = CaseFile(case_messages.VIEW, suspected, asked)
    pages = [forms.view(file, number) for number in range(1, 30)]
    for view in (*pages, evidence.assess(suspected), evidence.notify(suspected)):
        checks.view(view, {})
    text = "".join(dict.fromkeys(str(page["blocks"]) for page in pages))
    assert text.count(letter) >= 10 * 4 * len(reason) + 40 * len(link)
    assert all(f"Takedown {at + 1}: " in text for at in range(40))


async def test_an_account_is_linked(workspace: Workspace) -> None:
    """And is said in the opened case; a name that says nothing comes back."""
    await open_case(workspace)
    nothing = {"network": "instagram", "address": "  "}
    assert "Give its name there" in (await fill(workspace, "account", nothing))["errors"]["address"]
    assert await workspace.submit("U0RUTH", {"network": "instagram", "address": "@riverside"}) == {"ok": True}
    await workspace.world.until(lambda: "about the account @riverside on Instagram" in shown(workspace, "U0RUTH"))


async def test_whoever_was_recused_meanwhile_does_nothing_more(workspace: Workspace) -> None:
    """In every form and with every button that was left open."""
    card = await open_case(workspace)
    await do(workspace, "takedown", {"link": LINK}, "Takedown 1")
    await press(workspace, "U0JONAH", card, "open")
    assert (await workspace.press_in_form("U0JONAH", "case.snapshot")).status == 200
    await fill(workspace, "recuse", {"user": "U0JONAH"})
    errors = (await workspace.submit("U0JONAH", {"text": "Nothing was there."}))["errors"]
    assert "that you can open" in errors["snapshot"]
    workspace.close("U0JONAH")
    for verb in ("suspect", "takedown", "account", "snapshot"):
        await said(workspace, verb, "that you can open", "U0JONAH")


async def ask(space: Workspace, person: str, text: str) -> str:
    """What `/compliance` answers."""
    await space.command(person, "/compliance", text)
    return " ".join(space.private(person)[-1].split())


async def test_statistics_are_for_privacy_officers_and_of_years_that_are_over(workspace: Workspace) -> None:
    for number in range(12):
        person = ("U0TOMAS", "U0MAYA", "U0JONAH")[number % 3]
        network = "instagram" if number % 2 else "facebook"
        await report(workspace, person, network=network, affected="patients" if number < 7 else "staff")
    await case_card(workspace)
    await workspace.settle()
    year = day(workspace).year
    assert "counted once the year is over" in await ask(workspace, "U0RUTH", f"statistics {year}")
    assert "Only privacy officers count reports" in await ask(workspace, "U0PRIYA", f"statistics {year - 1}")
    assert "the year in four digits" in await ask(workspace, "U0RUTH", "statistics last")
    assert f"in {year - 1}: fewer than 5" in await ask(workspace, "U0RUTH", "statistics")
    workspace.forward(timedelta(days=366))
    counted = await ask(workspace, "U0RUTH", "statistics")
    assert f"Reports received in {year}: 12" in counted
    networks, affected = counted.split("Network")[1].split("Who is affected")
    assert "Several patients: 7" in affected
    assert "Somebody who works here, The practice" in affected
    # Nothing is shown that would tell how many are too few.
    assert "6" not in networks


async def test_the_poster_is_a_text_and_a_page(workspace: Workspace) -> None:
    """Anybody may put it up; the page is there."""
    text = await ask(workspace, "U0MAYA", "report-poster")
    page = f"{workspace.base}/report"
    assert "Seen something on our social media that should not be there?" in text
    assert page in text
    link = workspace.world.private["U0MAYA"][-1]["blocks"][-1]["elements"][0]["elements"][-1]["url"]
    assert link == f"{page}/poster"


async def test_only_the_compliance_team_opens_the_forms(workspace: Workspace) -> None:
    """A press made up on a message is refused like any other."""
    card = await open_case(workspace)
    for verb in ("suspect", "assess", "notify", "takedown", "snapshot", "down", "account"):
        button = card["blocks"][-1]["elements"][0]
        button["action_id"] = f"case.{verb}"
        assert (await workspace.press("U0MAYA", card, f"case.{verb}", REPORTS)).status == 200
        await refused(workspace, "U0MAYA", "Only approvers and privacy officers work on reports")
        workspace.world.private["U0MAYA"].clear()
    assert workspace.view("U0MAYA") is None
