"""The form that records where an approved post went online, and when."""

from datetime import datetime

from bot.teams.cards.actions import submits
from bot.teams.cards.text import Card, card, ours
from bot.teams.forms import inputs
from bot.teams.forms.inputs import Answers, Data
from handlers.networks import NETWORKS
from handlers.words import PUBLISH_HINT

TITLE = "Mark as published"
PUBLISH = "proposal.published"
_LINK_LIMIT = 4_000


def form(at: str, number: str, networks: tuple[str, ...], now: datetime, zone: str) -> Card:
    """`at` is `proposal/revision`; the time is asked in `zone`."""
    asked = [
        inputs.field(f"link:{key}", inputs.text(f"link:{key}", NETWORKS[key].name, limit=_LINK_LIMIT))
        for key in networks
    ]
    when = inputs.when("published_at", ("Published on", "At"), now, zone)
    where = ",".join(networks)
    send = submits(PUBLISH, "Record", "positive", at=at, networks=where, **inputs.was("published_at", now))
    body = [
        ours(f"{number}. {PUBLISH_HINT}"),
        *asked,
        inputs.field("published_at", when, hint=f"{inputs.clock(zone)}."),
    ]
    return card(body, [send])


def networks(data: Data) -> tuple[str, ...]:
    """The networks a form asked for; an input left empty is not sent, so its button carries them."""
    asked = Answers(data).chosen("networks")
    return tuple(network for network in NETWORKS if network in asked)


def read(data: Data, zone: str) -> tuple[str, dict[str, str], datetime | None]:
    """(proposal/revision, links by network key, time); raises what `Answers.moment` raises."""
    answers = Answers(data)
    names = [name for name in data if name.startswith("link:")]
    links = {name.removeprefix("link:"): answers.text(name) for name in names}
    return answers.text("at"), links, answers.moment("published_at", zone)
