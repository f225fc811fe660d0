"""`/metrics` with Teams: what shows, and that reporters do not."""

from datetime import timedelta

import aiohttp

from bot.demo import Workspace
from tests.bot.scraping import Samples, moved, of_us, scrape
from tests.teams import acting, reporting


async def samples(space: Workspace) -> Samples:
    space.forward(timedelta(seconds=6))
    async with aiohttp.ClientSession() as session:
        return await scrape(session, space.base)


async def test_a_decision_in_teams_shows(space: Workspace) -> None:
    before = await samples(space)
    card = await acting.propose(space)
    await acting.press(space, "U0MAYA", card, "approve")
    await acting.press(space, "U0PRIYA", card, "approve")
    await acting.ask(space, "U0MAYA", "scan Call Maria at 555-0117.")
    await acting.shows(space, card, "Approved")
    after = await samples(space)
    assert after["imprimatur_decisions_total verdict=approved"] == 1
    assert after["imprimatur_scans_total platform=teams"] == 1
    for outcome in ("done", "refused"):
        name = f"imprimatur_request_seconds_count outcome={outcome} platform=teams"
        assert after[name] > before[name]
    assert after["imprimatur_delivery_seconds_count outcome=delivered platform=teams"] >= 2


async def test_reporting_in_teams_moves_nothing(space: Workspace) -> None:
    """Asking how, the form, a report, its receipt, the conversation, the delivery, and work on the case."""
    await reporting.set_up_reports(space)
    before = await samples(space)
    await acting.ask(space, "U0MAYA", "report")
    receipt = await reporting.file(space)
    await reporting.comes_back(space, receipt)
    space.teams.close("U0MAYA")
    assert moved(of_us(before), of_us(await samples(space))) == set()
    case = await reporting.delivered(space)
    await space.teams.press("U0RUTH", case, "case.acknowledge")
    await acting.ask(space, "U0RUTH", "cases")
    assert moved(of_us(before), of_us(await samples(space))) == set()
    await acting.propose(space)
    assert len(moved(of_us(before), of_us(await samples(space)))) > 5
