"""Words for what identifies by the body: prints of finger, voice, iris and face, and pictures of a face."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import pattern, words

_WHOSE = r"(?:a |an |the |our |my |this |her |his )?(?:\w+ )?"
_WHO = words("patients? pt client resident man woman boy girl child baby face her him")
_PICTURES = r"photo(?:graph)?s?|pictures?|pics?|images?|shots?|videos?|clips?|selfies?|portraits?"
_BIOMETRIC = pattern(
    r"\b(?:finger|thumb|palm|hand|voice|foot|ear|face|retinal?|iris)[ -]?(?:prints?|scans?)\b"
    r"|\bbiometrics?(?: (?:data|id|identifiers?|templates?|scans?))?\b"
    r"|\b(?:dna|str|genetic) profile\b|\bfac(?:e|ial)[- ]recognition\b|\bdental records?\b"
)
#: One of them with its code or file.
_BIOMETRIC_CODE = pattern(
    r"\b(?:(?:finger|thumb|palm|hand|voice|foot|face|retinal?|iris|gait|vein)[ -]?"
    r"(?:prints?|scans?|images?|codes?|templates?)"
    r"|biometrics?|dna|str|genetic|forensic|facial)(?: [a-z]+){0,4}(?: profile)?,?"
    r" (?:file|code|template|hash|id|no\.?|number|key|profile|#)?[ :#]{0,3}"
    r"((?-i:[A-Z]{1,8}[A-Za-z-]*[-:_.]?)?[a-z]{0,4}\d[\w.:,; -]{2,40})"
)
_FULL_FACE = pattern(
    rf"\bfull[- ]?face (?:{_PICTURES})\b|\b(?:{_PICTURES})(?: \w+){{0,4}},? (?:full[- ]face|face (?:is |still )?"
    r"(?:visible|shown|showing|in (?:the )?(?:frame|shot|picture)|in view|uncovered|unblurred|not (?:blurred"
    r"|covered|cropped)))\b"
    r"|\bunblurred (?:face|photos?|pictures?|video)\b"
)
_PHOTO = pattern(
    r"\b[\w-]{3,60}\.(?:jpe?g|png|heic|tiff?|gif|bmp|mp4|mov|avi|wav|m4a|mp3|dcm|dicom)\b"
    r"|\b(?:smiling|beaming|happy|sweet|little|beautiful) face\b"
    r"|\bfull[- ]face(?: (?:photo(?:graph)?s?|pictures?|pics?|images?|shots?))?\b"
    r"|\b(?:head ?shots?|mug ?shots?|selfies?|photo(?:graph)?s?|pictures?|pics?|images?|portraits?|videos?)"
    rf" (?:of|from|for) {_WHOSE}{_WHO}\b"
    r"|\b(?:his|her|their|the patient's|patient's) (?:face|photo(?:graph)?|picture|pic|selfie|headshot|portrait)\b"
    r"|\b(?:his|her|their|patient's) (?:\w+ )?face (?:is )?(?:visible|in (?:the|this|that) )"
    rf"|\bselfies? with {_WHOSE}{_WHO}\b"
)


def find(plain: str) -> Iterator[Hit]:
    """Cues only: what a picture shows, no text tells."""
    for match in _BIOMETRIC.finditer(plain):
        yield Hit(match.start(), match.end(), rules.BIOMETRIC, "cue", 0.4)
    for match in _BIOMETRIC_CODE.finditer(plain):
        yield Hit(match.start(), match.end(), rules.BIOMETRIC, "label", 0.7)
    for match in _FULL_FACE.finditer(plain):
        yield Hit(match.start(), match.end(), rules.PHOTO, "cue", 0.6)
    for match in _PHOTO.finditer(plain):
        yield Hit(match.start(), match.end(), rules.PHOTO, "cue", 0.4)
