"""Tables people make in Excel: read whatever it saved, written so that no cell is taken for a formula.

Excel writes CSV as UTF-8 with a mark, as UTF-16 with tabs ("Unicode text"), or in the Windows code page; with
semicolons where a comma is the decimal sign.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.errors import Refusal

#: More than a practice of ten thousand needs.
SIZE_LIMIT = 5_000_000
ROW_LIMIT = 10_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHOWN = 40


class FileTooLarge(Refusal):
    """This file is too large: up to {rows} lines can be read at a time. Split it and send the parts one by one."""


class NotText(Refusal):
    """This file is not a text table. In Excel, save it as “CSV UTF-8”; then send that file."""


class NoTable(Refusal):
    """There is no table in this file: its first line has to name the columns, and at least one line has to follow."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line of a file, in a sentence. `column` is empty when it is the line as a whole."""

    line: int
    column: str
    what: str


@dataclass(frozen=True)
class Table:
    """A file as read: cells by column name, each row with its line. `encoding` is how its letters were read."""

    encoding: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    problems: tuple[Problem, ...]


def read(data: bytes) -> Table:
    """Reads a table; what is wrong with single lines is listed in it. Column names are read without regard to case.
    Raises `FileTooLarge`, `NotText` and `NoTable`."""
    if len(data) > SIZE_LIMIT:
        raise FileTooLarge(rows=f"{ROW_LIMIT:,}")
    encoding, text = _decoded(data)
    lines = _lines(text)
    if len(lines) < 2:
        raise NoTable
    if len(lines) > ROW_LIMIT + 1:
        raise FileTooLarge(rows=f"{ROW_LIMIT:,}")
    head, columns = lines[0][0], tuple(cell.strip().lower().replace(" ", "_") for cell in lines[0][1])
    problems = [
        Problem(head, name, "There are two columns of this name.")
        for name in sorted({name for name in columns if name and columns.count(name) > 1})
    ]
    rows = []
    for line, cells in lines[1:]:
        problems += _misshapen(line, columns, cells)
        rows.append((line, dict(zip(columns, (cell.strip() for cell in cells), strict=False))))
    return Table(encoding, columns, tuple(rows), tuple(problems))


def write(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table Excel opens with its letters right; a cell that would be a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe(cell: object) -> str:
    """A cell no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = "" if cell is None else str(cell)
    # Looked at without blanks and invisible characters: some programs strip them before they look.
    bare = text.lstrip(" \n\u00a0\u200b\ufeff\x00")
    return f"'{text}" if bare.startswith(_FORMULA) else text


def quoted(cell: str) -> str:
    """A cell as a sentence may show it: short, without anything invisible."""
    plain = "".join(character for character in cell if character.isprintable())
    return f"“{plain if len(plain) <= _SHOWN else plain[:_SHOWN] + '…'}”"


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        candidates = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise NotText


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise NotText from None
    return lines


def _misshapen(line: int, columns: tuple[str, ...], cells: list[str]) -> list[Problem]:
    found = []
    if len(cells) != len(columns):
        what = (
            f"This line has {len(cells)} cells, the first line has {len(columns)}. Look for a missing or extra comma."
        )
        found.append(Problem(line, "", what))
    for name, cell in zip(columns, cells, strict=False):
        if cell.lstrip().startswith(_FORMULA[:4]):
            found.append(Problem(line, name, f"{quoted(cell)} could be a formula. Type the plain value."))
        elif not all(character.isprintable() for character in cell.strip()):
            found.append(
                Problem(line, name, f"{quoted(cell)} holds an invisible character or a line break. Type it anew.")
            )
    return found
