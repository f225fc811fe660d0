"""What the scanner says of a draft before it is put to review. It assists: no finding never means that a draft is safe,
and nothing is approved or cleared by it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from handlers import permissions
from handlers.drafts import Draft
from handlers.errors import Invalid
from handlers.passages import Found, Passage, passages, texts
from handlers.people import Actor
from handlers.phi import names, scan
from handlers.phi.about import About, Kind
from handlers.phi.findings import Finding, Severity
from handlers.phi.names import THRESHOLD

_KINDS = {"reply": Kind.REPLY, "advertisement": Kind.AD}
_NOT_ATTESTED = (
    "Look at every picture and video, its background and its reflections too, and tick this: what is in a picture "
    "cannot be read here. If you cannot tick it, choose another one."
)
_NEEDS_REFERENCE = "Give the reference of the patient's signed written authorization, or change what is quoted here."
_MAY_NOT = (
    "Only approvers and privacy officers can send it to review all the same. Change the text, or ask one of them to "
    "propose it."
)
_WHAT_NOW = {
    True: "Please change what is quoted here; or, if it tells of no patient, say at the end why it should be reviewed.",
    False: "Please change what is quoted here. An approver or privacy officer can propose it as it is, with a reason.",
}


class HeldUp(Invalid):
    """Something in this could identify a patient. Please look again."""

    def __init__(
        self, fields: dict[str, str], told: Mapping[str, Sequence[Passage]], *, passable: bool = False
    ) -> None:
        super().__init__(fields)
        #: Field name to the sentences its problem is about.
        self.told = told
        #: Whether a reason from whoever sent it would let it pass to review.
        self.passable = passable


class ReplyTells(HeldUp):
    """This answer tells something of a patient. Use one of the neutral answers instead."""


def scanned(text: str, about: About, allowed: Collection[str] = (), threshold: float = THRESHOLD) -> list[Finding]:
    """Everything found in a text; names as `Rules.name_threshold` has it."""
    return scan.scan(text, about, allowed=allowed, names=(partial(names.find, threshold=threshold),))


def read(draft: Draft, allowed: Collection[str] = (), threshold: float = THRESHOLD) -> list[Found]:
    """Everything found in a draft; takes about 5 ms for 2,000 characters."""
    kind = _KINDS.get(draft.kind, Kind.POST)
    about = About(kind, media=bool(draft.media), authorized=bool(draft.authorization_reference))
    parts = enumerate(texts(draft))
    return [Found(part, one) for part, text in parts for one in scanned(text, about, allowed, threshold)]


def require_passable(actor: Actor, draft: Draft, found: Sequence[Found]) -> None:
    """Raises `Invalid` when something has to be changed, attested or referred to first; `HeldUp` when sentences are to
    be quoted, `ReplyTells` when one of them is an answer's. Who may decide may send a draft to review all the same by
    giving a reason; four eyes still look at it."""
    may = permissions.may_decide(actor)
    problems = {"attested": _NOT_ATTESTED} if draft.media and not draft.attested else {}
    told = {} if draft.override and may else _told(draft, found)
    problems |= {field: _NEEDS_REFERENCE if field == "authorization" else _WHAT_NOW[may] for field in told}
    if told and draft.override:
        problems["override"] = _MAY_NOT
    if told:
        held = ReplyTells if "text" in told and draft.kind == "reply" else HeldUp
        raise held(problems, told, passable=may)
    if problems:
        raise Invalid(problems)


def _told(draft: Draft, found: Sequence[Found]) -> dict[str, list[Passage]]:
    """Which sentences keep it from review, by the field in which that is mended."""
    stops = {Severity.BLOCK} if draft.authorization_reference else {Severity.BLOCK, Severity.AUTHORIZATION}
    every = passages(texts(draft), [one for one in found if one.finding.severity in stops])
    blocking = [one for one in every if one.severity is Severity.BLOCK]
    told = {
        "text": [one for one in blocking if one.part == 0],
        "alt": [one for one in blocking if one.part > 0],
        "authorization": [one for one in every if one.severity is Severity.AUTHORIZATION],
    }
    return {field: sentences for field, sentences in told.items() if sentences}


def counted(found: Sequence[Found]) -> dict[str, int]:
    """How often each rule applies; what the ledger keeps of findings."""
    return dict(sorted(Counter(one.finding.rule for one in found).items()))
