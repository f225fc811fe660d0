"""Names of people, by a small conditional random field (`names.crf`).

It finds names as they are written in posts, with or without capitals; @handles, #hashtags and links it leaves alone.
How it was made and what it is worth: docs/phi.md, "The model"."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.name_features import sentences
from handlers.phi.name_model import Model

#: Generated, and committed all the same, because the texts it was trained on are not in the repository.
MODEL = Path(__file__).with_name("names.crf")
#: Chosen on the development data: below it benign health news is flagged more often for few names more.
THRESHOLD = 0.35

A_NAME = Rule(
    id="A_NAME",
    category=Category.NAME,
    severity=Severity.NOTE,
    why="A name says who somebody is. In a practice's post it may say that they are a patient.",
    citation="45 CFR 164.514(b)(2)(i)(A)",
    suggestion="Leave the name out: “a patient”, “one of our team”.",
)


@lru_cache(maxsize=1)
def _model(path: Path) -> Model:
    return Model(path)


def find(plain: str, threshold: float = THRESHOLD, model: Path = MODEL) -> Iterator[Hit]:
    """Names in a normalised text: tokens side by side that are each part of a name with at least this probability, and
    a token beside them with at least half of it.

    A hit's score is its surest token's."""
    scores = _model(model).scores
    # A sentence said a hundred times is read once.
    known = dict[tuple[str, ...], list[float]]()
    for sentence in sentences(plain):
        words = tuple([token[0] for token in sentence])
        if words not in known:
            # Thousands of single signs are no text, and would take the time of one.
            known[words] = _parts(scores(words, threshold), threshold) if max(map(len, words)) > 1 else []
        if not known[words]:
            continue
        start = end = 0
        best = 0.0
        for token, score in zip(sentence, known[words], strict=True):
            part = score and token[0][0].isalpha()
            if best and not (part and plain[end : token.start()].isspace()):
                if best >= threshold:
                    yield Hit(start, end, A_NAME, "names", best)
                best = 0.0
            if part:
                start = start if best else token.start()
                end, best = token.end(), max(best, score)
        if best >= threshold:
            yield Hit(start, end, A_NAME, "names", best)


def _parts(scores: list[float], threshold: float) -> list[float]:
    """Nothing in place of scores that are neither likely enough nor beside one that is."""
    sure = [False, *[score >= threshold for score in scores], False]
    return [
        score if here or (score >= threshold / 2 and (before or after)) else 0.0
        for before, here, after, score in zip(sure, sure[1:], sure[2:], scores, strict=False)
    ]
