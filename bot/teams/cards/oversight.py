"""Who is trained and who is late, for privacy officers, and whom a reminder would go to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.teams.cards.actions import opens, submits
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
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
from handlers.training.remind_now import Preview
from handlers.training.reminder_messages import GroupLine, OverdueLine

_WIDTH = 20


class Standing(NamedTuple):
    """Where the practice stands; `more` of what is late are not listed."""

    groups: Sequence[GroupLine]
    late: Sequence[OverdueLine]
    more: int
    deliveries: Mapping[int, Delivered]


def report(found: Standing) -> Card:
    """Completion by group as bars, who is late, and whether they were reached."""
    groups = [element for line in found.groups for element in _group(line)]
    late = [_late(line, found.deliveries.get(line.person_id)) for line in found.late]
    shown = fitting([*groups, label("Late"), *(late or [ours(say.NOBODY_LATE)])], LIMIT - 2_000)
    left_out = found.more + len(late) - sum(element in late for element in shown)
    more = [small(f"… and {left_out} more.")] if left_out else []
    legend = [small(say.CHART)] if groups else [ours(say.NOBODY_LISTED)]
    remind = [opens("training.preview", "Remind now")] if groups else []
    return card([heading("Training: where the practice stands"), *legend, *shown, *more], remind)


def preview(found: Preview) -> Card:
    """Whom a reminder would go to now, and not."""
    send = [submits("training.remind", "Remind them", "positive", inputs=False)] if found.people else []
    return card([paragraph(words(say.whom(found)))], send)


def _group(line: GroupLine) -> list[Element]:
    return [
        paragraph(name(line.group or "No group", weight="Bolder")),
        paragraph(words(say.chart(line, _WIDTH), fontType="Monospace"), spacing="None"),
        paragraph(words(say.group(line)), spacing="None"),
    ]


def _late(line: OverdueLine, reached: Delivered | None) -> Element:
    delivered = f"; {say.delivered(reached)}" if reached else ""
    return paragraph(name(line.name, weight="Bolder"), words(f": {say.late(line)}{delivered}"), spacing="Small")
