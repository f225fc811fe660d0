"""The words the context rules know, by class: conditions, procedures, people, what they do, when and where."""

from functools import cache

from handlers.phi.data import sections

_NOUNS = " +"


@cache
def classes() -> dict[str, frozenset[str]]:
    """Every class with its terms, lower case, words separated by one blank."""
    found = {}
    for name, lines in sections("lexicon").items():
        terms = [term.strip() for term in " ".join(lines).split(",")]
        plurals = [_plural(term) for term in terms] if name.endswith(_NOUNS) else []
        found[name.removesuffix(_NOUNS)] = frozenset(terms + plurals)
    return found


def _plural(term: str) -> str:
    if term.endswith(("s", "x", "ch", "sh", "z")):
        return term + "es"
    if term.endswith("y") and term[-2] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"
