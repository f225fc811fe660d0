"""Codes people copy by hand, in Crockford's base32 (https://www.crockford.com/base32.html): no letter that reads like
another, or like a digit."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")


def new(length: int) -> str:
    """So many random characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read(typed: str, length: int) -> str | None:
    """The characters somebody meant, whatever the case, spaces and hyphens, and with O, I or L for digits; None when it
    cannot be such a code."""
    plain = "".join(character for character in typed.upper() if character.isalnum()).translate(_ALIKE)
    return plain if len(plain) == length and set(plain) <= set(ALPHABET) else None


def spell(number: int, length: int) -> str:
    """A number below 32 ** length as so many characters."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def value(code: str) -> int:
    """The number `spell` wrote."""
    return sum(ALPHABET.index(character) << 5 * place for place, character in enumerate(reversed(code)))
