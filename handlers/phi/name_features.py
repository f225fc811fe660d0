"""What the model of names is told of a text: each word, what the lists say of it, how it is used, and its neighbours.

Training and finding share it, so a change here needs the model trained again (docs/phi.md, "The model")."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, normalize

Sentence = list[re.Match[str]]

#: Every part is bounded and nothing is read twice, so time is linear in the text. Each begins with a character or a set
#: of them: so `re` passes over most after one look.
TOKEN = re.compile(
    r"""https?://\S{1,500} | www\.\S{1,500}
    | @\s?\w{1,40}
    | \#\w{1,60}
    # Drs, Mrs, Ms, Prof, St, Jr, Sr, Rev, vs
    | [DdJjMmPpRrSsVv](?i:(?<=[dm])rs?|(?<=[mv])s|(?<=p)rof|(?<=s)t|(?<=[js])r|(?<=r)ev)\.(?!\w)
    | [^\W\d_]\.(?:[^\W\d_]\.){0,3}
    | '[a-z]{1,2}\b
    | [^\W\d_]{1,30}(?:[-'](?!(?:s|d|ll|m|re|t|ve)\b)[^\W\d_]{1,30}){0,3}
    | \d[\d.,:/-]{0,30}
    | \n
    | (?P<sign>[^\w\s])(?P=sign){0,30}
    | \S""",
    re.VERBOSE,
)
ENDS = frozenset(".!?\n")
#: Words; so that a text without sentences costs no more than one with.
LONGEST = 60

LISTS = Path(__file__).with_name("lists")
#: Letters that are no letter with a mark.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def sentences(plain: str) -> Iterator[Sentence]:
    """The tokens of a text, sentence by sentence and at most `LONGEST` at a time."""
    sentence: Sentence = []
    for token in TOKEN.finditer(plain):
        first = token[0][0]
        if first != "\n":
            sentence.append(token)
        if (first in ENDS or len(sentence) == LONGEST) and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


@cache
def read_list(name: str) -> tuple[str, ...]:
    """A list in its order, commonest name first."""
    return tuple((LISTS / f"{name}.txt").read_text().split())


class Lists(NamedTuple):
    """What is known of words beforehand: names with how rare each is (0 to 2), and words by their mark."""

    given: dict[str, int]
    family: dict[str, int]
    #: Names of other countries, given or family.
    elsewhere: dict[str, int]
    #: Names that are words too: Will, May, Grace.
    words: frozenset[str]
    #: Titles T, words that come before names C, eponyms E and what comes after them A, words of places P, jargon J.
    marked: dict[str, str]


MARKED = ("titles", "cues", "eponyms", "after_eponyms", "places", "jargon")
#: How a word is used that is not common.
UNUSED = "------"


@cache
def lists() -> Lists:
    """Read once."""
    marked: dict[str, str] = {}
    for mark, name in zip("TCEAPJ", MARKED, strict=True):
        for low in read_list(name):
            marked[low] = marked.get(low, "") + mark
    return Lists(
        {name: (rank >= 300) + (rank >= 1200) for rank, name in enumerate(read_list("given"))},
        {name: (rank >= 500) + (rank >= 3000) for rank, name in enumerate(read_list("family"))},
        dict.fromkeys(read_list("elsewhere"), 2),
        frozenset(read_list("words")),
        marked,
    )


def usage(low: str) -> str:
    """How a word is used, in six signs: the first four are a path to words used alike, the next says how often it is
    written with a capital, the last how rare it is."""
    return _usages(low[:1]).get(low, UNUSED)


@lru_cache(64)
def _usages(letter: str) -> dict[str, str]:
    """Of words that begin alike: nobody waits for all letters when the first text is read."""
    lines = _usage_lines()
    start, end = lines.find(f"\n{letter}"), lines.rfind(f"\n{letter}")
    parts = lines[start : lines.index("\n", end + 1)].split() if start >= 0 else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def _usage_lines() -> str:
    return "\n" + (LISTS / "usage.txt").read_text()


def unaccented(low: str) -> str:
    """A word in lower case as the lists have it: José is on them as jose."""
    if low.isascii():
        return low
    return "".join(letter for letter in normalize("NFKD", low.translate(_STROKES)) if not combining(letter))


def _shape(word: str) -> str:
    """How a word is written, in one or two signs; letters begin with X or x."""
    first = word[0]
    if first in "@#":
        return first
    if not first.isalpha():
        return "d" if first.isdigit() else "u" if len(word) > 3 else word[:2]
    case = "X" if first.isupper() else "x"
    if len(word) == 1:
        return case
    if "." in word:
        return f"{case}."
    if word.islower() or word.isupper():
        return case + case
    return f"{case}x" if word[1:].islower() else f"{case}m"


def _known(low: str) -> str:
    """What the lists of names say of a word in lower case: g, f and n with how rare a name, w if a word too, and
    marks."""
    given, family, elsewhere, words, marked = lists()
    if low.isalpha():
        marks = (f"g{given[low]}" if low in given else "") + (f"f{family[low]}" if low in family else "")
        marks = marks or ("n2" if low in elsewhere else "")
        return (marks + "w" if marks and low in words else marks) + marked.get(low, "")
    parts = low.replace("'", "").split("-")
    marks = ""
    # "Fiber-rich" and "early-stage" are no names.
    if len(parts) == 1 or words.isdisjoint(parts):
        for letter, names in (("g", given), ("f", family), ("n", elsewhere)):
            if all(part in names for part in parts):
                marks += f"{letter}{max(names[part] for part in parts)}"
    if marks and low in words:
        marks += "w"
    return marks + marked.get(low, "")


class Word(NamedTuple):
    """What is known of a word by itself: what it is, roughly (without how rare), how it is used, and what the model is
    told where it stands and of it by its neighbours."""

    kind: str
    rough: str
    usage: str
    own: list[str]
    before: str
    after: str


@lru_cache(4096)
def _rough(kind: str) -> str:
    return re.sub(r"\d", "", kind)


def word(text: str) -> Word:
    """What is known of a token by itself."""
    low = text.lower()
    shape = _shape(text)
    if shape in "@#du":
        low = shape
    bare = unaccented(low)
    known, use = _known(bare), ""
    if shape[0] in "Xx":
        use = usage(bare if len(bare) < 3 else bare.rstrip("."))
        known = known or ("?" if use is UNUSED and bare[-1] != "." else "")
    kind = shape + known
    rough = _rough(kind)
    own = [f"w={low}", f"r={rough}"]
    if use:
        own += [f"p={low[:3]}", f"s={low[-3:]}", f"u={shape}{use[4:]}", f"v={rough}{use[4]}"]
    return Word(kind, rough, use, own, f"w-={low}", f"w+={low}")


EDGE = Word("^", "^", "", [], "w-=^", "w+=^")


def used(usage: str) -> tuple[list[str], list[str], list[str]]:
    """What the model is told of how a word is used: where it stands, and by the word after it and the one before it."""
    if not usage:
        return [], [], []
    paths = usage[:1], usage[:2], usage[:4]
    return (
        [f"c={path}" for path in (*paths, usage[:3])],
        [f"c-={path}" for path in paths],
        [f"c+={path}" for path in paths],
    )


def casing(kinds: list[str]) -> str:
    """How a sentence of words of these kinds is written: l lower, u upper, t as a title, m mixed, f foreign: nobody
    knows most of its words."""
    letters = [kind for kind in kinds if kind[0] in "Xx"]
    if sum([kind[-1] == "?" for kind in letters]) * 2 > len(letters) > 3:
        return "f"
    small = sum([kind[0] == "x" for kind in letters])
    if small == len(letters):
        return "l"
    if sum([kind[:2] == "XX" for kind in letters]) * 3 > len(letters) * 2:
        return "u"
    return "t" if small * 2 < len(letters) and len(letters) > 4 else "m"


def near(case: str, back: str, kind: str, on: str) -> list[str]:
    """What the model is told of a word's kind and of its two neighbours, roughly."""
    rough = _rough(kind)
    left, right = f"{back}|{rough}", f"{rough}|{on}"
    return [f"m={case}{kind}", f"l={left}", f"r+={right}", f"b={case}|{left}|{on}"]


def far_before(two_back: str, back: str) -> str:
    """What it is told of the kinds of the two words before."""
    return f"l2={two_back}|{back}"


def far_after(on: str, two_on: str) -> str:
    """What it is told of the kinds of the two words after."""
    return f"r2={on}|{two_on}"


def features(sentence: Sentence) -> list[list[str]]:
    """All that the model is told of each token."""
    words = [word(token[0]) for token in sentence]
    case = casing([one.kind for one in words])
    padded = [EDGE, EDGE, *words, EDGE, EDGE]
    return [
        [
            *one.own,
            *used(one.usage)[0],
            back.before,
            *used(back.usage)[1],
            on.after,
            *used(on.usage)[2],
            *near(case, back.rough, one.kind, on.rough),
            far_before(two_back.kind, back.kind),
            far_after(on.kind, two_on.kind),
        ]
        for two_back, back, one, on, two_on in zip(padded, padded[1:], words, padded[3:], padded[4:], strict=False)
    ]
