"""Who is trained and who is late, for privacy officers, and the ways to what they can do about it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.teams.cards.actions import opens
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    beginning,
    card,
    fitting,
    heading,
    label,
    name,
    ours,
    paragraph,
    small,
    words,
)
from handlers.training import training_words as say
from handlers.training.oversight import Delivered
from handlers.training.reminder_messages import GroupLine, OverdueLine
from handlers.tray import KEPT, Waiting

_WIDTH = 20
#: Bytes.
_ALT = 2_000


class Standing(NamedTuple):
    """Where the practice stands; `more` of what is late are not listed."""

    groups: Sequence[GroupLine]
    late: Sequence[OverdueLine]
    more: int
    deliveries: Mapping[int, Delivered]


def report(found: Standing, picture: str = "") -> Card:
    """Completion by group as a chart, who is late, and whether they were reached. `picture` is where the chart is; what
    it shows also stands below it in words, for when the address has ended."""
    groups = [element for line in found.groups for element in _group(line, bars=not picture)]
    if picture and found.groups:
        alt = beginning(say.described(found.groups), _ALT)
        groups.insert(0, {"type": "Image", "url": picture, "altText": alt, "size": "Stretch"})
    late = [_late(line, found.deliveries.get(line.person_id)) for line in found.late]
    shown = fitting([*groups, label("Late"), *(late or [ours(say.NOBODY_LATE)])], LIMIT - 2_000)
    left_out = found.more + len(late) - sum(element in late for element in shown)
    more = [small(f"… and {left_out} more.")] if left_out else []
    legend = [ours(say.NOBODY_LISTED)] if not groups else [] if picture else [small(say.CHART)]
    remind = [opens("training.preview", say.REMIND)] if groups else []
    return card([heading("Training: where the practice stands"), *legend, *shown, *more], [*remind, *_doing()])


def _doing() -> list[Element]:
    return [
        opens("staff.list", say.STAFF),
        opens("training.required", say.REQUIRED),
        opens("training.import", say.IMPORT),
        opens("training.export", say.EXPORT),
        opens("training.evidence", say.EVIDENCE),
    ]


def kept(files: Sequence[Waiting]) -> Card:
    """Which tables wait, and the way into the form that checks them."""
    names = [paragraph(name(file.name), spacing="None") for file in files]
    until = f"Nothing is taken over before you have seen what it would do. They wait here for {KEPT.days} days."
    return card([ours("Kept for the staff list:"), *names, small(until)], [opens("training.import", "Check it")])


def _group(line: GroupLine, *, bars: bool) -> list[Element]:
    bar = [paragraph(words(say.chart(line, _WIDTH), fontType="Monospace"), spacing="None")] if bars else []
    return [
        paragraph(name(line.group or "No group", weight="Bolder")),
        *bar,
        paragraph(words(say.group(line)), spacing="None"),
    ]


def _late(line: OverdueLine, reached: Delivered | None) -> Element:
    delivered = f"; {say.delivered(reached)}" if reached else ""
    return paragraph(name(line.name, weight="Bolder"), words(f": {say.late(line)}{delivered}"), spacing="Small")
