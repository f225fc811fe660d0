"""The text as detectors read it, and the way back to the text as it was given.

Compatibility forms are resolved (NFKC), what nobody sees is removed, letters of other scripts that look Latin become
Latin, quotes and dashes plain. Every step looks at one character and the marks on it, never at its neighbours: the
normal form of a slice is a slice of the normal form."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from itertools import chain
from typing import Any

from handlers.phi.patterns import pattern

#: Characters looked at in one go, and how many a piece shares with the one before it.
PIECE = 20_000
OVERLAP = 400

#: Characters that are not plain, one that carries marks, or marks without one; pictures stand for themselves.
_ODD = r"((?:[^\n\x20-\x7e\U0001F300-\U0001FAFF\p{M}](?!\p{M}))++)|[\s\S]\p{M}++|\p{M}"
#: Marks read with a letter, and characters one may become: no text grows or sorts without bound.
_MARKS = 2
_GROWTH = 3

# Look-alikes of Unicode's confusables that are whole letters of Latin words.
_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝѵ", "ABESIJKMHOPCTYXaesijopcyxhdqwv", strict=True))  # noqa: RUF001
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορικυχϲ", "ABEZHIKMNOPTYXavopikuxc", strict=True))
_OTHERS = dict(zip("ıɑɡɩʏᴏ․⁄∕", "iagiyo.//", strict=True))  # noqa: RUF001
_MARKED = {
    **dict.fromkeys("‘’‚‛′´ʹʼ＇", "'"),  # noqa: RUF001
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－⁃", "-"),  # noqa: RUF001
    **dict.fromkeys("\t\v\f\r\u1680\u180e\u2028\u2029", " "),
}
_PLAIN = str.maketrans({**_CYRILLIC, **_GREEK, **_OTHERS, **_MARKED})


@dataclass(frozen=True)
class Text:
    """A text read in another form; without places, both are alike character by character."""

    plain: str
    #: Where stretches of the plain text begin, and where each stands in the text as given: a stretch with an end was
    #: rewritten as a whole, one without (-1) was left as it is.
    begins: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Where a slice of the plain text, not an empty one, stands in the text as given."""
        if not self.begins:
            return start, end
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, index: int) -> tuple[int, int]:
        at = bisect_right(self.begins, index) - 1
        if self.ends[at] >= 0:
            return self.starts[at], self.ends[at]
        place = self.starts[at] + index - self.begins[at]
        return place, place + 1


def read(given: str) -> Text:
    """The normal form. Unpaired surrogates become U+FFFD; every other text has one too."""
    if given.isascii() and given.replace("\n", " ").isprintable():
        return Text(given)
    return _rewritten(given, _plainer(given))


def pieces(given: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of bounded length, each with where it starts; they overlap, so that nothing is cut in all."""
    start = 0
    while len(given) - start > PIECE:
        yield start, given[start : start + PIECE]
        start += PIECE - OVERLAP
    yield start, given[start:]


@cache
def _odd() -> Any:
    # Most texts have nothing odd: this library takes a tenth of the scanner's start.
    return import_module("regex").compile(_ODD)


def _plainer(given: str) -> Iterator[tuple[int, int, str]]:
    for odd in _odd().finditer(given):
        if alone := odd[1]:
            for place, character in enumerate(alone, odd.start()):
                yield place, place + 1, _folded(character)
        else:
            yield *odd.span(), _folded(odd[0][: 1 + _MARKS])


def _rewritten(source: str, changes: Iterable[tuple[int, int, str]]) -> Text:
    parts, begins, starts, ends = list[str](), list[int](), list[int](), list[int]()
    length = at = 0
    # Whether the last stretch goes on: one character for one is as good as left alone.
    same = False
    for start, end, image in chain(changes, ((len(source), len(source), ""),)):
        single = len(image) == end - start == 1
        if not same and (at < start or single):
            begins.append(length)
            starts.append(at)
            ends.append(-1)
        if at < start:
            parts.append(source[at:start])
            length += start - at
            same = True
        if image:
            parts.append(image)
            if not single:
                begins.append(length)
                starts.append(start)
                ends.append(end)
            length += len(image)
        same = single
        at = end
    return Text("".join(parts), tuple(begins), tuple(starts), tuple(ends))


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    image = unicodedata.normalize("NFKC", cluster.translate(_PLAIN)).translate(_PLAIN)[:_GROWTH]
    return "".join(map(_character, image))


def _character(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category[0] in "CM":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return " " if category[0] == "Z" else character


# Disguises

_SPACED = pattern(r"\b[a-z0-9](?: ?[ ._*~()@/:+-]{1,2} ?[a-z0-9]){5,}\b")
# After the end of a sentence some write two blanks; elsewhere they keep words of one thing apart.
_BLANKS = pattern(r"[^.!?\s]( {2,})\S")
#: The end of a line within a number, or between it and what it is called.
_BROKEN = re.compile(r"(?<=[\w:#)-]) ?\n ?(?=\d)", re.ASCII)
# Links and @handles are full of digits that stand for themselves.
# Letters and digits take turns, so `re` reads a word once; it tells of thousands of them in less time than RE2.
_LEET = re.compile(r"(?:^|[\s(\"'])([a-z]+(?:[013457$][a-z]+)+)\b", re.IGNORECASE | re.ASCII)
#: Without this there is none of them.
_LEET_INSIDE = pattern(r"[a-z][013457$][a-z]")
_LINKED = re.compile(r"[@/_=&-]|[.:]\w")
_WORD = re.compile(r"[a-z]+")
_LEET_NUMBER = pattern(
    r"\b[0-9oilsb]{3}[-. ][0-9oilsb]{2,3}[-. ][0-9oilsb]{4}\b|\b[0-9oilsb]{1,2}/[0-9oilsb]{1,2}/[0-9oilsb]{4}\b"
)
_DIGITS = {"zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
_DIGITS |= {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
#: Some digits may stand as such: "four one five 555 0132".
_SPELT = pattern(rf"\b(?:{'|'.join(_DIGITS)})(?:[ ,.-]{{1,3}}(?:{'|'.join(_DIGITS)}|\d{{1,4}})){{2,15}}\b")
_FIGURE = re.compile(r"\d|[a-z]+")
_SHORTEST = 7
#: A number of so few digits is a word.
_FEW = 3
_AS_LETTERS = str.maketrans("013457$", "oieasts")
_AS_DIGITS = str.maketrans("oOiIlLsSbB", "0011115588")


def undisguised(plain: str) -> tuple[Text, list[tuple[int, int]]]:
    """The text with single blanks, what is spelt out closed up ("5 5 5 - 1 2 3 …"), and look-alikes of letters and
    digits read ("j0hn sm1th", "l23-4S"); and the slices of it that were changed."""
    changes, slices = list[tuple[int, int, str]](), list[tuple[int, int]]()
    free = grown = 0
    for start, end, image in sorted(_changes(plain)):
        if start >= free and image != plain[start:end]:
            changes.append((start, end, image))
            slices.append((start + grown, start + grown + len(image)))
            grown += len(image) - (end - start)
            free = end
    return (_rewritten(plain, changes) if changes else Text(plain)), slices


def _changes(plain: str) -> Iterator[tuple[int, int, str]]:
    for run in _SPACED.finditer(plain):
        yield run.start(), run.end(), _closed(run.group())
    for spelt in _SPELT.finditer(plain):
        digits = "".join(_DIGITS.get(figure, figure) for figure in _FIGURE.findall(spelt.group().lower()))
        if len(digits) >= _SHORTEST:
            yield spelt.start(), spelt.end(), _grouped(digits)
    for broken in _BROKEN.finditer(plain):
        yield *broken.span(), "" if plain[broken.start() - 1] == "-" else " "
    for blanks in _BLANKS.finditer(plain):
        yield blanks.start(1), blanks.end(1), " "
    for word in _LEET.finditer(plain) if _LEET_INSIDE.search(plain) else ():
        if not _LINKED.match(plain, word.end(1)):
            yield *word.span(1), word[1].translate(_AS_LETTERS)
    for number in _LEET_NUMBER.finditer(plain):
        if sum(character.isdigit() for character in number.group()) > _FEW:
            yield number.start(), number.end(), number.group().translate(_AS_DIGITS)


def _grouped(digits: str) -> str:
    """Those as long as a Social Security or a telephone number written as one."""
    if len(digits) == 9:
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
    return f"{digits[:-7]}-{digits[-7:-4]}-{digits[-4:]}" if len(digits) in (10, 11) else digits


def _closed(run: str) -> str:
    separators = {character for character in run if not character.isalnum()}
    bare = "".join(character for character in run if character.isalnum())
    if bare.isdigit() and len(bare) in (9, 10, 11):
        return _grouped(bare)
    if len(separators) == 1 and separators != {" "}:
        return bare
    # "J o h n S m i t h" and "J o h n  S m i t h" are two words.
    apart = re.sub(r"(?<=[a-z]) (?=[A-Z])|  +", "\0", run)
    return apart.replace(" ", "").replace("\0", " ")
