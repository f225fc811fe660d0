"""An opened case, and the forms of what the compliance team does with it."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.slack.blocks import cases as blocks
from bot.slack.blocks import evidence, paging
from bot.slack.blocks.text import Block, actions, divider, line, quoted, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import Element, View
from handlers.reporting import evidence_words
from handlers.reporting.case_file import CaseFile
from handlers.reporting.case_messages import CaseView
from handlers.reporting.case_words import BUTTONS, CONSEQUENCES, ERASED, MORE_BUTTONS, verbs
from handlers.reporting.cases import DISPOSITION_WORDS, Disposition, Entry

VIEW = "case.view"
#: One plain_text_input takes this many characters; a longer message goes in parts.
_PART = 3_000


def view(found: CaseFile, wanted: int = 0) -> View:
    """Where the case stands, what can be done, what was reported, done and said since; one page of it."""
    case, card = found.case, found.case.card
    at = paging.page(_contents(found), wanted)
    clock = evidence.breach(found.breach) if found.breach else []
    above = [blocks.about(card), *clock, *_recused(case), *_doing(found), *paging.turning(at, "case", card.number)]
    return inputs.view(VIEW, card.number, None, [*above, divider(), *at.blocks])


def _contents(found: CaseFile) -> Iterator[Block]:
    card = found.case.card
    yield from blocks.report(card.report) if card.report else [line(words(ERASED, italic=True))]
    for takedown in found.takedowns:
        yield from evidence.takedown(takedown)
    yield from evidence.assessments(found.breach) if found.breach else []
    for entry in found.case.entries:
        yield from _entry(entry)


def _recused(found: CaseView) -> list[Block]:
    return [line(words("Recused: ", bold=True), words(", ".join(found.recused)))] if found.recused else []


def _doing(found: CaseFile) -> list[Block]:
    card = found.case.card
    first = [verb for verb in verbs(card) if verb != "open"]
    rest = list(MORE_BUTTONS) if card.live else ["note", "recuse"]
    # The form itself has a Close, too.
    labels = BUTTONS | {"close": "Close the case"}
    shown = [actions("doing", *blocks.buttons(card, first, labels))] if first else []
    shown.append(actions("more", *blocks.buttons(card, rest, MORE_BUTTONS)))
    harm = evidence_words.verbs(card, found.breach)
    return [*shown, *([actions("harm", *blocks.buttons(card, harm, evidence_words.BUTTONS))] if harm else [])]


def _entry(entry: Entry) -> list[Block]:
    who = {"reporter": "The reporter", "compliance": f"{entry.name} to the reporter", "note": f"Note by {entry.name}"}
    return [line(words(f"{who[entry.side]}, {entry.when}", bold=True)), *quoted(entry.text)]


def form(verb: str, number: str) -> View:
    """Asks what `verb` needs to be done; what comes back is for `Answers`."""
    labels = BUTTONS | MORE_BUTTONS
    lead = line(words(f"{number}. ", bold=True), words(CONSEQUENCES[verb]))
    send = {"close": "Close the case", "recuse": "Recuse", "assign": "Assign", "link": "Link", "note": "Keep"}
    return inputs.view(f"case.{verb}", labels[verb], send.get(verb, "Send"), [lead, *_FIELDS[verb]()], number)


def _text(label: str, hint: str = "") -> Callable[[], list[Any]]:
    return lambda: [inputs.block("text", label, inputs.text("text", limit=_PART, multiline=True), hint=hint)]


def _user() -> list[Element]:
    return [inputs.block("user", "Who?", inputs.person("user", "Choose somebody"))]


def _proposal() -> list[Element]:
    return [inputs.block("proposal", "Proposal", inputs.text("proposal", limit=20), hint="Its number, like P-1042.")]


def _closing() -> list[Element]:
    options = {disposition.value: DISPOSITION_WORDS[disposition] for disposition in Disposition}
    return [
        inputs.block("disposition", "What was found?", inputs.radio("disposition", options, None)),
        *_text("What the reporter is told", _NO_PATIENT)(),
    ]


_NO_PATIENT = "Please name no patient."
_FIELDS: dict[str, Callable[[], list[Any]]] = {
    "ask": _text("Your message to the reporter", _NO_PATIENT),
    "inform": _text("What came of it", _NO_PATIENT),
    "note": _text("Note", _NO_PATIENT),
    "assign": _user,
    "recuse": _user,
    "link": _proposal,
    "close": _closing,
}
#: What is done with a form.
FORMS = frozenset(_FIELDS)
