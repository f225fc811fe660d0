"""The states of a proposal, the verdicts, and which step leads where."""

from enum import StrEnum


class State(StrEnum):
    #: Waiting for an approver.
    IN_REVIEW = "in_review"
    #: Sent back with a reason; the author may edit and resubmit.
    CHANGES_REQUESTED = "changes_requested"
    #: Turned down for good; a new proposal is needed.
    REJECTED = "rejected"
    #: May be published exactly as shown, until it lapses.
    APPROVED = "approved"
    #: Published, with the links recorded.
    PUBLISHED = "published"
    #: Taken back by its author.
    WITHDRAWN = "withdrawn"
    #: Nobody decided in time.
    EXPIRED = "expired"
    #: Approved, but not used in time.
    LAPSED = "lapsed"


class Verdict(StrEnum):
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


#: Editing makes a new revision, which goes back to review.
EDITABLE = frozenset({State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED, State.LAPSED, State.EXPIRED})
WITHDRAWABLE = frozenset({State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED, State.LAPSED, State.EXPIRED})
#: Resubmitting the same text is meaningful only where the old approval or the old wait has ended.
RESUBMITTABLE_UNCHANGED = frozenset({State.CHANGES_REQUESTED, State.LAPSED, State.EXPIRED})

STATE_WORDS = {
    State.IN_REVIEW: "Waiting for review",
    State.CHANGES_REQUESTED: "Changes requested",
    State.REJECTED: "Rejected",
    State.APPROVED: "Approved",
    State.PUBLISHED: "Published",
    State.WITHDRAWN: "Withdrawn",
    State.EXPIRED: "Expired without a decision",
    State.LAPSED: "Approval lapsed",
}
