"""The social networks we know, and how long a post each of them takes, counted as that network counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import regex

#: How the limits below were last checked against each network's own help pages or API reference.
CHECKED = date(2026, 11, 24)

_URL = regex.compile(r"https?://[^\s<>\"]+", regex.IGNORECASE)
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
#: Code points X weighs as one; every other counts as two (twitter-text configuration 3).
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_LINK_LENGTH = 23


def characters(text: str) -> int:
    """Unicode code points, after newlines are made one character."""
    return len(text.replace("\r\n", "\n"))


def graphemes(text: str) -> int:
    """What a reader calls a character: extended grapheme clusters (UAX #29), as Bluesky counts."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def _x_cluster(cluster: str) -> int:
    if _EMOJI.search(cluster):
        return 2
    return sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT) else 2 for c in cluster)


def x_weighted(text: str) -> int:
    """X's weighted length: a link is 23, an emoji 2, most Latin characters 1, most others 2."""
    links = len(_URL.findall(text))
    rest = _URL.sub("", text)
    return links * _LINK_LENGTH + sum(_x_cluster(c) for c in _GRAPHEME.findall(rest))


def mastodon(text: str) -> int:
    """Mastodon's default counting: grapheme clusters, with every link counted as 23."""
    return len(_URL.findall(text)) * _LINK_LENGTH + graphemes(_URL.sub("", text))


@dataclass(frozen=True)
class Network:
    """One network: stable key, the name people see, its limit and its own way of counting."""

    key: str
    name: str
    limit: int
    count: Callable[[str], int] = characters


NETWORKS = {
    network.key: network
    for network in (
        Network("facebook", "Facebook", 63_206),
        Network("instagram", "Instagram", 2_200),
        Network("linkedin", "LinkedIn", 3_000),
        Network("google_business", "Google Business Profile", 1_500),
        Network("x", "X", 280, x_weighted),
        Network("threads", "Threads", 500),
        Network("bluesky", "Bluesky", 300, graphemes),
        Network("mastodon", "Mastodon", 500, mastodon),
    )
}


def too_long(text: str, keys: list[str]) -> list[str]:
    """A sentence for every chosen network whose limit `text` exceeds; empty when it fits them all."""
    chosen = (NETWORKS[key] for key in keys)
    counted = ((network, network.count(text)) for network in chosen)
    return [
        f"{network.name} takes {network.limit:,} characters; this text counts {count:,} there."
        for network, count in counted
        if count > network.limit
    ]
