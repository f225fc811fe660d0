"""`python -m bot scan`: the scanner on the command line, without settings or a database. It keeps and logs nothing."""

import json
import os
import sys
from typing import Any, TypeVar

from handlers.phi.about import About, Account, Kind
from handlers.phi.findings import Finding
from handlers.phi.scan import scan

#: What is printed of a finding.
_FIELDS = ("start", "end", "category", "rule", "severity", "why", "citation", "suggestion")

_Of = TypeVar("_Of", Kind, Account)


class NotALine(Exception):
    """Not a line to scan: write one JSON object with "text" in each line."""


def whole() -> int:
    """Reads a post on standard input and prints its findings."""
    _print(_answer(_decoded(sys.stdin.buffer.read()), About()))
    return 0


def lines() -> int:
    """Reads JSON lines and answers each by one; the exit code is 1 when one could not be read."""
    code = 0
    for line in sys.stdin.buffer:
        try:
            _print(_answer(*_proposal(line)))
        except NotALine as error:
            _print({"error": str(error)})
            code = 1
    return code


def _proposal(line: bytes) -> tuple[str, About]:
    try:
        value = json.loads(_decoded(line))
    except (ValueError, RecursionError):
        raise NotALine(NotALine.__doc__) from None
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise NotALine(NotALine.__doc__)
    return value["text"], About(_one(value, "kind", Kind), _one(value, "account", Account))


def _one(value: dict[str, Any], name: str, of: type[_Of]) -> _Of:
    """The choice of that name, or the first there is."""
    choices = list(of)
    try:
        return of(value.get(name, choices[0]))
    except ValueError:
        raise NotALine(f'"{name}" is one of: {", ".join(choices)}.') from None


def _answer(text: str, about: About) -> dict[str, Any]:
    return {"findings": [_fields(finding) for finding in scan(text, about)]}


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in _FIELDS}


def _decoded(given: bytes) -> str:
    """Bytes that are no UTF-8 stay one character each, so that everything after them is found in its place."""
    return given.decode("utf-8", "surrogateescape")


def _print(answer: dict[str, Any]) -> None:
    try:
        print(json.dumps(answer), flush=True)  # noqa: T201 - the command line answers
    except BrokenPipeError:
        # Whoever read has enough (`| head`). Python would fail once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
