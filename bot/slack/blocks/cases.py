"""A case in the reports channel, and news about it below."""

from bot.slack.blocks.text import Block, header, line, quoted, words
from handlers.case_messages import NOTICE_WORDS, CaseCard, CaseNotice
from handlers.case_words import TITLE, WITHHELD, facts, standing
from handlers.report_form import Report
from handlers.report_words import LABELS, answers


def case_card(card: CaseCard) -> list[Block]:
    """What was reported, where the case stands, and by when what is due."""
    text = report(card.report) if card.report else [line(words(WITHHELD, italic=True))]
    return [header(f"{card.number} · {TITLE}"), about(card), *text]


def about(card: CaseCard) -> Block:
    """State, people and deadlines."""
    return line(words(standing(card), bold=True), words("".join(f"  ·  {fact}" for fact in facts(card))))


def report(said: Report) -> list[Block]:
    """The answers as they were given."""
    given = answers(said)
    what = given.pop(LABELS["what"])
    return [*quoted(what), *(line(words(f"{question} ", bold=True), words(said)) for question, said in given.items())]


def case_notice(notice: CaseNotice) -> list[Block]:
    """One sentence."""
    return [line(words(f"{notice.number}. ", bold=True), words(NOTICE_WORDS[notice.event]))]
