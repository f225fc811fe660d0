"""`python -m bot scan` as it is run: answers in lines, words for bad ones, and nothing needed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
#: The outside contract's fields of a finding.
_FIELDS = ["start", "end", "category", "rule", "severity", "why", "citation", "suggestion"]


def _run(given: bytes, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "scan", *arguments],
        input=given,
        env={"DATABASE_URL": "nonsense://", "PORT": "none"},
        cwd=_ROOT,
        capture_output=True,
        check=False,
    )
    assert ran.stderr == b""
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_text() -> None:
    """A text on standard input is answered by one line; settings are not even read."""
    code, (answer,) = _run("Ünsere 😀 patient, MRN 12345\n".encode())
    assert (code, list(answer)) == (0, ["findings"])
    (finding,) = answer["findings"]
    assert list(finding) == _FIELDS
    assert (finding["start"], finding["end"]) == (22, 27)
    assert (finding["category"], finding["rule"], finding["severity"]) == ("MRN", "A_MRN", "block")


def test_lines() -> None:
    """Each JSON line is answered by one line, in order; kinds differ in severity."""
    given = [{"text": "Reach me at 555-123-4567", "kind": kind} for kind in ("post", "reply", "comment", "ad")]
    code, answers = _run("\n".join(map(json.dumps, [*given, {"text": "\ud800 nothing"}])).encode(), "--jsonl")
    assert code == 0
    severities = [[finding["severity"] for finding in answer["findings"]] for answer in answers]
    assert severities == [["note"], ["block"], ["block"], ["note"], []]


_BAD = [b"no JSON", b"", b"[]", b'"text"', b"{}", b'{"text": 3}', b'{"text": "a", "kind": "tweet"}']
_BAD += [b'{"text": "a", "kind": []}', b"\xff\xfe", b"[" * 100_000, b"1" * 100_000]


def test_bad_lines() -> None:
    """Each is answered by an error, what stands between them is read, and the exit code is 1."""
    code, answers = _run(b"\n".join(line + b'\n{"text": "SSN 123-45-6789"}' for line in _BAD), "--jsonl")
    assert code == 1
    assert [list(answer) for answer in answers] == [["error"], ["findings"]] * len(_BAD)
    assert all(len(answer["findings"]) == 1 for answer in answers[1::2])


def test_bytes_that_are_no_text() -> None:
    """They keep their place: what follows is found where it stands."""
    code, (answer,) = _run(b"\xff\xfe SSN 123-45-6789")
    assert code == 0
    assert [(finding["start"], finding["end"]) for finding in answer["findings"]] == [(7, 18)]


def test_whoever_reads_has_enough() -> None:
    """`| head` ends it without a word, however much is left to read."""
    lines = b'{"text": "SSN 123-45-6789"}\n' * 2_000
    piped = f"{sys.executable} -m bot scan --jsonl | head -n 1"
    ran = subprocess.run(piped, shell=True, input=lines, cwd=_ROOT, capture_output=True, check=True)
    assert ran.stderr == b""
    assert len(ran.stdout.splitlines()) == 1
