"""The answers of the form "Report a violation": what they may be, and what in them may tell on their writer."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass

from handlers.drafts import clean
from handlers.errors import Invalid
from handlers.networks import NETWORKS

TEXT_LIMIT = 5_000
LINE_LIMIT = 500
NETWORK_WORDS = {**{key: network.name for key, network in NETWORKS.items()}, "other": "Somewhere else"}
VISIBLE_WORDS = {"yes": "Yes, still visible", "no": "No, it is gone", "unknown": "Not known"}
AFFECTED_WORDS = {
    "patient": "One patient",
    "patients": "Several patients",
    "staff": "Somebody who works here",
    "practice": "The practice",
    "other": "Somebody else",
}
#: What people are told before they send, on every way in.
HONEST_WORDS = (
    "The compliance team sees only what you write here.",
    "Imprimatur keeps no name, no account, no address, and no exact time. Reports are delivered together at the next "
    "quarter hour, in random order.",
    "Details and writing style can identify you. Leave out what only you could know.",
    "Do not give patients' names, and do not paste screenshots of records.",
    "You get a receipt. It is the only way back to this report, and nobody can recover it.",
    "Retaliation against people who report in good faith is prohibited (45 CFR 160.316 and 164.530(g)).",
    "You may also complain to the Office for Civil Rights at HHS, within 180 days of learning of it: "
    "hhs.gov/ocr/complaints.",
)


@dataclass(frozen=True, repr=False)
class Report:
    """What somebody reports. Empty means not said; the keys are those of the words above."""

    what: str
    network: str = ""
    link: str = ""
    #: A day, or words like “about two weeks ago”.
    when: str = ""
    visible: str = "unknown"
    affected: str = ""
    concerns_compliance: bool = False

    def dump(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, dumped: str) -> "Report":
        """Reads what `dump` wrote."""
        return cls(**json.loads(dumped))


@dataclass(frozen=True, repr=False)
class Account:
    """One of the practice's own accounts; `network` is a key of `NETWORK_WORDS`."""

    network: str
    #: Its name there, or its address.
    address: str

    @property
    def words(self) -> str:
        """“@riverside on Instagram”."""
        return f"{self.address} on {NETWORK_WORDS[self.network]}" if self.network != "other" else self.address

    def require_valid(self) -> None:
        """Raises `Invalid` with a sentence for every answer that needs another look."""
        found = {
            "network": "" if self.network in NETWORK_WORDS else "Choose one from the list.",
            "address": _line_problem(self.address) if self.address else "Give its name there, or its address.",
        }
        if problems := {name: sentence for name, sentence in found.items() if sentence}:
            raise Invalid(problems)

    def dump(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, dumped: str) -> "Account":
        """Reads what `dump` wrote."""
        return cls(**json.loads(dumped))


def tidy(text: str) -> str:
    """One kind of newline, no blank edges, no control characters: nobody should be refused for those here."""
    return clean("".join(c for c in text if c in "\r\n\t" or unicodedata.category(c) not in ("Cc", "Cs")))


def require_valid(report: Report) -> None:
    """Raises `Invalid` with a sentence for every answer that needs another look."""
    found = {
        "what": text_problem(report.what),
        "network": "" if report.network in ("", *NETWORK_WORDS) else "Choose one from the list, or leave it open.",
        "link": _line_problem(report.link),
        "when": _line_problem(report.when),
        "visible": "" if report.visible in VISIBLE_WORDS else "Choose one of the three.",
        "affected": "" if report.affected in ("", *AFFECTED_WORDS) else "Choose one from the list, or leave it open.",
    }
    if problems := {name: sentence for name, sentence in found.items() if sentence}:
        raise Invalid(problems)


def text_problem(text: str) -> str:
    """What keeps a text from being sent; empty when nothing does."""
    if not text:
        return "Please write what happened, in your own words."
    if len(text) > TEXT_LIMIT:
        return f"This may have {TEXT_LIMIT:,} characters; it has {len(text):,}. Send the rest as a follow-up."
    return ""


def _line_problem(text: str) -> str:
    return f"This may have {LINE_LIMIT} characters; it has {len(text):,}." if len(text) > LINE_LIMIT else ""


_TELLTALE = (
    (
        r"\b(?:[Aa]s|I am|I['\u2019]m|I was) (?:an?|the|one of the|our)\b"
        r"|\b(?:I work|I was working|I told|told me|asked me)\b"
        r"|\b[Mm]y (?:desk|shift|job|role|boss|manager|supervisor|coworkers?|colleagues?|patients?|login|account)\b",
        "It says something about you or your work. Few people may fit that.",
    ),
    (
        r"\b(?:Dr|Mr|Ms|Mrs|Miss|Prof)\b\.? ?[A-Z]|\b(?:[Mm]y name is|[Ss]igned|[Rr]egards)\b",
        "It may contain a name. Name a colleague only where the report needs it, yourself and patients never.",
    ),
    (
        r"[\w.+-]+@[\w-]+\.\w|(?<!\d)(?:\+?\d[ .()-]{0,2}){10,13}(?!\d)",
        "It may contain an e-mail address or a telephone number.",
    ),
    (
        r"\b(?:[0-9A-HJ-NP-TV-Za-hj-np-tv-z]{4}-){3}[0-9A-HJ-NP-TV-Za-hj-np-tv-z]{4}\b",
        "It may contain a receipt. Whoever reads a receipt can read and answer in your place.",
    ),
)


def telltale(report: Report) -> tuple[str, ...]:
    """Gentle warnings about what may show who wrote it, at most one of a kind. None finding anything proves nothing."""
    text = "\n".join((report.what, report.link, report.when))
    return tuple(warning for pattern, warning in _TELLTALE if re.search(pattern, text))
