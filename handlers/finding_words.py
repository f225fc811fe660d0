"""What people read of findings, on every platform alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers.messages import FindingView
from handlers.passages import Passage
from handlers.phi.findings import Severity
from handlers.rule_statistics import called

FOUND = "What the scanner found"
HIGHLIGHTED = "What the scanner found is highlighted; the card says why."
ASSISTS = "The scanner reads words only, and misses things: finding nothing does not mean that a text is safe."
SEVERITIES = {
    Severity.BLOCK: "⛔ Would have to change",
    Severity.AUTHORIZATION: "✍️ Needs a written authorization",
    Severity.NOTE: "📌 To note",
}
#: Sentences told under a field; the rest are counted.
TOLD = 4
NOT_SENT = "Nothing is sent yet, and nothing is lost. "
ALL_THE_SAME = "Sent to review all the same: "
DISMISS = "Dismiss findings"
DISMISS_EFFECT = "What you dismiss stays on the card, with your name and reason. It decides nothing about the post."
ALLOW_LIST = "Allow-list"
ALWAYS = "Always let these words pass"
ALWAYS_HINT = "Only what is the practice's own; a patient's name never."
DISMISS_HINT = "Why it tells of no patient. It is kept with the post."


def where(part: int) -> str:
    """In which text of the post it is; nothing for the post itself."""
    return f" (alt text of file {part})" if part else ""


def each(found: Sequence[FindingView]) -> list[tuple[FindingView, str]]:
    """Every finding with what follows its quoted words: why, and what to do; or who dismissed it. Those that read alike
    are one line, and what was said of one is not said again of the next."""
    alike = Counter(map(_read, found))
    known: set[str] = set()
    lines = []
    for finding in found:
        if times := alike.pop(_read(finding), 0):
            often = f" ({times} times)" if times > 1 else ""
            lines.append((finding, f"{often}{_about(finding, known)}"))
    return lines


def _read(finding: FindingView) -> FindingView:
    """What people see of it."""
    return replace(finding, id=0, start=0, end=0)


def _about(finding: FindingView, known: set[str]) -> str:
    if finding.dismissed:
        return f"{where(finding.part)} · dismissed by {finding.dismissed_by}: {finding.dismissed}"
    said = f"{finding.why} {finding.suggestion}"
    if said in known:
        return f"{where(finding.part)}: the same."
    known.add(said)
    return f"{where(finding.part)}: {said}"


def choice(finding: FindingView) -> str:
    """A finding where one of several is chosen."""
    return f"{called(finding.rule)}: “{finding.quoted}”"


class Told(NamedTuple):
    """One sentence that holds a form up: its words, why, and what to do."""

    quoted: str
    why: str
    instead: str


def told(passages: Sequence[Passage]) -> list[Told]:
    """The first sentences; what was said of one is not said again of the next."""
    said: set[str] = set()
    lines = []
    for passage in passages[:TOLD]:
        known = passage.why in said
        others = _others(passage)
        instead = others if known else f"{passage.suggestion} {others}".strip()
        why = "the same." if known else passage.why
        lines.append(Told(f"“{passage.quoted}”", f"{where(passage.part)}: {why}", instead))
        said.add(passage.why)
    return lines


def _others(passage: Passage) -> str:
    """What else in the sentence has to be looked at."""
    words = [f"“{words}”" for words in passage.others] + ([f"{passage.more} more"] if passage.more else [])
    listed = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"Also in this sentence: {listed}." if words else ""


def further(passages: Sequence[Passage]) -> str:
    """What is said of the sentences that are not told; nothing when all are."""
    left = len(passages) - TOLD
    return f"And {left} more sentence{'s' * (left > 1)} like these." if left > 0 else ""


def rest(left: int) -> str:
    """What is said of findings for which a card has no room."""
    return f"and {left} more, which do not fit here"


NOT_KEPT = {
    "slack": "Only you see this. Imprimatur keeps nothing of what you typed.",
    "teams": "Imprimatur keeps nothing of what you typed. Teams does: delete your message if it names a patient.",
}


def result(count: int) -> str:
    """What a scan came to."""
    found = f"{count} finding{'s' * (count > 1)}" if count else "Nothing found"
    return f"{found}, read as a post."


NEUTRAL = "Answers that tell nothing of anybody. Choose one, and fill in what stands in [brackets]."
USE_THIS = "Use this"


def replaced(text: str) -> str:
    """What is left to do with a neutral answer that has become the text."""
    return f"The text is replaced. {'Fill in what stands in [brackets]' if '[' in text else 'Read it'}, then send it."
