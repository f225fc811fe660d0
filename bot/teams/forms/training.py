"""A course in a dialog, a page at a time. What owners wrote stays literal, but for the answers to choose from: choices
render Markdown, so of theirs links are taken apart."""

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from bot.teams.cards.actions import row, submits
from bot.teams.cards.text import Card, Element, Style, bold, box, card, paragraph, said, small, words
from bot.teams.forms import inputs
from handlers.training import course_words
from handlers.training import training_words as say
from handlers.training.courses.course import Block, Penalty
from handlers.training.learning import NAME_LIMIT
from handlers.training.training_messages import (
    Certificate,
    CourseLine,
    Explanation,
    LessonPage,
    Page,
    QuestionPage,
    ResultPage,
    SanctionsPage,
    SigningPage,
    Where,
)

BEGIN, SIGN = "training.begin", "training.sign"
_MANAGES = "I look after one of our accounts, or write posts for it"
_STOP = "You may stop at any page and go on later, here or in Slack."


def beginning(course: CourseLine, manages: bool) -> Card:
    """Before the first page; who is not known to look after an account may say so."""
    about = [paragraph(words(course.summary))] if course.summary else []
    facts = small(f"It takes about {say.minutes(course)}. {_STOP}")
    tick = [] if manages else [inputs.tick("manages", _MANAGES)]
    heading = paragraph(bold(course.title))
    return card([heading, *about, facts, *tick], [submits(BEGIN, "Begin", "positive", key=course.key)])


def page(shown: Page) -> Card:
    """One page, and what can be pressed on it."""
    body, actions = _drawn(shown)
    where = shown.where
    back = [_leads("turn", "Back", where, by=-1)] if where.page > 1 else []
    return card([*_top(where), *body], [*actions, *back])


def _drawn(shown: Page) -> tuple[list[Element], list[Element]]:
    match shown:
        case LessonPage():
            return _lesson(shown), [_next(shown.where)]
        case QuestionPage():
            return _question(shown)
        case ResultPage():
            return _result(shown)
        case SanctionsPage():
            costs = map(_penalty, shown.penalties)
            return [_title(say.SANCTIONS), *_blocks(shown.blocks), *costs], [_next(shown.where)]
        case SigningPage():
            return _signing(shown)
        case _:
            assert_never(shown)


def certificate(shown: Certificate, address: str) -> Card:
    """What was finished; `address` is where the PDF is."""
    facts = [
        paragraph(words(f"{label}: ", isSubtle=True), words(fact), spacing="Small")
        for label, fact in say.certificate(shown)[1:]
    ]
    named = paragraph(words(shown.name, size="ExtraLarge", weight="Bolder"), spacing="Small")
    certified = box(small(say.CERTIFICATE, spacing="None"), named, *facts, style="good")
    pdf = {"type": "Action.OpenUrl", "title": "Open as PDF", "url": address}
    return card([*_notice(shown.notice), certified, said(say.PDF_HINT, spacing="Small")], [pdf])


def _top(where: Where) -> list[Element]:
    newer = where.newer
    if newer is None:
        return [*_notice(where.notice), small(f"Page {where.page} of {where.pages}")]
    begin = row(_leads("renew", say.begin_newer(newer), where), spacing="Small")
    return [
        *_notice(where.notice),
        box(said(newer.sentence), begin, style="accent"),
        small(f"Page {where.page} of {where.pages}"),
    ]


def _notice(sentence: str) -> list[Element]:
    return [box(said(sentence), style="warning")] if sentence else []


def _lesson(shown: LessonPage) -> list[Element]:
    lesson = shown.lesson
    lists: tuple[tuple[str, tuple[str, ...], Style], ...] = (
        (say.DO, lesson.do, "good"),
        (say.DONT, lesson.dont, "attention"),
    )
    shown_lists = [_list(label, items, style) for label, items, style in lists if items]
    return [_title(lesson.title), *_blocks(lesson.blocks), *shown_lists]


def _list(label: str, items: Iterable[str], style: Style) -> Element:
    shown = [paragraph(words(f"• {item}"), spacing="Small") for item in items]
    return box(paragraph(bold(label)), *shown, style=style)


def _question(shown: QuestionPage) -> tuple[list[Element], list[Element]]:
    head = [small(say.question(shown)), _title(shown.title), *_blocks(shown.blocks)]
    if shown.explanation:
        after = _leads("hand_in", say.HAND_IN, shown.where, "positive") if shown.can_hand_in else _next(shown.where)
        return [*head, *_explained(shown.explanation)], [after]
    options = {str(choice.number): inputs.unlinked(choice.text) for choice in shown.choices}
    asked = inputs.choice("answer", say.YOUR_ANSWER, options, style="expanded", missing="Choose an answer.")
    return [*head, asked], [submits("training.answer", "Answer", "positive", at=str(shown.where.place))]


def _explained(shown: Explanation) -> list[Element]:
    if shown.right:
        return [_answer(say.RIGHT, shown.chosen, shown.why, "good")]
    right = _answer(say.INSTEAD, shown.right_answer, shown.right_why, "good")
    return [_answer(say.WRONG, shown.chosen, shown.why, "attention"), right]


def _answer(head: str, text: str, why: str, style: Style) -> Element:
    return box(
        paragraph(bold(head)),
        paragraph(words(text, italic=True), spacing="Small"),
        paragraph(words(why), spacing="Small"),
        style=style,
    )


def _result(shown: ResultPage) -> tuple[list[Element], list[Element]]:
    summed = box(
        _title(say.result_title(shown)),
        paragraph(words(say.result(shown)), spacing="Small"),
        style="good" if shown.passed else "warning",
    )
    onward = _next(shown.where) if shown.passed else _leads("retake", say.RETAKE, shown.where, "positive")
    return [summed], [onward]


def _penalty(one: Penalty) -> Element:
    return box(
        paragraph(bold(one.what)),
        paragraph(words(one.amount), spacing="Small"),
        paragraph(words(course_words.in_force(one), size="Small", isSubtle=True), spacing="Small"),
    )


def _signing(shown: SigningPage) -> tuple[list[Element], list[Element]]:
    missing = "Type your name, as it should stand on your certificate."
    typed = inputs.text("name", say.YOUR_NAME, limit=NAME_LIMIT, missing=missing)
    hint = paragraph(words(say.known_as(shown), size="Small", isSubtle=True), spacing="Small")
    field = inputs.field("name", typed, hint)
    signing = submits(SIGN, "Sign", "positive", at=str(shown.where.place))
    return [_title(say.SIGNING), box(*_blocks(shown.statement)), field], [signing]


def _title(text: str) -> Element:
    return paragraph(words(text, size="Large", weight="Bolder"))


def _blocks(blocks: Sequence[Block]) -> list[Element]:
    return [_block(one) for one in blocks]


def _block(one: Block) -> Element:
    if one.kind == "quote":
        return box(paragraph(words(one.text, italic=True)))
    return paragraph(words(f"• {one.text}" if one.kind == "item" else one.text))


def _next(where: Where) -> Element:
    return _leads("turn", "Next", where, "positive", by=1)


def _leads(verb: str, title: str, where: Where, style: str = "default", **data: Any) -> Element:
    return submits(f"training.{verb}", title, style, inputs=False, at=str(where.place), **data)
