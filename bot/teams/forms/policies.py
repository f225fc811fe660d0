"""A policy read in a dialog, in as many parts as it takes; what is new comes first, and signing is at its end."""

from collections.abc import Sequence
from typing import Any

from bot.teams.cards.actions import submits
from bot.teams.cards.review import differences
from bot.teams.cards.text import LIMIT, Card, Element, bold, box, card, ours, paragraph, parts, said, size, small, words
from bot.teams.forms import inputs
from bot.teams.forms.courses import choosing
from bot.teams.forms.inputs import Answers, Data
from bot.teams.forms.paging import chosen as page_of
from handlers import policy_text
from handlers.diff import abbreviated
from handlers.policies import Document, Policy
from handlers.policy_duties import NOTE_LIMIT
from handlers.policy_versions import TITLE_LIMIT, NewVersion
from handlers.training import training_words as say
from handlers.tray import Waiting

READ, WRITE, PUBLISH = "policy.read", "policy.write", "policy.publish"
ASK_REVIEW, REVIEW = "policy.ask_review", "policy.review"
ASK_RETIRE, RETIRE = "policy.ask_retire", "policy.retire"
_FILE = "A file is taken instead of the text below."
_TEXT = "Markdown, exactly as it is to be kept."
_FRAME = 3_000
_LEGEND = "Added is bold and highlighted, removed is struck through."
_TOO_MANY = "So much has changed since you signed that only the whole text shows it."


def document(found: Document, page: object = None, *, owns: bool = False, file: str = "", note: str = "") -> Card:
    """Part `page` of the newest version, from 1, the first one at first; `note` says what was just done. Who `owns` it
    may sign that nothing has to change; `file` is where those who edit it fetch it, empty for the others."""
    pages = [
        *_changes(found),
        *([box(paragraph(words(piece)))] for piece in parts(policy_text.plain(found.text), LIMIT - _FRAME)),
    ]
    here = page_of(page or 1, len(pages))
    where = f"Part {here} of {len(pages)}. " if len(pages) > 1 else ""
    noted = [box(said(note), style="good")] if note else []
    about = paragraph(words(f"{where}{say.version(found)}", size="Small", isSubtle=True))
    signed = [said(say.SIGNED.format(number=found.signed))] if found.is_signed and not note else []
    retired = [said(say.retired(found.policy))] if found.policy.retired_at else []
    buttons = [*_buttons(found, here, len(pages), owns), *_editing(found, file)]
    return card([*noted, *retired, about, *pages[here - 1], *signed], buttons)


def _changes(found: Document) -> list[list[Element]]:
    if not found.changes:
        return []
    shown = box(differences(abbreviated(found.changes)))
    head = small(f"What has changed since you signed version {found.signed}:")
    return [[head, shown, small(_LEGEND)] if size(shown) <= LIMIT - _FRAME else [small(_TOO_MANY)]]


def _editing(found: Document, file: str) -> list[Element]:
    if not file:
        return []
    policy = found.policy
    new = submits(WRITE, "New version", inputs=False, key=policy.key)
    download = {"type": "Action.OpenUrl", "title": "Download", "url": file}
    retire = submits(ASK_RETIRE, say.RETIRE, "destructive", inputs=False, key=policy.key)
    return [new, download, *([] if policy.retired_at else [retire])]


def reviewing(policy: Policy, number: int, sha256: str) -> Card:
    """Asks the owner for their signature that nothing in this version has to change."""
    note = inputs.text("note", say.NOTE, limit=NOTE_LIMIT, multiline=True)
    buttons = [
        submits(REVIEW, say.SIGN_REVIEW, "positive", key=policy.key, number=number, sha256=sha256),
        submits(READ, "Not now", inputs=False, key=policy.key),
    ]
    return card([paragraph(bold(policy.title)), ours(say.REVIEWING), inputs.field("note", note)], buttons)


def retiring(policy: Policy) -> Card:
    """What it means that a policy is retired, for whoever confirms it."""
    buttons = [
        submits(RETIRE, say.RETIRE_FOR_GOOD, "destructive", inputs=False, key=policy.key),
        submits(READ, say.KEEP_POLICY, inputs=False, key=policy.key),
    ]
    return card([paragraph(bold(say.retire_title(policy))), ours(say.RETIRING)], buttons)


def publish(
    policy: Policy | None, months: int, text: str = "", files: Sequence[Waiting] = (), *, chosen: str = ""
) -> Card:
    """Asks for the first version of a policy, or the next one of `policy`, whose `text` stands there to be edited where
    it fits. A file among `files`, of which one may be `chosen`, is taken instead."""
    key = inputs.text("key", "Short name", limit=60, missing="Give it a short name.")
    titled = inputs.text(
        "title", "Title", policy.title if policy else "", limit=TITLE_LIMIT, missing="Give it a title."
    )
    typed = text if len(text) <= inputs.TEXT_LIMIT and not chosen else ""
    held = inputs.choice("months", "A signature holds", say.signature_months(months), str(months))
    body = [
        *([] if policy else [inputs.field("key", key, hint="Like photos-and-videos.")]),
        inputs.field("title", titled),
        inputs.field("media", choosing(files, chosen, optional=True), hint=_FILE if files else ""),
        inputs.field("text", inputs.text("text", "Text", typed, limit=inputs.TEXT_LIMIT, multiline=True), hint=_TEXT),
        inputs.field("months", held),
        *(_changing() if policy else []),
    ]
    about: dict[str, Any] = {"key": policy.key, "number": policy.number} if policy else {"number": 0}
    return card(body, [submits(PUBLISH, "Publish", "positive", **about)])


def _changing() -> list[Element]:
    note = inputs.text("note", "What is different?", limit=NOTE_LIMIT)
    return [
        inputs.field("note", note),
        inputs.field("material", inputs.tick("material", say.MATERIAL_POLICY, on=True)),
    ]


def read(data: Data, content: bytes | None) -> NewVersion:
    """What a form for a version says; `content` is the file chosen in it, None for none."""
    found, first = Answers(data), data.get("number") == 0
    typed, months = str(data.get("text") or ""), found.choice("months") or "0"
    return NewVersion(
        str(data.get("key") or ""),
        found.text("title"),
        typed.encode("utf-8", "surrogatepass") if content is None else content,
        first or found.choice("material") == inputs.ON,
        found.text("note"),
        int(months) if months.isdecimal() and len(months) < 4 else 0,
        first=first,
    )


def _buttons(found: Document, page: int, pages: int, owns: bool) -> list[Element]:
    key = found.policy.key
    version: dict[str, Any] = {"key": key, "number": found.policy.number, "sha256": found.sha256}
    buttons = []
    if page < pages:
        buttons.append(submits(READ, "Next part", "positive", inputs=False, key=key, page=page + 1))
    elif not (found.is_signed or found.policy.retired_at):
        buttons.append(submits("policy.attest", say.ATTEST, "positive", inputs=False, **version))
    if page == pages and owns and not found.policy.retired_at:
        buttons.append(submits(ASK_REVIEW, say.REVIEWED, inputs=False, **version))
    if page > 1:
        buttons.append(submits(READ, "Previous part", inputs=False, key=key, page=page - 1))
    return buttons
