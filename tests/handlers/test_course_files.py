"""Course files: what they may say, and how mistakes in them are explained."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.__main__ import main
from handlers.training import course_versions
from handlers.training.courses import reading
from handlers.training.courses.course import ROLES, Block, Course
from handlers.training.courses.mistakes import CourseMistakes
from tests.handlers.learning import SMALL

SHIPPED = [path.read_bytes() for path in course_versions.SHIPPED]


def line_of(start: str) -> int:
    """Where the small course has a line."""
    return next(number for number, line in enumerate(SMALL.split("\n"), 1) if line.startswith(start))


def parse(text: str) -> Course:
    return reading.parse(text.encode())


def test_a_course_is_read_into_plain_data() -> None:
    """Lessons, questions, sanctions and the statement, with the hash of the exact bytes."""
    course = parse(SMALL)
    assert (course.key, course.title, course.pass_mark) == ("small", "A small course", 60)
    first, second = course.lessons
    assert (first.title, first.blocks, first.do, first.dont) == (
        "First",
        (Block("text", "Read this."),),
        ("This.",),
        ("That.",),
    )
    assert second.roles == {"account_manager"}
    assert [question.right for question in course.questions] == [1, 0, 1]
    assert course.questions[0].options[0].why == "Because."
    assert course.sanctions == (Block("text", "They exist."),)
    assert course.penalties[0].since.isoformat() == "2026-01-28"
    assert course.hash != parse(SMALL + "\n").hash


def test_line_ends_and_a_byte_order_mark_change_nothing_but_the_hash() -> None:
    """Editors on Windows write both."""
    other = reading.parse(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert (other.lessons, other.questions, other.penalties) == (
        parse(SMALL).lessons,
        parse(SMALL).questions,
        parse(SMALL).penalties,
    )


def test_marks_become_plain_text_and_links_show_where_they_lead() -> None:
    """No platform is given anything it could take for its own markup, and no address is hidden."""
    text = "Read **this**, `that` and [the rule](https://hhs.gov/ocr)."
    [block] = parse(SMALL.replace("Read this.", text)).lessons[0].blocks
    assert block.text == "Read this, that and the rule (https://hhs.gov/ocr)."


@pytest.mark.parametrize(
    ("was", "becomes", "at", "words"),
    [
        ("+++\nkey", "key", "key", "begins with a line +++"),
        ('title = "A small course"', "title = A small course", "title = A", "not TOML"),
        ('title = "A small course"', "", "+++", "title is needed"),
        ('key = "small"', 'key = "Small course"', "key =", "small letters"),
        ("pass_mark = 60", "pass_mark = 600", "pass_mark", "1 to 100"),
        ("pass_mark = 60", "passmark = 60", "passmark", "Nothing is called passmark"),
        ("pass_mark = 60", "x = " + "[" * 5_000, "+++", "nested too deeply"),
        ("pass_mark = 60", "pass_mark = " + "9" * 5_000, "+++", "is too long"),
        ("since = 2026-01-28", 'since = "2026"', "[[penalties]]", "since is needed"),
        ("- [x] Right", "- [ ] Right", "## One", "no right answer"),
        ("- [ ] Wrong", "- [x] Wrong", "## One", "2 right answers"),
        ("- [ ] Wrong", "- Wrong", "- Wrong", "begins with [x]"),
        ("  > Because it is.\n\n## Two", "\n## Two", "- [x] Right", "why it is right or not"),
        ("- [ ] Perhaps", "- [ ] No", "## Two", "are the same"),
        ("- [ ] Wrong\n  > Because.\n", "", "## One", "has 1"),
        ("Read that.", "", "# Second", "lesson is empty"),
        ("For: account managers\n\nRead", "For: surgeons\n\nRead", "For: surgeons", "Nobody is called “surgeons”"),
        ("## Don't", "## Maybe", "## Maybe", "Do and Don't"),
        ("- This.", "This.", "## Do", "stands a list"),
        ("Read this.", "1. Read this.", "1. Read", "numbered list"),
        ("Read this.", "![chart](chart.png)", "![chart]", "Pictures"),
        ("Read this.", "<b>Read</b>", "<b>", "HTML"),
        ("Read this.", "> - this", "> - this", "plain sentences only"),
        ("Read this.", "Read \u202ethis.", "\u202e", "invisible control character"),
        ("Read this.", "Read &#8238;this.", "&#8238;", "invisible control character"),
        ("Read this.", "Word " * 600, "# First", "Split it in two"),
        ("Read this.", "\n\n".join(["<" * 100] * 20), "# First", "6,000 characters"),
        ("Read this.", "\n\n".join(["\U0001f600" * 2_000] * 3), "# First", "Split it in two"),
        ("Read this.", "\n\n".join(["Read."] * 70), "# First", "60 paragraphs"),
        ("- [ ] Wrong", "- [ ] " + "w" * 301, "- [ ] w", "300 characters"),
        ("# Signing", "# Singing", "+++ #", "no # Signing"),
        ("They exist.", "", "# Sanctions", "stands nothing"),
        ("# First\n", "Hello\n\n# First\n", "Hello", "needs a heading"),
        ("What now?", "", "## One", "has no story"),
        ("\n# Second\n", "\n# Quiz\n\n# Second\n", "# Quiz #", "second # Quiz"),
    ],
)
def test_every_mistake_is_explained_where_it_is(was: str, becomes: str, at: str, words: str) -> None:
    """The line to look at, and what to do there. In `at`, a # behind stands for the last such line."""
    assert was in SMALL
    text = SMALL.replace(was, becomes, 1)
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if line.startswith(at.removesuffix(" #")) or at in line
    ]
    expected = lines[-1 if at.endswith(" #") else 0]
    with pytest.raises(CourseMistakes) as found:
        parse(text)
    assert expected in [mistake.line for mistake in found.value.mistakes if words in mistake.problem], (
        found.value.mistakes
    )


def test_all_mistakes_are_told_at_once() -> None:
    """In the order of the file."""
    text = (
        SMALL.replace("pass_mark = 60", "pass_mark = 0")
        .replace("- [x] Right", "- [ ] Right")
        .replace("They exist.", "")
    )
    with pytest.raises(CourseMistakes, match="3 mistakes to mend, the first on line 5") as found:
        parse(text)
    assert [mistake.line for mistake in found.value.mistakes] == [5, line_of("## One"), line_of("# Sanctions")]


def understood(source: bytes) -> None:
    """A course, or mistakes with a line of the file and a sentence."""
    try:
        reading.parse(source)
    except CourseMistakes as found:
        count = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 2
        for mistake in found.mistakes:
            assert 1 <= mistake.line <= count
            assert mistake.problem.endswith((".", ">."))


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_whatever_the_bytes_only_mistakes_are_raised(source: bytes) -> None:
    """Never another exception."""
    understood(source)
    understood(b"+++\n" + source)
    understood(SMALL.encode().replace(b"Read this.", source))


_PIECES = st.sampled_from(
    [
        *SMALL.split("\n"),
        "[[penalties]]",
        "[" * 2_000,
        "x = " + "[" * 3_000,
        "x = " + "9" * 5_000,
        "> " * 50,
        "- " * 50,
        "- [x](y)",
        "# ",
        "```",
        "<div>",
        "[a]: b",
        "***",
        "&#0;&#x202e;",
        "\\",
        "\t",
        "For:",
        "\x85\u2028",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), _PIECES, st.booleans()), max_size=8))
def test_a_course_edited_at_random_is_still_understood(edits: list[tuple[int, str, bool]]) -> None:
    """Lines put in or replaced anywhere, also in the front matter."""
    lines = SMALL.split("\n")
    for position, piece, replace in edits:
        lines[position : position + replace] = [piece]
    understood("\n".join(lines).encode())


def test_the_example_in_the_documentation_is_a_course() -> None:
    """What owners copy works."""
    written = (Path(__file__).parents[2] / "docs" / "courses.md").read_text()
    _, fence, rest = written.partition("    +++\n")
    example = (fence + rest).partition("\n\nLessons, questions and answers fit")[0]
    course = parse("\n".join(line.removeprefix("    ") for line in example.split("\n")))
    assert (course.title, len(course.lessons), len(course.questions)) == ("At the front desk", 2, 1)


@pytest.mark.parametrize("source", SHIPPED)
def test_the_course_that_ships_is_whole(source: bytes) -> None:
    """Short lessons, each with what to do and not; at least twelve situations for everybody; under fifteen minutes also
    for those who read everything; penalties with their day and source."""
    course = reading.parse(source)
    assert 6 <= len(course.lessons) <= 9
    assert all(lesson.do and lesson.dont for lesson in course.lessons)
    assert len(course.questions_for(())) >= 12
    assert len(course.questions_for(["account_manager"])) >= len(course.questions_for(())) + 3
    assert course.minutes(ROLES.values()) < 15
    assert len(course.penalties) == 4
    assert all(penalty.since.isoformat() == "2026-01-28" for penalty in course.penalties)
    assert all("102.3" in penalty.source for penalty in course.penalties)


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0 and one line for a good course; exit 1 and a line per mistake, or that the file cannot be read."""
    file = tmp_path / "course.md"
    file.write_text(SMALL)
    assert main(["course", "check", str(file)]) == 0
    assert capsys.readouterr().out == "course ok: 2 lessons, 3 questions, about 1 minute\n"
    file.write_text(SMALL.replace("- [x] Right", "- [ ] Right").replace("They exist.", ""))
    assert main(["course", "check", str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}, line {line_of('## One')}: This question has no right answer. Put [x] before exactly one.",
        f"{file}, line {line_of('# Sanctions')}: Under # Sanctions stands nothing. "
        "Write what people should read there.",
    ]
    assert main(["course", "check", str(tmp_path / "none.md")]) == 1
    assert "cannot be read" in capsys.readouterr().err
