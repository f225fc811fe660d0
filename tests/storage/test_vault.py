import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import KeyDamaged, SealBroken
from storage.vault import Vault

VAULT = Vault(b"k" * 32)


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_unchanged(plain: bytes) -> None:
    assert VAULT.open(*VAULT.seal(plain)) == plain


@given(st.binary(min_size=1, max_size=50), st.data())
def test_one_changed_bit_keeps_it_shut(plain: bytes, data: st.DataObject) -> None:
    parts = list(VAULT.seal(plain))
    part = data.draw(st.integers(0, 1))
    bit = data.draw(st.integers(0, 8 * len(parts[part]) - 1))
    changed = bytearray(parts[part])
    changed[bit // 8] ^= 1 << bit % 8
    parts[part] = bytes(changed)
    with pytest.raises(SealBroken):
        VAULT.open(*parts)


@pytest.mark.parametrize("damaged", [(b"", b""), (b"short", b"short")])
def test_fragments_stay_shut(damaged: tuple[bytes, bytes]) -> None:
    with pytest.raises(SealBroken):
        VAULT.open(*damaged)


def test_sealing_twice_shows_no_likeness() -> None:
    first, second = VAULT.seal(b"same"), VAULT.seal(b"same")
    assert not set(first) & set(second)


def test_each_seal_opens_only_with_its_own_key() -> None:
    (ciphertext, _), (_, wrapped) = VAULT.seal(b"one"), VAULT.seal(b"two")
    with pytest.raises(SealBroken):
        VAULT.open(ciphertext, wrapped)


def test_signatures_are_this_deployments() -> None:
    signature = VAULT.sign(b"message")
    assert VAULT.verify(signature, b"message")
    assert not VAULT.verify(signature, b"another")
    assert not VAULT.verify(b"nonsense", b"message")
    assert not Vault(b"x" * 32).verify(signature, b"message")
    assert len(VAULT.public_key) == 32


def test_digests_are_this_deployments_and_of_one_purpose() -> None:
    """Whoever has the database but not the key cannot try codes against it."""
    digest = VAULT.digest("link code", "ABCDEFGH")
    assert digest == Vault(b"k" * 32).digest("link code", "ABCDEFGH")
    others = (
        VAULT.digest("link code", "ABCDEFGJ"),
        VAULT.digest("receipt", "ABCDEFGH"),
        VAULT.digest("link", "code\0A"),
    )
    assert digest not in (*others, Vault(b"x" * 32).digest("link code", "ABCDEFGH"))


def test_the_first_start_makes_a_key_for_the_owner_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "secrets" / "deployment.key"
    with caplog.at_level(logging.WARNING):
        first = Vault.load(path)
    assert "back it up" in caplog.text
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert len(path.read_bytes()) == 32
    caplog.clear()
    assert Vault.load(path).open(*first.seal(b"x")) == b"x"
    assert caplog.text == ""


def test_a_damaged_key_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    with pytest.raises(KeyDamaged, match="backup"):
        Vault.load(path)
    assert path.read_bytes() == b"short"


def test_the_key_is_not_in_its_description() -> None:
    assert "k" * 8 not in repr(VAULT) + str(vars(VAULT))
