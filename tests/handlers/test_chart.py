"""Completion by group as a picture."""

from io import BytesIO

import pytest
from PIL import Image

from handlers.training import chart
from handlers.training.reminder_messages import GroupLine

_LATE, _DUE, _DONE = (196, 66, 47), (240, 205, 120), (29, 91, 82)


def drawn(*groups: GroupLine) -> Image.Image:
    return Image.open(BytesIO(chart.draw(groups))).convert("RGB")


def amount(picture: Image.Image, color: tuple[int, int, int]) -> int:
    """Pixels of about this colour below the legend."""
    rows = picture.crop((0, 52, picture.width, picture.height))
    near = lambda pixel: all(abs(a - b) < 16 for a, b in zip(pixel, color, strict=True))  # noqa: E731
    return sum(number for number, pixel in rows.getcolors(rows.width * rows.height) or [] if near(pixel))


def test_it_shows_how_many_have_done_it_and_hides_nobody() -> None:
    """A tenth of the people is a tenth of the bar; one of a thousand is seen all the same."""
    picture = drawn(GroupLine("Front desk", 10, 6, 3, 1))
    assert amount(picture, _DONE) == pytest.approx(2 * amount(picture, _DUE), rel=0.1)
    assert amount(drawn(GroupLine("Front desk", 1_000, 999, 0, 1)), _LATE) > 20
    assert amount(drawn(GroupLine("Front desk", 1_000, 1_000, 0, 0)), _LATE) == 0


@pytest.mark.parametrize("name", ["", "x" * 500, "歯科衛生士", "Żółć", "\u202ex", "*b*"])
def test_a_group_may_be_called_anything(name: str) -> None:
    assert drawn(GroupLine(name, 3, 1, 1, 1)).width == drawn().width


def test_many_groups_keep_it_a_picture() -> None:
    assert drawn(*(GroupLine(f"Group {number}", 1, 1, 0, 0) for number in range(500))).height < 2_000
