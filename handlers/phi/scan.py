"""What in a text could identify a patient: all detectors over its normal form, judged together.

An identifier alone is shown to the approver; beside words for a patient or a condition, or in an answer to somebody, it
blocks, for then it tells who was treated. Some block always: nobody posts a record number for a good reason."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

from handlers.phi import context, identifiers, more_names, normal
from handlers.phi import names as crf
from handlers.phi.about import About
from handlers.phi.allowed import Allowed
from handlers.phi.beside import Beside
from handlers.phi.context import others
from handlers.phi.findings import Category, Finding, Hit, Severity
from handlers.phi.meant import Meant
from handlers.phi.reader import read as reading_of
from handlers.phi.spans import Spans

Detector = Callable[[str], Iterable[Hit]]

#: The detectors of names; one given in addition to them can only add findings.
NAMES: tuple[Detector, ...] = (crf.find,)
#: Characters read again on both sides of something spelt out.
_AROUND = 60

_GRAVEST = tuple(Severity)
#: Which detector is believed where two read the same characters as different identifiers; a disguise may be none.
_RANK = {"label": 3, "form": 2, "list": 2, "names": 1, "disguised": 0}


def scan(
    text: str,
    about: About,
    *,
    allowed: Collection[str] = (),
    names: Sequence[Detector] = NAMES,
    more: Detector = more_names.find,
) -> list[Finding]:
    """The findings in the order of the text; offsets count its characters as given.

    `allowed` are the organization's own names, places, numbers and dates. What `more` finds where nothing else was
    found is added as notes. Any text at all can be read, in time linear in its length."""
    found = list[Finding]()
    for start, piece in normal.pieces(text):
        read = normal.read(piece)
        judged = list(_judged(read.plain, about, allowed, names))
        for hit, severity in chain(judged, _added(read.plain, allowed, more, judged)):
            first, last = read.given(hit.start, hit.end)
            found.append(_finding(hit, severity, start + first, start + last))
    return _merged(found)


def _judged(
    plain: str, about: About, allowed: Collection[str], names: Sequence[Detector]
) -> Iterator[tuple[Hit, Severity]]:
    own = Allowed(allowed, plain)
    reading = reading_of(plain, own if allowed else None)
    others.spare(reading, about)
    hits = list(_believed(chain(_hits(plain, (identifiers.find, *names)), _disguised(plain, names))))
    if allowed:
        hits = [hit for hit in hits if hit not in own]
    stories = list(context.find(reading, about))
    meant = Meant(plain, reading, about, hits, stories)
    yield from Beside(plain, reading, about, grave=meant.grave).judged(hit for hit in hits if hit in meant)
    yield from ((hit, hit.rule.severity) for hit in stories)


def _added(
    plain: str, allowed: Collection[str], more: Detector, judged: Sequence[tuple[Hit, Severity]]
) -> Iterator[tuple[Hit, Severity]]:
    """It cannot change what was found: neither how grave it is nor where it ends."""
    if further := list(more(plain)):
        own, taken = Allowed(allowed, plain), Spans((hit.start, hit.end) for hit, _ in judged)
        yield from ((hit, Severity.NOTE) for hit in further if hit not in own and not taken.touch(hit.start, hit.end))


def _hits(plain: str, detectors: Sequence[Detector]) -> Iterator[Hit]:
    return (hit for detector in detectors for hit in detector(plain))


def _disguised(plain: str, names: Sequence[Detector]) -> Iterator[Hit]:
    """What is found only where the text spells something out, in the places it has there."""
    clear, changed = normal.undisguised(plain)
    # Digits are no part of a name.
    lettered = any(any(map(str.isalpha, clear.plain[start : end + 1])) for start, end in changed)
    detectors = (identifiers.find, *names) if lettered else (identifiers.find,)
    # What begins where the text was changed was found because of it too.
    slices = Spans([(start, end + 1) for start, end in changed])
    for start, end in Spans([(max(0, start - _AROUND), end + _AROUND) for start, end in changed]):
        for hit in _hits(clear.plain[start:end], detectors):
            if slices.touch(start + hit.start, start + hit.end):
                first, last = clear.given(start + hit.start, start + hit.end)
                yield Hit(first, last, hit.rule, "disguised", hit.score)


def _believed(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Leaves out what lies within another identifier that explains it better: a telephone number in a record number."""
    open_ = list[Hit]()
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, -_RANK.get(hit.source, 0))):
        open_ = [other for other in open_ if other.end > hit.start]
        if not any(_explains(other, hit) for other in open_):
            yield hit
        open_.append(hit)


def _explains(outer: Hit, inner: Hit) -> bool:
    surer = outer.score >= inner.score or inner.rule.category == Category.NAME
    return (
        outer.rule is not inner.rule
        and outer.end >= inner.end
        and _RANK.get(outer.source, 0) >= _RANK.get(inner.source, 0)
        and surer
    )


def _finding(hit: Hit, severity: Severity, start: int, end: int) -> Finding:
    rule = hit.rule
    words = (rule.why, rule.citation, rule.suggestion)
    return Finding(start, end, rule.category, rule.id, severity, *words, hit.source, hit.score)


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each rule and place: those that overlap become one, as grave as the gravest."""
    merged, last = list[Finding](), dict[str, int]()
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        at = last.get(finding.rule)
        if at is None or merged[at].end <= finding.start:
            last[finding.rule] = len(merged)
            merged.append(finding)
        else:
            merged[at] = _joined(merged[at], finding)
    return merged


def _joined(first: Finding, second: Finding) -> Finding:
    graver = min(first.severity, second.severity, key=_GRAVEST.index)
    score = max(first.score, second.score)
    return first._replace(end=max(first.end, second.end), severity=graver, score=score)
