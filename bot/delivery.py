"""The seam between the worker and the platforms: what a platform can do, and how it can fail."""

from datetime import datetime
from typing import NamedTuple, Protocol

from handlers.messages import Message


class Reference(NamedTuple):
    """Where a message is on its platform."""

    channel: str
    message: str


class Target(NamedTuple):
    """Where a new message goes: a place by name, or a person by account; `thread` is the message it answers."""

    place: str
    account: str | None
    thread: Reference | None
    #: Identifies the delivery, so that a message whose answer was lost can be found again.
    marker: int
    #: Whether it can wait while the person is away, or does not want to be disturbed.
    gently: bool = False


class Platform(Protocol):
    """One chat platform, as the worker sees it. Every method may raise the errors below."""

    #: Seconds between two messages to one destination.
    pace: float

    async def send(self, to: Target, message: Message) -> Reference: ...
    async def update(self, at: Reference, message: Message) -> None: ...
    async def look(self, to: Target, since: datetime) -> Reference | None: ...


class DeliveryError(Exception):
    """A message could not be delivered; `code` is the platform's short word for why."""

    def __init__(self, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        #: Seconds the platform asked us to wait.
        self.after = after


class NotSent(DeliveryError):
    """The message certainly did not arrive; try again later."""


class Unsure(DeliveryError):
    """Nobody can tell whether the message arrived: look before sending again."""


class Blocked(DeliveryError):
    """The place refuses messages until a person mends it."""


class NotNow(DeliveryError):
    """The person is not to be told now; `after` is in how many seconds they may be, where that is known."""


class Gone(DeliveryError):
    """The message to update is no longer there."""
