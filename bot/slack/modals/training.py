"""Courses as forms: the overview, every kind of page, the certificate. What a page's buttons act on is in its
metadata; what it is sent for is in its callback."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bot.slack.blocks.text import CHUNK, Block, Element, actions, bullets, button, chunks, header, line, quoted, words
from bot.slack.blocks.training import due_item
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.drafts import escaped_length
from handlers.training import course_words
from handlers.training import training_words as say
from handlers.training.assignments import Kind
from handlers.training.courses import course
from handlers.training.learning import NAME_LIMIT
from handlers.training.reminder_messages import DueItem
from handlers.training.training_messages import (
    Certificate,
    CourseLine,
    Explanation,
    LessonPage,
    Overview,
    Page,
    QuestionPage,
    ResultPage,
    SanctionsPage,
    SigningPage,
    Where,
)

OVERVIEW, CERTIFICATE = "training.overview", "training.certificate"
TITLE = "Training"
#: Characters of an option of radio buttons (docs.slack.dev, option object).
_OPTION = 75
_BAR = 20


def overview(found: Overview, due: Sequence[DueItem]) -> View:
    """What is due, and every course, those that are due first."""
    known = {(Kind.COURSE, one.key) for one in found.lines}
    asked = {item.key: say.todo(item) for item in due if (item.kind, item.key) in known}
    others = [due_item(item) for item in due if (item.kind, item.key) not in known]
    top = [line(words("For you to do", bold=True)), *others, {"type": "divider"}] if others else []
    lines = sorted(found.lines, key=lambda one: one.key not in asked)
    courses = [
        block for index, one in enumerate(lines) for block in _course(one, index, found.manages, asked.get(one.key, ""))
    ]
    return inputs.view(OVERVIEW, TITLE, None, [*top, *(courses or [line(words(say.NO_COURSES))])])


def _course(one: CourseLine, index: int, manages: bool, todo: str) -> list[Block]:
    about = [words(one.title, bold=True), words(f"  ·  about {say.minutes(one)}\n{one.summary}")]
    buttons = [button("start", say.starting(one), one.key, "primary", of="training")]
    if not manages and not one.pages:
        buttons.append(button("start_managing", say.MANAGING, one.key, of="training"))
    if one.completed_on:
        buttons.append(button("certificate", "Certificate", str(one.completion_id), of="training"))
    asked = [line(words(todo, bold=True))] if todo else []
    stands = [line(words(stand, italic=True))] if (stand := say.standing(one)) else []
    return [line(*about), *asked, *stands, actions(f"course:{index}", *buttons)]


def page(shown: Page) -> View:
    """One page of a course."""
    draw: Callable[..., tuple[str, str, list[Block]]] = _DRAW[type(shown)]
    verb, submit, blocks = draw(shown)
    whole = [*_top(shown.where), *blocks, *_back(shown.where)]
    return inputs.view(f"training.{verb}", TITLE, submit, whole, str(shown.where.place), close="Later")


def _top(where: Where) -> list[Block]:
    blocks = [line(words(where.notice, bold=True))] if where.notice else []
    if where.newer:
        begin = button("renew", say.begin_newer(where.newer), str(where.place), of="training")
        blocks += [line(words(where.newer.sentence)), actions("newer", begin)]
    done = round(_BAR * where.page / where.pages)
    bar = words("▰" * done + "▱" * (_BAR - done))
    return [*blocks, line(words(where.course, bold=True)), line(bar, words(f"  page {where.page} of {where.pages}"))]


def _back(where: Where) -> list[Block]:
    if where.page == 1:
        return []
    return [actions("back", button("back", "Back", str(where.place), of="training"))]


def _lesson(shown: LessonPage) -> tuple[str, str, list[Block]]:
    lesson = shown.lesson
    blocks = [header(lesson.title), *texts(lesson.blocks)]
    for title, items in ((say.DO, lesson.do), (say.DONT, lesson.dont)):
        blocks += [line(words(title, bold=True)), *listed(items)] if items else []
    return "next", "Next", blocks


def _question(shown: QuestionPage) -> tuple[str, str, list[Block]]:
    top = [header(shown.title), line(words(say.question(shown), italic=True)), *texts(shown.blocks)]
    if shown.explanation:
        explained = [*top, *_explained(shown.explanation)]
        return ("hand_in", say.HAND_IN, explained) if shown.can_hand_in else ("next", "Next", explained)
    letters = dict(zip((choice.number for choice in shown.choices), "ABCDEFGHIJ", strict=False))
    # What the radio buttons would cut stands whole above them.
    long = any(escaped_length(choice.text) > _OPTION - 4 for choice in shown.choices)
    lettered = [line(words(f"{letters[one.number]}. ", bold=True), words(one.text)) for one in shown.choices]
    options = {str(one.number): f"{letters[one.number]}. {one.text}" for one in shown.choices}
    asked = inputs.block("option", say.YOUR_ANSWER, inputs.radio("option", options, None))
    return "answer", "Answer", [*top, *(lettered if long else []), asked]


def _explained(found: Explanation) -> list[Block]:
    sign = say.RIGHT if found.right else say.WRONG
    blocks = [
        line(words("You chose: ", bold=True), words(found.chosen)),
        line(words(sign, bold=True), words(found.why)),
    ]
    if found.right:
        return blocks
    return [*blocks, line(words(f"{say.INSTEAD} ", bold=True), words(found.right_answer)), line(words(found.right_why))]


def _result(shown: ResultPage) -> tuple[str, str, list[Block]]:
    blocks = [header(say.result_title(shown)), line(words(say.result(shown)))]
    return ("next", "Next", blocks) if shown.passed else ("retake", say.RETAKE, blocks)


def _sanctions(shown: SanctionsPage) -> tuple[str, str, list[Block]]:
    blocks = [header(say.SANCTIONS), *texts(shown.blocks)]
    for one in shown.penalties:
        amount = words(f"{one.amount}\n")
        source = words(course_words.in_force(one), italic=True)
        blocks.append(line(words(f"{one.what}\n", bold=True), amount, source))
    return "next", "Next", blocks


def _signing(shown: SigningPage) -> tuple[str, str, list[Block]]:
    asked = inputs.block("name", say.YOUR_NAME, inputs.text("name", limit=NAME_LIMIT), say.known_as(shown))
    return "sign", "Sign", [header(say.SIGNING), *texts(shown.statement), asked]


_DRAW: dict[type, Callable[..., tuple[str, str, list[Block]]]] = {
    LessonPage: _lesson,
    QuestionPage: _question,
    ResultPage: _result,
    SanctionsPage: _sanctions,
    SigningPage: _signing,
}


def certificate(found: Certificate, address: str) -> View:
    """The certificate in chat, and the address of its PDF."""
    notice = [line(words(found.notice, bold=True))] if found.notice else []
    facts = [line(words(f"{label}: ", bold=True), words(fact)) for label, fact in say.certificate(found)]
    pdf = button("pdf", "Open the PDF", str(found.completion_id), "primary", of="training") | {"url": address}
    shown = [*notice, header(say.CERTIFICATE), *facts, actions("pdf", pdf), line(words(say.PDF_HINT, italic=True))]
    return inputs.view(CERTIFICATE, "Certificate", None, shown)


def said(sentence: Block) -> View:
    """A refusal in place of a page that has no field to show it under."""
    again = actions("again", button("overview", "My training", "-", of="training"))
    return inputs.view("training.said", TITLE, None, [sentence, again])


def texts(blocks: Iterable[course.Block]) -> list[Block]:
    """What a course says, as Slack draws it."""
    drawn: list[Block] = []
    for kind, group in groupby(blocks, lambda block: block.kind):
        texts = [block.text for block in group]
        if kind == "item":
            drawn += listed(texts)
        elif kind == "quote":
            drawn += [block for text in texts for block in quoted(text)]
        else:
            drawn += [line(words(piece)) for text in texts for piece in chunks(text)]
    return drawn


def listed(items: Iterable[str]) -> list[Block]:
    """As many lists as the size of one block needs; an item of a course fits one."""
    lists: list[list[list[Element]]] = []
    room = 0
    for item in items:
        size = escaped_length(item)
        if size > room:
            lists.append([])
            room = CHUNK
        lists[-1].append([words(item)])
        room -= size
    return [bullets(*one) for one in lists]
