"""Makes two of the lists behind the model of names: `python -m tests.handlers.phi.make_lists LOOKUPS FAKER`.

Both are wheels, from `pip download --no-deps spacy-lookups-data==1.0.5 faker==40.63.0`; nothing of them is installed
or run. `usage.txt` says how the commonest words of English comments are used, `elsewhere.txt` has names of many
countries that the census of the United States lacks. The same wheels give the same bytes."""

import argparse
import ast
import gzip
import json
import re
from collections.abc import Iterator
from math import exp
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from handlers.phi.name_features import LISTS, read_list, unaccented

#: Words kept, and how common a word may be that is also somebody's name, unless it nearly always has a capital.
COMMONEST = 40_000
COMMON, RATHER_COMMON, MOSTLY_CAPITAL = 3_000, 30_000, 0.8
#: Where the signs for how often a word has a capital, and for its rank, step up.
CAPITALS = (0.05, 0.15, 0.35, 0.6, 0.8, 0.92, 0.97)
RANKS = (200, 1_000, 4_000, 12_000, 30_000)

_TABLE = "spacy_lookups_data/data/en_lexeme_{}.json.gz"
_WORD = re.compile("[A-Za-z][A-Za-z'-]*")
_PERSONS = re.compile(r"faker/providers/person/\w+/__init__\.py")
_NAMES = re.compile(r"first|given|romanized|last|family|surname")
_NO_NAMES = re.compile(r"format|prefix|suffix|language|title")


class Word(NamedTuple):
    """A word in all its writings: how often it is met, which part of that with a capital, and its cluster."""

    often: float
    capital: float
    cluster: int


def words(lookups: Path) -> dict[str, Word]:
    """All words in lower case, commonest first."""
    with ZipFile(lookups) as wheel:
        clusters, logs = (json.loads(gzip.decompress(wheel.read(_TABLE.format(kind)))) for kind in ("cluster", "prob"))
    writings: dict[str, dict[str, float]] = {}
    for writing, log in logs.items():
        if _WORD.fullmatch(writing):
            writings.setdefault(writing.lower(), {})[writing] = exp(log)
    found = {}
    for low, often in writings.items():
        small, capital = often.get(low, 0.0), often.get(low.capitalize(), 0.0)
        telling = max(often, key=lambda writing: (clusters.get(writing, 0) > 0, often[writing]))
        part = capital / (small + capital) if small + capital else 0.5
        found[low] = Word(sum(often.values()), part, clusters.get(telling, 0))
    return dict(sorted(found.items(), key=lambda item: (-item[1].often, item[0])))


def usage(known: dict[str, Word]) -> list[str]:
    """The commonest words, each with its six signs."""
    lines = []
    for rank, (low, word) in enumerate(list(known.items())[:COMMONEST]):
        # The path is kept lowest bit first, so that its beginning is the beginning of the signs.
        path = f"{word.cluster:04x}"[::-1][:4]
        capital = sum(word.capital >= step for step in CAPITALS)
        lines.append(f"{low} {path}{capital}{sum(rank >= step for step in RANKS)}")
    return sorted(lines)


def elsewhere(faker: Path, known: dict[str, Word]) -> list[str]:
    """Names without accents that are on no other list, no jargon and not, first of all, words."""
    ranks = {low: rank for rank, low in enumerate(known)}
    taken = {*read_list("given"), *read_list("family"), *read_list("jargon")}

    def a_name(low: str) -> bool:
        rank = ranks.get(low, RATHER_COMMON + 1)
        return rank > RATHER_COMMON or (rank > COMMON and known[low].capital > MOSTLY_CAPITAL)

    return sorted(low for low in {*_written(faker)} - taken if a_name(low))


def _written(faker: Path) -> Iterator[str]:
    with ZipFile(faker) as wheel:
        for file in filter(_PERSONS.fullmatch, wheel.namelist()):
            for name in _strings(wheel.read(file).decode()):
                for part in re.split("[ '-]", unaccented(name.lower())):
                    if re.fullmatch(r"[a-z]{3,}", part):
                        yield part


def _strings(program: str) -> Iterator[str]:
    """What is written in lists of names."""
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            called = node.targets[0].id
            if _NAMES.search(called) and not _NO_NAMES.search(called):
                values = (value.value for value in ast.walk(node.value) if isinstance(value, ast.Constant))
                yield from (value for value in values if isinstance(value, str))


def main() -> None:
    """Writes both lists."""
    parser = argparse.ArgumentParser(prog="python -m tests.handlers.phi.make_lists", description=__doc__)
    parser.add_argument("lookups", type=Path, help="the wheel of spacy-lookups-data")
    parser.add_argument("faker", type=Path, help="the wheel of faker")
    asked = parser.parse_args()
    known = words(asked.lookups)
    for name, lines in (("usage", usage(known)), ("elsewhere", elsewhere(asked.faker, known))):
        (LISTS / f"{name}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
