"""The tweets that the model of names is trained and judged on (CC BY 4.0, see NOTICE), as text with spans."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from handlers.phi.name_features import read_list

FILES = ("btc-a", "btc-b", "btc-e", "btc-g", "btc-h", "wnut17train", "emerging.dev")
#: What is written without a space before it, and after it.
_CLOSING = frozenset([*".,!?:;)]}…", "'s", "n't", "'m", "'re", "'ll", "'ve", "'d"])
_OPENING = frozenset("@#([")
#: The part of tweets about other people in which they have rare names.
RARE = 0.2
_STRAIGHT = str.maketrans({0x2018: "'", 0x2019: "'", 0xB4: "'", 0x201C: '"', 0x201D: '"'})

Tagged = list[tuple[str, str]]


class Span(NamedTuple):
    """Something named: a person, or anything else."""

    start: int
    end: int
    person: bool
    #: An @handle or a #hashtag, which no name is looked for in.
    handle: bool = False


class Example(NamedTuple):
    """A text and what is named in it."""

    text: str
    spans: list[Span]

    def lower(self) -> "Example":
        """Without capitals; lower-casing that moves offsets is left undone."""
        low = self.text.lower()
        return self if len(low) != len(self.text) else Example(low, self.spans)


def read(folder: Path, name: str) -> Iterator[Tagged]:
    """The tweets of one file, as words with their tags."""
    tweet: Tagged = []
    for line in (folder / f"{name}.conll").read_text(encoding="utf-8").split("\n"):
        word, _, tag = line.strip().partition("\t")
        if tag:
            tweet.append((word.translate(_STRAIGHT), tag))
        elif tweet:
            yield tweet
            tweet = []
    if tweet:
        yield tweet


def _is_person(tag: str) -> bool:
    return tag[2:].lower() in ("per", "person")


def as_text(tweet: Tagged, *, glued: bool = True) -> Example:
    """A tweet as it was written, as far as its words tell, or with a space between all of them."""
    text = before = ""
    spans: list[Span] = []
    for word, tag in tweet:
        close = glued and (word in _CLOSING or before in _OPENING)
        text += word if close or not text else f" {word}"
        if tag.startswith("I-") and spans:
            spans[-1] = spans[-1]._replace(end=len(text))
        elif tag != "O":
            handle = before == "@" or word[0] in "@#"
            spans.append(Span(len(text) - len(word), len(text), _is_person(tag), handle))
        before = word
    return Example(text, spans)


def pick(names: Sequence[str], random: Random) -> str:
    """One of the names, common ones more often."""
    return names[int(random.random() ** 2 * len(names))]


def rare(random: Random) -> str:
    """A name of another country, or one that nobody has: the beginning of one and the end of another."""
    names = read_list("elsewhere")
    one, other = random.choice(names), random.choice(names)
    return one if random.random() < 0.6 else one[: (len(one) + 1) // 2] + other[len(other) // 2 :]


def renamed(tweet: Tagged, random: Random) -> Tagged | None:
    """The tweet about other people, so that names are learned and not these people; None if it names nobody.

    Now and then they have rare names, so that a name can be told from what stands around it."""
    given, family = read_list("given"), read_list("family")
    odd = random.random() < RARE
    other: Tagged = []
    for (word, tag), (_, tag_after), (before, _) in zip(
        tweet, [*tweet[1:], ("", "")], [("", ""), *tweet], strict=False
    ):
        if _is_person(tag) and before != "@" and len(word) > 2 and word.isalpha():
            single = tag.startswith("B") and not tag_after.startswith("I")
            names = random.choice([given, family]) if single else given if tag.startswith("B") else family
            name = rare(random) if odd else pick(names, random)
            word = name.upper() if word.isupper() else name.capitalize() if word[0].isupper() else name
        other.append((word, tag))
    return other if other != tweet else None
