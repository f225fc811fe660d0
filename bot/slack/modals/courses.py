"""Courses for privacy officers: the list, a file to check with its mistakes by line, what it would change."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.slack.blocks import paging
from bot.slack.blocks.review import diff_runs
from bot.slack.blocks.text import Block, actions, button, divider, header, line, runs, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from bot.slack.modals.training import listed
from handlers.diff import abbreviated
from handlers.training import course_words as say
from handlers.training.course_publishing import Preview, Shelved
from handlers.training.courses.mistakes import Mistake
from handlers.training.training_words import NO_COURSES

LIST, CHECK, PUBLISH = "course.list", "course.check", "course.publish"
_FILES = ("md", "markdown", "txt", "text")
#: A form takes 100 blocks; what is left of them is for what stands around.
_LISTED, _MISTAKES = 45, 60


def listing(found: Sequence[Shelved], address: Callable[[str], str], said: str = "") -> View:
    """Every course, its file to download, and the way to the next version; `said` is what was just done."""
    top = [line(words(said, bold=True)), divider()] if said else []
    courses = [block for one in found[:_LISTED] for block in _course(one, address(f"course:{one.version_id}"))]
    new = actions("new", button("write", say.NEW_COURSE, "-", "primary", of="course"))
    body = courses or [line(words(NO_COURSES))]
    return inputs.view(LIST, say.COURSES, None, [*top, *body, divider(), line(words(say.EDITING)), new])


def _course(one: Shelved, address: str) -> list[Block]:
    download = button("download", "Download", one.key, of="course") | {"url": address}
    return [
        line(words(one.title, bold=True), words("  "), words(one.key, code=True), words(f"\n{say.shelved(one)}")),
        actions(f"course:{one.version_id}", download),
    ]


def write(mistakes: Sequence[Mistake] = (), tries: int = 0) -> View:
    """Asks for a file; `mistakes` are what was wrong with the last one, each by its line, after so many `tries`."""
    wrong = [line(words(f"Line {one.line}: ", bold=True), words(one.problem)) for one in mistakes[:_MISTAKES]]
    more = len(mistakes) - len(wrong)
    rest = [line(words(f"… and {more} more, once these are mended."))] if more else []
    head, mend = line(words(say.mistakes(len(mistakes)), bold=True)), line(words(say.ADD_MENDED))
    # Another field each time: in one that Slack knows already the last file would still lie.
    name = f"media:{tries}" if tries else "media"
    asked = inputs.block(name, "The course file", inputs.files("media", _FILES, 1), say.COURSE_FILE)
    top = [head, *wrong, *rest, divider(), mend] if mistakes else []
    return inputs.view(CHECK, say.NEW_COURSE, "Check", [*top, asked], str(tries))


def sent(view: View) -> tuple[list[dict[str, Any]], int]:
    """The file in a form that asks for one, and how many tries there were before."""
    tries = int(view["private_metadata"] or "0")
    state = view["state"]["values"].get(f"media:{tries}" if tries else "media", {})
    return list(state.get("media", {}).get("files") or []), tries


def preview(found: Preview, file: str) -> View:
    """What the file would become, and the question that goes with it; `file` is Slack's id of it."""
    subject = json.dumps({"file": file, "before": found.before})
    top = [
        header(f"{found.title}: version {found.number}"),
        line(words(say.about_file(found))),
        line(words(" ".join(filter(None, (say.who_does_it(found), say.walking(found)))))),
    ]
    changes = [line(words(say.CHANGES, bold=True)), *listed(found.changes)] if found.changes else []
    text = paging.page(runs(diff_runs(abbreviated(found.spans))), 1)
    about = [line(words(say.IN_ITS_TEXT, bold=True)), *text.blocks] if found.spans else []
    left = [line(words(say.MORE_IN_THE_FILE, italic=True))] if text.total > 1 else []
    return inputs.view(PUBLISH, say.NEW_COURSE, "Publish", [*top, *changes, _question(found), *about, *left], subject)


def _question(found: Preview) -> Block:
    if found.before:
        return inputs.block("answer", say.IS_MATERIAL, inputs.radio("answer", say.MATERIAL, None))
    return inputs.block("answer", say.WHO_DOES_IT, inputs.radio("answer", say.WHO, "nobody"))


def read(view: View) -> tuple[str, dict[str, Any]]:
    """The file to publish by Slack's id, and how: what `course_publishing.publish` takes."""
    subject, answer = json.loads(view["private_metadata"]), inputs.Answers(view).choice("answer") or "no"
    months = int(answer) if answer.isdecimal() else None
    return subject["file"], {"before": int(subject["before"]), "material": answer == "yes", "months": months}
