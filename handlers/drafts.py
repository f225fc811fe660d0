"""What someone proposes to publish, before it becomes a revision: its checks and its hash."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from handlers import networks
from handlers.errors import FieldProblem, Invalid

KINDS = {
    "post": "Post",
    "reply": "Reply to a comment or review",
    "advertisement": "Advertisement",
    "profile_change": "Profile change",
}
NOTE_LIMIT = 500
ALT_LIMIT = 300
#: What a review card can show whole, in characters as Slack counts them (after escaping); see DESIGN.md section 3.
CARD_TEXT_LIMIT = 9_000
#: Embeddings, overrides and isolates make text read differently from how it is stored (UAX #9, CVE-2021-42574).
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class AltLines(FieldProblem):
    """There are {lines} lines of alt text for {files} files. Write one line per file, in the order of the files."""

    field = "alt"


@dataclass(frozen=True)
class Upload:
    """One picture or video: where its bytes are (by SHA-256), and the words for those who cannot see it."""

    sha256: str
    name: str
    mime: str
    size: int
    alt_text: str
    platform_file: str
    uploader_id: int
    #: The bytes, when they are new; None when the blob is kept from an earlier revision.
    content: bytes | None = None


@dataclass(frozen=True)
class Draft:
    """The answers of the form "Propose a post"."""

    text: str
    kind: str
    networks: tuple[str, ...]
    planned_at: datetime | None
    patient_shown: bool | None
    authorization_reference: str
    note: str
    media: tuple[Upload, ...] = ()
    #: Whether the author looked at the media: nobody recognizable, no screen, chart, badge or wristband.
    attested: bool = False
    #: Why it should go to review all the same, whatever the scanner found.
    override: str = ""


def clean(text: str) -> str:
    """One kind of newline, no blank edges; nothing else is changed, so what is approved is what is published."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def alt_lines(typed: str, files: int) -> list[str]:
    """One alt text for each of `files`, in their order, empty where none was typed; raises `AltLines`."""
    lines = [line.strip() for line in typed.split("\n") if line.strip()]
    if len(lines) > files:
        raise AltLines(lines=len(lines), files=files)
    return lines + [""] * (files - len(lines))


def hidden(text: str) -> str | None:
    """Why a text may read differently from how it is stored; None when it cannot."""
    for position, character in enumerate(text, 1):
        control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
        if control or character in _BIDI:
            return (
                f"Character {position} is an invisible control character (U+{ord(character):04X}) that can make a text "
                "read differently from what is published. Please delete it."
            )
    return None


def escaped_length(text: str) -> int:
    """Characters as Slack counts them: & < > become entities."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def problems(draft: Draft, now: datetime) -> dict[str, str]:
    """Field name to sentence, for everything that keeps this draft from being submitted; empty when it is fine."""
    found: dict[str, str | None] = {
        "networks": None if draft.networks else "Choose at least one network.",
        "text": _text_problem(draft),
        "planned": _planned_problem(draft, now),
        "patient": "Please answer: is a patient shown, or is someone's story told?" * (draft.patient_shown is None),
        "authorization": _authorization_problem(draft),
        "alt": _alt_problem(draft),
        "note": hidden(draft.note) or _over("A note", len(draft.note), NOTE_LIMIT),
        "override": hidden(draft.override) or _over("A reason", len(draft.override), NOTE_LIMIT),
        "kind": None if draft.kind in KINDS else "Choose what kind of post this is.",
    }
    if unknown := [key for key in draft.networks if key not in networks.NETWORKS]:
        found["networks"] = f"This network is not known here: {unknown[0][:40]!r}. Choose from the list."
    return {field: sentence for field, sentence in found.items() if sentence}


def _over(what: str, length: int, limit: int) -> str | None:
    return f"{what} may have {limit:,} characters; this one has {length:,}." if length > limit else None


def _text_problem(draft: Draft) -> str | None:
    if not draft.text:
        return "Write the post as it should appear."
    length = escaped_length(draft.text)
    if length > CARD_TEXT_LIMIT:
        return (
            f"A review card can show {CARD_TEXT_LIMIT:,} characters whole; this text counts {length:,}. "
            "Please propose it in parts."
        )
    known = [key for key in draft.networks if key in networks.NETWORKS]
    return hidden(draft.text) or "\n".join(networks.too_long(draft.text, known)) or None


def _planned_problem(draft: Draft, now: datetime) -> str | None:
    if draft.planned_at is not None and draft.planned_at < now:
        return "This time is in the past. Choose a later one, or leave it empty."
    return None


def _authorization_problem(draft: Draft) -> str | None:
    reference = draft.authorization_reference
    if draft.patient_shown and not reference:
        return (
            "Give the reference of the patient's signed written authorization (45 CFR 164.508). "
            "Without one this cannot be proposed."
        )
    return hidden(reference) or _over("A reference", len(reference), 200)


def _alt_problem(draft: Draft) -> str | None:
    for number, upload in enumerate(draft.media, 1):
        if not upload.alt_text:
            return f"File {number} needs alt text: one line per file, in the order of the files."
        if problem := hidden(upload.alt_text) or _over("An alt text", len(upload.alt_text), ALT_LIMIT):
            return f"File {number}: {problem}"
    return None


def require_valid(draft: Draft, now: datetime) -> None:
    """Raises `Invalid` with a sentence for every field that needs another look."""
    if found := problems(draft, now):
        raise Invalid(found)


def content_hash(draft: Draft) -> str:
    """SHA-256 over everything an approval covers: text, kind, networks, planned time, authorization, media bytes and
    alt texts. Whatever changes one of them changes the hash."""
    covered = {
        "text": draft.text,
        "kind": draft.kind,
        "networks": sorted(draft.networks),
        "planned_at": draft.planned_at.isoformat(timespec="seconds") if draft.planned_at else None,
        "patient_shown": draft.patient_shown,
        "authorization_reference": draft.authorization_reference,
        "media": [[upload.sha256, upload.mime, upload.alt_text] for upload in draft.media],
    }
    canonical = json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
