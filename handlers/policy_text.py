"""A policy's Markdown as a chat shows it: headings known as such, emphasis without its marks, lists with bullets. What
is kept, signed and printed stays as it was written."""

import re
from collections.abc import Iterator

_HEADING = re.compile(r"#{1,6} +(.+?)(?: +#+)?")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITEM = re.compile(r"^([ \t]*)[-*+] +", re.MULTILINE)


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Heading, and what stands below it up to an empty line; either may be empty."""
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n")):
        first, _, rest = part.partition("\n")
        heading = _HEADING.fullmatch(first.strip())
        yield (_unmarked(heading[1]), _unmarked(rest)) if heading else ("", _unmarked(part))


def plain(text: str) -> str:
    """All of it where headings cannot be set off."""
    return "\n\n".join("\n".join(part for part in pair if part.strip()) for pair in paragraphs(text))


def _unmarked(text: str) -> str:
    return _STRONG.sub(r"\2", _ITEM.sub(r"\1• ", text))
