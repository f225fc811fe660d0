"""Suspected breaches, takedowns and accounts of a case in Teams: everything is done in the opened case."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo import Workspace
from handlers import days
from handlers.reporting.breach_form import FACTORS
from tests.teams.acting import Json, invoke, opens, reading, set_up
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.test_cases import filed, number, shows

LINK = "https://instagram.com/p/riverside-1?a=<b>"
REASON = "Anybody could read the two names."
_ZONE = ZoneInfo("America/Chicago")
ASSESSED: Json = {
    **{f"{name}_rating": "high" for name in FACTORS},
    **{f"{name}_reason": REASON for name in FACTORS},
    "conclusion": "breach",
    "individuals": "2",
}


def day(space: Workspace, back: int = 0) -> str:
    """The practice's own day, so many days ago."""
    return str((space.clock().astimezone(_ZONE) - timedelta(days=back)).date())


def read(space: Workspace, ago: int = 0) -> str:
    """The same day as people read it."""
    return days.written(date.fromisoformat(day(space, ago)))


async def does(space: Workspace, case: Json, button: str, send: str, **answers: Any) -> str:
    """Ruth opens the case, presses a button in it, fills in the form and sends it; the words that come then."""
    await opens(space, "U0RUTH", case, "Open")
    await space.teams.submit("U0RUTH", {}, button)
    await space.teams.submit("U0RUTH", answers, send)
    return reading(space, "U0RUTH")


async def test_a_breach_from_suspicion_to_the_last_notice(open_on_each: Opened) -> None:
    """The clock stands on the card and in the opened case, the assessment with its reasons, who was notified and when;
    the case can be closed once the last of them is."""
    async with open_on_each() as space:
        await set_up(space)
        _, case = await filed(space)
        suspected = await does(space, case, "Suspected breach", "Start the clock", discovered_on=day(space, 3))
        assert f"Discovered on {read(space, 3)}, entered by Ruth Okafor" in suspected
        assert read(space, 3 - 60) in suspected
        assert "not assessed yet" in suspected
        await shows(space, case, f"suspected breach, notices due by {read(space, 3 - 60)}")
        closing = {"disposition": "substantiated", "text": "Gone."}
        assert "is a suspected breach, and its 60 days run" in await does(space, case, "Close", "Close", **closing)
        assessed = await does(space, case, "Assess", "Keep the assessment", **ASSESSED)
        assert f"The information: speaks for a compromise. {REASON}" in assessed
        assert "2 people are affected." in assessed
        assert "Assessed by Ruth Okafor" in assessed
        told = await does(space, case, "Record notifications", "Record", individuals=day(space, 1))
        assert f"Each person affected (45 CFR 164.404): done on {read(space, 1)}." in told
        assert "The Secretary of HHS (45 CFR 164.408): by " in told
        assert "is closed. The reporter reads" in await does(space, case, "Close", "Close", **closing)
        told = await does(space, case, "Record notifications", "Record", individuals=day(space, 1), hhs=day(space))
        assert f"The Secretary of HHS (45 CFR 164.408): done on {read(space)}." in told
        expect_nothing_refused(space)


async def test_what_an_assessment_lacks_is_said_under_its_field(space: Workspace) -> None:
    """And nothing typed is lost: neither what was too long, nor what was right."""
    _, case = await filed(space)
    assert "Start its clock first" in str(await sent(space, case, "assessed", **ASSESSED))
    await does(space, case, "Suspected breach", "Start the clock", discovered_on=day(space))
    long = "x" * 2_001
    came = await does(
        space, case, "Assess", "Keep the assessment", **ASSESSED | {"individuals": "0", "recipient_reason": long}
    )
    assert "A breach affects at least one person." in came
    assert "This may have 2,000 characters; it has 2,001." in came
    assert "Nothing is lost. Please look again at: Who received it: why?, How many people are affected?" in came
    assert came.count(REASON) == 3
    assert long in came
    shown = space.teams.dialog("U0RUTH")
    assert shown is not None
    fields = {one["id"].removeprefix("field:"): one["items"] for one in shown["card"]["body"] if "id" in one}
    assert "at least one person" in str(fields["individuals"])
    assert "2,001" in str(fields["recipient_reason"])
    empty = str(await sent(space, case, "assessed"))
    assert empty.count("Say why, in a sentence or two: without") == 4
    assert "Assessed by" not in await opens(space, "U0RUTH", case, "Open")


async def sent(space: Workspace, case: Json, verb: str, **answers: Any) -> Any:
    """What a form is answered that no client of Teams would send like this."""
    return await invoke(
        space, "U0RUTH", "task/submit", {"data": {"verb": f"case.{verb}", "at": number(space, case), **answers}}
    )


async def test_days_that_cannot_be_come_back(space: Workspace) -> None:
    """Of a discovery to come, of no discovery, and of notices before there was anything to notify of."""
    _, case = await filed(space)
    late = await does(space, case, "Suspected breach", "Start the clock", discovered_on=day(space, -2))
    assert "That day cannot be to come" in late
    assert day(space, -2) in str(space.teams.dialog("U0RUTH"))
    assert "Choose the day" in str(await sent(space, case, "suspected"))
    assert "is not a day" in str(await sent(space, case, "suspected", discovered_on="soon"))
    await does(space, case, "Suspected breach", "Start the clock", discovered_on=day(space, 2))
    assert "is a suspected breach already" in str(await sent(space, case, "suspected", discovered_on=day(space)))
    assert "Nobody has to be notified" in str(await sent(space, case, "notified", individuals=day(space)))
    await does(space, case, "Assess", "Keep the assessment", **ASSESSED)
    early = await does(space, case, "Record notifications", "Record", individuals=day(space, 9), hhs=day(space))
    assert "before the breach was discovered" in early
    assert day(space) in str(space.teams.dialog("U0RUTH"))
    assert "done on" not in await opens(space, "U0RUTH", case, "Open")


async def test_a_low_probability_ends_the_clock(space: Workspace) -> None:
    _, case = await filed(space)
    await does(space, case, "Suspected breach", "Start the clock", discovered_on=day(space))
    low = ASSESSED | {"conclusion": "low_probability", "individuals": ""}
    assessed = await does(space, case, "Assess", "Keep the assessment", **low)
    assert "Nothing is owed within the 60 days any more." in assessed
    assert "By the last assessment nobody has to be notified." in assessed
    assert "Record notifications" not in str(space.teams.dialog("U0RUTH"))


async def test_nothing_is_down_before_its_snapshot(space: Workspace) -> None:
    """Asked for, kept as pasted text, taken down, one after the other; what was asked or kept wrongly comes back."""
    _, case = await filed(space)
    asked = await does(space, case, "Ask for takedown", "Ask", link=LINK)
    assert "Takedown 1, asked for by Ruth Okafor" in asked
    assert LINK in asked
    assert "It is down" not in str(space.teams.dialog("U0RUTH"))
    assert "Keep a snapshot first" in str(await sent(space, case, "down", position=1))
    too_long = str(await sent(space, case, "snapshot_kept", position=1, text="x" * 5_001))
    assert "A snapshot may have 5,000 characters" in too_long
    assert "x" * 5_001 in too_long
    assert "'position': 1" in too_long
    await opens(space, "U0RUTH", case, "Open")
    await space.teams.submit("U0RUTH", {}, "Keep a snapshot")
    assert "pictures and PDFs are kept from Slack" in reading(space, "U0RUTH")
    await space.teams.submit("U0RUTH", {"text": "Ellen, 10:15"}, "Keep")
    assert "SHA-256" in reading(space, "U0RUTH")
    assert "Ellen, 10:15" not in reading(space, "U0RUTH")
    assert "is kept already" in str(await sent(space, case, "snapshot_kept", position=1, text="Another"))
    await space.teams.submit("U0RUTH", {}, "It is down")
    assert "Taken down, says Ruth Okafor" in reading(space, "U0RUTH")
    assert "It is down" not in str(space.teams.dialog("U0RUTH"))
    assert "has no takedown 2" in str(await sent(space, case, "down", position=2))
    for position in (None, "1", [1]):
        assert "no longer works" in str(await sent(space, case, "down", position=position))
    link = "x" * 501
    assert link in await does(space, case, "Ask for takedown", "Ask", link=link)
    assert "at most 500 characters" in reading(space, "U0RUTH")


async def test_a_case_is_about_an_account(space: Workspace) -> None:
    """It stands on the card; a name that is too long comes back."""
    _, case = await filed(space)
    long = await does(space, case, "Link an account", "Link", network="instagram", address="@" + "x" * 500)
    assert "it has 501" in long
    assert "@" + "x" * 500 in long
    linked = await does(space, case, "Link an account", "Link", network="instagram", address="@riverside")
    assert "about the account @riverside on Instagram" in linked
    await shows(space, case, "@riverside on Instagram")
