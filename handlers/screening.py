"""What the scanner says of a draft before it is put to review. It assists: no finding never means that a draft is safe,
and nothing is approved or cleared by it."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from handlers import permissions
from handlers.drafts import Draft
from handlers.errors import Invalid
from handlers.people import Actor
from handlers.phi import scan
from handlers.phi.about import About, Kind
from handlers.phi.findings import Finding, Severity

#: Findings told under a field; the rest are counted.
TOLD = 5
_QUOTED = 60
_KINDS = {"reply": Kind.REPLY, "advertisement": Kind.AD}
_NOT_ATTESTED = (
    "Look at every picture and video, its background and its reflections too, and tick this: what is in a picture "
    "cannot be read here. If you cannot tick it, choose another one."
)
_NEEDS_REFERENCE = "Give the reference of the patient's signed written authorization, or change the text:"
_MAY_NOT = (
    "Only approvers and privacy officers can send it to review all the same. Change the text, or ask one of them to "
    "propose it."
)
_WHAT_NOW = {
    True: "Change it; or, if it tells of no patient, say below why it should be reviewed all the same.",
    False: "Please change it. An approver or privacy officer can propose it as it is, with a reason.",
}


class ReplyTells(Invalid):
    """This answer tells something of a patient. Use one of the neutral answers instead."""


class Found(NamedTuple):
    """A finding and the text of the draft it is in: 0 is the post, n the alt text of its nth file."""

    part: int
    finding: Finding


def texts(draft: Draft) -> tuple[str, ...]:
    """The texts of a draft by `part`."""
    return draft.text, *(upload.alt_text for upload in draft.media)


def read(draft: Draft, allowed: Collection[str] = ()) -> list[Found]:
    """Everything found in a draft; takes about 5 ms for 2,000 characters."""
    kind = _KINDS.get(draft.kind, Kind.POST)
    about = About(kind, media=bool(draft.media), authorized=bool(draft.authorization_reference))
    parts = enumerate(texts(draft))
    return [Found(part, finding) for part, text in parts for finding in scan.scan(text, about, allowed=allowed)]


def require_passable(actor: Actor, draft: Draft, found: Sequence[Found]) -> None:
    """Raises `Invalid` when something has to be changed, attested or referred to first; `ReplyTells` when that is the
    text of an answer. Who may decide may send a draft to review all the same by giving a reason; four eyes still look
    at it."""
    may = permissions.may_decide(actor)
    problems = {"attested": _NOT_ATTESTED} if draft.media and not draft.attested else {}
    if not (draft.override and may):
        problems |= _objections(draft, found, may)
    if problems:
        raise (ReplyTells if "text" in problems and draft.kind == "reply" else Invalid)(problems)


def _objections(draft: Draft, found: Sequence[Found], may: bool) -> dict[str, str]:
    asking = [one for one in found if one.finding.severity is Severity.AUTHORIZATION]
    blocking = [one for one in found if one.finding.severity is Severity.BLOCK]
    problems = {
        field: f"{told_of(draft, part)}\n{_WHAT_NOW[may]}"
        for field, part in (
            ("text", [one for one in blocking if one.part == 0]),
            ("alt", [one for one in blocking if one.part > 0]),
        )
        if part
    }
    if asking and not draft.authorization_reference:
        problems["authorization"] = f"{_NEEDS_REFERENCE}\n{told_of(draft, asking)}"
    return problems | ({"override": _MAY_NOT} if problems and draft.override else {})


def told_of(draft: Draft, found: Sequence[Found]) -> str:
    """A line for each of the first findings, and how many there are besides."""
    parts = texts(draft)
    told = [sentence(quoted(parts[part], finding.start, finding.end), finding) for part, finding in found[:TOLD]]
    more = len(found) - TOLD
    return "\n".join([*told, f"And {more} more."] if more > 0 else told)


def sentence(words: str, finding: Finding) -> str:
    """What is found, why it matters, and what to do instead."""
    return f"“{words}”: {finding.why} {finding.suggestion}"


def quoted(text: str, start: int, end: int) -> str:
    """The words of a finding on one line of bearable length."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"


def counted(found: Sequence[Found]) -> dict[str, int]:
    """How often each rule applies; what the ledger keeps of findings."""
    return dict(sorted(Counter(one.finding.rule for one in found).items()))
