"""How grave an identifier is by what stands around it.

In a post it blocks where it could be that of one person who was cared for; what is said of everybody, of the staff or
of a supporter is shown to the approver. In an answer it blocks unless it is plainly not about the one answered."""

from collections.abc import Iterable
from functools import cached_property

from handlers.phi import context
from handlers.phi.about import About
from handlers.phi.findings import Category, Hit, Severity
from handlers.phi.identifiers import persons
from handlers.phi.reading import Reading
from handlers.phi.spans import Spans

#: Characters between an identifier and the words for a patient or a condition that make it block.
_BESIDE = 80
#: What an announcement to everybody says of itself.
CONTACT = frozenset({Category.PHONE, Category.FAX, Category.EMAIL, Category.URL})
PUBLIC = CONTACT | {Category.GEO, Category.DATE}
#: Who speaks to everybody.
_VOICE = frozenset({"we", "we're", "we've", "us", "our", "you", "you're", "your", "call", "join", "register"})


class Beside:
    """The surroundings of all identifiers of one text."""

    def __init__(self, plain: str, reading: Reading, about: About) -> None:
        self._plain, self._reading, self._answers = plain, reading, about.kind.answers
        self.told = Spans(context.told(reading))

    def judged(self, hits: Iterable[Hit]) -> list[tuple[Hit, Severity]]:
        """Each with its severity: those that are somebody's block."""
        found = list(hits)
        linked = {hit for hit in found if hit.rule.category is Category.NAME and self._of_patient(hit)}
        one = bool(linked) or self._one
        theirs = (hit in linked or (hit.rule.category is not Category.NAME and self._theirs(hit, one)) for hit in found)
        return [
            (hit, Severity.BLOCK if its else hit.rule.severity) for hit, its in zip(found, theirs, strict=True)
        ]

    def _of_patient(self, name: Hit) -> bool:
        if self._others.touch(name.start, name.end):
            return False
        return self._answers or any(
            spans.touch(name.start, name.end) for spans in (self._cues, self._cared, self._spoken_of)
        )

    def _theirs(self, hit: Hit, one: bool) -> bool:
        if self._answers or one or self.told.touch(hit.start, hit.end):
            return True
        public = hit.rule.category in PUBLIC and any(not _VOICE.isdisjoint(said) for said, _ in self._reading.within)
        return not public and self._cues.touch(hit.start, hit.end)

    @cached_property
    def _one(self) -> bool:
        return any(self._spoken_of) or any(self._cared)

    @cached_property
    def _others(self) -> Spans:
        return Spans(context.others(self._reading))

    @cached_property
    def _cues(self) -> Spans:
        return Spans((max(0, start - _BESIDE), end + _BESIDE) for start, end in context.cues(self._reading))

    @cached_property
    def _cared(self) -> Spans:
        return Spans(context.cared_for(self._reading))

    @cached_property
    def _spoken_of(self) -> Spans:
        return Spans(span for span in persons.treated(self._plain) if not self._others.touch(*span))
