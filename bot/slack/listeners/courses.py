"""`/compliance courses`: what privacy officers download, change and publish."""

from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks.text import Block
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import courses as forms
from handlers.errors import FieldProblem, Refusal
from handlers.people import Sighting
from handlers.training import course_publishing, course_words
from handlers.training.courses.mistakes import CourseMistakes

Submit = Callable[[Sighting, View], Awaitable[View]]


class NoSuchForm(Refusal):
    """This form is not known any more. Close it, and type `/compliance courses` again."""


class NoFile(FieldProblem):
    """Add the course's file."""

    field = "media"


class Courses:
    """All presses and forms of `course.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._forms: dict[str, Submit] = {forms.CHECK: self._check, forms.PUBLISH: self._publish}

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset({"write", "download"})

    async def typed(self, seen: Sighting, body: Body, _rest: str) -> list[Block]:
        """The list."""
        await self._desk.open_form(body, await self._list(seen))
        return []

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Shows the form; Slack tells of a press on the link to a file, too."""
        if body["actions"][0]["action_id"] == "course.write":
            # Who may not publish is told before they look for a file.
            await self._desk.act(await self._desk.actor(body), course_publishing.shelf)
            await self._desk.redraw_form(body, forms.write())
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows what comes of a form in its place."""
        submit = self._forms.get(body["view"]["callback_id"])
        if submit is None:
            raise NoSuchForm
        await ack(response_action="update", view=await submit(await self._desk.actor(body), body["view"]))

    async def _list(self, seen: Sighting, said: str = "") -> View:
        return forms.listing(await self._desk.act(seen, course_publishing.shelf), self._desk.document, said)

    async def _check(self, seen: Sighting, view: View) -> View:
        files, tries = forms.sent(view)
        if not files:
            raise NoFile
        content = await self._desk.shelf.content(files[0])
        try:
            return forms.preview(await self._desk.act(seen, course_publishing.check, content), files[0]["id"])
        except CourseMistakes as found:
            return forms.write(found.mistakes, tries + 1)

    async def _publish(self, seen: Sighting, view: View) -> View:
        file, how = forms.read(view)
        done = await self._desk.act(
            seen, course_publishing.publish, await self._desk.shelf.content({"id": file}), **how
        )
        return await self._list(seen, course_words.published(done))
