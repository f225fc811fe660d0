"""Patterns whose time is linear in the text, whatever somebody writes: RE2 automata, no backtracking."""

import re
from typing import cast

import re2

LETTER = r"A-Za-z\x{C0}-\x{24F}"
#: A word that begins with a capital letter, or an ordinal.
WORD = rf"(?:[A-Z][{LETTER}0-9'&.-]*|\d{{1,3}}(?:st|nd|rd|th)(?: (?i:street|avenue|ave))?)"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)


def pattern(source: str, *, cased: bool = False) -> "re.Pattern[str]":
    """Compiles RE2 syntax (no look-around, no back-references), without regard to case unless `cased`.

    What comes back has `finditer`, `search` and their matches as `re` has them, though re2's own classes."""
    options = re2.Options()
    options.case_sensitive = cased
    options.log_errors = False
    return cast("re.Pattern[str]", re2.compile(source, options))


def words(text: str) -> str:
    """A group of alternatives from a list with blanks between them; an underscore stands for a blank in one."""
    return "(?:" + "|".join(text.split()).replace("_", " ") + ")"
