"""Receipts and envelopes: what opens a report, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import crockford, envelopes, receipts
from storage.errors import SealBroken
from storage.vault import Vault

VAULT = Vault(b"k" * 32)


def test_a_receipt_is_four_groups_of_four_and_new_each_time() -> None:
    """80 bits; nobody meets two the same."""
    made = {receipts.new() for _ in range(5_000)}
    assert len(made) == 5_000
    assert all(len(code) == 19 and set(code) <= {*crockford.ALPHABET, "-"} for code in made)
    assert len(crockford.ALPHABET) ** receipts.LENGTH == 2**80


@pytest.mark.parametrize(
    "typed", ["7KQ4-0MX1-D7ZH-N649", "7kq4 omxl d7zh n649", " 7KQ4OMXID7ZHN649 ", "7KQ4\u20130MX1\u2013D7ZH\u2013N649"]
)
def test_a_receipt_may_be_typed_the_way_people_do(typed: str) -> None:
    """Case, hyphens, spaces, and letters that look like digits do not matter (Crockford)."""
    assert receipts.read(typed) == "7KQ40MX1D7ZHN649"


@pytest.mark.parametrize("typed", ["", "7KQ4", "7KQ4-0MX1-D7ZH-N64", "UUUU-UUUU-UUUU-UUUU", "\uff11" * 16, "x" * 9_000])
def test_what_cannot_be_a_receipt_is_told_apart(typed: str) -> None:
    assert receipts.read(typed) is None


def test_keys_follow_receipt_and_deployment_and_nothing_shows() -> None:
    """The same receipt opens again; neither another one nor another deployment's key does."""
    first = receipts.derive(VAULT, "7KQ40MX1D7ZHN649")
    assert receipts.derive(VAULT, "7KQ40MX1D7ZHN649") == first
    others = [receipts.derive(VAULT, "7KQ40MX1D7ZHN64A"), receipts.derive(Vault(b"x" * 32), "7KQ40MX1D7ZHN649")]
    values = {value for keys in (first, *others) for value in (keys.tag, keys.opening)}
    assert len(values) == 6
    assert repr(first) == "Keys()"


@given(st.text(max_size=3_000))
def test_what_is_sealed_opens_unchanged_in_a_bucket(text: str) -> None:
    """Its length says which bucket it is in, and nothing else."""
    key = envelopes.new_key()
    sealed = envelopes.seal(key, "report 7 report", text)
    assert envelopes.unseal(key, "report 7 report", sealed) == text.encode("utf-8", "replace").decode()
    assert len(sealed) - 28 in envelopes.BUCKETS


def test_a_long_text_opens_too() -> None:
    key = envelopes.new_key()
    text = "\u00e4" * 100_000
    assert envelopes.unseal(key, "x", envelopes.seal(key, "x", text)) == text


def test_a_sealed_text_opens_only_as_what_it_was_sealed_as() -> None:
    """Nobody with a database prompt can put one report's text, or key, in another's place."""
    key = envelopes.new_key()
    sealed = envelopes.seal(key, "report 7 report", "text")
    wrapped = VAULT.wrap(key, "report 7 key")
    assert VAULT.unwrap(wrapped, "report 7 key") == key
    for attempt in (
        lambda: envelopes.unseal(key, "report 8 report", sealed),
        lambda: envelopes.unseal(envelopes.new_key(), "report 7 report", sealed),
        lambda: envelopes.unseal(key, "report 7 report", sealed[:-1]),
        lambda: VAULT.unwrap(wrapped, "report 8 key"),
        lambda: VAULT.unwrap(b"", "report 7 key"),
    ):
        with pytest.raises(SealBroken):
            attempt()


@given(st.integers(0, 2**30 - 1))
def test_a_spelled_number_is_read_back(number: int) -> None:
    assert crockford.value(crockford.spell(number, 6)) == number
