"""The typeface of what is drawn: Gentium, which has the Latin, Greek and Cyrillic letters."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT = "GentiumBook"
FILE = Path(__file__).parent / "fonts" / "GentiumBookPlus-Regular.ttf"


@lru_cache(maxsize=1)
def glyphs() -> Any:
    """Every character the typeface has, by code point; PDFs may use it from then on."""
    font = TTFont(FONT, str(FILE))
    pdfmetrics.registerFont(font)
    return font.face.charToGlyph


def printable(text: str) -> tuple[str, bool]:
    """The text, or where the typeface lacks letters of it the text in Latin ones; and whether it is as it was given."""
    known = glyphs()
    composed = unicodedata.normalize("NFC", text)
    if all(ord(character) in known for character in composed):
        return composed, True
    kept = (character if ord(character) in known else anyascii(character) for character in composed)
    return "".join(kept), False
