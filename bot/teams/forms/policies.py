"""A policy read in a dialog, in as many parts as it takes; what is new comes first, and signing is at its end."""

from typing import Any

from bot.teams.cards.actions import submits
from bot.teams.cards.review import differences
from bot.teams.cards.text import LIMIT, Card, Element, box, card, paragraph, parts, said, size, small, words
from bot.teams.forms.paging import chosen
from handlers.diff import abbreviated
from handlers.policies import Document
from handlers.training import training_words as say

READ = "policy.read"
_FRAME = 3_000
_LEGEND = "Added is bold and highlighted, removed is struck through."
_TOO_MANY = "So much has changed since you signed that only the whole text shows it."


def document(found: Document, page: object = None, *, owns: bool = False, note: str = "") -> Card:
    """Part `page` of the newest version, from 1, the first one at first; `note` says what was just done. Who `owns` it
    may sign that nothing has to change."""
    pages = [*_changes(found), *([box(paragraph(words(piece)))] for piece in parts(found.text, LIMIT - _FRAME))]
    here = chosen(page or 1, len(pages))
    where = f"Part {here} of {len(pages)}. " if len(pages) > 1 else ""
    noted = [box(said(note), style="good")] if note else []
    about = paragraph(words(f"{where}{say.version(found)}", size="Small", isSubtle=True))
    signed = [said(say.SIGNED.format(number=found.signed))] if found.is_signed and not note else []
    return card([*noted, about, *pages[here - 1], *signed], _buttons(found, here, len(pages), owns))


def _changes(found: Document) -> list[list[Element]]:
    if not found.changes:
        return []
    shown = box(differences(abbreviated(found.changes)))
    head = small(f"What has changed since you signed version {found.signed}:")
    return [[head, shown, small(_LEGEND)] if size(shown) <= LIMIT - _FRAME else [small(_TOO_MANY)]]


def _buttons(found: Document, page: int, pages: int, owns: bool) -> list[Element]:
    key = found.policy.key
    version: dict[str, Any] = {"key": key, "number": found.policy.number, "sha256": found.sha256}
    buttons = []
    if page < pages:
        buttons.append(submits(READ, "Next part", "positive", inputs=False, key=key, page=page + 1))
    elif not found.is_signed:
        buttons.append(submits("policy.attest", say.ATTEST, "positive", inputs=False, **version))
    if page == pages and owns:
        buttons.append(submits("policy.review", "Reviewed: no change", inputs=False, **version))
    if page > 1:
        buttons.append(submits(READ, "Previous part", inputs=False, key=key, page=page - 1))
    return buttons
