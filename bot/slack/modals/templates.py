"""Neutral answers as forms: the list, one with its history, and a new wording."""

from bot.slack.blocks import paging
from bot.slack.blocks.findings import held_up as held
from bot.slack.blocks.text import Block, Element, actions, button, divider, header, line, moment, plain, quoted, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers import template_words as say
from handlers.phi.templates import Template
from handlers.reply_templates import OCCASION_LIMIT, TEXT_LIMIT, Opened, Overview, State, Version
from handlers.screening import HeldUp

LIST, READ, WRITE = "template.list", "template.read", "template.write"
#: A form takes 100 blocks; an answer takes two of them, a shipped one too.
_LISTED = 35


def listing(found: Overview) -> View:
    """Every answer of the organization, and the shipped ones while those are offered."""
    ours = [block for one in found.ours[:_LISTED] for block in _line(one)] or [line(words(say.NONE_OF_OURS))]
    left = len(found.ours) - _LISTED
    more = [line(words(say.MORE.format(count=left), italic=True))] if left > 0 else []
    shipped = [_shipped(one, found.writes) for one in found.shipped]
    theirs = [divider(), line(words(say.SHIPPED)), *shipped] if shipped else []
    new = [actions("new", _does("write", say.NEW, "-"))] if found.writes else []
    return inputs.view(LIST, say.TITLE, None, [line(words(say.ABOUT)), *new, divider(), *ours, *more, *theirs])


def _line(one: Opened) -> list[Block]:
    shown, waiting = one.answer.shown, one.answer.of(State.WAITING)
    stands = say.STATES[shown.state]
    if waiting and waiting is not shown:
        stands += f"; version {waiting.number} waits for approval"
    opening = _does("read", say.OPEN, str(one.answer.template)) | ({"style": "primary"} if one.decides else {})
    said = plain(f"{shown.occasion}: {shown.text}", 3_000)
    return [{"type": "section", "text": said, "accessory": opening}, line(words(stands, italic=True))]


def _shipped(one: Template, writes: bool) -> Block:
    said = {"type": "section", "text": plain(f"{one.occasion}: {one.text}", 3_000)}
    return said | {"accessory": _does("adopt", say.OURS, one.id)} if writes else said


def document(found: Opened, page: int = 1) -> View:
    """One answer, its wordings from the newest on, and what the reader may do with it."""
    answer = found.answer
    versions = [block for version in answer.versions for block in _version(version)]
    shown = paging.page(versions, max(page, 1))
    turning = paging.turning(shown, "template", str(answer.template))
    doing = [actions("doing", *_doing(found))]
    return inputs.view(READ, say.TITLE, None, [header(answer.shown.occasion), *turning, *shown.blocks, *doing])


def _version(version: Version) -> list[Block]:
    by = [words(f"\nWritten by {version.writer}, "), moment(version.written_at)]
    for verdict, name, at in version.decisions:
        by += [words(f"\n{verdict.capitalize()} by {name}, "), moment(at)]
    title = f"Version {version.number} · {say.STATES[version.state]}"
    return [line(words(title, bold=True), words(f" · {version.occasion}"), *by), *quoted(version.text)]


def _doing(found: Opened) -> list[Element]:
    waiting, standing = found.answer.of(State.WAITING), found.answer.of(State.IN_FORCE)
    shown = []
    if waiting and found.decides:
        shown += [
            _does("approve", say.APPROVE, str(waiting.id)) | {"style": "primary"},
            _does("decline", say.DECLINE, str(waiting.id)) | {"style": "danger"},
        ]
    if found.writes:
        shown.append(_does("write", say.NEW_VERSION, str(found.answer.template)))
    if found.writes and standing:
        shown.append(_does("retire", say.RETIRE, str(standing.id)))
    return [*shown, _does("back", say.BACK, "-")]


def form(occasion: str = "", text: str = "", template: int = 0) -> View:
    """Asks for a wording: of a new answer, or the next version of `template`."""
    blocks = [
        inputs.block("occasion", say.OCCASION, inputs.text("occasion", occasion, OCCASION_LIMIT), say.OCCASION_HINT),
        inputs.block("text", say.WORDING, inputs.text("text", text, TEXT_LIMIT, multiline=True), say.WORDING_HINT),
    ]
    title = say.NEW_VERSION if template else say.NEW
    return inputs.view(WRITE, title, say.PROPOSE, blocks, str(template))


def held_up(view: View, refusal: HeldUp) -> View:
    """The form as it was sent, with what the scanner found below the text."""
    beside = {field: [held(said, refusal.told.get(field, ()))] for field, said in refusal.fields.items()}
    return inputs.again(view, [], view["private_metadata"], beside)


def _does(verb: str, label: str, value: str) -> Element:
    return button(verb, label, value, of="template")
