"""The rules of the identifiers except names: 45 CFR 164.514(b)(2)(i)(B) to (R), each with what to do instead.

Their severity is that of an identifier by itself; beside a patient, or in a reply, all of them block."""

from handlers.phi.findings import Category, Rule, Severity


def _rule(category: Category, letter: str, severity: Severity, why: str, suggestion: str, name: str = "") -> Rule:
    citation = f"45 CFR 164.514(b)(2)(i)({letter})"
    return Rule(f"A_{name or category.value}", category, severity, why, citation, suggestion)


_BLOCK, _NOTE = Severity.BLOCK, Severity.NOTE

GEO = _rule(
    Category.GEO,
    "B",
    _NOTE,
    "A place smaller than a state narrows down who is meant.",
    "Name the state at most, or no place.",
)
DATE = _rule(
    Category.DATE,
    "C",
    _NOTE,
    "A day or month connected with a patient identifies; only the year does not.",
    "Give the year, or no date.",
)
AGE90 = _rule(
    Category.DATE,
    "C",
    _NOTE,
    "So few people are older than 89 that the age identifies.",
    'Write "90 or older".',
    name="AGE90",
)
PHONE = _rule(
    Category.PHONE,
    "D",
    _NOTE,
    "A telephone number leads to one person.",
    "Leave it out; the practice's own numbers belong on the allow-list.",
)
FAX = _rule(
    Category.FAX,
    "E",
    _NOTE,
    "A fax number leads to one person.",
    "Leave it out; the practice's own numbers belong on the allow-list.",
)
EMAIL = _rule(
    Category.EMAIL,
    "F",
    _NOTE,
    "An email address leads to one person.",
    "Leave it out; the practice's own addresses belong on the allow-list.",
)
SSN = _rule(
    Category.SSN,
    "G",
    _BLOCK,
    "This has the form of a Social Security number.",
    "Remove it. If it was sent anywhere already, tell the privacy officer.",
)
MRN = _rule(
    Category.MRN,
    "H",
    _BLOCK,
    "A medical record number identifies a patient.",
    "Remove it. If it was sent anywhere already, tell the privacy officer.",
)
PLAN = _rule(
    Category.PLAN,
    "I",
    _BLOCK,
    "A health plan, Medicare or policy number identifies its holder.",
    "Remove the number.",
)
ACCOUNT = _rule(
    Category.ACCOUNT,
    "J",
    _BLOCK,
    "An account or card number identifies its holder.",
    "Remove the number.",
)
LICENSE = _rule(
    Category.LICENSE,
    "K",
    _NOTE,
    "A certificate or license number identifies its holder.",
    "Remove the number, unless it is the practice's own.",
)
VEHICLE = _rule(
    Category.VEHICLE,
    "L",
    _NOTE,
    "A plate or vehicle number leads to its owner.",
    "Remove the number.",
)
DEVICE = _rule(
    Category.DEVICE,
    "M",
    _NOTE,
    "A device's serial number leads to the patient who has it.",
    "Name the kind of device at most.",
)
URL = _rule(
    Category.URL,
    "N",
    _NOTE,
    "An address on the web can lead to the patient.",
    "Leave the link out, or link to the practice's own pages.",
)
IP = _rule(
    Category.IP,
    "O",
    _NOTE,
    "An IP address leads to one connection.",
    "Remove the address.",
)
BIOMETRIC = _rule(
    Category.BIOMETRIC,
    "P",
    _NOTE,
    "Finger, voice, iris and face prints identify a person.",
    "Leave the biometric out.",
)
PHOTO = _rule(
    Category.PHOTO,
    "Q",
    _NOTE,
    "A full-face photograph, or one like it, identifies a person.",
    "Use no picture of the person, or get their written authorization.",
)
OTHER_ID = _rule(
    Category.OTHER_ID,
    "R",
    _BLOCK,
    "A number or code given to one person or case identifies it.",
    "Remove the number.",
)
