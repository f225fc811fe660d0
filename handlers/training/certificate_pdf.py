"""A certificate as a PDF: one page, black on white, the same bytes for the same completion whenever it is drawn while
the practice is called the same.

Names are set in Gentium, which has the Latin, Greek and Cyrillic letters. Another script is printed in Latin letters,
and the page says so; the record keeps the name as it was signed.
"""

from io import BytesIO
from math import cos, pi, sin
from typing import Any

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from handlers import days
from handlers.records import opening
from handlers.training import lettering
from handlers.training.training_messages import Certificate

_WIDTH, _HEIGHT = landscape(letter)
_MIDDLE = _WIDTH / 2
_MARGIN = 96
_INK, _GREY, _FAINT = 0.08, 0.35, 0.62
_LATIN_NOTE = (
    "Signed in another script. These Latin letters are a machine's rendering; the record keeps the name as signed."
)


def draw(certificate: Certificate, organization: str = "") -> bytes:
    """The PDF's bytes. `organization` is what the practice is called; without it no line says so."""
    lettering.glyphs()
    buffer = BytesIO()
    # Invariant: neither the moment nor a random id gets into the file.
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1, lang="en-US")
    name, as_signed = lettering.printable(certificate.name)
    canvas.setTitle(f"Certificate {certificate.number}")
    canvas.setAuthor("Imprimatur")
    canvas.setSubject(f"{lettering.printable(certificate.course)[0]}, completed by {name}")
    _frame(canvas)
    if organization:
        _centred(canvas, lettering.printable(organization)[0], 536, 16, _INK)
    _words(canvas, certificate, name, as_signed)
    _seal(canvas, certificate)
    _proof(canvas, certificate)
    canvas.save()
    return buffer.getvalue()


def _frame(canvas: Any) -> None:
    canvas.setStrokeGray(_INK)
    for inset, width in ((30, 1.6), (36, 0.4)):
        canvas.setLineWidth(width)
        canvas.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)
    for x in (36, _WIDTH - 36):
        for y in (36, _HEIGHT - 36):
            canvas.setFillGray(1)
            canvas.setLineWidth(0.4)
            canvas.circle(x, y, 9, fill=1)
            canvas.circle(x, y, 5.5)
            canvas.setFillGray(_INK)
            canvas.circle(x, y, 1.6, fill=1, stroke=0)


def _words(canvas: Any, certificate: Certificate, name: str, as_signed: bool) -> None:
    _spaced(canvas, "CERTIFICATE OF COMPLETION", 500, 19, 5)
    canvas.setLineWidth(0.6)
    canvas.line(_MIDDLE - 36, 478, _MIDDLE + 36, 478)
    _centred(canvas, "This certifies that", 440, 14, _GREY)
    _centred(canvas, name, 390, 40, _INK)
    canvas.setStrokeGray(_FAINT)
    canvas.line(_MIDDLE - 190, 376, _MIDDLE + 190, 376)
    if not as_signed:
        _centred(canvas, _LATIN_NOTE, 361, 9, _GREY)
    _centred(canvas, "has read, answered questions on, and signed", 334, 14, _GREY)
    title = lettering.printable(certificate.course)[0]
    size, lines = _fitted(title)
    for number, line in enumerate(lines):
        _centred(canvas, line, 296 - number * size * 1.2, size, _INK)
    tries = "on the first try" if certificate.attempt == 1 else f"on try {certificate.attempt}"
    day = days.written(certificate.completed_on)
    _centred(
        canvas,
        f"on {day}, with {certificate.score}% of the answers right {tries}",
        268 - len(lines) * size * 1.2 + 22,
        14,
        _GREY,
    )


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which a title takes two lines at most."""
    for size in range(24, 12, -1):
        lines = simpleSplit(title, lettering.FONT, size, _WIDTH - 2 * _MARGIN)
        if len(lines) <= 2:
            return size, lines
    return size, lines


def _centred(canvas: Any, text: str, y: float, size: float, grey: float) -> None:
    width = pdfmetrics.stringWidth(text, lettering.FONT, size)
    canvas.setFont(lettering.FONT, size * min(1, (_WIDTH - 2 * _MARGIN) / max(width, 1)))
    canvas.setFillGray(grey)
    canvas.drawCentredString(_MIDDLE, y, text)


def _spaced(canvas: Any, text: str, y: float, size: float, space: float) -> None:
    canvas.setFont(lettering.FONT, size)
    canvas.setFillGray(_INK)
    width = pdfmetrics.stringWidth(text, lettering.FONT, size) + space * (len(text) - 1)
    canvas.drawString(_MIDDLE - width / 2, y, text, charSpace=space)


def _seal(canvas: Any, certificate: Certificate) -> None:
    """A rosette whose curves come from the entry's hash: every certificate has its own."""
    seed = bytes.fromhex(certificate.entry_hash)
    x, y, radius = _WIDTH - 128, 132, 46
    canvas.setStrokeGray(_INK)
    for ring, width in ((radius + 6, 1.0), (radius + 3, 0.3)):
        canvas.setLineWidth(width)
        canvas.circle(x, y, ring)
    canvas.setLineWidth(0.3)
    for layer in range(3):
        petals, depth = 7 + seed[layer] % 12, 0.14 + seed[layer + 4] / 255 * 0.3
        middle, turn = radius * (0.84 - 0.2 * layer), seed[layer + 8] / 255 * pi
        for shift in range(3):
            _curve(canvas, x, y, middle, depth / (layer + 1) * middle, petals, turn + shift * 2 * pi / 3)
    canvas.setFillGray(1)
    canvas.setLineWidth(0.6)
    canvas.circle(x, y, 17, fill=1)
    canvas.setFillGray(_INK)
    entry = certificate.number.partition("-")[0]
    canvas.setFont(lettering.FONT, min(13, 34 / len(entry)))
    canvas.drawCentredString(x, y - 4, entry)


def _curve(canvas: Any, x: float, y: float, middle: float, swing: float, petals: int, turn: float) -> None:
    path = canvas.beginPath()
    for step in range(361):
        angle = step * pi / 180
        distance = min(middle + swing * cos(petals * angle + turn), 46)
        point = (x + distance * cos(angle), y + distance * sin(angle))
        (path.lineTo if step else path.moveTo)(*point)
    canvas.drawPath(path)


def _proof(canvas: Any, certificate: Certificate) -> None:
    entry = certificate.number.partition("-")[0]
    lines = (
        ("Certificate", certificate.number),
        ("Account", f"{opening(lettering.printable(certificate.account)[0])}, as it was called that day"),
        ("Course", f"version {certificate.version}, SHA-256 {certificate.hash}"),
        ("Record", f"entry {entry}, hash {certificate.entry_hash}"),
        ("To check", "python -m bot verify tells whether any entry of the record was changed since"),
    )
    for number, (label, text) in enumerate(lines):
        canvas.setFont(lettering.FONT, 8.5)
        canvas.setFillGray(_GREY)
        canvas.drawString(78, 160 - 14 * number, label)
        canvas.setFillGray(_INK)
        canvas.drawString(128, 160 - 14 * number, text)
