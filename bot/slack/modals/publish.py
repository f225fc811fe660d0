"""The form that records where an approved post went online, and when."""

from datetime import datetime

from bot.slack.blocks.text import line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.networks import NETWORKS
from handlers.words import PUBLISH_HINT

PUBLISH = "proposal.published"


def form(subject: str, number: str, networks: tuple[str, ...], now: datetime) -> View:
    """`subject` is `proposal/revision`."""
    blocks = [line(words(f"{number}. ", bold=True), words(PUBLISH_HINT))]
    for key in networks:
        blocks.append(inputs.block(f"link:{key}", NETWORKS[key].name, inputs.link(f"link:{key}"), optional=True))
    when = inputs.datetime_picker("published_at", now)
    blocks.append(inputs.block("published_at", "Published at", when, optional=True))
    return inputs.view(PUBLISH, "Mark as published", "Record", blocks, subject)


def read(view: View) -> tuple[str, dict[str, str], datetime | None]:
    """(subject, links by network key, time)."""
    answers = inputs.Answers(view)
    names = [block["block_id"] for block in view["blocks"] if block.get("block_id", "").startswith("link:")]
    links = {name.removeprefix("link:"): answers.text(name) for name in names}
    return view["private_metadata"], links, answers.moment("published_at")
