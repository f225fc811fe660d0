"""Private answers of `/compliance`: help, lists of proposals, who holds which role."""

from collections.abc import Iterable, Sequence

from bot.slack.blocks.text import (
    Block,
    Element,
    actions,
    bullets,
    button,
    copyable,
    divider,
    line,
    moment,
    plain,
    words,
)
from handlers import allow_list, rule_words
from handlers.permissions import ROLE_WORDS, Holder
from handlers.records import LIST_LIMIT, Line
from handlers.reporting import case_words, report_words
from handlers.reporting.case_messages import CaseCard
from handlers.reporting.case_statistics import FEW, Breakdown, Period
from handlers.rule_statistics import RuleCount
from handlers.states import STATE_WORDS
from handlers.training.course_words import HANDBOOK
from handlers.words import ALLOWED, CAUTION, EMPTY_LISTS, FOUR_EYES, HELP, LIST_TITLES, NOBODY


def help_list(unknown: str = "") -> list[Block]:
    """Every command; `unknown` is what was typed instead of one."""
    blocks = [line(words("There is no "), words(unknown[:60], code=True), words(" here."))] if unknown else []
    for title, commands in HELP.items():
        lines = [part for command in commands for part in _command(*command)]
        blocks.append(line(words(f"{title}\n", bold=True), *lines))
    return [*blocks, line(words(CAUTION))]


def _command(command: str, meaning: str) -> list[Element]:
    return [words(command, code=True), words(f"  {meaning}\n")]


def proposals(kind: str, lines: list[Line]) -> list[Block]:
    """The queue, or somebody's own proposals; `kind` is queue or mine."""
    if not lines:
        return [line(words(EMPTY_LISTS[kind]))]
    more = [line(words(f"The list ends after {LIST_LIMIT}.", italic=True))] if len(lines) == LIST_LIMIT else []
    return [line(words(LIST_TITLES[kind], bold=True)), *(_proposal(item) for item in lines), *more, divider(), _hint()]


def _proposal(item: Line) -> Block:
    revision = f", revision {item.revision}" if item.revision > 1 else ""
    facts = f"  {STATE_WORDS[item.state]}{revision} · {', '.join(item.networks)} · {item.author}, "
    return line(
        words(item.number, bold=True),
        words(facts),
        moment(item.submitted_at, "{ago}"),
        words(f"\n{item.opening}", italic=True),
    )


def _hint() -> Block:
    return line(words("/compliance show P-…", code=True), words("  opens one of them."))


#: A message takes 50 blocks.
_CASES = 45


def cases(cards: list[CaseCard], closed: bool) -> list[Block]:
    """Cases, each with a button that opens it."""
    if not cards:
        return [line(words(case_words.EMPTY_LISTS[closed]))]
    more = [line(words(f"The list ends after {_CASES}.", italic=True))] if len(cards) > _CASES else []
    return [line(words(case_words.LIST_TITLES[closed], bold=True)), *map(_case, cards[:_CASES]), *more]


def _case(card: CaseCard) -> Block:
    said = " · ".join((f"{card.number}  {case_words.standing(card)}", *case_words.facts(card)))
    opening = button("open", case_words.BUTTONS["open"], card.number, of="case")
    return {"type": "section", "text": plain(said, 3_000), "accessory": opening}


def statistics(periods: Iterable[Period]) -> list[Block]:
    """How many reports came in each period, and what of; what cannot be passed on says so."""
    return [block for period in periods for block in _period(period)]


def _period(period: Period) -> list[Block]:
    title = line(words(f"Reports received in {period.name}: ", bold=True), words(_count(period.total)))
    if period.total is None:
        return [title]
    return [title, *(block for breakdown in period.breakdowns for block in _breakdown(breakdown))]


def _breakdown(breakdown: Breakdown) -> list[Block]:
    shown = [[words(f"{cell.words}: {cell.count}")] for cell in breakdown.cells if cell.count is not None]
    few = ", ".join(cell.words for cell in breakdown.cells if cell.count is None)
    rest = [[words(f"{few}: "), words(f"each {FEW}", italic=True)]] if few else []
    return [line(words(breakdown.title, bold=True)), bullets(*shown, *rest)]


def _count(count: int | None) -> str:
    return FEW if count is None else str(count)


def poster(address: str) -> list[Block]:
    """The text to send around, and the way to the page to print; `address` is the report page's."""
    page = f"{address}/poster"
    to_print = line(words("To print, with a QR code: "), {"type": "link", "url": page, "text": page})
    return [line(words("To send around or to put up", bold=True)), *copyable(report_words.poster(address)), to_print]


def handbook(address: str) -> list[Block]:
    """The way to the handbook."""
    opening = button("open", "Open the handbook", "-", "primary", of="guide") | {"url": address}
    return [line(words(HANDBOOK)), actions("handbook", opening)]


def allowed(phrases: tuple[str, ...]) -> list[Block]:
    """The allow-list, to read and to copy from."""
    return [line(words(ALLOWED[bool(phrases)])), *copyable(allow_list.shown(phrases))]


def rules(counted: Sequence[RuleCount]) -> list[Block]:
    """How each rule of the scanner fared, and what to do about those that are dismissed most."""
    title = words(f"{rule_words.TITLE}\n", bold=True)
    if not counted:
        return [line(title, words(rule_words.NOTHING))]
    rows = [element for one in counted for element in _rule(one)]
    hints = [line(words(hint)) for hint in rule_words.hints(counted)]
    return [line(title, words(rule_words.ABOUT)), line(*rows), *hints]


def _rule(one: RuleCount) -> list[Element]:
    bar = words(rule_words.bar(one), code=True)
    return [bar, words(f" {one.words}: ", bold=True), words(f"{rule_words.dismissed(one)}\n")]


def roles(holders: list[Holder]) -> list[Block]:
    """Who holds what."""
    blocks = []
    for role, word in ROLE_WORDS.items():
        names = [holder.name for holder in holders if holder.role == role]
        shown = ", ".join(names) if names else NOBODY
        blocks.append(line(words(f"{word.capitalize()}s: ", bold=True), words(shown)))
    return [*blocks, line(words(FOUR_EYES))]
