"""A case in the reports channel, and news about it below."""

from bot.teams.cards.text import LIMIT, Card, Element, beginning, bold, box, card, heading, ours, paragraph, size, words
from handlers.case_messages import NOTICE_WORDS, CaseCard, CaseNotice
from handlers.case_words import TITLE, WITHHELD, facts, standing
from handlers.report_form import Report
from handlers.report_words import LABELS, answers
from handlers.words import summary

_CUT = "… It is longer than a card may be: open the case to read all of it."


def case_card(shown: CaseCard) -> Card:
    """What was reported, where the case stands, and by when what is due."""
    before = [heading(f"{shown.number} · {TITLE}"), about(shown)]
    room = LIMIT - size(card(before, (), summary(shown)))
    text = report(shown.report, room) if shown.report else [ours(WITHHELD, isSubtle=True)]
    return card([*before, *text], (), summary(shown))


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
    """One sentence."""
    return card([paragraph(bold(f"{notice.number}. "), words(NOTICE_WORDS[notice.event]))], (), summary(notice))
