"""The app's two icons, drawn: Imprimatur's seal, as in bot/demo/static/seal.svg, as PNG files of the sizes Teams asks
for. What they must look like: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package

A shape is the distance of a point from its edge, negative inside, in units of the seal's 64 by 64 drawing. A pixel's
share of it follows from the distance of its centre, which makes edges smooth.
"""

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

Shape = Callable[[float, float], float]
Colour = tuple[int, int, int]

_GREEN, _CREAM, _WHITE = (0x1D, 0x5B, 0x52), (0xF6, 0xF3, 0xEC), (0xFF, 0xFF, 0xFF)
_MIDDLE = 32.0
#: One half of the letter, from its top down; the other mirrors it.
_LETTER = ((24, 18), (24, 21.2), (28.6, 22.2), (28.6, 41.8), (24, 42.8), (24, 46))


def color() -> bytes:
    """192 by 192: the seal within the middle 96, which no crop of Teams' touches, on plain green."""
    seal = _together(_ring(25.2, 2.2), _beads(21.6, 0.8, 30), _letter())
    return _png(192, _pixels(192, 96 / 52.6, seal, lambda share: _mixed(_GREEN, _CREAM, share)))


def outline() -> bytes:
    """32 by 32: ring and letter up to the edge, pure white on nothing."""
    seal = _together(_ring(24.0, 3.2), _letter())
    return _png(32, _pixels(32, 32 / 51.2, seal, lambda share: bytes((*_WHITE, round(255 * share)))))


def _ring(radius: float, width: float) -> Shape:
    return lambda x, y: abs(hypot(x - _MIDDLE, y - _MIDDLE) - radius) - width / 2


def _beads(radius: float, size: float, count: int) -> Shape:
    step = 2 * pi / count

    def bead(x: float, y: float) -> float:
        nearest = round(atan2(y - _MIDDLE, x - _MIDDLE) / step) * step
        return hypot(x - _MIDDLE - radius * cos(nearest), y - _MIDDLE - radius * sin(nearest)) - size

    return bead


def _letter() -> Shape:
    other = tuple((2 * _MIDDLE - x, y) for x, y in reversed(_LETTER))
    edges = list(pairwise((*_LETTER, *other, _LETTER[0])))

    def letter(x: float, y: float) -> float:
        inside = sum(
            (a[1] > y) != (b[1] > y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) for a, b in edges
        )
        away = min(_from_edge(x, y, *a, *b) for a, b in edges)
        return -away if inside % 2 else away

    return letter


def _from_edge(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    part = min(max(along, 0.0), 1.0)
    return hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay))


def _together(*shapes: Shape) -> Shape:
    return lambda x, y: min(shape(x, y) for shape in shapes)


def _pixels(size: int, scale: float, shape: Shape, paint: Callable[[float], bytes]) -> list[list[bytes]]:
    """Rows of RGBA pixels; `scale` is how many of them a unit of the drawing takes, its middle in the middle."""
    at = [_MIDDLE + (n + 0.5 - size / 2) / scale for n in range(size)]
    return [[paint(min(max(0.5 - shape(x, y) * scale, 0.0), 1.0)) for x in at] for y in at]


def _mixed(below: Colour, above: Colour, share: float) -> bytes:
    return bytes((*(round(b + (a - b) * share) for b, a in zip(below, above, strict=True)), 255))


def _png(size: int, rows: list[list[bytes]]) -> bytes:
    """A PNG of 8-bit RGBA (RFC 2083)."""
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    content = zlib.compress(b"".join(b"\x00" + b"".join(row) for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
