"""A case in the reports channel, and news about it below."""

from bot.slack.blocks.text import Block, Element, actions, button, chunks, confirmation, header, line, quoted, words
from handlers.drafts import escaped_length
from handlers.reporting.case_messages import NOTICE_WORDS, CaseCard, CaseNotice
from handlers.reporting.case_words import BUTTONS, CONTINUED, ESCALATE_WARNING, TITLE, WITHHELD, facts, standing, verbs
from handlers.reporting.report_form import Report
from handlers.reporting.report_words import LABELS, answers

#: What Slack takes in one message, also when it is drawn again, less a reserve (DESIGN.md section 3).
_MESSAGE_BUDGET = 12_000


def case_card(card: CaseCard) -> list[Block]:
    """What was reported, where the case stands, by when what is due, and what can be done."""
    text = _fitting(card.report) if card.report else [line(words(WITHHELD, italic=True))]
    return [header(f"{card.number} · {TITLE}"), about(card), *text, actions("case", *buttons(card, verbs(card)))]


def about(card: CaseCard) -> Block:
    """State, people and deadlines."""
    return line(words(standing(card), bold=True), words("".join(f"  ·  {fact}" for fact in facts(card))))


def report(said: Report) -> list[Block]:
    """The answers as they were given, whole."""
    given = answers(said)
    what = given.pop(LABELS["what"])
    return [*quoted(what), *_lines(given)]


def _fitting(said: Report) -> list[Block]:
    """The answers, and of the report as much as a message takes."""
    given = answers(said)
    what = given.pop(LABELS["what"])
    room = _MESSAGE_BUDGET - sum(escaped_length(question + answer) for question, answer in given.items())
    if escaped_length(what) <= room:
        return report(said)
    beginning = chunks(what, room)[0]
    return [*quoted(beginning), line(words(CONTINUED, italic=True)), *_lines(given)]


def _lines(given: dict[str, str]) -> list[Block]:
    return [line(words(f"{question} ", bold=True), words(answer)) for question, answer in given.items()]


def buttons(card: CaseCard, wanted: list[str], labels: dict[str, str] = BUTTONS) -> list[Element]:
    """A button each for what can be done with a case."""
    sure = {"escalate": confirmation("Escalate?", ESCALATE_WARNING, "Escalate", "Cancel")}
    style = {"acknowledge": "primary"}
    return [button(verb, labels[verb], card.number, style.get(verb), sure.get(verb), of="case") for verb in wanted]


def case_notice(notice: CaseNotice) -> list[Block]:
    """One sentence, and the way to the case."""
    said = line(words(f"{notice.number}. ", bold=True), words(NOTICE_WORDS[notice.event]))
    return [said, actions("case", button("open", BUTTONS["open"], notice.number, of="case"))]
