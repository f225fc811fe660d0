"""Which identifiers mean somebody: most days, towns and numbers of a practice's posts are nobody's.

Who means somebody by itself (a name, a record number) is told wherever it stands, anything fainter where the text
speaks of one person, or beside something surer."""

from collections.abc import Iterable, Iterator, Sequence

from handlers.phi import context
from handlers.phi.about import About
from handlers.phi.context import others
from handlers.phi.findings import Category, Hit, Severity
from handlers.phi.identifiers import persons, rules
from handlers.phi.patterns import pattern
from handlers.phi.reading import Reading, given
from handlers.phi.spans import Spans

#: Characters between what means somebody and what does so with it.
BESIDE = 80
#: Below this a hit means something only where one person is spoken of.
SURE = 0.5
#: Below this, only where the text does: an answer has somebody, whom it may not speak of.
_FAINT = 0.3
#: Dates above it are of no event.
_OF_EVENTS = 0.6
#: A sentence begins small, or "I" is.
_CARELESS = pattern(r"^[^A-Za-z]*[a-z]|[.!?] +[a-z]|\bi\b", cased=True)
#: Months called like people, and what stands before a month; so many characters are read back.
_MONTHS = frozenset({"April", "May", "June", "August"})
_UNTIL = frozenset({"early", "in", "last", "late", "next", "since", "this", "through", "till", "until"})
_BEFORE = 12
#: What an announcement to everybody says of itself.
CONTACT = frozenset({Category.PHONE, Category.FAX, Category.EMAIL, Category.URL})
PUBLIC = CONTACT | {Category.GEO, Category.DATE}


def widened(spans: Iterable[Hit | tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The slices with what stands beside them."""
    return ((max(0, span[0] - BESIDE), span[1] + BESIDE) for span in spans)


def capitalised(plain: str) -> bool:
    """Whether sentences begin with capitals, so that names would too."""
    return not plain.islower() and _CARELESS.search(plain) is None


def uncapitalised(word: str) -> bool:
    """Whether one word would be capitalised were it a name, where others are; given names are written anyhow."""
    return word.islower() and word.isalpha() and word not in given()


class Meant:
    """What one text says of whom; `person` is whether it speaks of one."""

    def __init__(self, plain: str, reading: Reading, about: About, hits: Sequence[Hit], stories: Sequence[Hit]) -> None:
        self._plain, self._reading = plain, reading
        self._capitals = capitalised(plain)
        self._answers, self._media = about.kind.answers, about.media
        # A record number is somebody's, whatever else is said.
        self.grave = any(hit.rule.severity is Severity.BLOCK and hit.score > SURE for hit in (*hits, *stories))
        self.person = self.grave or any(persons.find(plain))
        self._spoken_of = self.person or persons.at_bedside(plain)
        if self._answers and not self._spoken_of:
            self._spoken_of = any(persons.find(plain, answers=True))
        self._announced = Spans(persons.announcements(plain, answers=self._answers))
        referred = list(context.referred(reading))
        self._referred = Spans(referred)
        self._told = Spans((*context.told(reading), *widened(referred)))
        staff = Spans(others.named(reading))
        # A day or a town beside a name or a number is that person's.
        self._around = Spans(widened(hit for hit in hits if _anchors(hit) and not _named(hit, staff)))

    def __contains__(self, hit: Hit) -> bool:
        if self._word(hit) or self._ruled_out(hit):
            return False
        if _event(hit, self.person) and self._announced.touch(hit.start, hit.end):
            return self._referred.touch(hit.start, hit.end)
        return self._spoken_of or self._by_itself(hit) or self._told.touch(hit.start, hit.end)

    def _word(self, hit: Hit) -> bool:
        """Whether it is a word with a capital and no name, or one without where others have one."""
        if hit.rule.category is not Category.NAME:
            return False
        before = self._plain[max(0, hit.start - _BEFORE) : hit.start].split()
        month = self._plain[hit.start : hit.end] in _MONTHS and bool(before) and before[-1].lower() in _UNTIL
        small = self._capitals and not self._spoken_of and uncapitalised(self._plain[hit.start : hit.end])
        return small or month or context.medical(self._reading, hit.start, hit.end)

    def _ruled_out(self, hit: Hit) -> bool:
        """Whether it is a picture nobody takes: "We never post a patient's picture"."""
        number = self._reading.sentence_at(hit.start)
        return hit.rule is rules.PHOTO and not self._media and context.forbidden(self._reading, number)

    def _by_itself(self, hit: Hit) -> bool:
        return _sure(hit) or (self._answers and hit.score >= _FAINT) or self._around.touch(hit.start, hit.end)


def _sure(hit: Hit) -> bool:
    return hit.score >= SURE or hit.rule.category is Category.NAME


def _anchors(hit: Hit) -> bool:
    return _sure(hit) and (hit.rule.category not in PUBLIC or _born(hit))


def _born(hit: Hit) -> bool:
    return hit.rule.category is Category.DATE and hit.score > _OF_EVENTS


def _named(hit: Hit, others: Spans) -> bool:
    return hit.rule.category is Category.NAME and others.touch(hit.start, hit.end)


def _event(hit: Hit, person: bool) -> bool:
    """Whether an announcement may hold it: no days of birth, and nobody who is 94."""
    return not _born(hit) and hit.rule.category in (CONTACT if person else PUBLIC)
