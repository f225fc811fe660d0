"""Trains the model of names and says what it is worth: `python -m tests.handlers.phi.train_names FOLDER`.

Writes `handlers/phi/names.crf` and beside this file `names.json`, which says what it was made from and how well it
does on tweets it was not trained on. On the same kind of machine with the same version of python-crfsuite the same
folder gives the same bytes."""

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from random import Random

import pycrfsuite

from handlers.phi import name_features, name_model
from handlers.phi.name_features import LISTS, Sentence, features, read_list, sentences
from handlers.phi.name_model import packed
from handlers.phi.names import MODEL, THRESHOLD, find
from tests.handlers.phi import corpora, made_up
from tests.handlers.phi.corpora import Example, Span

FACTS = Path(__file__).with_name("names.json")
SEED = 6
ROUNDS = 12
#: L1 and L2: strong enough that the model stays small and does not learn the tweets by heart.
PARAMETERS = {"c1": 0.5, "c2": 0.6, "max_iterations": 80}


def labels(sentence: Sentence, spans: Iterable[Span]) -> list[str]:
    """What the model should answer: a name (N), something else that is named (X), or nothing (O)."""
    titles = frozenset(read_list("titles"))
    answers = []
    for token in sentence:
        label = "O"
        if token[0][0] not in "@#" and token[0].lower() not in titles:
            for span in spans:
                if token.start() < span.end and span.start < token.end():
                    label = "N" if span.person else "X"
        answers.append(label)
    return answers


def examples(folder: Path, names: Iterable[str]) -> Iterator[Example]:
    """Tweets as written, without capitals, and about other people; then made up sentences. Always in one order."""
    random = Random(SEED)
    for name in names:
        for tweet in corpora.read(folder, name):
            example = corpora.as_text(tweet)
            yield example
            if example.lower() != example:
                yield example.lower()
            if others := corpora.renamed(tweet, random):
                example = corpora.as_text(others, glued=False)
                yield example
                if random.random() < 0.5:
                    yield example.lower()
    for example in made_up.sentences(ROUNDS, random):
        yield example
        if random.random() < 0.3:
            yield example.lower()


def train(folder: Path, names: Iterable[str], model: Path) -> None:
    """Writes the model."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for example in examples(folder, names):
        for sentence in sentences(example.text):
            trainer.append(features(sentence), labels(sentence, example.spans))
    with tempfile.TemporaryDirectory() as place:
        trained = Path(place, "trained.crf")
        trainer.train(str(trained))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(trained))
        told = tagger.info()
    model.write_bytes(packed(told.state_features, told.transitions))


def score(found: Iterable[tuple[int, int]], spans: Iterable[Span], *, exact: bool) -> Counter[str]:
    """Names found, missed, and false alarms in one text; handles and hashtags count as neither."""
    found = list(found)
    names = [(span.start, span.end) for span in spans if span.person and not span.handle]

    def same(one: tuple[int, int], other: tuple[int, int]) -> bool:
        return one == other if exact else one[0] < other[1] and other[0] < one[1]

    hits = sum(any(same(name, place) for place in found) for name in names)
    false = sum(not any(same(name, place) for name in names) for place in found)
    return Counter(found=hits, missed=len(names) - hits, false=false)


def judge(texts: Iterable[Example], model: Path, *, exact: bool = False) -> Counter[str]:
    """The sum of `score` over texts."""
    total: Counter[str] = Counter()
    for text, spans in texts:
        total += score(((hit.start, hit.end) for hit in find(text, model=model)), spans, exact=exact)
    return total


def rates(total: Counter[str]) -> dict[str, float]:
    """Recall and precision, to three places."""
    named, said = total["found"] + total["missed"], total["found"] + total["false"]
    return {"recall": round(total["found"] / named, 3), "precision": round(total["found"] / said, 3), "names": named}


def cross_validate(folder: Path) -> dict[str, dict[str, float]]:
    """Every file judged by a model trained on the other files, summed over files: as written, without capitals, with
    spaces between all words, and with exact limits of every name."""
    totals: dict[str, Counter[str]] = {}
    for name in corpora.FILES:
        tweets = list(corpora.read(folder, name))
        written = [corpora.as_text(tweet) for tweet in tweets]
        spaced = [corpora.as_text(tweet, glued=False) for tweet in tweets]
        low = [example.lower() for example in written]
        with tempfile.TemporaryDirectory() as place:
            model = Path(place, f"without-{name}.crf")
            train(folder, [other for other in corpora.FILES if other != name], model)
            for kind, texts, exact in (
                (f"{name}, as written", written, False),
                (f"{name}, lower case", low, False),
                ("as written", written, False),
                ("lower case", low, False),
                ("as written, spaced", spaced, False),
                ("as written, exact", written, True),
            ):
                totals[kind] = totals.get(kind, Counter()) + judge(texts, model, exact=exact)
    return {kind: rates(total) for kind, total in totals.items()}


def sha256(*paths: Path) -> str:
    """Of files one after another."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def sources() -> str:
    """Of everything in the repository that the model depends on."""
    code = [Path(module.__file__ or "") for module in (name_features, name_model, corpora, made_up)]
    return sha256(Path(__file__), *code, *sorted(LISTS.glob("*.txt")))


def main() -> None:
    """Trains, judges, writes."""
    parser = argparse.ArgumentParser(prog="python -m tests.handlers.phi.train_names", description=__doc__)
    parser.add_argument("folder", type=Path, help="the one with btc-a.conll and the others")
    parser.add_argument("--quick", action="store_true", help="only the model, without judging it")
    asked = parser.parse_args()
    train(asked.folder, corpora.FILES, MODEL)
    if asked.quick:
        return
    facts = {
        "model": sha256(MODEL),
        "sources": sources(),
        "data": {name: sha256(asked.folder / f"{name}.conll") for name in corpora.FILES},
        "python-crfsuite": version("python-crfsuite"),
        "threshold": THRESHOLD,
        "held out": cross_validate(asked.folder),
    }
    FACTS.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
