"""Answers that take the talk offline and say nothing only true of a patient; until the organization has its own.

A test holds them against every rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """An answer ready to be sent, once `{contact}` is a phone number or address of the organization."""

    id: str
    #: When to use it, as people choose it.
    occasion: str
    text: str


TEMPLATES = (
    Template("thanks", "Praise", "Thank you for your kind words. Our team is glad to read them."),
    Template(
        "listen",
        "A complaint",
        "Thank you for your feedback. We take every concern seriously and would like to listen. "
        "Please reach us directly at {contact}.",
    ),
    Template(
        "privacy",
        "A complaint with details",
        "Privacy rules keep us from answering anything specific in public, whoever writes. "
        "Our office manager will be glad to talk: {contact}.",
    ),
    Template(
        "billing",
        "Costs",
        "Questions about costs deserve a clear answer, and we do not give one in public. "
        "Anyone can ask our billing office at {contact}.",
    ),
    Template(
        "waiting",
        "Waiting times or service",
        "We want everyone who comes through our doors to be treated with respect and without a long wait. "
        "To help us improve, please write or call: {contact}.",
    ),
    Template(
        "question",
        "A medical question",
        "Thank you for asking. We do not give medical advice here; please talk with a clinician, "
        "and in an emergency call 911. Our office can be reached at {contact}.",
    ),
)
