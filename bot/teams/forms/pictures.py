"""The pictures of a revision, large enough to judge."""

from collections.abc import Sequence

from bot.teams.cards.text import LIMIT, Card, Element, box, card, fitting, name, ours, paragraph, words
from handlers.messages import MediaView

TITLE = "Pictures"


def form(files: Sequence[tuple[MediaView, str]]) -> Card:
    """Each file with its alt text and, where it has an address, the picture itself. Teams fetches the addresses: they
    have to be https, and to work without a login for as long as the dialog is open."""
    shown = fitting((_file(file, address) for file, address in files), LIMIT - 500)
    left = len(files) - len(shown)
    return card([*shown, *([ours(f"{left} more cannot be shown here.")] if left else [])])


def _file(file: MediaView, address: str) -> Element:
    picture = {"type": "Image", "url": address, "altText": file.alt_text, "size": "Stretch"}
    nothing = ours("Not a picture, or no longer here.", isSubtle=True)
    what = paragraph(name(file.name, weight="Bolder"), words(f" · alt text: {file.alt_text}"))
    return box(picture if address else nothing, what, style="default", separator=True)
