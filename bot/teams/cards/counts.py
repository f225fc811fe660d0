"""How many reports came, and the poster that tells where to report."""

from collections.abc import Sequence

from bot.teams.cards.text import Card, Element, bold, card, heading, label, link, paragraph, small, words
from handlers.reporting.case_statistics import FEW, Breakdown, Period
from handlers.reporting.report_words import poster

_STAYS = "Counts only, without any text: they can be passed on."


def statistics(periods: Sequence[Period]) -> Card:
    """The reports of a year, by period and question."""
    return card([*(element for period in periods for element in _period(period)), small(_STAYS)])


def _period(period: Period) -> list[Element]:
    title = heading(f"Reports received in {period.name}")
    if period.total is None:
        return [title, paragraph(words(f"{FEW.capitalize()}."))]
    total = paragraph(bold(str(period.total)), words(" in all"))
    return [title, total, *(element for breakdown in period.breakdowns for element in _breakdown(breakdown))]


def _breakdown(breakdown: Breakdown) -> list[Element]:
    """A line for each number, and one for all that are kept back."""
    counted = [
        paragraph(bold(f"{cell.count}  "), words(cell.words), spacing="None")
        for cell in breakdown.cells
        if cell.count is not None
    ]
    kept_back = ", ".join(cell.words for cell in breakdown.cells if cell.count is None)
    few = paragraph(words(f"{FEW.capitalize()}: {kept_back}", isSubtle=True), spacing="None")
    return [label(breakdown.title), *counted, *([few] if kept_back else [])]


def report_poster(report_page: str) -> Card:
    """The poster as a text to be sent around, and the page to print."""
    paragraphs = [paragraph(words(part)) for part in poster(report_page).split("\n\n")]
    printed = paragraph(words("To print it, with a code for phones: "), link(f"{report_page}/poster"), separator=True)
    return card([*paragraphs, printed])
