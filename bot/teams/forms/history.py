"""All that happened to a proposal, one revision in full at a time."""

from bot.teams.cards import review
from bot.teams.cards.actions import at, row, submits
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    card,
    fitting,
    label,
    links,
    moment,
    name,
    paragraph,
    size,
    small,
    words,
)
from bot.teams.forms.full_text import TEXT
from handlers.records import Event, History
from handlers.words import EVENTS

HISTORY = "proposal.history"
_NEWEST = 30
#: The newest events have this much room in any case.
_EVENTS = 5_000


def form(history: History) -> Card:
    """Where it stands, the revision with its verdict, and what happened."""
    shown, content = history.card, history.card.content
    revision = small(f"Revision {content.revision} of {history.revisions}")
    before = [review.title(shown), revision, *_paging(history), *review.about(content), label("Post")]
    after = [*review.media(content, _inside("proposal.pictures", "Show pictures", at(content)))]
    after += review.note(content)
    after += [review.verdict(shown.decision)] if shown.decision else []
    after += links(shown.links)
    events = _events(history.events)
    room = LIMIT - size(card([*before, *after])) - 300
    whole = _inside(TEXT, "Read in full", at(content))
    found = review.listed(content, room - min(size(events), _EVENTS))
    room -= size(found)
    text, _ = review.compared(shown, room - min(size(events), _EVENTS), more=whole)
    return card([*before, *text, *found, *after, *_fitting(events, room - size(text), len(history.events))])


def _inside(verb: str, title: str, at: str) -> Element:
    return submits(verb, title, inputs=False, at=at)


def _paging(history: History) -> list[Element]:
    content = history.card.content
    buttons = []
    if content.revision > 1:
        buttons.append(_inside(HISTORY, "Older revision", f"{content.proposal_id}/{content.revision - 1}"))
    if content.revision < history.revisions:
        buttons.append(_inside(HISTORY, "Newer revision", f"{content.proposal_id}/{content.revision + 1}"))
    return [row(*buttons)] if buttons else []


def _events(events: tuple[Event, ...]) -> list[Element]:
    return [element for event in reversed(events[-_NEWEST:]) for element in _event(event)]


def _event(event: Event) -> list[Element]:
    what = EVENTS.get(event.event, event.event).format(revision=event.revision)
    reason = words(f": {event.reason}", italic=True) if event.reason else []
    who = [*name(event.name), *words(" ")] if event.name else []
    return [small(moment(event.at)), paragraph(who, words(what), reason, spacing="None")]


def _fitting(events: list[Element], room: int, happened: int) -> list[Element]:
    kept = fitting(events, room - 300)
    kept = kept[: len(kept) // 2 * 2]
    left = happened - len(kept) // 2
    return [label("What happened, newest first"), *kept, *([small(f"and {left} earlier")] if left else [])]
