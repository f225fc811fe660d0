"""The front matter of a course file: TOML between two lines of `+++`.

TOML and not YAML, because its mistakes have lines, an indent means nothing, and no value changes its type by its
looks; and Python reads it without a library.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.drafts import hidden
from handlers.training.courses.course import Penalty
from handlers.training.courses.mistakes import TITLE_LIMIT, CourseMistakes, Mistake, over, page_problem

_FENCE = "+++"
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY_LIMIT = 60
_SUMMARY_LIMIT = 400
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_FIELDS = {
    "key": "a short name that never changes, like social-media",
    "title": "what people see",
    "summary": "a sentence or two about it",
    "pass_mark": "per cent of right answers, like 80",
    "penalties": "tables [[penalties]] with what, amount, since and source",
}
_PENALTY = {
    "what": "the kind of violation",
    "amount": "what it can cost, like $145 to $73,011 per violation",
    "since": "the day since which this holds, like 2026-01-28",
    "source": "where it is written, like 45 CFR 102.3",
}


@dataclass(frozen=True)
class Front:
    """What the front matter says."""

    key: str
    title: str
    summary: str
    pass_mark: int
    penalties: tuple[Penalty, ...]


def split(lines: list[str]) -> tuple[list[str], int]:
    """The lines of the front matter, and how many lines stand before the body. Raises `CourseMistakes`."""
    if lines[0].rstrip() != _FENCE:
        raise CourseMistakes([Mistake(1, "The file begins with a line +++, then key, title and the like, then +++.")])
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return lines[1:number], number + 1
    raise CourseMistakes([Mistake(len(lines), "The second line +++, after the first lines, is missing.")])


def read(lines: list[str], mistakes: list[Mistake]) -> Front | None:
    """What the lines say; None when they are not TOML or something needed is missing. Mistakes are added."""
    try:
        found = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        mistakes.append(_toml_mistake(error, len(lines)))
        return None
    except (RecursionError, ValueError):
        mistakes.append(Mistake(1, "A value between +++ and +++ is too long, or nested too deeply."))
        return None
    before = len(mistakes)
    _unknown(found, _FIELDS, lambda name: _line(lines, name), mistakes)
    front = Front(
        _text(found, "key", _line(lines, "key"), mistakes),
        _text(found, "title", _line(lines, "title"), mistakes),
        _text(found, "summary", _line(lines, "summary"), mistakes),
        _pass_mark(found, _line(lines, "pass_mark"), mistakes),
        _penalties(found, lines, mistakes),
    )
    _limits(front, lines, mistakes)
    return front if len(mistakes) == before else None


def _toml_mistake(error: tomllib.TOMLDecodeError, count: int) -> Mistake:
    at = _AT_LINE.search(str(error))
    words = _AT_LINE.sub("", str(error)).strip().rstrip(".")
    return Mistake(int(at[1]) + 1 if at else count + 2, f'This is not TOML, like title = "Our course": {words}.')


def _line(lines: list[str], name: str, nth: int = 0) -> int:
    """Where a name is set for the nth time; the first line where it is not."""
    setting = re.compile(rf"\s*(?:\[\[)?\s*[\"']?{re.escape(name)}[\"']?\s*(?:=|\]|\.)")
    found = [number for number, line in enumerate(lines, start=2) if setting.match(line)]
    return found[nth] if nth < len(found) else 1


def _unknown(found: dict[str, Any], known: dict[str, str], line: Any, mistakes: list[Mistake]) -> None:
    for name in found.keys() - known.keys():
        names = ", ".join(known)
        mistakes.append(Mistake(line(name), f"Nothing is called {name[:40]} here. There are {names}."))


def _text(found: dict[str, Any], name: str, line: int, mistakes: list[Mistake], fields: Any = None) -> str:
    value = found.get(name)
    if isinstance(value, str) and value.strip():
        return value.strip()
    mistakes.append(Mistake(line, f"{name} is needed, in quotes: {(fields or _FIELDS)[name]}."))
    return ""


def _pass_mark(found: dict[str, Any], line: int, mistakes: list[Mistake]) -> int:
    value = found.get("pass_mark")
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100:
        return value
    mistakes.append(Mistake(line, "pass_mark is needed, a whole number from 1 to 100: per cent of right answers."))
    return 0


def _penalties(found: dict[str, Any], lines: list[str], mistakes: list[Mistake]) -> tuple[Penalty, ...]:
    tables = found.get("penalties", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        mistakes.append(Mistake(_line(lines, "penalties"), f"penalties are {_FIELDS['penalties']}."))
        return ()
    return tuple(_penalty(table, _line(lines, "penalties", nth), mistakes) for nth, table in enumerate(tables))


def _penalty(table: dict[str, Any], line: int, mistakes: list[Mistake]) -> Penalty:
    _unknown(table, _PENALTY, lambda _: line, mistakes)
    what, amount, source = (_text(table, name, line, mistakes, _PENALTY) for name in ("what", "amount", "source"))
    since = table.get("since")
    if not isinstance(since, date) or isinstance(since, datetime):
        mistakes.append(Mistake(line, f"since is needed, without quotes: {_PENALTY['since']}."))
        since = date.min
    return Penalty(what, amount, since, source)


def _limits(front: Front, lines: list[str], mistakes: list[Mistake]) -> None:
    texts = [text for penalty in front.penalties for text in (penalty.what, penalty.amount, penalty.source)]
    problems = (
        ("key", front.key and not _KEY.fullmatch(front.key) and "A key has small letters, digits and hyphens only."),
        ("key", over("A key", front.key, _KEY_LIMIT)),
        ("title", over("A title", front.title, TITLE_LIMIT)),
        ("summary", over("A summary", front.summary, _SUMMARY_LIMIT)),
        ("penalties", page_problem("The list of penalties", texts)),
    )
    mistakes.extend(Mistake(_line(lines, name), problem) for name, problem in problems if problem)
    # Written as \u202e they are not in the file itself.
    escaped = (front.title, front.summary, *texts)
    mistakes.extend(Mistake(1, problem) for text in escaped if (problem := hidden(text)))
