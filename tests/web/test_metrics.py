"""Whoever reads `/metrics` all the time learns nothing of reports filed on the page."""

from datetime import timedelta

from tests.bot.scraping import Samples, moved, scrape
from tests.web.conftest import Visitor


async def samples(visitor: Visitor) -> Samples:
    visitor.clock.forward(timedelta(seconds=6))
    return await scrape(visitor.session, visitor.base)


async def test_reporting_on_the_page_moves_nothing(visitor: Visitor) -> None:
    """The form, a report, wrong receipts, a follow-up, a reply, at once or not, the poster: not one sample moves, those
    of the process neither, until the quarter hour is over."""
    before = await samples(visitor)
    await visitor.get("/report/poster")
    receipt = (await visitor.file()).receipt
    await visitor.file(send_now="yes")
    await visitor.follow_up("0000-0000-0000-0000")
    opened = await visitor.follow_up(receipt)
    await visitor.follow_up(receipt, token=opened.value("token"), step="reply", text="It is still there.")
    assert moved(before, await samples(visitor)) == set()
    visitor.clock.forward(timedelta(minutes=20))
    later = moved(before, await samples(visitor))
    assert later
    assert {name.split("_")[0] for name in later} == {"process"}
