"""A case in the reports channel, and news about it below."""

from bot.teams.cards.actions import execute, opens
from bot.teams.cards.review import told
from bot.teams.cards.text import LIMIT, Card, Element, beginning, bold, box, card, heading, ours, paragraph, size, words
from handlers.reporting.case_messages import NOTICE_WORDS, CaseCard, CaseNotice
from handlers.reporting.case_words import BUTTONS, TITLE, WITHHELD, facts, standing, verbs
from handlers.reporting.report_form import Report
from handlers.reporting.report_words import LABELS, answers
from handlers.words import summary

_AT_ONCE = ("acknowledge", "escalate")
_CUT = "… It is longer than a card may be: open the case to read all of it."


def case_card(shown: CaseCard, notice: str = "") -> Card:
    """What was reported, where the case stands, by when what is due, and what can be done; whoever pressed also sees
    `notice` on top."""
    before = [*told(notice), heading(f"{shown.number} · {TITLE}"), about(shown)]
    buttons = [_button(verb, shown.number) for verb in verbs(shown)]
    room = LIMIT - size(card(before, buttons, summary(shown)))
    text = report(shown.report, room) if shown.report else [ours(WITHHELD, isSubtle=True)]
    return card([*before, *text], buttons, summary(shown))


def _button(verb: str, number: str) -> Element:
    draw = execute if verb in _AT_ONCE else opens
    return draw(f"case.{verb}", BUTTONS[verb], at=number)


def about(shown: CaseCard) -> Element:
    """State, people and deadlines."""
    return paragraph(bold(standing(shown)), words("".join(f"  ·  {fact}" for fact in facts(shown))))


def report(said: Report, room: int) -> list[Element]:
    """The answers as they were given, as far as they take `room` bytes."""
    given = answers(said)
    what = given.pop(LABELS["what"])
    rest = [paragraph(bold(f"{question} "), words(answer), spacing="Small") for question, answer in given.items()]
    cut = ours(_CUT, isSubtle=True)
    fits = beginning(what, room - size(rest) - size(cut) - 200)
    return [box(paragraph(words(fits))), *([cut] if fits != what else []), *rest]


def case_notice(notice: CaseNotice) -> Card:
    """One sentence, and the way to the case."""
    said = paragraph(bold(f"{notice.number}. "), words(NOTICE_WORDS[notice.event]))
    return card([said], [_button("open", notice.number)], summary(notice))
