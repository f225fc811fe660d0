"""Words for what identifies by the body: prints of finger, voice, iris and face, and pictures of a face."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import pattern, words

_WHOSE = r"(?:a |an |the |our |my |this |her |his )?(?:\w+ )?"
_WHO = words("patients? pt client resident man woman boy girl child baby face her him")
_BIOMETRIC = pattern(
    r"\b(?:finger|thumb|palm|hand|voice|foot|ear|face|retinal?|iris)[ -]?(?:prints?|scans?)\b"
    r"|\bbiometrics?(?: (?:data|id|identifiers?|templates?|scans?))?\b"
    r"|\bfac(?:e|ial)[- ]recognition\b|\bdental records?\b"
)
_PHOTO = pattern(
    r"\bfull[- ]face(?: (?:photo(?:graph)?s?|pictures?|pics?|images?|shots?))?\b"
    r"|\b(?:head ?shots?|mug ?shots?|selfies?|photo(?:graph)?s?|pictures?|pics?|images?|portraits?|videos?)"
    rf" (?:of|from|for) {_WHOSE}{_WHO}\b"
    r"|\b(?:his|her|their|the patient's|patient's) (?:face|photo(?:graph)?|picture|pic|selfie|headshot|portrait)\b"
    rf"|\bselfies? with {_WHOSE}{_WHO}\b"
)


def find(plain: str) -> Iterator[Hit]:
    """Cues only: what a picture shows, no text tells."""
    for match in _BIOMETRIC.finditer(plain):
        yield Hit(match.start(), match.end(), rules.BIOMETRIC, "cue", 0.4)
    for match in _PHOTO.finditer(plain):
        yield Hit(match.start(), match.end(), rules.PHOTO, "cue", 0.4)
