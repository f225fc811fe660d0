"""What is known about a text besides its words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Where the text will stand."""

    POST = "post"
    REPLY = "reply"
    COMMENT = "comment"
    AD = "ad"

    @property
    def answers(self) -> bool:
        """Whether it speaks to somebody, who may be a patient."""
        return self in (Kind.REPLY, Kind.COMMENT)


class Account(StrEnum):
    """Whose presence it is."""

    CORPORATE = "corporate"
    PERSONAL = "personal"


@dataclass(frozen=True)
class About:
    """Decides which context rules apply, and how grave they are."""

    kind: Kind = Kind.POST
    account: Account = Account.CORPORATE
    #: Whether a picture or video goes with it.
    media: bool = False
    #: Whether the patient's written authorization (45 CFR 164.508) is on record for it.
    authorized: bool = False
