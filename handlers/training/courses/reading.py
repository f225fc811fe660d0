"""From the bytes of a course file to a course, or to every mistake in it."""

import hashlib

from handlers.drafts import hidden
from handlers.training.courses import front, markdown
from handlers.training.courses.course import Course
from handlers.training.courses.mistakes import CourseMistakes, Mistake

SIZE_LIMIT = 100_000


def parse(source: bytes) -> Course:
    """Reads a course; raises `CourseMistakes`, and nothing else whatever the bytes."""
    lines = _lines(source)
    head, before = front.split(lines)
    mistakes = [Mistake(number, problem) for number, line in enumerate(lines, 1) if (problem := hidden(line))]
    said = front.read(head, mistakes)
    body = markdown.read("\n".join(lines[before:]), before, mistakes)
    if mistakes or said is None:
        raise CourseMistakes(mistakes)
    return Course(
        key=said.key,
        title=said.title,
        summary=said.summary,
        pass_mark=said.pass_mark,
        lessons=body.lessons,
        questions=body.questions,
        sanctions=body.sanctions,
        penalties=said.penalties,
        statement=body.statement,
        hash=hashlib.sha256(source).hexdigest(),
    )


def _lines(source: bytes) -> list[str]:
    if len(source) > SIZE_LIMIT:
        raise CourseMistakes([Mistake(1, f"A course may have {SIZE_LIMIT:,} bytes; this file has {len(source):,}.")])
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise CourseMistakes([Mistake(line, "This is not UTF-8. Save the file as UTF-8, and try again.")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
