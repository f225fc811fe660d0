"""The practice's policies."""

from collections.abc import Sequence

from bot.teams.cards.actions import opens, row
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    card,
    columns,
    fitting,
    heading,
    ours,
    paragraph,
    small,
    words,
)
from handlers.policies import Policy
from handlers.training import training_words as say


def listing(policies: Sequence[tuple[Policy, int]], *, publishes: bool = False) -> Card:
    """Every policy, with the version the reader signed last. Who `publishes` may add one."""
    lines = fitting((_line(found, signed) for found, signed in policies), LIMIT - 1_000)
    more = (
        [small(f"The list ends after {len(lines)}; type `policy` and a short name.")]
        if len(lines) < len(policies)
        else []
    )
    new = [opens("policy.write", "New policy")] if publishes else []
    return card([heading("Policies"), *(lines or [ours(say.NO_POLICIES)]), *more], new)


def _line(found: Policy, signed: int) -> Element:
    text = [
        paragraph(bold(found.title), words(f"  {found.key}", fontType="Monospace", isSubtle=True)),
        paragraph(words(say.policy(found, signed)), spacing="Small"),
    ]
    done = signed == found.number or found.retired_at is not None
    button = opens("policy.read", "Read" if done else "Read and sign", "default" if done else "positive", key=found.key)
    return columns(("stretch", text), ("auto", [row(button)])) | {"separator": True, "spacing": "Medium"}
