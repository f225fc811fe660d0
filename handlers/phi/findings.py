"""What the scanner says: plain data.

Detectors read the normalised text and yield `Hit`s in its offsets; `scan` decides how grave each is beside the others,
joins it with its `Rule`, and points it at the text as it was given."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Category(StrEnum):
    """The identifiers of 45 CFR 164.514(b)(2)(i), and CONTEXT for what no identifier is needed for."""

    NAME = "NAME"
    GEO = "GEO"
    DATE = "DATE"
    PHONE = "PHONE"
    FAX = "FAX"
    EMAIL = "EMAIL"
    SSN = "SSN"
    MRN = "MRN"
    PLAN = "PLAN"
    ACCOUNT = "ACCOUNT"
    LICENSE = "LICENSE"
    VEHICLE = "VEHICLE"
    DEVICE = "DEVICE"
    URL = "URL"
    IP = "IP"
    BIOMETRIC = "BIOMETRIC"
    PHOTO = "PHOTO"
    OTHER_ID = "OTHER_ID"
    CONTEXT = "CONTEXT"


class Severity(StrEnum):
    """What a finding asks for, gravest first."""

    #: Has to be changed, or sent to review with a reason by someone allowed to.
    BLOCK = "block"
    #: Needs the reference of the patient's written authorization.
    AUTHORIZATION = "authorization"
    #: Shown to the approver.
    NOTE = "note"


@dataclass(frozen=True)
class Rule:
    """Why something is found, and what to do instead."""

    #: As it is recorded and counted; never reused for another meaning.
    id: str
    category: Category
    severity: Severity
    why: str
    citation: str
    suggestion: str
    #: The settled case behind it, where there is one.
    case: str = ""


class Hit(NamedTuple):
    """One place in the normalised text where a rule applies; `source` is the detector, `score` from 0 to 1."""

    start: int
    end: int
    rule: Rule
    source: str
    score: float = 1.0


class Finding(NamedTuple):
    """A hit as people see it; offsets count characters of the text as it was given."""

    start: int
    end: int
    category: Category
    rule: str
    severity: Severity
    why: str
    citation: str
    suggestion: str
    source: str
    score: float
