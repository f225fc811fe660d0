"""Dialogs: opened from a button or from the compose box, sent, and given back with what was wrong under its field."""

import contextlib
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.teams.activities.cases import Cases, case_id
from bot.teams.activities.courses import Courses
from bot.teams.activities.evidence import Evidence
from bot.teams.activities.guide import Guide
from bot.teams.activities.oversight import Oversight
from bot.teams.activities.policies import Policies
from bot.teams.activities.staff import Staff
from bot.teams.activities.templates import Templates
from bot.teams.activities.training import Training
from bot.teams.cards.findings import held_up
from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, cases, dismiss, full_text, history, inputs, pictures, propose, publish
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json, Talk
from handlers import (
    dismissals,
    numbers,
    proposals,
    publishing,
    records,
    reply_templates,
    reviews,
    revisions,
    tray,
    views,
)
from handlers.drafts import Draft, Upload
from handlers.errors import Refusal
from handlers.finding_words import DISMISS, replaced
from handlers.messages import ReviewCard
from handlers.numbers import Subject, Unreadable
from handlers.people import Actor, Sighting
from handlers.proposals import Proposal
from handlers.reporting.cases import public
from handlers.rules import Rules
from handlers.screening import HeldUp, ReplyTells
from handlers.states import Verdict
from storage.transaction import Transaction

_log = logging.getLogger(__name__)

#: The command of the compose box, in the manifest.
PROPOSE = "proposePost"
_FILLED_IN = (propose.SUBMIT, propose.REVISE, publish.PUBLISH, dismiss.DISMISSAL, *cases.TYPED)
_KEY = re.compile(r"[0-9a-f]{16}")
_EMPTY = Draft("", "post", (), None, None, "", "")

Dialog = Callable[[Sighting, Json], Awaitable[Answer]]


class Dialogs:
    """Everything that opens in a window of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        of_cases, evidence = Cases(desk), Evidence(desk)
        of_training, of_policies, of_oversight = Training(desk), Policies(desk), Oversight(desk)
        of_templates = Templates(desk)
        of_courses, of_guide = Courses(desk), Guide(desk)
        of_staff = Staff(desk)
        self._reading: dict[str, Dialog] = {
            "proposal.history": self._history,
            "proposal.text": self._text,
            "proposal.pictures": self._pictures,
        }
        self._opening: dict[str, Dialog] = {
            **self._reading,
            "proposal.propose": self._propose,
            "proposal.edit": self._edit,
            "proposal.publish": self._publish,
            "proposal.dismiss": self._dismiss,
            **of_cases.opening,
            **evidence.opening,
            **of_training.opening,
            **of_policies.opening,
            **of_oversight.opening,
            **of_templates.opening,
            **of_courses.opening,
            **of_guide.opening,
            **of_staff.opening,
        }
        self._sending: dict[str, Dialog] = {
            **self._reading,
            "proposal.approve": self._approve,
            propose.SUBMIT: self._submit,
            propose.REVISE: self._revise,
            propose.TEMPLATE: self._template,
            publish.PUBLISH: self._published,
            dismiss.DISMISSAL: self._dismissed,
            **of_cases.sending,
            **evidence.sending,
            **of_training.sending,
            **of_policies.sending,
            **of_oversight.sending,
            **of_templates.sending,
            **of_courses.sending,
            **of_guide.opening,
            **of_staff.sending,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button that opens or sends a dialog may have; a test holds what is drawn against it."""
        return frozenset({*self._opening, *self._sending})

    async def opened(self, talk: Talk) -> Answer:
        """A button that opens a dialog."""
        return await self._run(self._opening, talk, talk.value.get("data"))

    async def composed(self, talk: Talk) -> Answer:
        """The command of the compose box."""
        known = talk.value.get("commandId") == PROPOSE
        return await self._run(self._opening, talk, {"verb": "proposal.propose"} if known else None)

    async def submitted(self, talk: Talk) -> Answer:
        """A dialog that was sent; from the compose box too."""
        return await self._run(self._sending, talk, talk.value.get("data"))

    async def _run(self, verbs: dict[str, Dialog], talk: Talk, data: object) -> Answer:
        seen = None
        try:
            dialog = verbs.get(str(data.get("verb"))) if isinstance(data, dict) else None
            if dialog is None or not isinstance(data, dict):
                raise Unreadable
            seen = await self._desk.directory.member(talk)
            return await dialog(seen, data)
        except Exception as error:
            refusal = await self._desk.refusal(error)
            if verbs is self._sending and isinstance(data, dict) and data.get("verb") in _FILLED_IN:
                with contextlib.suppress(Unreadable):
                    return await self._again(refusal, seen, talk.zone, data)
            return answers.done(str(refusal))

    async def _again(self, refusal: Refusal, seen: Sighting | None, zone: str | None, data: Json) -> Answer:
        """Nothing typed is lost: the form comes back, and says what is wrong, whatever that is."""
        if data["verb"] == dismiss.DISMISSAL:
            return await self._dismiss_again(refusal, seen, data)
        held = refusal if isinstance(refusal, HeldUp) else None
        title, form = await self._form(seen, self._desk.zone(zone), data, passable=bool(held and held.passable))
        told = held.told if held else {}
        beside = {field: held_up(sentences) for field, sentences in told.items()}
        shown = inputs.again(form, data, *inputs.problems(refusal), beside)
        if isinstance(refusal, ReplyTells):
            shown = propose.with_templates(shown, await self._desk.db.run(reply_templates.offered))
        return answers.dialog(title, shown)

    async def _dismiss_again(self, refusal: Refusal, seen: Sighting | None, data: Json) -> Answer:
        """Where nothing is left to dismiss, the reason that was typed is shown at least."""
        title = f"{DISMISS} of {numbers.public(Subject.parse(data.get('at')).proposal_id)}"
        try:
            opened = await self._dismiss(seen, data) if seen else None
        except Exception:
            opened = None
        if opened is None:
            return answers.dialog(title, dismiss.kept(str(refusal), data))
        form = opened["task"]["value"]["card"]["content"]
        return answers.dialog(title, inputs.again(form, data, *inputs.problems(refusal)))

    async def _form(self, seen: Sighting | None, zone: str, data: Json, *, passable: bool = False) -> tuple[str, Card]:
        """The form that was sent, as it was before it was filled in; `passable` asks for a reason to let it pass."""
        verb, key = data["verb"], str(data.get("form"))
        if verb in cases.TYPED:
            number = public(case_id(data))
            return number, cases.TYPED[verb](number)
        at = None if verb == propose.SUBMIT else Subject.parse(data.get("at"))
        if at and verb == publish.PUBLISH:
            number = numbers.public(at.proposal_id)
            return publish.TITLE, publish.form(str(at), number, publish.networks(data), self._desk.clock(), zone)
        files = await self._files(seen, at)
        before, waiting = files or ((), [])
        if at is None:
            title, form = propose.TITLE, propose.form("", waiting, key=key, zone=zone)
        else:
            draft = replace(_EMPTY, media=before)
            title = f"Edit {numbers.public(at.proposal_id)}"
            form = propose.edit_form(str(at), draft, waiting, key=key, zone=zone)
        if files is None:
            # They cannot be offered now; what was chosen comes back with the button.
            form["actions"][0]["data"] |= {name: data[name] for name in ("media", "alt", "attested") if name in data}
        return title, propose.with_override(form) if passable or data.get("override") else form

    async def _files(
        self, seen: Sighting | None, at: Subject | None
    ) -> tuple[tuple[Upload, ...], list[tray.Waiting]] | None:
        """The files of the revision a form was opened on, and those that wait; None when that cannot be told."""
        if seen is None:
            return None
        try:
            before = await self._desk.act(seen, records.media_of, *at) if at else ()
            return before, await self._desk.act(seen, tray.waiting)
        except Exception:
            _log.warning("a form came back without its files", extra={"platform": "teams"})
            return None

    # Opening.

    async def _propose(self, seen: Sighting, data: Json) -> Answer:
        text = data.get("text")
        files = await self._desk.act(seen, tray.waiting)
        zone = self._desk.zone(seen.zone)
        form = propose.form(text if isinstance(text, str) else "", files, key=secrets.token_hex(8), zone=zone)
        return answers.dialog(propose.TITLE, form)

    async def _edit(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        content, revision = await self._desk.act(seen, records.current_content, *at)
        files = await self._desk.act(seen, tray.waiting)
        zone = self._desk.zone(seen.zone)
        form = propose.edit_form(str(at), revision.draft, files, key=secrets.token_hex(8), zone=zone)
        return answers.dialog(f"Edit {content.number}", form)

    async def _publish(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        proposal, networks = await self._desk.act(seen, publishing.publishable, *at)
        form = publish.form(str(at), proposal.number, networks, self._desk.clock(), self._desk.zone(seen.zone))
        return answers.dialog(publish.TITLE, form)

    async def _dismiss(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        opened = await self._desk.act(seen, dismissals.dismissable, *at)
        form = dismiss.form(str(at), opened.found, always=opened.always)
        return answers.dialog(f"{DISMISS} of {opened.proposal.number}", form)

    # Reading.

    async def _history(self, seen: Sighting, data: Json) -> Answer:
        found = await self._desk.act(seen, records.history, *Subject.parse(data.get("at")))
        return answers.dialog(f"History of {found.card.content.number}", history.form(found))

    async def _text(self, seen: Sighting, data: Json) -> Answer:
        shown = await self._desk.act(seen, _readable, Subject.parse(data.get("at")))
        page = data.get("page")
        return answers.dialog(shown.content.number, full_text.form(shown, page if isinstance(page, int) else 1))

    async def _pictures(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        shown = await self._desk.act(seen, _readable, at)
        uploads = await self._desk.act(seen, records.media_of, *at)
        addresses = [self._desk.picture(one.sha256) if one.mime.startswith("image/") else "" for one in uploads]
        form = pictures.form(list(zip(shown.content.media, addresses, strict=True)))
        return answers.dialog(f"{pictures.TITLE} of {shown.content.number}", form)

    # Sending.

    async def _approve(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        proposal = await self._desk.act(seen, reviews.decide, *at, Verdict.APPROVED, "", self._desk.rules)
        return answers.done(f"You approved {proposal.number}. The author is told, and can publish it now.")

    async def _submit(self, seen: Sighting, data: Json) -> Answer:
        filled = propose.read(data, self._desk.zone(seen.zone))
        made = await self._desk.act(seen, _send, filled, _key(seen, data), self._desk.rules)
        return answers.done(f"{made.number} is with the approvers. You will hear in your chat with me what they say.")

    async def _revise(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        filled = propose.read(data, self._desk.zone(seen.zone))
        made = await self._desk.act(seen, _send, filled, _key(seen, data), self._desk.rules, at)
        return answers.done(f"{made.number} is back with the approvers, with your changes.")

    async def _template(self, seen: Sighting, data: Json) -> Answer:
        """The form that was refused, with a neutral answer in place of the text."""
        if data.get("of") not in (propose.SUBMIT, propose.REVISE):
            raise Unreadable
        asked = {**data, "verb": data["of"]}
        try:
            asked["text"] = (await self._desk.db.run(reply_templates.pick, str(data.get("template")))).text
        except reply_templates.NoSuchTemplate as gone:
            return await self._again(gone, seen, seen.zone, asked)
        title, form = await self._form(seen, self._desk.zone(seen.zone), asked)
        shown = propose.replaced(inputs.again(form, asked, {}), replaced(asked["text"]))
        return answers.dialog(title, shown)

    async def _published(self, seen: Sighting, data: Json) -> Answer:
        at, links, moment = publish.read(data, self._desk.zone(seen.zone))
        made = await self._desk.act(seen, publishing.publish, *Subject.parse(at), links, moment)
        return answers.done(f"{made.number} is recorded as published. Thank you.")

    async def _dismissed(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        made = await self._desk.act(seen, dismissals.dismiss, *at, dismiss.read(data), self._desk.rules)
        return answers.done(f"It stands on the card of {made.number} with your name and reason.")


def _key(seen: Sighting, data: Json) -> str:
    """Names one opened form: sent again, it makes nothing new. It is the sender's, so nobody can name another's."""
    key = data.get("form")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise Unreadable
    return f"teams:{seen.external_id}:{key}"


def _send(
    tx: Transaction, actor: Actor, filled: propose.Filled, key: str, rules: Rules, at: Subject | None = None
) -> Proposal:
    """Proposes, or revises `at`, and takes the files out of the tray. Of a form sent again they are gone: it finds what
    it made before they are looked for."""
    if made := revisions.submitted_with(tx, key):
        return proposals.find(tx, made[0])
    before = records.media_of(tx, actor, *at) if at else ()
    chosen = tray.uploads(tx, actor, filled.chosen, before)
    media = tuple(replace(one, alt_text=alt) for one, alt in zip(chosen, filled.alts, strict=True))
    draft = replace(filled.draft, media=media)
    sent = proposals.revise(tx, actor, *at, draft, key, rules) if at else proposals.submit(tx, actor, draft, key, rules)
    tray.take(tx, actor, filled.chosen)
    return sent


def _readable(tx: Transaction, actor: Actor, at: Subject) -> ReviewCard:
    """One revision as a card, for those who may see it; raises `NotFound`."""
    proposal = records.visible(tx, actor, at.proposal_id, numbers.public(at.proposal_id))
    shown = views.review_card(tx, *at)
    if shown is None:
        raise proposals.NotFound(typed=proposal.number)
    return shown
