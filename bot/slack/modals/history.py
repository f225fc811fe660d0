"""All that happened to a proposal, one revision in full at a time."""

from bot.slack.blocks import findings, review
from bot.slack.blocks.review import Picture
from bot.slack.blocks.text import Block, actions, button, divider, line, moment, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.drafts import escaped_length
from handlers.records import Event, History
from handlers.states import STATE_WORDS
from handlers.words import EVENTS

HISTORY = "proposal.history"
_NEWEST = 30
_BUDGET = 12_000


def form(history: History, picture: Picture | None = None) -> View:
    """Where it stands, the revision with its verdict, and what happened; with `picture`, also the pictures Slack does
    not have."""
    card, content = history.card, history.card.content
    what = f"{content.kind} for {', '.join(content.networks)}, revision {content.revision} of {history.revisions}"
    state = words(f"{STATE_WORDS[card.state]}. ", bold=True)
    blocks = [line(state, words(what)), *_paging(history), *review.about(content), *findings.text(content)]
    budget = _BUDGET - escaped_length(content.text)
    blocks += findings.findings(content, budget)
    blocks += review.changes(card, budget - findings.taken(content))
    blocks += review.media(content.media, thumbnails=False, picture=picture)
    if content.note:
        blocks.append(line(words("Note to the approver: ", bold=True), words(content.note)))
    if card.decision:
        blocks.append(review.verdict(card.decision))
    return inputs.view(HISTORY, content.number, None, [*blocks, divider(), *_events(history.events)])


def _paging(history: History) -> list[Block]:
    content = history.card.content
    buttons = []
    if content.revision > 1:
        buttons.append(button("older", "Older revision", f"{content.proposal_id}/{content.revision - 1}"))
    if content.revision < history.revisions:
        buttons.append(button("newer", "Newer revision", f"{content.proposal_id}/{content.revision + 1}"))
    return [actions("paging", *buttons)] if buttons else []


def _events(events: tuple[Event, ...]) -> list[Block]:
    shown = [_event(event) for event in reversed(events[-_NEWEST:])]
    left = len(events) - len(shown)
    rest = [line(words(f"and {left} earlier", italic=True))] if left else []
    return [line(words("What happened, newest first", bold=True)), *shown, *rest]


def _event(event: Event) -> Block:
    what = EVENTS.get(event.event, event.event).format(revision=event.revision)
    elements = [moment(event.at), words(f"  {event.name} {what}".replace("   ", "  "))]
    if event.reason:
        elements.append(words(f": {event.reason}", italic=True))
    return line(*elements)
