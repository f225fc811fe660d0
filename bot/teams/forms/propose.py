"""The form "Propose a post": drawing it, empty or from a revision, and reading what was filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.teams.cards.actions import row, submits
from bot.teams.cards.text import Card, Element, bold, box, card, ours, paragraph, plain, words
from bot.teams.forms import inputs
from bot.teams.forms.inputs import Answers, Data
from handlers import media
from handlers.drafts import ALT_LIMIT, KINDS, NOTE_LIMIT, Draft, Upload, alt_lines
from handlers.finding_words import NEUTRAL, USE_THIS
from handlers.networks import NETWORKS
from handlers.phi.templates import Template
from handlers.tray import Waiting
from handlers.words import (
    ALT_HINT,
    ATTESTATION,
    ATTESTED,
    AUTHORIZATION_HINT,
    OVERRIDE,
    OVERRIDE_HINT,
    PATIENT_ANSWERS,
    PATIENT_QUESTION,
)

TITLE = "Propose a post"
SUBMIT, REVISE, TEMPLATE = "proposal.submit", "proposal.revise", "proposal.template"

_EMPTY = Draft("", "post", (), None, None, "", "")
_PICTURES = "Pictures up to 10 MB, videos up to 50 MB. To add more, send them to Imprimatur in your chat with it first."
_NO_PICTURES = (
    "No pictures or videos are waiting. To add some, send them to Imprimatur in your chat with it, then open this "
    "form: they are offered here."
)


@dataclass(frozen=True)
class Filled:
    """What the form holds. `draft` has no media yet: `chosen` are the SHA-256s of its files in the order of the list,
    `alts` one text for each of them."""

    draft: Draft
    chosen: list[str]
    alts: list[str]


def form(text: str = "", tray: Sequence[Waiting] = (), *, key: str, zone: str) -> Card:
    """An empty form with `text` filled in, and the files of the tray to choose from. `key` comes back with it, so that
    the same form makes one proposal however often Teams sends it; planned times are asked in `zone`."""
    send = submits(SUBMIT, "Send for review", "positive", form=key)
    return card(_fields(replace(_EMPTY, text=text), tray, zone), [send])


def edit_form(at: str, draft: Draft, tray: Sequence[Waiting] = (), *, key: str, zone: str) -> Card:
    """The form filled from a revision, its own files chosen; `at` is `proposal/revision`."""
    send = submits(REVISE, "Resubmit", "positive", at=at, form=key, **inputs.was("planned", draft.planned_at))
    asked = [*_fields(draft, tray, zone), *([_override(draft.override)] if draft.override else [])]
    return card(asked, [send])


def with_override(shown: Card) -> Card:
    """A form given back to somebody whose reason would let it pass, with the question for it at the end."""
    return shown | {"body": [*shown["body"], _override("")]}


def with_templates(shown: Card, templates: Sequence[Template]) -> Card:
    """A form given back, with neutral answers below what is wrong with the text, of which one press replaces it."""
    carried = shown["actions"][0]["data"]
    offered = [part for template in templates for part in _offered(template, carried)]
    return inputs.below(shown, "text", box(ours(NEUTRAL), *offered))


def replaced(shown: Card, sentence: str) -> Card:
    """A form in which a neutral answer has taken the place of the text, and what is left to do."""
    return shown | {"body": [box(ours(sentence, weight="Bolder"), style="good"), *shown["body"]]}


def _offered(template: Template, carried: Data) -> list[Element]:
    of = {name: value for name, value in carried.items() if name != "verb"}
    use = submits(TEMPLATE, USE_THIS, **of, of=carried["verb"], template=template.id)
    return [paragraph(bold(f"{template.occasion}: "), words(template.text)), row(use, spacing="Small")]


def read(data: Data, zone: str) -> Filled:
    """Raises `AltLines` and `media.TooMany` when files and alt texts do not pair, and what `Answers.moment` raises."""
    answers = Answers(data)
    chosen = answers.chosen("media")
    media.require_count(len(chosen))
    patient = answers.choice("patient")
    draft = Draft(
        text=answers.text("text"),
        kind=answers.choice("kind") or "",
        networks=tuple(answers.chosen("networks")),
        planned_at=answers.moment("planned", zone),
        patient_shown=None if patient is None else patient == "yes",
        authorization_reference=answers.text("authorization"),
        note=answers.text("note"),
        attested=answers.choice("attested") == inputs.ON,
        override=answers.text("override"),
    )
    return Filled(draft, chosen, alt_lines(answers.text("alt"), len(chosen)))


def _fields(draft: Draft, tray: Sequence[Waiting], zone: str) -> list[Element]:
    text = inputs.text(
        "text", "Post text", draft.text, limit=inputs.TEXT_LIMIT, multiline=True, missing="Write the post."
    )
    kind = inputs.choice("kind", "Kind of post", KINDS, draft.kind, missing="Choose what kind of post this is.")
    return [
        inputs.field("networks", _networks(draft.networks)),
        inputs.field("text", text, hint="Exactly as it should appear."),
        inputs.field("kind", kind),
        *_media(draft.media, tray),
        inputs.field("planned", _planned(draft, zone), hint=f"{inputs.clock(zone)}. Empty: as soon as it is approved."),
        inputs.field("patient", _patient(draft.patient_shown)),
        inputs.field("authorization", _authorization(draft), hint=AUTHORIZATION_HINT),
        inputs.field("note", _note(draft), hint="Not published."),
    ]


def _networks(chosen: tuple[str, ...]) -> Element:
    names = {key: network.name for key, network in NETWORKS.items()}
    return inputs.choices("networks", "Networks", names, chosen, missing="Choose at least one network.")


def _media(kept: tuple[Upload, ...], tray: Sequence[Waiting]) -> list[Element]:
    files = [Waiting(upload.sha256, upload.name, upload.mime, upload.size) for upload in kept]
    titles = {file.sha256: _title(file) for file in [*files, *tray]}
    if not titles:
        return [inputs.field("media", ours("Media", weight="Bolder"), hint=_NO_PICTURES)]
    shown = inputs.choices("media", "Media", titles, [upload.sha256 for upload in kept])
    typed = "\n".join(upload.alt_text for upload in kept)
    limit = (ALT_LIMIT + 1) * media.MAX_FILES * 2
    alt = inputs.text("alt", "Alt text", typed, limit=limit, multiline=True)
    # Asked anew for every revision: nobody attests to what somebody else adds later.
    attested = inputs.tick("attested", " ".join(ATTESTATION)) | {"label": ATTESTED}
    return [
        inputs.field("media", shown, hint=_PICTURES),
        inputs.field("alt", alt, hint=ALT_HINT),
        inputs.field("attested", attested),
    ]


def _title(file: Waiting) -> str:
    """Choices render Markdown (adaptivecards 3.0.5)."""
    kind = "picture" if file.mime.startswith("image/") else "video"
    megabytes = file.size / 1024 / 1024
    return f"{plain(file.name, 60)} ({kind}, {max(megabytes, 0.1):.1f} MB)"


def _planned(draft: Draft, zone: str) -> Element:
    return inputs.when("planned", ("Planned day", "Planned time"), draft.planned_at, zone)


def _patient(answer: bool | None) -> Element:
    chosen = "" if answer is None else ("yes" if answer else "no")
    missing = "Please answer this question."
    return inputs.choice("patient", PATIENT_QUESTION, PATIENT_ANSWERS, chosen, style="expanded", missing=missing)


def _authorization(draft: Draft) -> Element:
    return inputs.text("authorization", "Authorization reference", draft.authorization_reference, limit=400)


def _note(draft: Draft) -> Element:
    return inputs.text("note", "Note to the approver", draft.note, limit=NOTE_LIMIT * 2, multiline=True)


def _override(reason: str) -> Element:
    asked = inputs.text("override", OVERRIDE, reason, limit=NOTE_LIMIT * 2, multiline=True)
    return inputs.field("override", asked, hint=OVERRIDE_HINT)
