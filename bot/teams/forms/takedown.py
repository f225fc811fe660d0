"""The takedowns of a case, and the forms about them. A snapshot is kept before anything is taken down."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.teams.cards.actions import submits
from bot.teams.cards.text import Card, Element, card, ours
from bot.teams.forms import inputs
from bot.teams.forms.paging import Said
from handlers.reporting.case_words import ERASED
from handlers.reporting.evidence_words import CONSEQUENCES, STEPS, TAKEDOWN_LINK, TAKEDOWN_LINK_HINT
from handlers.reporting.report_form import LINE_LIMIT
from handlers.reporting.takedown import TakedownView

# A file sent to the bot waits in the sender's tray until a form takes it, and the tray is not sealed.
_KEEP = (
    "Paste the text of it, with names and comments as they stand there. It is sealed with the case and cannot be "
    "changed. Please send no picture of it to this chat, where it would stay: pictures and PDFs are kept from Slack, "
    "with the same button of the opened case."
)


def shown(view: TakedownView) -> Said:
    """One takedown, and its next step."""
    lines = [view.link or ERASED]
    if view.kept_at:
        lines.append(f"Snapshot kept by {view.kept_by}, {_moment(view.kept_at)}.")
    if view.sha256:
        lines.append(f"{view.mime.partition(';')[0]}, SHA-256 {view.sha256}")
    if view.done_at:
        lines.append(f"Taken down, says {view.done_by}, {_moment(view.done_at)}.")
    head = f"Takedown {view.position}, asked for by {view.asked_by}, {_moment(view.asked_at)}"
    return Said(head, "\n".join(lines), "default" if view.done_at else "warning", _next(view))


def _next(view: TakedownView) -> tuple[Element, ...]:
    if not view.step:
        return ()
    verb, title = STEPS[view.step]
    return (submits(f"case.{verb}", title, inputs=False, at=view.number, position=view.position),)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def ask(at: str) -> Card:
    """Asks what is to be taken down."""
    link = inputs.text(
        "link", TAKEDOWN_LINK, limit=2 * LINE_LIMIT, missing="Give the address of what is to be taken down."
    )
    return card(
        [ours(CONSEQUENCES["takedown"]), inputs.field("link", link, hint=TAKEDOWN_LINK_HINT)],
        [submits("case.takedown_asked", "Ask", "positive", at=at)],
    )


def keep(at: str, position: int = 0) -> Card:
    """Asks for the text that is to be kept."""
    text = inputs.text("text", "What it says", limit=inputs.TEXT_LIMIT, multiline=True, missing="Paste its text.")
    send = submits("case.snapshot_kept", "Keep", "positive", at=at, position=position)
    return card([ours(_KEEP), inputs.field("snapshot", text)], [send])


#: The forms that can be drawn again from the number of their case and what was sent, by the verb that sends them.
TYPED: dict[str, Callable[[str], Card]] = {"case.takedown_asked": ask, "case.snapshot_kept": keep}
