"""Completion by group as a picture: a PNG that reads on a light and on a dark screen, and without telling its colours
apart."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from handlers.training import lettering
from handlers.training.reminder_messages import GroupLine

#: More groups than these are in the words beside the picture only.
LIMIT = 30
_WIDTH, _ROW, _TOP, _MARGIN = 1000, 62, 62, 24
_LABELS, _COUNTS = 270, 150
_BAR = 30
_PAPER, _INK, _GREY = (255, 255, 255), (32, 36, 40), (88, 94, 100)
# Dark, light, middle: they differ in grey too, and the last one is hatched.
_DONE, _DUE, _LATE = (29, 91, 82), (240, 205, 120), (196, 66, 47)
_LEGEND = (("done everything", _DONE), ("still in time", _DUE), ("late", _LATE))


def draw(groups: Sequence[GroupLine]) -> bytes:
    """The PNG's bytes: a bar a group, as long as all of its people."""
    shown = groups[:LIMIT]
    height = _TOP + _ROW * max(len(shown), 1) + _MARGIN
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(image)
    _legend(pen)
    for number, one in enumerate(shown):
        _row(pen, one, _TOP + number * _ROW)
    if not shown:
        pen.text((_MARGIN, _TOP), "Nobody is on the staff list yet.", _GREY, _font(24))
    out = BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _legend(pen: ImageDraw.ImageDraw) -> None:
    x = _LABELS + _MARGIN
    for label, color in _LEGEND:
        pen.rectangle((x, 22, x + 22, 44), color)
        _hatch(pen, (x, 22, x + 22, 44), color)
        pen.text((x + 32, 33), label, _INK, _font(22), anchor="lm")
        x += 32 + int(_font(22).getlength(label)) + 40


def _row(pen: ImageDraw.ImageDraw, one: GroupLine, top: int) -> None:
    middle, left, right = top + _ROW // 2, _LABELS + _MARGIN, _WIDTH - _COUNTS
    pen.text((_MARGIN, middle), _fitting(one.group or "No group"), _INK, _font(24), anchor="lm")
    x = float(left)
    for count, (_, color) in zip((one.done, one.due, one.overdue), _LEGEND, strict=True):
        if count:
            # However few they are, they are seen.
            wide = max((right - left) * count / one.people, 4)
            box = (int(x), middle - _BAR // 2, min(int(x + wide), right), middle + _BAR // 2)
            pen.rectangle(box, color)
            _hatch(pen, box, color)
            x = min(x + wide, right - 4)
    pen.text((_WIDTH - _MARGIN, middle), f"{one.done} of {one.people}", _INK, _font(24), anchor="rm")


def _hatch(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], color: tuple[int, int, int]) -> None:
    if color == _LATE:
        for x in range(box[0] + 5, box[2] - 2, 9):
            pen.line((x, box[1] + 3, x, box[3] - 3), _PAPER, 2)


def _fitting(text: str) -> str:
    shown = lettering.printable(text)[0]
    if _font(24).getlength(shown) <= _LABELS:
        return shown
    while shown and _font(24).getlength(f"{shown}…") > _LABELS:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(lettering.FILE), size)
