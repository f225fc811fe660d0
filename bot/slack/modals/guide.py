"""What to post and what not, and what it can cost, as forms to read."""

from bot.slack.blocks import paging
from bot.slack.blocks.text import Block, chunks, copyable, header, line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from bot.slack.modals.training import listed, texts
from handlers.training import course_words as say
from handlers.training.guidance import Examples, Guide, Penalties
from handlers.training.training_words import DO, DONT

EXAMPLES, PENALTIES = "examples", "penalties"


def examples(found: Guide, wanted: int) -> View:
    """Do and don't by lesson, then answers to reviews to copy."""
    shown = [block for one in found.examples for block in _lesson(one)]
    replies = [header(say.NEUTRAL_REPLIES)]
    for one in found.replies:
        replies += [line(words(one.occasion, bold=True)), *copyable(one.text)]
    return _read(EXAMPLES, say.EXAMPLES, say.guide_from(found.sources), [*shown, *replies], wanted)


def _lesson(one: Examples) -> list[Block]:
    blocks = [line(words(say.examples_for(one), bold=True))]
    for label, items in ((DO, one.do), (DONT, one.dont)):
        blocks += [line(words(label, italic=True)), *listed(items)] if items else []
    return blocks


def penalties(found: Penalties, wanted: int) -> View:
    """What the courses say about it, then every amount with its day and source."""
    shown = [*texts(found.sanctions), line(words(say.costs(found)))]
    for one in found.penalties:
        amount, source = words(f"{one.amount}\n"), words(say.in_force(one), italic=True)
        shown.append(line(words(f"{one.what}\n", bold=True), amount, source))
    return _read(PENALTIES, say.COSTS, say.guide_from(found.sources), shown, wanted)


def _read(subject: str, title: str, source: str, blocks: list[Block], wanted: int) -> View:
    at = paging.page(blocks, max(wanted, 1))
    below = [line(words(piece, italic=True)) for piece in chunks(source)]
    if at.number == at.total:
        below.append(line(words(say.NOT_SURE, bold=True)))
    shown = [header(title), *paging.turning(at, "guide", subject), *at.blocks, *below]
    return inputs.view(f"guide.{subject}", "Before you post", None, shown)
