"""The four-factor assessment of a suspected breach as a form, and what compliance is shown of one: plain data.

A use or disclosure that is not permitted is presumed to be a breach unless a low probability of compromise is shown
from at least these four factors (45 CFR 164.402, "breach", (2))."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from handlers.drafts import clean
from handlers.errors import Invalid

REASON_LIMIT = 2_000
MOST_INDIVIDUALS = 1_000_000_000
#: From so many people on HHS is told when they are (45 CFR 164.408(b)).
HHS_AT_ONCE = 500


class Conclusion(StrEnum):
    LOW_PROBABILITY = "low_probability"
    BREACH = "breach"


CONCLUSION_WORDS = {
    Conclusion.LOW_PROBABILITY: "Low probability that the information was compromised",
    Conclusion.BREACH: "A breach",
}
RATING_WORDS = {
    "low": "Speaks against a compromise",
    "medium": "Speaks for neither",
    "high": "Speaks for a compromise",
}


class Factor(NamedTuple):
    """One of the four: its name, and what to think about."""

    label: str
    question: str


FACTORS = {
    "information": Factor(
        "The information",
        "Its nature and extent: which identifiers, how sensitive, and how likely somebody can tell who it is about?",
    ),
    "recipient": Factor(
        "Who received it",
        "Who used it, or to whom was it disclosed? Somebody bound to confidentiality, or anybody at all?",
    ),
    "acquired": Factor(
        "Whether it was acquired or viewed",
        "Was it actually acquired or viewed, or could it only have been? How is that known?",
    ),
    "mitigated": Factor(
        "How far the risk was mitigated",
        "What was done about it: taken down, returned, destroyed, assurances given? How much is that worth?",
    ),
}
#: The form's other fields.
LABELS = {
    "conclusion": "Conclusion",
    "individuals": "How many people are affected?",
    "over_500_in_one_state": "More than 500 of them live in one State or jurisdiction",
}
NOTICE_LABELS = {
    "individuals": "Each person affected (45 CFR 164.404)",
    "media": "Prominent media outlets of that State (45 CFR 164.406)",
    "hhs": "The Secretary of HHS (45 CFR 164.408)",
}


class Rated(NamedTuple):
    """A factor as somebody assessed it; `rating` is a key of `RATING_WORDS`."""

    rating: str
    reason: str


@dataclass(frozen=True, repr=False)
class Assessment:
    """All four factors by name, and what follows from them."""

    factors: dict[str, Rated]
    conclusion: Conclusion
    individuals: int = 0
    over_500_in_one_state: bool = False

    def dump(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, dumped: str) -> "Assessment":
        """Reads what `dump` wrote."""
        fields = json.loads(dumped)
        factors = {name: Rated(*rated) for name, rated in fields.pop("factors").items()}
        return cls(factors, Conclusion(fields.pop("conclusion")), **fields)


def read(typed: Mapping[str, str]) -> Assessment:
    """Reads a form's fields: `<factor>_rating` and `<factor>_reason` for each of `FACTORS`, and those of `LABELS`, a
    ticked box being `yes`. Raises `Invalid` with a sentence for every answer that needs another look."""
    factors = {name: Rated(typed.get(f"{name}_rating", ""), clean(typed.get(f"{name}_reason", ""))) for name in FACTORS}
    people, conclusion = typed.get("individuals", "").strip().replace(",", ""), typed.get("conclusion", "")
    many = typed.get("over_500_in_one_state") == "yes"
    found = {
        **{f"{name}_rating": _choice(rated.rating, RATING_WORDS) for name, rated in factors.items()},
        **{f"{name}_reason": _reason(rated.reason) for name, rated in factors.items()},
        "conclusion": _choice(conclusion, CONCLUSION_WORDS),
        "individuals": _individuals(people, conclusion, many),
    }
    if problems := {name: sentence for name, sentence in found.items() if sentence}:
        raise Invalid(problems)
    return Assessment(factors, Conclusion(conclusion), int(people or 0), many)


def _choice(chosen: str, words: Collection[str]) -> str:
    return "" if chosen in words else "Choose one of these."


def _reason(reason: str) -> str:
    if not reason:
        return "Say why, in a sentence or two: without a reason the assessment counts for nothing."
    too_long = len(reason) > REASON_LIMIT
    return f"This may have {REASON_LIMIT:,} characters; it has {len(reason):,}." if too_long else ""


def _individuals(people: str, conclusion: str, many: bool) -> str:
    if not people and conclusion != Conclusion.BREACH:
        return ""
    if not (people.isascii() and people.isdecimal() and len(people) <= 10 and int(people) <= MOST_INDIVIDUALS):
        return "Give a whole number. If it is not known yet, give the best estimate; you can assess again."
    if conclusion == Conclusion.BREACH and int(people) == 0:
        return "A breach affects at least one person."
    if many and int(people) <= HHS_AT_ONCE:
        return "More than 500 in one State is more than this number."
    return ""


@dataclass(frozen=True, repr=False)
class Concluded:
    """One assessment, by whom and when; `assessment` is None once erased."""

    assessment: Assessment | None
    conclusion: Conclusion
    name: str
    concluded_on: date


@dataclass(frozen=True)
class Notification:
    """One notification owed; `kind` is a key of `NOTICE_LABELS`."""

    kind: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class BreachView:
    """All of a suspected breach. `notify_by` is None once nothing is owed within the 60 days; the last of
    `assessments` counts."""

    number: str
    case_id: int
    discovered_on: date
    suspected_by: str
    notify_by: date | None
    assessments: tuple[Concluded, ...]
    notifications: tuple[Notification, ...]


#: An example.
VIEW = BreachView(
    "R-7KQ4MX",
    2**30,
    date(2026, 3, 2),
    "Ruth Okafor",
    date(2026, 5, 1),
    (
        Concluded(
            Assessment(
                {
                    "information": Rated("high", "Two names with the hour of their appointments."),
                    "recipient": Rated("high", "Anybody: the page is public."),
                    "acquired": Rated("medium", "31 people opened the post; nobody knows who read the screen."),
                    "mitigated": Rated("low", "Taken down after two days, a snapshot is kept."),
                },
                Conclusion.BREACH,
                2,
            ),
            Conclusion.BREACH,
            "Ruth Okafor",
            date(2026, 3, 9),
        ),
    ),
    (
        Notification("individuals", date(2026, 5, 1), None),
        Notification("hhs", date(2027, 3, 1), None),
    ),
)
