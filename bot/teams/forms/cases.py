"""A case opened, and the forms in which it is worked on. Choices render Markdown, so names in them lose it."""

from collections.abc import Callable, Mapping

from bot.teams.cards.actions import row, submits
from bot.teams.cards.cases import about
from bot.teams.cards.review import told
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    Style,
    bold,
    card,
    name,
    ours,
    paragraph,
    plain,
    said,
    size,
)
from bot.teams.forms import breach, inputs, paging, takedown
from bot.teams.forms.paging import Said
from handlers.errors import FieldProblem
from handlers.reporting import evidence_words
from handlers.reporting.case_file import CaseFile
from handlers.reporting.case_words import BUTTONS, CONSEQUENCES, ERASED, MORE_BUTTONS, verbs
from handlers.reporting.cases import DISPOSITION_WORDS, Entry
from handlers.reporting.report_form import LINE_LIMIT, NETWORK_WORDS
from handlers.reporting.report_words import answers

_WRITERS: dict[str, tuple[str, Style]] = {
    "reporter": ("The reporter", "emphasis"),
    "compliance": ("To the reporter", "default"),
    "note": ("Note, not for the reporter", "warning"),
}
_ON_CLOSED = ("note", "recuse")
_FEEDBACK = "This tells the reporter what came of the report"


class WhichOutcome(FieldProblem):
    """Choose what came of it."""

    field = "disposition"


class WhoIsIt(FieldProblem):
    """Choose somebody from the list."""

    field = "person"


def view(opened: CaseFile, page: object = None, notice: str = "") -> Card:
    """Everything about a case, a part of it at a time, and what can be done with it; `notice` says what was done just
    now."""
    shown, at = opened.case, opened.case.card.number
    away = [paragraph(bold("Kept away: "), name(one), spacing="None") for one in shown.recused]
    gone = [] if shown.card.report else [ours(ERASED, isSubtle=True)]
    before = [*told(notice), about(shown.card), *away, *gone]
    offered = (
        [verb for verb in verbs(shown.card) if verb in ("ask", "assign", "close")] + ["note", "recuse", "link"]
        if shown.card.live
        else _ON_CLOSED
    )
    actions = [submits(f"case.{verb}", (BUTTONS | MORE_BUTTONS)[verb], inputs=False, at=at) for verb in offered]
    # In a row of its own: the foot of a card has room for six buttons.
    titles = evidence_words.BUTTONS
    harm = evidence_words.verbs(shown.card, opened.breach)
    after = [row(*(submits(f"case.{verb}", titles[verb], inputs=False, at=at) for verb in harm))] if harm else []
    said_ = paging.pages(_said(opened), LIMIT - size(card([*before, *after], actions)) - 1_000)
    here = paging.chosen(page or 1, len(said_))
    turning = paging.turning("case.open", here, len(said_), {"at": at})
    return card([*before, *turning, *said_[here - 1], *after], actions)


def _said(opened: CaseFile) -> list[Said]:
    report = opened.case.card.report
    reported = "\n".join(f"{question} {answer}" for question, answer in answers(report).items()) if report else ""
    suspected = breach.shown(opened.breach) if opened.breach else []
    takedowns = map(takedown.shown, opened.takedowns)
    return [Said("The report", reported, "emphasis"), *suspected, *takedowns, *map(_entry, opened.case.entries)]


def _entry(one: Entry) -> Said:
    who, style = _WRITERS[one.side]
    return Said(f"{who}, {one.when}{f', {one.name}' if one.name else ''}", one.text, style)


def ask(at: str) -> Card:
    """A question to the reporter, or what came of the report."""
    feedback = inputs.field("feedback", inputs.tick("feedback", _FEEDBACK), hint="It is owed within three months.")
    return _form("asked", at, "Send", _text("ask", "Question or answer"), feedback)


def note(at: str) -> Card:
    """A note among the compliance team."""
    return _form("noted", at, "Keep", _text("note", "Note"))


def close(at: str) -> Card:
    """The outcome, and what the reporter reads of it."""
    options = {one.value: word for one, word in DISPOSITION_WORDS.items()}
    missing = " ".join((WhichOutcome.__doc__ or "").split())
    outcome = inputs.choice("disposition", "What came of it?", options, style="expanded", missing=missing)
    return _form("closed", at, "Close", inputs.field("disposition", outcome), _text("close", "For the reporter"))


def link(at: str) -> Card:
    """Which proposal the case is about."""
    number = inputs.text("proposal", "Proposal", limit=40, missing="Give its number, like P-1042.")
    return _form("linked", at, "Link", inputs.field("proposal", number, hint=CONSEQUENCES["link"]))


def account(at: str) -> Card:
    """Which of the practice's accounts the case is about."""
    network = inputs.choice("network", "Network", NETWORK_WORDS, missing="Choose one from the list.")
    missing = "Give its name there, or its address."
    address = inputs.text("address", "Account", limit=2 * LINE_LIMIT, missing=missing)
    hint = "Its name there, or its address."
    asked = [inputs.field("network", network), inputs.field("address", address, hint=hint)]
    return _form("account_linked", at, "Link", ours(evidence_words.CONSEQUENCES["account"]), *asked)


def assign(at: str, readers: Mapping[int, str]) -> Card:
    """Whose the case is; `readers` are those who may see it."""
    return _form("assigned", at, "Assign", _person("Who works on it?", readers, WhoIsIt.__doc__ or ""))


def recuse(at: str, readers: Mapping[int, str]) -> Card:
    """Who is kept away from the case: a reader, or somebody who could become one."""
    other = inputs.text("account", "Somebody else", limit=113)
    hint = "Instead of a choice above: the name they sign in with, like name@practice.example."
    body = [said(CONSEQUENCES["recuse"]), _person("Who?", readers), inputs.field("account", other, hint=hint)]
    return _form("recused", at, "Keep away", *body)


def _person(label: str, people: Mapping[int, str], missing: str = "") -> Element:
    return inputs.field(
        "person", inputs.choice("person", label, {str(id): plain(one) for id, one in people.items()}, missing=missing)
    )


def _text(what: str, label: str) -> Element:
    missing = "Write a sentence or two."
    shown = inputs.text("text", label, limit=inputs.TEXT_LIMIT, multiline=True, missing=missing)
    return inputs.field("text", shown, hint=CONSEQUENCES[what])


def _form(verb: str, at: str, title: str, *body: Element) -> Card:
    return card(body, [submits(f"case.{verb}", title, "positive", at=at)])


#: The forms that need nothing but the number of their case, by the verb that sends them.
TYPED: dict[str, Callable[[str], Card]] = {
    "case.asked": ask,
    "case.noted": note,
    "case.closed": close,
    "case.linked": link,
    "case.account_linked": account,
    **breach.TYPED,
    **takedown.TYPED,
}
