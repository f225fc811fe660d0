"""Answers to what people type: help, lists of proposals, roles, the way into the form, and a word of welcome."""

from collections.abc import Sequence

from bot.teams.cards.actions import opens, row
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    card,
    columns,
    fitting,
    heading,
    in_teams,
    label,
    link,
    moment,
    name,
    ours,
    paragraph,
    size,
    small,
    words,
)
from bot.teams.cards.text import said as sentence
from handlers import allow_list, numbers
from handlers.drafts import CARD_TEXT_LIMIT
from handlers.permissions import ROLE_WORDS, Holder
from handlers.records import LIST_LIMIT, Line
from handlers.reporting.case_messages import CaseCard
from handlers.reporting.case_words import EMPTY_LISTS as EMPTY_CASES
from handlers.reporting.case_words import LIST_TITLES as CASE_TITLES
from handlers.reporting.case_words import facts, standing
from handlers.reporting.report_words import TITLE as REPORT
from handlers.states import STATE_WORDS
from handlers.tray import KEPT, Waiting
from handlers.words import ALLOWED, CAUTION, EMPTY_LISTS, FOUR_EYES, HELP, LIST_TITLES, NOBODY

_PURPOSE = "Imprimatur puts what your practice wants to publish before a second pair of eyes, and keeps the evidence."


def said(text: str) -> Card:
    """One sentence of ours, a refusal for instance, in Teams' words."""
    return card([sentence(text)])


def help_list(unknown: str = "") -> Card:
    """Everything that can be typed; `unknown` is what was typed instead of it."""
    missing = (
        [paragraph(words("There is no "), name(unknown, fontType="Monospace"), words(" here."))] if unknown else []
    )
    commands = [part for title, listed in HELP.items() for part in (heading(title), *map(_command, listed))]
    return card([*missing, *commands, sentence(CAUTION)], [_propose(), _report()])


def _command(listed: tuple[str, str]) -> Element:
    command, meaning = listed
    typed = paragraph(words(in_teams(command), fontType="Monospace", weight="Bolder"))
    return columns(("2", [typed]), ("3", [ours(meaning)]))


def _propose(**data: str) -> Element:
    return opens("proposal.propose", "Propose a post", "positive", **data)


def allowed(phrases: tuple[str, ...]) -> Card:
    """The allow-list."""
    listed = [paragraph(words(allow_list.shown(phrases)))] if phrases else []
    return card([sentence(ALLOWED[bool(phrases)]), *listed])


def proposing(text: str = "") -> Card:
    """The way into the form; `text` was typed after `propose` and is filled in. It stays in the chat as typed."""
    if len(text) > CARD_TEXT_LIMIT:
        return said(
            f"This text has {len(text):,} characters; a proposal can have {CARD_TEXT_LIMIT:,}. Please propose it in "
            "parts; what you typed is still here above."
        )
    button = _propose(text=text) if text else _propose()
    if size(button) > LIMIT - 1_000:
        return card([sentence("This text is too long for a button. Open the form, and paste it there.")], [_propose()])
    ready = "Your text will be in the form." if text else "The form asks for text, networks and media."
    pictures = "Pictures and videos: send them to me here first, then open the form."
    return card([ours(ready), small(pictures)], [button])


def reporting(report_page: str, *, typed: bool, shared: bool) -> Card:
    """The way into the form of a report. `typed` says that somebody may have taken the chat for it, `shared` that
    others read along."""
    readers = "Everybody here can read it" if shared else "It stands in this chat"
    stays = (
        f"Reports are not typed, and I kept nothing of what you wrote. {readers}, and Microsoft keeps it: delete your "
        "message, and use the form. Your organization may have set that deleted messages are kept."
    )
    form = "The form opens for you alone. Nothing of it appears in this conversation, and you do not say who you are."
    page = paragraph(words("Or the report page, of which Microsoft sees nothing: "), link(report_page), spacing="Small")
    return card([*([sentence(stays)] if typed else []), sentence(form), page], [_report()])


def _report() -> Element:
    return opens("report.open", REPORT)


def cases(listed: Sequence[CaseCard], closed: bool) -> Card:
    """The cases somebody may open, without any text of theirs."""
    if not listed:
        return card([sentence(EMPTY_CASES[closed])])
    shown = fitting((_case(one) for one in listed), LIMIT - 1_000)
    more = [small(f"The list ends after {len(shown)}.")] if len(shown) < len(listed) else []
    return card([heading(CASE_TITLES[closed]), *shown, *more])


def _case(shown: CaseCard) -> Element:
    text = [
        paragraph(bold(shown.number), words(f"  {standing(shown)}")),
        paragraph(words(" · ".join(facts(shown))), spacing="Small"),
    ]
    line = columns(("stretch", text), ("auto", [row(opens("case.open", "Open", at=shown.number))]))
    return line | {"separator": True, "spacing": "Medium"}


def kept(files: Sequence[Waiting]) -> Card:
    """What waits in the sender's tray, and the way into the form that takes it."""
    names = [paragraph(name(file.name), spacing="None") for file in files]
    until = f"They wait here for {KEPT.days} days. The form asks which of them go with the post."
    return card([ours("Kept for your next post:"), *names, small(until)], [_propose()])


def proposals(kind: str, lines: list[Line]) -> Card:
    """The queue, or somebody's own proposals; `kind` is queue or mine."""
    if not lines:
        return card([sentence(EMPTY_LISTS[kind])], [_propose()] if kind == "mine" else [])
    shown = fitting((_proposal(item, own=kind == "mine") for item in lines), LIMIT - 1_000)
    full = len(lines) == LIST_LIMIT or len(shown) < len(lines)
    more = [small(f"The list ends after {len(shown)}.")] if full else []
    return card([heading(LIST_TITLES[kind]), *shown, *more])


def _proposal(item: Line, *, own: bool) -> Element:
    revision = f", revision {item.revision}" if item.revision > 1 else ""
    facts = f"  {STATE_WORDS[item.state]}{revision} · {', '.join(item.networks)}"
    text = [
        paragraph(bold(item.number), words(facts)),
        *([] if own else [paragraph(name(item.author), spacing="None")]),
        small(f"Sent {moment(item.submitted_at)}", spacing="None"),
        paragraph(words(item.opening, italic=True), spacing="Small"),
    ]
    at = f"{numbers.parse(item.number)}/{item.revision}"
    shown = columns(("stretch", text), ("auto", [row(opens("proposal.history", "Open", at=at))]))
    return shown | {"separator": True, "spacing": "Medium"}


def roles(holders: list[Holder]) -> Card:
    """Who holds what."""
    body = [heading("Roles")]
    for role, word in ROLE_WORDS.items():
        names = [paragraph(name(holder.name), spacing="None") for holder in holders if holder.role == role]
        body += [label(f"{word.capitalize()}s"), *(names or [ours(NOBODY.capitalize(), spacing="None")])]
    return card([*fitting(body, LIMIT - 1_000), small(FOUR_EYES)])


def welcome(place: str = "personal") -> Card:
    """The first message after an installation, in the chat with a person or in a team; `place` is Teams' own word."""
    if place == "personal":
        start = "Propose a post here; you will hear in this chat what becomes of it. Type `help` for everything else."
        return card([heading("Imprimatur"), ours(_PURPOSE), sentence(start)], [_propose(), _report()])
    setup = (
        "A privacy officer decides in which channel posts are reviewed: go to that channel and type "
        "`@Imprimatur setup compliance`. Everybody who should review has to be able to see it."
    )
    return card([heading("Imprimatur"), ours(_PURPOSE), sentence(setup)])
