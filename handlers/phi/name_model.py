"""The conditional random field behind `names`: a chain of words, each with one of three labels, and its weights.

It is reckoned here because a library spends most of its time on carrying the features of every word over to it. Weights
are added up once for each word and once for each kind of neighbourhood, and kept."""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf, log
from pathlib import Path
from typing import NamedTuple

from handlers.phi.name_features import EDGE, casing, far_after, far_before, near, used, word

#: Part of a name (N) and something else that is named (X), each against nothing (O), in thousandths.
Weights = tuple[int, int]
LABELS = "ONX"
#: Sums kept of each kind.
_KEPT = 16384


class _Told(NamedTuple):
    """What is known of a word, and its weights for itself, for the word after it and for the word before it."""

    kind: str
    rough: str
    own: Weights
    before: Weights
    after: Weights


class Model:
    """Reads what `packed` wrote."""

    def __init__(self, path: Path) -> None:
        names, _, numbers = path.read_bytes().partition(b"\n")
        values = array("h", numbers)
        moves, values = values[:9], values[9:]
        self._weights = dict(zip(names.decode().split(" "), zip(values[::2], values[1::2], strict=True), strict=True))
        self._moves = [exp(move / 1000) for move in moves]
        # What the words on both sides, whatever they are, add at most to a word's being a name rather than nothing.
        before, after = range(0, 9, 3), range(3)
        self._most = max(moves[at + 1] - moves[at] for at in before) + max(moves[at + 3] - moves[at] for at in after)
        self._told = lru_cache(_KEPT)(self._tell)
        self._used = lru_cache(_KEPT)(lambda usage: tuple(map(self._sum, used(usage))))
        self._near = lru_cache(_KEPT)(lambda *kinds: self._sum(near(*kinds)))
        self._before = lru_cache(_KEPT)(lambda *kinds: self._one(far_before(*kinds)))
        self._after = lru_cache(_KEPT)(lambda *kinds: self._one(far_after(*kinds)))
        self._edge = _Told(EDGE.kind, EDGE.rough, (0, 0), self._one(EDGE.before), self._one(EDGE.after))

    def scores(self, sentence: Sequence[str], threshold: float) -> list[float]:
        """How likely each token of a sentence is part of a name; nothing where none can reach the threshold, be its
        neighbours what they may: then a sentence costs a sum for each word."""
        weights = self._weigh(sentence)
        least = 1000 * log(threshold / (1 - threshold)) - self._most if threshold < 1 else inf
        if not any(name > least for name, _ in weights):
            return []
        return self._marginals([(exp(name / 1000), exp(other / 1000)) for name, other in weights])

    def _weigh(self, sentence: Sequence[str]) -> list[Weights]:
        words = [self._told(token) for token in sentence]
        case = casing([one.kind for one in words])
        edge, close, before, after = self._edge, self._near, self._before, self._after
        padded = [edge, edge, *words, edge, edge]
        weights = []
        for two_back, back, one, on, two_on in zip(padded, padded[1:], words, padded[3:], padded[4:], strict=False):
            # Unrolled: this is where most of the time of a scan goes.
            own, left, right = one.own, back.before, on.after
            here = close(case, back.rough, one.kind, on.rough)
            far_left, far_right = before(two_back.kind, back.kind), after(on.kind, two_on.kind)
            weights.append(
                (
                    own[0] + left[0] + right[0] + here[0] + far_left[0] + far_right[0],
                    own[1] + left[1] + right[1] + here[1] + far_left[1] + far_right[1],
                )
            )
        return weights

    def _marginals(self, emitted: list[tuple[float, float]]) -> list[float]:
        """Forward and backward over the chain, each step scaled to sum to one."""
        oo, on, ox, no, nn, nx, xo, xn, xx = self._moves
        name, other = emitted[0]
        forward = [(1.0, name, other)]
        nothing = 1.0
        for n, x in emitted[1:]:
            whole = 1 / (nothing + name + other)
            nothing, name, other = (
                (nothing * oo + name * no + other * xo) * whole,
                (nothing * on + name * nn + other * xn) * n * whole,
                (nothing * ox + name * nx + other * xx) * x * whole,
            )
            forward.append((nothing, name, other))
        scores = []
        o = n = x = 1.0
        for (nothing, name, other), (n_here, x_here) in zip(reversed(forward), reversed(emitted), strict=True):
            scores.append(name * n / (nothing * o + name * n + other * x))
            n *= n_here
            x *= x_here
            whole = 1 / (o + n + x)
            o, n, x = (
                (oo * o + on * n + ox * x) * whole,
                (no * o + nn * n + nx * x) * whole,
                (xo * o + xn * n + xx * x) * whole,
            )
        return scores[::-1]

    def _tell(self, text: str) -> _Told:
        one = word(text)
        own, before, after = self._used(one.usage)
        name, other = self._sum(one.own)
        name_after, other_after = self._one(one.before)
        name_before, other_before = self._one(one.after)
        return _Told(
            one.kind,
            one.rough,
            (name + own[0], other + own[1]),
            (name_after + before[0], other_after + before[1]),
            (name_before + after[0], other_before + after[1]),
        )

    def _sum(self, features: list[str]) -> Weights:
        name = other = 0
        for feature in features:
            if feature in self._weights:
                more = self._weights[feature]
                name += more[0]
                other += more[1]
        return name, other

    def _one(self, feature: str) -> Weights:
        return self._weights.get(feature, (0, 0))


def packed(weights: dict[tuple[str, str], float], moves: dict[tuple[str, str], float]) -> bytes:
    """A trained model as it is kept: features with a blank between them, a line end, then two bytes for each number:
    how a label follows another, and each feature's weights."""
    against: dict[str, list[float]] = {}
    for (feature, label), weight in weights.items():
        pair = against.setdefault(feature, [0.0, 0.0])
        for place in range(2) if label == "O" else (LABELS.index(label) - 1,):
            pair[place] += -weight if label == "O" else weight
    rows = sorted((feature, name, other) for feature, (name, other) in against.items())
    numbers = [moves.get((one, other), 0.0) for one in LABELS for other in LABELS]
    numbers += [number for row in rows for number in row[1:]]
    return " ".join(feature for feature, *_ in rows).encode() + b"\n" + array("h", (round(n * 1000) for n in numbers))
