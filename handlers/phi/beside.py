"""How grave an identifier is by what stands around it.

In a post it blocks where it could be that of one person who was cared for; what is said of everybody, of the staff or
of a supporter is shown to the approver. In an answer it blocks unless it is plainly not about the one answered."""

from collections.abc import Iterable
from functools import cached_property

from handlers.phi import context
from handlers.phi.about import About
from handlers.phi.context import others
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Severity
from handlers.phi.identifiers import persons
from handlers.phi.meant import CONTACT, PUBLIC, uncapitalised, widened
from handlers.phi.patterns import pattern
from handlers.phi.reading import Reading, bit, given
from handlers.phi.spans import Spans

#: Who speaks to everybody.
_VOICE = frozenset({"we", "we're", "we've", "us", "our", "you", "you're", "your", "call", "join", "register", "write"})
_THIRD = frozenset({"he", "she", "his", "her", "him", "they", "their", "he's", "she's"})
_MINE = frozenset({"i", "me", "my", "he", "she", "his", "her", "him"})
#: How people are told to reach a practice.
_REACH = _VOICE | words("others", "reach")
#: What stands before the name of the one spoken to, and behind it.
_CALLED = pattern(
    r"(?:,|\b(?:hi|hey|hello|dear|thanks|thank you|sorry|congrats|congratulations|welcome|bye|mrs?\.?|ms\.?|miss))$"
)
_CALLING = frozenset({"", ",", "!", ":", "-", "\u2013", "\u2014"})


class Beside:
    """The surroundings of all identifiers of one text."""

    def __init__(self, plain: str, reading: Reading, about: About, *, grave: bool) -> None:
        self._plain, self._reading, self._answers, self._grave = plain, reading, about.kind.answers, grave
        self._capitals = not plain.islower()

    def judged(self, hits: Iterable[Hit]) -> list[tuple[Hit, Severity]]:
        """Each with its severity: those that are somebody's block."""
        found = list(hits)
        linked = {hit for hit in found if hit.rule.category is Category.NAME and self._of_patient(hit)}
        self._named = self._grave or bool(linked)
        self._patients = {self._reading.sentence_at(hit.start) for hit in linked}
        return [(hit, Severity.BLOCK if hit in linked or self._theirs(hit) else hit.rule.severity) for hit in found]

    def _of_patient(self, name: Hit) -> bool:
        if self._others.touch(name.start, name.end):
            return False
        if self._answers and self._addressed(name):
            return True
        if self._capitals and uncapitalised(self._plain[name.start : name.end]):
            return False
        told = self._cared.touch(name.start, name.end) or self._spoken_of.touch(name.start, name.end)
        number = self._reading.sentence_at(name.start)
        cued = context.cued(self._reading, number) or any(
            context.cued(self._reading, other) and not _THIRD.isdisjoint(self._reading.within[other][0])
            for other in (number - 1, number + 1)
            if 0 <= other < len(self._reading.within)
        )
        return told or (cued and not self._doubtful(name))

    def _doubtful(self, name: Hit) -> bool:
        """Whether it is capitalised only because a sentence begins there."""
        word = self._plain[name.start : name.end]
        return word.isalpha() and self._begins(name) and word.lower() not in given()

    def _begins(self, name: Hit) -> bool:
        before = self._plain[max(0, name.start - 5) : name.start].rstrip(" \"'")
        return not before or before[-1] in ".!?\n"

    def _addressed(self, name: Hit) -> bool:
        """Whether somebody is called by the name, and not told of: "Hi Ann", "Thank you, Ann!"."""
        if _CALLED.search(self._plain[max(0, name.start - 20) : name.start].rstrip()):
            return True
        return self._begins(name) and self._plain[name.end : name.end + 3].lstrip()[:1] in _CALLING

    def _theirs(self, hit: Hit) -> bool:
        if hit.rule.category is Category.NAME or hit.rule.severity is Severity.BLOCK:
            return False
        if hit.rule.category in CONTACT and self._practice_s(
            hit, page=self._answers and hit.rule.category is Category.URL
        ):
            return False
        if self._named or self._one or self._pointed.touch(hit.start, hit.end):
            return True
        if self._answers:
            return hit.rule.category not in PUBLIC or hit.rule.category in CONTACT
        public = hit.rule.category in PUBLIC and any(not _VOICE.isdisjoint(said) for said, _ in self._reading.within)
        return not public and self._cues.touch(hit.start, hit.end)

    def _practice_s(self, hit: Hit, *, page: bool) -> bool:
        """Whether a sentence tells how to reach the practice, and not how to reach somebody: a `page` is nobody's."""
        number = self._reading.sentence_at(hit.start)
        said, bits = self._reading.within[number]
        # "She" may be our manager.
        theirs = not _MINE.isdisjoint(said) and not bits & bit("staff")
        somebody = number in self._patients or bits & bit("patient") or theirs
        return not somebody and (page or not _REACH.isdisjoint(said))

    @cached_property
    def _pointed(self) -> Spans:
        return Spans(context.told(self._reading, pointed=True))

    @cached_property
    def _one(self) -> bool:
        if self._answers and any(persons.find(self._plain, answers=True)):
            return True
        return any(self._spoken_of) or any(self._cared)

    @cached_property
    def _others(self) -> Spans:
        return Spans(others.named(self._reading))

    @cached_property
    def _cues(self) -> Spans:
        return Spans(widened(context.cues(self._reading)))

    @cached_property
    def _cared(self) -> Spans:
        return Spans(others.cared_for(self._reading))

    @cached_property
    def _spoken_of(self) -> Spans:
        return Spans(span for span in persons.treated(self._plain) if not self._others.touch(*span))
