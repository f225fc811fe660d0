"""Each network's limit is checked with that network's own way of counting."""

import pytest

from handlers.networks import NETWORKS, too_long


@pytest.mark.parametrize(
    ("key", "text", "count"),
    [
        ("x", "a" * 280, 280),
        ("x", "see https://example.org/" + "a" * 400, 27),
        ("x", "日本", 4),
        ("x", "👨‍👩‍👧‍👦", 2),
        ("bluesky", "👨‍👩‍👧‍👦é", 2),
        ("mastodon", "https://example.org/" + "a" * 400, 23),
        ("facebook", "a\r\nb", 3),
    ],
)
def test_each_network_counts_its_own_way(key, text, count):
    """Links, emoji and wide characters weigh what the network says they weigh."""
    assert NETWORKS[key].count(text) == count


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_the_limit_itself_is_accepted_and_one_more_is_named(network):
    """At the limit nothing is said; one over names network, count and limit."""
    assert too_long("a" * network.limit, [network.key]) == []
    [sentence] = too_long("a" * (network.limit + 1), [network.key])
    assert network.name in sentence
    assert f"{network.limit:,}" in sentence
    assert f"{network.limit + 1:,}" in sentence
