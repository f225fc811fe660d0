"""The staff list as forms: a search, one person, and what can change for them."""

from collections.abc import Sequence
from datetime import date

from bot.slack.blocks.text import Block, actions, bullets, button, divider, header, line, plain, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.training import staff_words as say
from handlers.training import training_words
from handlers.training.assignments import Requirement
from handlers.training.exemptions import REASON_LIMIT
from handlers.training.oversight import Delivered
from handlers.training.staff_changes import Stops
from handlers.training.staff_list import Listed, Page
from handlers.training.training_words import EXEMPT_WAYS

SEARCH = "staff.search"
_NAME_LIMIT = 80


def listing(found: Page, today: date) -> View:
    """A page of the list, and a search in it."""
    typed = inputs.block("typed", say.CALLED, inputs.text("typed", found.typed, _NAME_LIMIT), optional=True)
    people = [line(words(say.count(found), italic=True)), *(_listed(one, today) for one in found.people)]
    shown = people if found.people else [line(words(say.nobody(found)))]
    return inputs.view(SEARCH, say.TITLE, say.SEARCH, [typed, *shown, *_turning(found)], close="Close")


def _listed(one: Listed, today: date) -> Block:
    parts = (say.facts(one), f"{say.standing(one, today)} {say.owes(one)}".strip())
    text = plain("\n".join((one.name, *parts)), 3_000)
    return {"type": "section", "text": text, "accessory": button("open", say.OPEN, str(one.person_id), of="staff")}


def _turning(found: Page) -> list[Block]:
    ways = (("earlier", "Earlier", found.number - 1), ("later", "Later", found.number + 1))
    turned = [
        button(verb, label, f"{to}/{found.typed}", of="staff") for verb, label, to in ways if 1 <= to <= found.pages
    ]
    here = line(words(f"Page {found.number} of {found.pages}", italic=True))
    return [here, actions("turning", *turned)] if turned else []


def person(one: Listed, reminders: Delivered, today: date, note: str = "") -> View:
    """One person, what they have to do, whether reminders reach them, and what can change."""
    noted = [line(words(note, bold=True))] if note else []
    state = [line(words(say.standing(one, today)))] if say.standing(one, today) else []
    due = [bullets(*([words(f"{item.title}: {training_words.due(item)}")] for item in one.due))] if one.due else []
    reached = [] if one.left_on else [line(words(say.reached(reminders), italic=True))]
    facts = line(words(f"{say.facts(one)}\nOn the list since {say.day(one.joined_on)}"))
    blocks = [*noted, header(one.name), facts, *state, line(words(say.owes(one))), *due, *reached, divider()]
    return inputs.view("staff.person", say.TITLE, None, [*blocks, *_doing(one, today)], str(one.person_id))


def _doing(one: Listed, today: date) -> list[Block]:
    gone = {"rehire": say.REHIRE}
    away = {"back": say.BACK} if say.is_away(one.leave, today) else {}
    here = {"leave": say.ON_LEAVE, **away, "manager": say.MANAGER, "exempt": say.EXEMPT, "left": say.LEFT}
    labels = gone if one.left_on else here
    styles = {"left": "danger"}
    buttons = [button(verb, name, str(one.person_id), styles.get(verb), of="staff") for verb, name in labels.items()]
    if (planned := say.planned(one, today)) and not one.left_on:
        buttons.insert(1, button("cancel_leave", say.CANCEL_LEAVE, f"{one.person_id}/{planned}", of="staff"))
    means = [line(words(say.REHIRE_MEANS, italic=True))] if one.left_on else []
    back = actions("back", button("list", say.BACK_TO_LIST, "-", of="staff"))
    return [*means, actions("doing", *buttons), back]


def leave(one: Listed, today: date) -> View:
    """Asks from when to when somebody is away."""
    until = inputs.block("until", say.UNTIL, inputs.day("until"), say.UNTIL_HINT, optional=True)
    first = inputs.block("from", say.FROM, inputs.day("from", today))
    return _form("leave", one, "Save", [line(words(say.LEAVE_MEANS)), first, until])


def back(one: Listed, today: date) -> View:
    """Asks from when somebody works again."""
    return _form("back", one, "Save", [inputs.block("on", say.SINCE, inputs.day("on", today))])


def manager(one: Listed) -> View:
    """Asks whose people somebody belongs to."""
    chosen = inputs.person("manager", "Choose somebody")
    asked = inputs.block("manager", say.NEW_MANAGER, chosen, say.NO_MANAGER, optional=True)
    return _form("manager", one, "Save", [asked])


def left(one: Listed, found: Stops, today: date) -> View:
    """What stops when somebody leaves, for whoever confirms it."""
    successor = inputs.person("successor", "Choose somebody")
    blocks = [
        bullets(*([words(sentence)] for sentence in say.stops(found))),
        inputs.block("left_on", say.LEFT_ON, inputs.day("left_on", today)),
        inputs.block("successor", say.SUCCESSOR, successor, optional=not found.handed_over),
    ]
    return _form("left", one, say.FOR_GOOD, blocks)


def exempt(one: Listed, required: Sequence[Requirement]) -> View:
    """Asks what somebody need not do, and why; or has to again."""
    reason = inputs.text("reason", limit=REASON_LIMIT, multiline=True)
    things = {f"{wanted.kind}:{wanted.key}": wanted.title for wanted in required[:100]}
    blocks = [
        inputs.block("what", "What?", inputs.select("what", things, "")),
        inputs.block("way", "Exempt?", inputs.radio("way", EXEMPT_WAYS, "exempt")),
        inputs.block("reason", "Reason", reason, training_words.EXEMPT_HINT, optional=True),
    ]
    return _form("exempt", one, "Save", blocks)


def _form(verb: str, one: Listed, submit: str, blocks: list[Block]) -> View:
    blocks = [header(one.name), *blocks]
    return inputs.view(f"staff.{verb}", say.CHANGES[verb], submit, blocks, str(one.person_id))
