"""Word lists and phrases, as text that can be read and changed without code: `[section]`, its lines, `#` for notes."""

from functools import cache
from pathlib import Path


@cache
def sections(name: str) -> dict[str, list[str]]:
    """The lines of each section of a file."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return found


def words(name: str, section: str) -> frozenset[str]:
    """A section as single words."""
    return frozenset(" ".join(sections(name)[section]).split())
