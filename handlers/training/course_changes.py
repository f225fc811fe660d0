"""What a new version of a course changes for those who learn it, in sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from handlers.training.courses.course import Course, Lesson, Penalty, Question

_ONLY_THE_FILE = "Nothing that people read: only how the file is written."
_ORDER = "The order of its pages."


def changes(old: Course, new: Course) -> tuple[str, ...]:
    """A sentence for everything that is different, in the order of the file; one at least."""
    found = [
        *_told("Title", old.title, new.title),
        *(["The summary."] if old.summary != new.summary else []),
        *_told("Pass mark", f"{old.pass_mark}%", f"{new.pass_mark}%"),
        *_parts("Lesson", _titled(old.lessons), _titled(new.lessons)),
        *_parts("Question", _titled(old.questions), _titled(new.questions)),
        *(["The text about sanctions."] if old.sanctions != new.sanctions else []),
        *_penalties(old.penalties, new.penalties),
        *(["The statement that is signed."] if old.statement != new.statement else []),
    ]
    return tuple(found or [_ORDER if _pages(old) != _pages(new) else _ONLY_THE_FILE])


def _told(what: str, before: str, after: str) -> list[str]:
    return [f"{what}: {after} (was {before})."] if before != after else []


def _titled(parts: Sequence[Lesson | Question]) -> dict[str, Lesson | Question]:
    """By title; of two that are called the same the second is counted."""
    seen: Counter[str] = Counter()
    found: dict[str, Lesson | Question] = {}
    for part in parts:
        seen[part.title] += 1
        count = seen[part.title]
        found[part.title if count == 1 else f"{part.title} ({count})"] = part
    return found


def _parts(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterable[str]:
    for title, part in new.items():
        if title not in old:
            yield f"New {what.lower()}: {title}."
        elif old[title] != part:
            yield f"{what} changed: {title}."
    yield from (f"{what} taken out: {title}." for title in old if title not in new)


def _penalties(old: Sequence[Penalty], new: Sequence[Penalty]) -> list[str]:
    if old == new:
        return []
    dates = sorted({one.since for one in new} - {one.since for one in old})
    since = f", those since {', '.join(map(str, dates))} among them" if dates else ""
    return [f"The penalties{since}."]


def _pages(course: Course) -> list[str]:
    return [*(lesson.title for lesson in course.lessons), *(question.title for question in course.questions)]
