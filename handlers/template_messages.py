"""What people are told about neutral answers: plain data, complete, with examples."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from handlers.reply_templates import State, Version


@dataclass(frozen=True)
class TemplateNotice:
    """A wording that waits, for those who may approve it; once it waits no longer, what became of it."""

    version: Version

    @property
    def live(self) -> bool:
        """Whether it still waits."""
        return self.version.state is State.WAITING


_AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
_TEXT = "Thank you for writing. Please call our office, and we will listen."
_WAITING = Version(7, 3, 2, "A complaint", _TEXT, 1, "Ruth Okafor", _AT, State.WAITING)

#: Examples of each.
NOTICES = (
    TemplateNotice(_WAITING),
    TemplateNotice(replace(_WAITING, state=State.IN_FORCE, decisions=(("approved", "Dr. Priya Raman", _AT),))),
    TemplateNotice(replace(_WAITING, state=State.REPLACED)),
)
