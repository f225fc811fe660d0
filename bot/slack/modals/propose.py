"""The form "Propose a post": drawing it, empty or from a revision, and reading what was filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.slack.blocks.findings import held_up as held
from bot.slack.blocks.text import button, line, plain, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers import media
from handlers.drafts import ALT_LIMIT, KINDS, NOTE_LIMIT, Draft, Upload, alt_lines, clean
from handlers.finding_words import NEUTRAL, NOT_SENT, USE_THIS, replaced
from handlers.networks import NETWORKS
from handlers.phi.templates import Template
from handlers.screening import HeldUp
from handlers.words import (
    ALT_HINT,
    ATTESTATION,
    ATTESTED,
    AUTHORIZATION_HINT,
    OVERRIDE,
    OVERRIDE_HINT,
    PATIENT_ANSWERS,
    PATIENT_QUESTION,
    look_again,
)

#: One plain_text_input takes this many characters (docs.slack.dev, plain-text input element).
PART = 3_000
PARTS = 4
CAPACITY = PART * PARTS
SUBMIT, REVISE = "proposal.submit", "proposal.revise"


@dataclass(frozen=True)
class Filled:
    """What the form holds. `draft` has no media yet: `files` are Slack's new ones, `keep` the SHA-256s of those to
    carry over, `alts` one text for each of them, kept ones first."""

    draft: Draft
    files: list[dict[str, Any]]
    keep: list[str]
    alts: list[str]


def form(text: str = "", parts: int = 1) -> View:
    """An empty form with `text` filled in, over at least `parts` inputs."""
    return _view(SUBMIT, "", "Propose a post", "Send for review", Draft(text, "post", (), None, None, "", ""), parts)


def edit_form(subject: str, number: str, draft: Draft) -> View:
    """The form filled from a revision; `subject` is `proposal/revision`."""
    return _view(REVISE, subject, f"Edit {number}", "Resubmit", draft, 1)


def with_more_room(view: View) -> View:
    """The same form with one more input for text; what was typed stays, because its block ids stay."""
    kept = {name: view[name] for name in ("type", "callback_id", "private_metadata", "title", "submit", "close")}
    blocks = [block for block in view["blocks"] if block["block_id"] != "more"]
    last = max(index for index, block in enumerate(blocks) if block["block_id"].startswith("text"))
    shown = sum(block["block_id"].startswith("text") for block in blocks)
    added = [_part(shown, "", required=False)]
    if shown + 1 < PARTS:
        added.append(_more(shown + 1))
    return kept | {"blocks": [*blocks[: last + 1], *added, *blocks[last + 1 :]]}


def held_up(view: View, refusal: HeldUp, templates: Sequence[Template] = ()) -> View:
    """The form as it was sent, below each field what is wrong with it; below the text also neutral answers, of which
    one press replaces it."""
    asked = view["blocks"]
    if refusal.passable and all(block["block_id"] != "override" for block in asked):
        asked = [*asked, _override("")]
    beside = {field: [held(said, refusal.told.get(field, ()))] for field, said in refusal.fields.items()}
    if templates:
        beside["text"] += [line(words(NEUTRAL)), *map(_offered, templates)]
    labels = {block["block_id"]: block["label"]["text"] for block in asked if block["type"] == "input"}
    fields = look_again(labels[field] for field in refusal.fields if field in labels)
    # At the end too: Slack leaves the form scrolled to where it was sent.
    where = line(words(NOT_SENT + fields, bold=True))
    last = next(block["block_id"] for block in reversed(asked) if block["type"] == "input")
    beside[last] = [*beside.get(last, []), where]
    return inputs.again({**view, "blocks": asked}, [where], view["private_metadata"], beside)


def _offered(template: Template) -> dict[str, Any]:
    use = button("template", USE_THIS, template.id)
    return {"type": "section", "text": plain(f"{template.occasion}: {template.text}", PART), "accessory": use}


def with_template(view: View, template: Template) -> View:
    """The same form with a neutral answer in place of the text."""
    shown = {block["block_id"] for block in view["blocks"]}
    # A block that keeps its id keeps what was typed in it.
    name = next(part for part in ("text:3", "text:2") if part not in shown)
    element = inputs.text(name, template.text, limit=PART, multiline=True)
    text = inputs.block(name, "Post text", element, hint="Exactly as it should appear.")
    kept = {name: view[name] for name in ("type", "callback_id", "private_metadata", "title", "submit", "close")}
    others = [block for block in view["blocks"] if not block["block_id"].startswith(("text", "more", "above"))]
    return kept | {"blocks": [line(words(replaced(template.text))), text, *others]}


def read(view: View) -> Filled:
    """Raises `AltLines` when files and alt texts do not pair."""
    answers = inputs.Answers(view)
    pieces = [answers.raw("text" if n == 0 else f"text:{n}") for n in range(PARTS)]
    files, keep = answers.files("media"), answers.chosen("keep")
    media.require_count(len(files) + len(keep))
    patient = answers.choice("patient")
    draft = Draft(
        text=clean("\n".join(piece for piece in pieces if piece)),
        kind=answers.choice("kind") or "",
        networks=tuple(answers.chosen("networks")),
        planned_at=answers.moment("planned"),
        patient_shown=None if patient is None else patient == "yes",
        authorization_reference=answers.text("authorization"),
        note=answers.text("note"),
        attested=bool(answers.chosen("attested")),
        override=answers.text("override"),
    )
    return Filled(draft, files, keep, alt_lines(answers.text("alt"), len(files) + len(keep)))


def _view(callback: str, metadata: str, title: str, submit: str, draft: Draft, parts: int) -> View:
    blocks = [
        inputs.block("networks", "Networks", _networks(draft.networks)),
        *_text(draft.text, parts),
        inputs.block("kind", "Kind of post", inputs.select("kind", KINDS, draft.kind)),
        *_media(draft.media),
        inputs.block("planned", "Planned time", _planned(draft.planned_at), hint=_PLANNED, optional=True),
        inputs.block("patient", PATIENT_QUESTION, _patient(draft.patient_shown)),
        inputs.block(
            "authorization",
            "Authorization reference",
            inputs.text("authorization", draft.authorization_reference, limit=200),
            hint=AUTHORIZATION_HINT,
            optional=True,
        ),
        inputs.block(
            "note",
            "Note to the approver",
            inputs.text("note", draft.note, limit=NOTE_LIMIT, multiline=True),
            hint="Not published.",
            optional=True,
        ),
        *([_override(draft.override)] if draft.override else []),
    ]
    return inputs.view(callback, title, submit, blocks, metadata)


def _override(reason: str) -> dict[str, Any]:
    """Asked once something was found, of whoever may let it pass."""
    element = inputs.text("override", reason, limit=NOTE_LIMIT, multiline=True)
    return inputs.block("override", OVERRIDE, element, hint=OVERRIDE_HINT, optional=True)


_PLANNED = "In your own time zone. Leave it empty to publish as soon as it is approved."


def _text(text: str, parts: int) -> list[dict[str, Any]]:
    pieces = split(text) or [""]
    pieces += [""] * (parts - len(pieces))
    blocks = [_part(index, piece, required=index == 0) for index, piece in enumerate(pieces)]
    return blocks if len(pieces) >= PARTS else [*blocks, _more(len(pieces))]


def split(text: str) -> list[str]:
    """Pieces that fit one input each, cut at line ends (else at spaces), as the form joins them again by lines."""
    pieces = []
    while len(text) > PART:
        edge = max(text.rfind("\n", 1, PART + 1), 0) or max(text.rfind(" ", 1, PART + 1), 0)
        pieces.append(text[: edge or PART])
        text = text[edge + 1 :] if edge else text[PART:]
    return [*pieces, text] if text else pieces


def _part(index: int, piece: str, required: bool) -> dict[str, Any]:
    name = "text" if index == 0 else f"text:{index}"
    label = "Post text" if index == 0 else f"Post text, part {index + 1}"
    hint = "Exactly as it should appear." if index == 0 else "Begins on a new line."
    element = inputs.text(name, piece, limit=PART, multiline=True)
    return inputs.block(name, label, element, hint=hint, optional=not required)


def _more(parts: int) -> dict[str, Any]:
    longer = plain(f"Longer than {parts * PART:,} characters?", 75)
    more = {"type": "button", "action_id": "proposal.more", "text": longer}
    return {"type": "actions", "block_id": "more", "elements": [more]}


def _networks(chosen: tuple[str, ...]) -> dict[str, Any]:
    names = {key: network.name for key, network in NETWORKS.items()}
    return inputs.multi_select("networks", names, chosen, "Where it will be published")


def _media(kept: tuple[Upload, ...]) -> list[dict[str, Any]]:
    blocks = []
    if kept:
        files = {upload.sha256: upload.name for upload in kept}
        blocks.append(
            inputs.block("keep", "Media to keep", inputs.checkboxes("keep", files, checked=True), optional=True)
        )
    element = inputs.files("media", ("jpg", "jpeg", "png", "gif", "webp", "mp4", "mov"), media.MAX_FILES)
    room = "More media" if kept else "Media"
    blocks.append(inputs.block("media", room, element, hint="Pictures up to 10 MB, videos up to 50 MB.", optional=True))
    alts = "\n".join(upload.alt_text for upload in kept)
    limit = min(PART, (ALT_LIMIT + 1) * media.MAX_FILES)
    element = inputs.text("alt", alts, limit=limit, multiline=True)
    blocks.append(inputs.block("alt", "Alt text", element, hint=ALT_HINT, optional=True))
    # Asked anew for every revision: nobody attests to what somebody else adds later.
    attested = inputs.checkbox("attested", *ATTESTATION)
    return [*blocks, inputs.block("attested", ATTESTED, attested, optional=True)]


def _planned(at: datetime | None) -> dict[str, Any]:
    return inputs.datetime_picker("planned", at)


def _patient(answer: bool | None) -> dict[str, Any]:
    chosen = None if answer is None else ("yes" if answer else "no")
    return inputs.radio("patient", PATIENT_ANSWERS, chosen)
