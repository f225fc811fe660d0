"""What is found in a draft, and how its author is told: sentence by sentence, the gravest of each for all of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from handlers.drafts import Draft
from handlers.phi.findings import Finding, Severity

_QUOTED = 60
#: Other words of a sentence that are quoted; the rest are counted.
_OTHERS = 3
_GRAVEST = tuple(Severity)
#: The end of a sentence; a title's full stop is none.
_END = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.!?…][\"'”’)\]]*\s|\n")  # noqa: RUF001
_FIRST = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)


class Found(NamedTuple):
    """A finding and the text of the draft it is in: 0 is the post, n the alt text of its nth file."""

    part: int
    finding: Finding


@dataclass(frozen=True)
class Passage:
    """A sentence in which something is found, told by the gravest of it."""

    part: int
    #: The words it stands in, with everything found that overlaps them.
    quoted: str
    severity: Severity
    #: One short sentence.
    why: str
    suggestion: str
    #: What else is found in the sentence, the first few.
    others: tuple[str, ...] = ()
    more: int = 0


class _Run(NamedTuple):
    """Findings that overlap, and where they stand together."""

    start: int
    end: int
    gravest: Finding


def texts(draft: Draft) -> tuple[str, ...]:
    """The texts of a draft by `part`."""
    return draft.text, *(upload.alt_text for upload in draft.media)


def quoted(text: str, start: int, end: int) -> str:
    """The words of a finding on one line of bearable length."""
    return shortened(text[start:end], _QUOTED)


def shortened(text: str, limit: int) -> str:
    """A text on one line of at most `limit` characters, with … where it goes on: after a word, unless that is long."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole, _, _ = line[:limit].rpartition(" ")
    return (whole if len(whole) > limit // 2 else line[: limit - 1]).rstrip(" .,;:!?…") + "…"


def passages(parts: Sequence[str], found: Sequence[Found]) -> list[Passage]:
    """Every sentence with findings in it, in the order of the texts; each finding is told or counted in one of them."""
    of_part = groupby(sorted(found, key=lambda one: one.part), key=lambda one: one.part)
    return [
        _passage(part, parts[part], runs)
        for part, ones in of_part
        for runs in _sentences(parts[part], _runs(one.finding for one in ones))
    ]


def _runs(findings: Iterable[Finding]) -> Iterator[_Run]:
    run: _Run | None = None
    for finding in sorted(findings, key=lambda finding: finding.start):
        if run and finding.start < run.end:
            run = _Run(run.start, max(run.end, finding.end), min(run.gravest, finding, key=_graveness))
            continue
        if run:
            yield run
        run = _Run(finding.start, finding.end, finding)
    if run:
        yield run


def _sentences(text: str, runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    sentence: list[_Run] = []
    for run in runs:
        if sentence and _END.search(text, sentence[-1].end - 1, run.start):
            yield sentence
            sentence = []
        sentence.append(run)
    if sentence:
        yield sentence


def _passage(part: int, text: str, runs: list[_Run]) -> Passage:
    lead = min(runs, key=lambda run: _graveness(run.gravest))
    others = [quoted(text, run.start, run.end) for run in runs if run is not lead]
    told, found = others[:_OTHERS], lead.gravest
    words = quoted(text, lead.start, lead.end)
    return Passage(part, words, found.severity, _short(found.why), found.suggestion, tuple(told), len(others[_OTHERS:]))


def _graveness(finding: Finding) -> tuple[int, int]:
    """The gravest first; of equals the one that tells of more words."""
    return _GRAVEST.index(finding.severity), finding.start - finding.end


def _short(why: str) -> str:
    first = _FIRST.match(why)
    return first[0] if first else why
