"""All that happened to a proposal, one revision in full at a time."""

from bot.slack.blocks import review
from bot.slack.blocks.text import Block, actions, button, divider, line, moment, quoted, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.drafts import escaped_length
from handlers.records import Event, History
from handlers.states import STATE_WORDS

HISTORY = "proposal.history"
_EVENTS = {
    "submitted": "sent it for review",
    "revised": "sent revision {revision} for review",
    "approved": "approved revision {revision}",
    "changes_requested": "requested changes to revision {revision}",
    "rejected": "rejected revision {revision}",
    "published": "marked it as published",
    "withdrawn": "withdrew it",
    "expired": "Expired: nobody decided in time",
    "lapsed": "The approval lapsed",
}
_NEWEST = 30
_BUDGET = 12_000


def form(history: History) -> View:
    """Where it stands, the revision with its verdict, and what happened."""
    card, content = history.card, history.card.content
    title = f"Revision {content.revision} of {history.revisions}"
    state = words(f"{STATE_WORDS[card.state]}. ", bold=True)
    blocks = [line(state, words(title)), *_paging(history), *review.about(content), *quoted(content.text)]
    blocks += review.changes(card, _BUDGET - escaped_length(content.text))
    blocks += review.media(content.media, thumbnails=False)
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
    what = _EVENTS.get(event.event, event.event).format(revision=event.revision)
    # Approvals lapse by themselves, also when somebody's linking brought to light that they were their own.
    name = "" if event.event == "lapsed" else event.name
    elements = [moment(event.at), words(f"  {name} {what}".replace("   ", "  "))]
    if event.reason:
        elements.append(words(f": {event.reason}", italic=True))
    return line(*elements)
