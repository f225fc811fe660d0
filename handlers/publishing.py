"""After approval: the text to copy, and the record of where it was published."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import insert

from handlers import proposals, reviews
from handlers.errors import Invalid, Refusal
from handlers.networks import NETWORKS
from handlers.people import Actor
from handlers.permissions import may_decide
from handlers.proposals import Proposal
from handlers.states import State
from storage import core
from storage.transaction import Transaction

_LINK_LIMIT = 2_000


class NotApproved(Refusal):
    """{number} is not approved now, so it cannot be marked as published. `/compliance show {number}` shows where it
    stands; if it is already online, tell your privacy officer."""


def openable(tx: Transaction, actor: Actor, proposal: Proposal, seen: int) -> tuple[str, ...]:
    """The networks `actor` may record links for. Raises `NotYours`, `NotApproved`, `Outdated`, `ContentChanged`."""
    if proposal.author_id not in actor.ids and not may_decide(actor):
        raise proposals.NotYours(number=proposal.number, author="its author")
    if proposal.revision == seen and proposal.state is not State.APPROVED:
        raise NotApproved(proposal.id, number=proposal.number)
    return reviews.cleared_text(tx, proposal, seen).networks


def publishable(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> tuple[Proposal, tuple[str, ...]]:
    """The proposal and the networks `actor` may record links for; raises what `openable` raises."""
    proposal = proposals.find(tx, proposal_id)
    return proposal, openable(tx, actor, proposal, seen)


def publish(
    tx: Transaction,
    actor: Actor,
    proposal_id: int,
    seen: int,
    links: Mapping[str, str],
    at: datetime | None,
) -> Proposal:
    """Records the links (network key to URL) under which an approved post went online, and when. Raises `Invalid` and
    what `openable` raises; the same form delivered twice records once."""
    proposal = proposals.find(tx, proposal_id, lock=True)
    if proposal.state is State.PUBLISHED and proposal.revision == seen:
        return proposal
    networks = openable(tx, actor, proposal, seen)
    given = {network: links[network].strip() for network in networks if links.get(network, "").strip()}
    if found := _problems(networks, given, at, tx.now):
        raise Invalid(found)
    published_at = at or tx.now
    for network, link in given.items():
        _insert(tx, actor, proposal, network, link, published_at)
    return _close(tx, actor, proposal, given, published_at)


def _problems(
    networks: tuple[str, ...], given: Mapping[str, str], at: datetime | None, now: datetime
) -> dict[str, str]:
    found = {f"link:{network}": problem for network, link in given.items() if (problem := _link_problem(link))}
    if not given:
        found[f"link:{networks[0]}"] = "Give the link to the published post on at least one network."
    if at is not None and at > now:
        found["published_at"] = "This time is still to come. Give the time at which it went online."
    return found


def _link_problem(link: str) -> str | None:
    try:
        parts = urlsplit(link)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        fine = False
    if not fine or len(link) > _LINK_LIMIT or not link.isprintable():
        return "This is not a link to a published post. Copy the whole address, starting with https://"
    return None


def _insert(tx: Transaction, actor: Actor, proposal: Proposal, network: str, link: str, at: datetime) -> None:
    row = {
        "proposal_id": proposal.id,
        "revision": proposal.revision,
        "network": network,
        "link": link,
        "published_at": at,
        "recorded_by": actor.id,
        "recorded_at": tx.now,
    }
    tx.execute(insert(core.publication), row)


def _close(tx: Transaction, actor: Actor, proposal: Proposal, given: Mapping[str, str], at: datetime) -> Proposal:
    links = {NETWORKS[network].name: link for network, link in given.items()}
    payload: dict[str, object] = {"links": links, "published_at": at.isoformat()}
    return proposals.close(tx, actor, proposal, State.PUBLISHED, payload)
