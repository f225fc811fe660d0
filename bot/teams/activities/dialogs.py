"""Dialogs: opened from a button or from the compose box, sent, and given back with what was wrong under its field."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, full_text, history, inputs, pictures, propose, publish
from bot.teams.forms.answers import Answer
from bot.teams.talk import Json, Talk
from handlers import proposals, publishing, records, reviews, tray, views
from handlers.drafts import Draft, Upload
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.messages import ReviewCard
from handlers.networks import NETWORKS
from handlers.numbers import Subject, Unreadable
from handlers.people import Actor, Sighting
from handlers.states import Verdict
from storage.transaction import Transaction

#: The command of the compose box, in the manifest.
PROPOSE = "proposePost"
_EMPTY = Draft("", "post", (), None, None, "", "")

Dialog = Callable[[Sighting, Json], Awaitable[Answer]]


class Dialogs:
    """Everything that opens in a window of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
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
        }
        self._sending: dict[str, Dialog] = {
            **self._reading,
            "proposal.approve": self._approve,
            propose.SUBMIT: self._submit,
            propose.REVISE: self._revise,
            publish.PUBLISH: self._published,
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
        try:
            dialog = verbs.get(str(data.get("verb"))) if isinstance(data, dict) else None
            if dialog is None or not isinstance(data, dict):
                raise Unreadable
            return await dialog(await self._desk.directory.member(talk), data)
        except Exception as error:
            return answers.done(str(await self._desk.refusal(error)))

    # Opening.

    async def _propose(self, seen: Sighting, data: Json) -> Answer:
        text = data.get("text")
        files = await self._desk.act(seen, tray.waiting)
        zone = self._desk.zone(seen)
        form = propose.form(text if isinstance(text, str) else "", files, key=secrets.token_hex(8), zone=zone)
        return answers.dialog(propose.TITLE, form)

    async def _edit(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        content, revision = await self._desk.act(seen, records.current_content, *at)
        files = await self._desk.act(seen, tray.waiting)
        zone = self._desk.zone(seen)
        form = propose.edit_form(str(at), revision.draft, files, key=secrets.token_hex(8), zone=zone)
        return answers.dialog(f"Edit {content.number}", form)

    async def _publish(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        proposal, networks = await self._desk.act(seen, publishing.publishable, *at)
        form = publish.form(str(at), proposal.number, networks, self._desk.clock(), self._desk.zone(seen))
        return answers.dialog(publish.TITLE, form)

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
        try:
            draft = await self._desk.act(seen, _with_media, propose.read(data, self._desk.zone(seen)), ())
            made = await self._desk.act(seen, proposals.submit, draft, _key(seen, data), self._desk.rules)
        except Exception as error:
            return await self._again(error, seen, data, propose.TITLE, _EMPTY)
        return answers.done(f"{made.number} is with the approvers. You will hear in your chat with me what they say.")

    async def _revise(self, seen: Sighting, data: Json) -> Answer:
        at = Subject.parse(data.get("at"))
        # Of the revision the form was opened on: a repeated delivery of the form still finds them.
        before = await self._desk.act(seen, records.media_of, *at)
        try:
            draft = await self._desk.act(seen, _with_media, propose.read(data, self._desk.zone(seen)), before)
            key = _key(seen, data)
            made = await self._desk.act(seen, proposals.revise, *at, draft, key, self._desk.rules)
        except Exception as error:
            return await self._again(error, seen, data, "Edit", replace(_EMPTY, media=before), at)
        return answers.done(f"{made.number} is back with the approvers, with your changes.")

    async def _again(
        self, error: Exception, seen: Sighting, data: Json, title: str, draft: Draft, at: Subject | None = None
    ) -> Answer:
        files = await self._desk.act(seen, tray.waiting)
        key, zone = str(data.get("key")), self._desk.zone(seen)
        blank = propose.form("", files, key=key, zone=zone)
        form = propose.edit_form(str(at), draft, files, key=key, zone=zone) if at else blank
        return await self._returned(error, data, title, form)

    async def _published(self, seen: Sighting, data: Json) -> Answer:
        zone = self._desk.zone(seen)
        at, networks = Subject.parse(data.get("at")), [n.removeprefix("link:") for n in data if n.startswith("link:")]
        try:
            subject, links, moment = publish.read(data, zone)
            made = await self._desk.act(
                seen, publishing.publish, *Subject.parse(subject), links, moment, self._desk.rules
            )
        except Invalid as error:
            number = (await self._desk.act(seen, records.visible, at.proposal_id, "")).number
            known = tuple(network for network in networks if network in NETWORKS)
            form = publish.form(str(at), number, known, self._desk.clock(), zone)
            return await self._returned(error, data, publish.TITLE, form)
        return answers.done(f"{made.number} is recorded as published. Thank you.")

    async def _returned(self, error: Exception, data: Json, title: str, form: Card) -> Answer:
        refusal = await self._desk.refusal(error)
        fields, general = _fields(refusal)
        return answers.dialog(title, inputs.again(form, data, fields, general))


def _fields(refusal: Refusal) -> tuple[dict[str, str], str]:
    """Field name to sentence, and what belongs to none."""
    if isinstance(refusal, Invalid):
        return refusal.fields, ""
    if isinstance(refusal, FieldProblem):
        return {refusal.field: str(refusal)}, ""
    return {}, str(refusal)


def _key(seen: Sighting, data: Json) -> str:
    """Names one opened form: sent again, it makes nothing new. It is the sender's, so nobody can name another's."""
    return f"teams:{seen.external_id}:{str(data.get('key'))[:40]}"


def _with_media(tx: Transaction, actor: Actor, filled: propose.Filled, before: tuple[Upload, ...]) -> Draft:
    chosen = tray.uploads(tx, actor, filled.chosen, before)
    media = tuple(replace(one, alt_text=alt) for one, alt in zip(chosen, filled.alts, strict=True))
    return replace(filled.draft, media=media)


def _readable(tx: Transaction, actor: Actor, at: Subject) -> ReviewCard:
    """One revision as a card, for those who may see it; raises `NotFound`."""
    proposal = records.visible(tx, actor, at.proposal_id, "")
    shown = views.review_card(tx, *at)
    if shown is None:
        raise proposals.NotFound(typed=proposal.number)
    return shown
