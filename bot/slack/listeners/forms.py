"""Submitted forms. Whatever is refused comes back under its field, with everything typed still there."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Body, Desk
from bot.slack.modals import dismiss, propose, publish, reason
from handlers import dismissals, drafts, people, proposals, publishing, records, reply_templates, reviews
from handlers.drafts import Draft, Upload
from handlers.numbers import Subject, Unreadable
from handlers.people import Sighting
from handlers.screening import HeldUp, ReplyTells

Submit = Callable[[Sighting, Body], Awaitable[object]]


class Forms:
    """All submissions of `proposal.<verb>` forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._forms: dict[str, Submit] = {
            propose.SUBMIT: self._propose,
            propose.REVISE: self._revise,
            reason.REASON: self._decide,
            dismiss.DISMISSAL: self._dismiss,
            publish.PUBLISH: self._publish,
        }

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Closes the form once what it says is stored."""
        seen = await self._desk.actor(body)
        submit = self._forms.get(body["view"]["callback_id"])
        if submit is None:
            raise Unreadable
        try:
            await submit(seen, body)
        except HeldUp as refusal:
            tells = isinstance(refusal, ReplyTells)
            templates = await self._desk.db.run(reply_templates.offered) if tells else ()
            await ack(response_action="update", view=propose.held_up(body["view"], refusal, templates))
        else:
            await ack()

    async def _propose(self, seen: Sighting, body: Body) -> None:
        filled = propose.read(body["view"])
        draft = await self._with_media(seen, filled, ())
        await self._desk.act(seen, proposals.submit, draft, _key(body), self._desk.rules)

    async def _revise(self, seen: Sighting, body: Body) -> None:
        at = Subject.parse(body["view"]["private_metadata"])
        filled = propose.read(body["view"])
        # Of the revision the form was opened on: a repeated delivery of the form still finds them.
        media = await self._desk.act(seen, records.media_of, *at)
        draft = await self._with_media(seen, filled, media)
        await self._desk.act(seen, proposals.revise, *at, draft, _key(body), self._desk.rules)

    async def _with_media(self, seen: Sighting, filled: propose.Filled, before: tuple[Upload, ...]) -> Draft:
        kept = [upload for upload in before if upload.sha256 in filled.keep]
        media = tuple(replace(upload, alt_text=alt) for upload, alt in zip(kept, filled.alts, strict=False))
        if not filled.files:
            return replace(filled.draft, media=media)
        # A wrong answer elsewhere should be told before anybody waits for a file.
        drafts.require_valid(filled.draft, self._desk.clock())
        uploader = await self._desk.db.run(people.recognise, seen)
        new = await self._desk.shelf.take(filled.files, uploader.id, filled.alts[len(kept) :])
        return replace(filled.draft, media=(*media, *new))

    async def _decide(self, seen: Sighting, body: Body) -> None:
        subject, verdict, why = reason.read(body["view"])
        await self._desk.act(seen, reviews.decide, *Subject.parse(subject), verdict, why, self._desk.rules)

    async def _dismiss(self, seen: Sighting, body: Body) -> None:
        subject, chosen, why = dismiss.read(body["view"])
        await self._desk.act(seen, dismissals.dismiss, *Subject.parse(subject), chosen, why, self._desk.rules)

    async def _publish(self, seen: Sighting, body: Body) -> None:
        subject, links, at = publish.read(body["view"])
        await self._desk.act(seen, publishing.publish, *Subject.parse(subject), links, at)


def _key(body: Body) -> str:
    return f"slack:{body['view']['id']}"
