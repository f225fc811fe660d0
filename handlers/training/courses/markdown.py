"""The body of a course file: Markdown (CommonMark), one first-level heading a page.

`# Quiz`, `# Sanctions` and `# Signing` are what they say; every other first-level heading begins a lesson. In a lesson
`## Do` and `## Don't` stand over lists. In the quiz every second-level heading begins a question: its story, then a
list of answers, `[x]` before the right one and `[ ]` before the others, each with its explanation as a quote (`>`).
A page that begins with the line `For: account managers` is for those alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from handlers.drafts import hidden
from handlers.training.courses.course import ROLES, Block, Lesson, Option, Question
from handlers.training.courses.mistakes import (
    OPTION_LIMIT,
    TITLE_LIMIT,
    WHY_LIMIT,
    Mistake,
    over,
    page_problem,
    texts,
)

_QUIZ, _SANCTIONS, _SIGNING = "quiz", "sanctions", "signing"
_DO = {"do": "do", "don't": "dont", "don\u2019t": "dont"}
_BOX = re.compile(r"\[( |x|X)\]\s+(.+)", re.DOTALL)
_FOR = re.compile(r"For:\s*(.*)", re.IGNORECASE)
_LEAST_OPTIONS, _MOST_OPTIONS = 2, 5
_CANNOT = {
    "ordered_list": "A numbered list cannot be shown here. Begin its lines with - instead.",
    "fence": "A block of code cannot be shown here. Write it as a paragraph, or as a quote with >.",
    "code_block": "This line is indented by four spaces or more, which makes it code. Take the spaces away.",
    "html_block": "HTML cannot be shown here. Write it as plain text.",
    "hr": "A line across the page cannot be shown here. Begin the next page with a heading #.",
    "heading": "Headings are # for a page and ## within the quiz, and for Do and Don't within a lesson.",
}


@dataclass
class _Part:
    """A heading and what stands under it."""

    title: str
    line: int
    nodes: list[SyntaxTreeNode] = field(default_factory=list)


@dataclass(frozen=True)
class Body:
    """What the body says."""

    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    sanctions: tuple[Block, ...]
    statement: tuple[Block, ...]


class _Reader:
    """Reads one body, and collects mistakes as it goes."""

    def __init__(self, before: int, mistakes: list[Mistake]) -> None:
        #: How many lines of the file stand before the body.
        self._before = before
        self._mistakes = mistakes

    def body(self, text: str) -> Body:
        root = SyntaxTreeNode(MarkdownIt("commonmark").parse(text))
        preface, pages = self._parts(list(root.children), "h1")
        if preface:
            self._add(preface[0], "Text needs a heading over it: begin the page with # and its title.")
        special: dict[str, _Part] = {}
        lessons = []
        for page in pages:
            name = page.title.lower()
            if name not in (_QUIZ, _SANCTIONS, _SIGNING):
                lessons.append(self._lesson(page))
            elif name in special:
                self._wrong(page.line, f"There is a second # {page.title}. Put both under one heading.")
            else:
                special[name] = page
        questions = self._quiz(special.get(_QUIZ))
        sanctions, statement = (self._page(special.get(name), name) for name in (_SANCTIONS, _SIGNING))
        self._for_everybody(lessons, questions)
        return Body(tuple(lessons), tuple(questions), sanctions, statement)

    def _parts(self, nodes: list[SyntaxTreeNode], tag: str) -> tuple[list[SyntaxTreeNode], list[_Part]]:
        """What stands before the first heading of this level, and the parts after it."""
        preface: list[SyntaxTreeNode] = []
        parts: list[_Part] = []
        for node in nodes:
            if node.type == "heading" and node.tag == tag:
                title = self._plain(node)
                self._check(node, over("A heading", title, TITLE_LIMIT))
                if not title:
                    self._add(node, "This heading is empty. Give the page a title.")
                parts.append(_Part(title, self._line(node)))
            else:
                (parts[-1].nodes if parts else preface).append(node)
        return preface, parts

    def _lesson(self, page: _Part) -> Lesson:
        intro, lists = self._parts(page.nodes, "h2")
        roles = self._roles(intro)
        blocks = self._blocks(intro)
        found: dict[str, tuple[str, ...]] = {}
        for part in lists:
            name = _DO.get(part.title.lower())
            if name is None or name in found:
                self._wrong(part.line, "Second-level headings in a lesson are Do and Don't, each once.")
                continue
            items = self._blocks(part.nodes)
            if not items or any(item.kind != "item" for item in items):
                self._wrong(part.line, f"Under {part.title} stands a list, each line beginning with -.")
            found[name] = tuple(texts(items))
        if not blocks and not found:
            self._wrong(page.line, "This lesson is empty. Write a sentence under its heading, or delete it.")
        all_texts = [*texts(blocks), *(item for items in found.values() for item in items)]
        self._check(page.line, page_problem("A lesson", all_texts))
        return Lesson(page.title, blocks, found.get("do", ()), found.get("dont", ()), roles)

    def _quiz(self, page: _Part | None) -> list[Question]:
        if page is None:
            self._wrong(self._before, "There is no quiz. Write # Quiz, and under it questions that begin with ##.")
            return []
        preface, parts = self._parts(page.nodes, "h2")
        if preface:
            self._add(preface[0], "Text in the quiz needs a question's heading ## over it.")
        if not parts:
            self._wrong(page.line, "The quiz has no questions. A question begins with ## and its title.")
        return [self._question(part) for part in parts]

    def _question(self, part: _Part) -> Question:
        roles = self._roles(part.nodes)
        lists = [node for node in part.nodes if node.type == "bullet_list"]
        blocks = self._blocks([node for node in part.nodes if node.type != "bullet_list"])
        if not blocks:
            self._wrong(
                part.line, "This question has no story. Write what happens and what is asked, above the answers."
            )
        if len(lists) > 1:
            self._add(lists[1], "The answers of a question are one list. Take out what stands between them.")
        options = tuple(self._option(item) for item in (lists[0].children if lists else ()))
        self._check(part.line, self._options_problem(options))
        shown = [*texts(blocks), *(text for option in options for text in (option.text, option.why))]
        self._check(part.line, page_problem("A question", shown))
        return Question(part.title, blocks, options, roles)

    def _option(self, item: SyntaxTreeNode) -> Option:
        first = self._plain(item.children[0]) if item.children and item.children[0].type == "paragraph" else ""
        box = _BOX.fullmatch(first)
        if not box:
            self._add(item, "An answer begins with [x] when it is right and [ ] when it is not, then its text.")
        text = box[2].strip() if box else first
        why = self._blocks(item.children[1:])
        if not why or any(block.kind != "quote" for block in why):
            self._add(item, "Under each answer stands why it is right or not, as a quote: indented, beginning with >.")
        reason = "\n".join(texts(why))
        self._check(item, over("An answer", text, OPTION_LIMIT))
        self._check(item, over("An explanation", reason, WHY_LIMIT))
        return Option(text, reason, bool(box and box[1] != " "))

    def _options_problem(self, options: tuple[Option, ...]) -> str | None:
        right = sum(option.right for option in options)
        if not _LEAST_OPTIONS <= len(options) <= _MOST_OPTIONS:
            return f"A question has {_LEAST_OPTIONS} to {_MOST_OPTIONS} answers; this one has {len(options)}."
        if right != 1:
            count = "no right answer" if right == 0 else f"{right} right answers"
            return f"This question has {count}. Put [x] before exactly one."
        if len({option.text for option in options}) < len(options):
            return "Two answers of this question are the same."
        return None

    def _page(self, page: _Part | None, name: str) -> tuple[Block, ...]:
        if page is None:
            self._wrong(self._before, f"There is no # {name.title()}. Write that heading, and its text under it.")
            return ()
        blocks = self._blocks(page.nodes)
        if not blocks:
            self._wrong(page.line, f"Under # {page.title} stands nothing. Write what people should read there.")
        self._check(page.line, page_problem("This page", texts(blocks)))
        return blocks

    def _for_everybody(self, lessons: list[Lesson], questions: list[Question]) -> None:
        if all(lesson.roles for lesson in lessons):
            self._wrong(self._before, "No lesson is for everybody. Write one without a line For:.")
        if questions and all(question.roles for question in questions):
            self._wrong(self._before, "No question is for everybody. Write one without a line For:.")

    def _roles(self, nodes: list[SyntaxTreeNode]) -> frozenset[str]:
        """Takes a leading line `For:` off the nodes."""
        line = _FOR.fullmatch(self._plain(nodes[0])) if nodes and nodes[0].type == "paragraph" else None
        if not line:
            return frozenset()
        node = nodes.pop(0)
        named = [name.strip().lower() for name in line[1].split(",")]
        for name in named:
            if name not in ROLES:
                self._add(node, f"Nobody is called “{name[:60]}” here. After For: stand {', '.join(ROLES)}.")
        return frozenset(ROLES[name] for name in named if name in ROLES)

    def _blocks(self, nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node.type == "paragraph":
            yield Block("text", self._plain(node))
        elif node.type == "blockquote":
            yield from self._inner(node, "quote")
        elif node.type == "bullet_list":
            for item in node.children:
                yield from self._inner(item, "item")
        else:
            self._add(node, _CANNOT.get(node.type, "This cannot be shown here. Write it as a paragraph."))

    def _inner(self, node: SyntaxTreeNode, kind: str) -> Iterator[Block]:
        if any(child.type != "paragraph" for child in node.children):
            self._add(node, "A list item or quote holds plain sentences only: no list, heading or quote within it.")
            return
        text = "\n".join(self._plain(child) for child in node.children)
        if text:
            yield Block(kind, text)
        else:
            self._add(node, "This is empty. Write something there, or delete it.")

    def _plain(self, node: SyntaxTreeNode) -> str:
        """A paragraph's or heading's text, without marks of emphasis; where a link leads stands behind it."""
        inline = node.children[0] if node.children else None
        text = "".join(self._spans(node, inline)).strip() if inline else ""
        # The file itself was looked through; this finds what an entity like &#8238; makes.
        self._check(node, hidden(text))
        return text

    def _spans(self, node: SyntaxTreeNode, span: SyntaxTreeNode) -> Iterator[str]:
        if span.type in ("text", "code_inline", "text_special"):
            yield span.content
        elif span.type in ("softbreak", "hardbreak"):
            yield " " if span.type == "softbreak" else "\n"
        elif span.type in ("image", "html_inline"):
            self._add(node, "Pictures and HTML cannot be shown here. Say it in words.")
        else:
            inner = "".join(text for child in span.children for text in self._spans(node, child))
            yield inner
            address = str(span.attrs.get("href", "")) if span.type == "link" else ""
            if address and address != inner:
                yield f" ({address})"

    def _line(self, node: SyntaxTreeNode) -> int:
        return self._before + (node.map[0] if node.map else 0) + 1

    def _add(self, node: SyntaxTreeNode, problem: str) -> None:
        self._wrong(self._line(node), problem)

    def _wrong(self, line: int, problem: str) -> None:
        self._mistakes.append(Mistake(max(line, 1), problem))

    def _check(self, where: SyntaxTreeNode | int, problem: str | None) -> None:
        if problem:
            self._wrong(where if isinstance(where, int) else self._line(where), problem)


def read(text: str, before: int, mistakes: list[Mistake]) -> Body:
    """What the body says. Mistakes are added, with lines counted from `before`."""
    return _Reader(before, mistakes).body(text)
