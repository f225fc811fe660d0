"""The organization's own neutral answers: written by privacy officers, approved by somebody else, never changed.

The shipped ones (`handlers.phi.templates`) are approved by nobody here. They are offered until the organization has
approved the first of its own, and again when it has none left."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select

from handlers import allow_list, announcements, drafts, permissions, rows, screening
from handlers.errors import FieldProblem, Refusal
from handlers.passages import Found, passages
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.phi.about import About, Kind
from handlers.phi.findings import Severity
from handlers.phi.templates import TEMPLATES, Template
from handlers.rules import Rules
from handlers.screening import HeldUp
from storage import core, ledger
from storage.transaction import Transaction

OCCASION_LIMIT, TEXT_LIMIT = 60, 700
#: Answers in force at once: a refused form shows all of them.
MOST = 10
#: The gap whoever answers fills.
GAP = "[telephone number or address]"
_CHANGE = "Please change what is quoted here: everybody may send this answer as it is."


class State(StrEnum):
    """What became of a wording."""

    WAITING = "waiting"
    IN_FORCE = "in force"
    #: A later one was approved, or written before anybody looked at this.
    REPLACED = "replaced"
    DECLINED = "declined"
    RETIRED = "retired"


class NoSuchTemplate(Refusal):
    """This answer is not offered here any more. `/compliance templates` shows those that are."""


class OfficerWrites(Refusal):
    """Only privacy officers write and retire neutral answers. `/compliance roles` shows who they are: ask one of
    them."""


class OwnTemplate(Refusal):
    """You wrote this answer, so somebody else has to approve it: an approver or another privacy officer."""


class NotWaiting(Refusal):
    """This wording does not wait for a decision any more. `/compliance templates` shows where it stands."""


class NotInForce(Refusal):
    """This answer is not in force, so there is nothing to retire. `/compliance templates` shows where it stands."""


class EnoughTemplates(FieldProblem):
    """There are {most} answers in force or waiting, and that is as many as there may be. Retire one first."""


class SameWording(FieldProblem):
    """This is word for word what is there already. Change something, or close this form."""


class BadOccasion(FieldProblem):
    """Say when to use it, in up to {limit} characters on one line, none of them invisible."""

    field = "occasion"


class BadWording(FieldProblem):
    """An answer has up to {limit} characters, none of them invisible."""


@dataclass(frozen=True)
class Version:
    """One wording, and what became of it."""

    id: int
    template: int
    number: int
    occasion: str
    text: str
    writer_id: int
    writer: str
    written_at: datetime
    state: State
    #: (what, who, when) was decided on it, the first first.
    decisions: tuple[tuple[str, str, datetime], ...] = ()


@dataclass(frozen=True)
class Answer:
    """One neutral answer of the organization with all its wordings, the newest first."""

    template: int
    versions: tuple[Version, ...]

    def of(self, state: State) -> Version | None:
        """The wording that stands so; there is at most one that waits, and one in force."""
        return next((version for version in self.versions if version.state is state), None)

    @property
    def shown(self) -> Version:
        """What it is called by: the wording in force, else the newest."""
        return self.of(State.IN_FORCE) or self.versions[0]


@dataclass(frozen=True)
class Opened:
    """An answer in front of somebody, and what they may do with it."""

    answer: Answer
    #: Decide on the wording that waits.
    decides: bool
    #: Write a new version, and retire it.
    writes: bool


_version, _decision = core.template_version.c, core.template_decision.c
_VERSIONS = (
    select(core.template_version, core.person.c.name)
    .join_from(core.template_version, core.person)
    .order_by(_version.template, _version.number.desc())
)
_DECISIONS = (
    select(_decision.version_id, _decision.verdict, core.person.c.name, _decision.decided_at)
    .join_from(core.template_decision, core.person)
    .order_by(_decision.id)
)


def answers(tx: Transaction) -> list[Answer]:
    """Every answer there ever was: those in force, then those with a wording that waits, each by its occasion."""
    decided: dict[int, list[tuple[str, str, datetime]]] = {}
    for row in tx.execute(_DECISIONS):
        decided.setdefault(row.version_id, []).append((row.verdict, row.name, row.decided_at))
    found = [
        Answer(template, _versions(list(stored), decided))
        for template, stored in groupby(tx.execute(_VERSIONS).all(), key=lambda row: row.template)
    ]
    return sorted(found, key=_place)


def _place(answer: Answer) -> tuple[bool, bool, str]:
    standing, waiting = answer.of(State.IN_FORCE), answer.of(State.WAITING)
    return standing is None, waiting is None, answer.shown.occasion.casefold()


def _versions(stored: list[Any], decided: dict[int, list[tuple[str, str, datetime]]]) -> tuple[Version, ...]:
    """The newest first, as `stored` is."""
    versions, newest, approved = [], stored[0].id, False
    for row in stored:
        made = tuple(decided.get(row.id, ()))
        state = _state({verdict for verdict, _, _ in made}, newest=row.id == newest, replaced=approved)
        approved = approved or any(verdict == "approved" for verdict, _, _ in made)
        about = (row.occasion, row.text, row.person_id, row.name, row.written_at)
        versions.append(Version(row.id, row.template, row.number, *about, state, made))
    return tuple(versions)


def _state(verdicts: set[str], *, newest: bool, replaced: bool) -> State:
    if "declined" in verdicts:
        return State.DECLINED
    if "retired" in verdicts:
        return State.RETIRED
    if "approved" in verdicts:
        return State.REPLACED if replaced else State.IN_FORCE
    return State.WAITING if newest else State.REPLACED


def offered(tx: Transaction) -> tuple[Template, ...]:
    """The answers a refused form offers, ready to be sent but for the gap."""
    own = [version for one in answers(tx) if (version := one.of(State.IN_FORCE))]
    return tuple(Template(str(one.id), one.occasion, one.text) for one in own) or shipped()


def shipped() -> tuple[Template, ...]:
    """Those that come with the program."""
    return tuple(replace(one, text=one.text.format(contact=GAP)) for one in TEMPLATES)


def pick(tx: Transaction, template_id: str) -> Template:
    """One of those offered; raises `NoSuchTemplate`."""
    found = next((one for one in offered(tx) if one.id == template_id), None)
    if found is None:
        raise NoSuchTemplate
    return found


@dataclass(frozen=True)
class Overview:
    """What there is, for one reader; the shipped ones while those are offered."""

    ours: tuple[Opened, ...]
    shipped: tuple[Template, ...]
    writes: bool


def overview(tx: Transaction, actor: Actor) -> Overview:
    """All answers for those who decide, for everybody else those in force."""
    every = [_opened(tx, actor, one) for one in answers(tx)]
    standing = [one for one in every if one.answer.of(State.IN_FORCE)]
    ours = every if permissions.may_decide(actor) else standing
    return Overview(tuple(ours), () if standing else shipped(), OFFICER in actor.roles)


def to_decide(tx: Transaction, actor: Actor) -> int:
    """How many wordings wait for this person's approval."""
    return sum(one.decides for one in overview(tx, actor).ours)


def read(tx: Transaction, actor: Actor, template: int) -> Opened:
    """One answer with its history; raises `NoSuchTemplate`."""
    found = next((one for one in overview(tx, actor).ours if one.answer.template == template), None)
    if found is None:
        raise NoSuchTemplate
    return found


def to_change(tx: Transaction, actor: Actor, template: int = 0, shipped_id: str = "") -> tuple[str, str]:
    """Occasion and text a new wording starts from: the newest of an answer, a shipped one, or nothing. Raises
    `OfficerWrites` and `NoSuchTemplate`."""
    require_writer(actor)
    if template:
        newest = read(tx, actor, template).answer.versions[0]
        return newest.occasion, newest.text
    if not shipped_id:
        return "", ""
    found = next((one for one in shipped() if one.id == shipped_id), None)
    if found is None:
        raise NoSuchTemplate
    return found.occasion, found.text


def _opened(tx: Transaction, actor: Actor, answer: Answer) -> Opened:
    waiting = answer.of(State.WAITING)
    decides = bool(waiting and permissions.may_decide(actor) and not _wrote(tx, actor, waiting))
    return Opened(answer, decides, OFFICER in actor.roles)


def _wrote(tx: Transaction, actor: Actor, version: Version) -> bool:
    return permissions.own_work(tx, actor.id, {version.writer_id})


def require_writer(actor: Actor) -> None:
    """Raises `OfficerWrites`."""
    if OFFICER not in actor.roles:
        raise OfficerWrites


def propose(tx: Transaction, actor: Actor, template: int, occasion: str, text: str, rules: Rules) -> int:
    """Writes a new answer, or with its number the next version of one; returns its number. Nothing is offered before
    somebody else approves it. Raises `OfficerWrites`, `BadOccasion`, `BadWording`, `SameWording`, `EnoughTemplates`,
    `NoSuchTemplate`, and `HeldUp` with what identifies somebody."""
    require_writer(actor)
    occasion, text = drafts.clean(occasion), drafts.clean(text)
    _require_sound(occasion, text)
    _require_neutral(tx, text, rules)
    ledger.lock(tx)
    every = answers(tx)
    before = next((one.versions[0] for one in every if one.template == template), None)
    standing = [version for one in every for version in (one.of(State.WAITING), one.of(State.IN_FORCE)) if version]
    if any((version.occasion, version.text) == (occasion, text) for version in standing):
        raise SameWording
    if before is None:
        _require_room(template, standing)
    template = template or max((one.template for one in every), default=0) + 1
    number = before.number + 1 if before else 1
    wording = {"template": template, "number": number, "occasion": occasion, "text": text}
    by = {"person_id": actor.id, "platform": actor.platform, "written_at": tx.now}
    written = rows.add(tx, core.template_version, wording | by)
    ledger.append(tx, "template:version:written", f"template:{template}", actor.entry, actor.platform, wording)
    announcements.template(tx, written, actor.id)
    if before and before.state is State.WAITING:
        announcements.template(tx, before.id, before.writer_id)
    return template


def _require_sound(occasion: str, text: str) -> None:
    if not occasion or len(occasion) > OCCASION_LIMIT or "\n" in occasion or drafts.hidden(occasion):
        raise BadOccasion(limit=OCCASION_LIMIT)
    if not text or len(text) > TEXT_LIMIT or drafts.hidden(text):
        raise BadWording(limit=TEXT_LIMIT)


def _require_neutral(tx: Transaction, text: str, rules: Rules) -> None:
    """Raises `HeldUp`: what is found in an answer blocks it, whoever wrote it."""
    found = screening.scanned(text, About(Kind.REPLY), allow_list.phrases(tx), rules.name_threshold)
    told = passages((text,), [Found(0, one) for one in found if one.severity is not Severity.NOTE])
    if told:
        raise HeldUp({"text": _CHANGE}, {"text": told})


def _require_room(template: int, standing: list[Version]) -> None:
    if template:
        raise NoSuchTemplate
    if len({version.template for version in standing}) >= MOST:
        raise EnoughTemplates(most=MOST)


def decide(tx: Transaction, actor: Actor, version_id: int, rules: Rules, *, approve: bool) -> int:
    """Approves or declines a wording that waits, and returns its answer's number. Approved, it is offered from now on,
    and the version before it no longer. Raises `NotAnApprover`, `NotWaiting`, `OwnTemplate`, and `HeldUp` when the
    scanner has come to find something in it."""
    permissions.require_approver(actor)
    ledger.lock(tx)
    version = find(tx, version_id)
    if version is None or version.state is not State.WAITING:
        raise NotWaiting
    if _wrote(tx, actor, version):
        raise OwnTemplate
    if approve:
        _require_neutral(tx, version.text, rules)
    template = _record(tx, actor, version, "approved" if approve else "declined")
    announcements.template(tx, version.id, version.writer_id)
    return template


def retire(tx: Transaction, actor: Actor, version_id: int) -> int:
    """Offers an answer no longer; it stays on record. Raises `OfficerWrites` and `NotInForce`."""
    require_writer(actor)
    ledger.lock(tx)
    version = find(tx, version_id)
    if version is None or version.state is not State.IN_FORCE:
        raise NotInForce
    return _record(tx, actor, version, "retired")


def find(tx: Transaction, version_id: int) -> Version | None:
    """One wording, and what became of it."""
    return next((version for one in answers(tx) for version in one.versions if version.id == version_id), None)


def _record(tx: Transaction, actor: Actor, version: Version, verdict: str) -> int:
    row = {"version_id": version.id, "verdict": verdict, "person_id": actor.id}
    tx.execute(insert(core.template_decision), row | {"platform": actor.platform, "decided_at": tx.now})
    payload = {"template": version.template, "number": version.number}
    subject = f"template:{version.template}"
    ledger.append(tx, f"template:version:{verdict}", subject, actor.entry, actor.platform, payload)
    return version.template
