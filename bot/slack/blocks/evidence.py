"""A suspected breach and the takedowns of a case, as they are shown in the opened case."""

from bot.slack.blocks.text import Block, actions, bullets, button, confirmation, line, moment, quoted, words
from handlers import days
from handlers.reporting.breach_form import CONCLUSION_WORDS, FACTORS, RATING_WORDS, BreachView, Concluded
from handlers.reporting.case_words import ERASED
from handlers.reporting.evidence_words import DOWN_WARNING, STEPS, affected, clock, notification
from handlers.reporting.takedown import TakedownView


def breach(found: BreachView) -> list[Block]:
    """The clock, and who has to be told."""
    owed = [[words(notification(one))] for one in found.notifications]
    shown = line(words("Suspected breach. ", bold=True), words(clock(found)))
    return [shown, *([line(words("To be told:")), bullets(*owed)] if owed else [])]


def assessments(found: BreachView) -> list[Block]:
    """Every assessment whole, oldest first."""
    return [block for one in found.assessments for block in _assessment(one)]


def _assessment(one: Concluded) -> list[Block]:
    title = line(
        words(
            f"Assessment, {days.written(one.concluded_on)}, by {one.name}: {CONCLUSION_WORDS[one.conclusion]}",
            bold=True,
        )
    )
    if one.assessment is None:
        return [title, line(words(ERASED, italic=True))]
    shown = [title]
    for name, (rating, reason) in one.assessment.factors.items():
        shown += [line(words(f"{FACTORS[name].label}: "), words(RATING_WORDS[rating], italic=True)), *quoted(reason)]
    people = affected(one.assessment)
    return [*shown, line(words(people))] if people else shown


def takedown(found: TakedownView) -> list[Block]:
    """What is to be taken down, how far that has come, and the next step."""
    what = words(found.link) if found.link else words(ERASED, italic=True)
    said = [words(f"Takedown {found.position}: ", bold=True), what, words("\nAsked for by "), words(found.asked_by)]
    said += [words(", "), moment(found.asked_at)]
    if found.kept_at:
        said += [words(f"\nSnapshot kept by {found.kept_by}, "), moment(found.kept_at)]
    if found.sha256:
        said += [words(f", {found.mime}, SHA-256 "), words(found.sha256, code=True)]
    if found.done_at:
        said += [words(f"\nDown, says {found.done_by}, "), moment(found.done_at)]
    return [line(*said), *_next(found)]


def _next(found: TakedownView) -> list[Block]:
    if not found.step:
        return []
    verb, label = STEPS[found.step]
    sure = confirmation(f"{label}?", DOWN_WARNING, "Yes", "Cancel") if verb == "down" else None
    next_step = button(verb, label, f"{found.number}/{found.position}", confirm=sure, of="case")
    return [actions(f"takedown:{found.position}", next_step)]
