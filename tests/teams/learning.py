"""The course that comes with the program, and people who walk through it in Teams."""

from typing import Any

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES
from handlers.training.course_versions import SHIPPED
from handlers.training.courses import reading
from tests.teams.acting import ask, opens
from tests.teams.acting import reading as words
from tests.teams.looking import inputs, verbs

Json = dict[str, Any]
COURSE = reading.parse(SHIPPED[0].read_bytes())
_RIGHT = {
    option.text.replace("](", "] (") for question in COURSE.questions for option in question.options if option.right
}


async def begin(space: Workspace, person: str = "U0TOMAS") -> None:
    """Types `training`, presses Start and begins."""
    await ask(space, person, "training")
    await opens(space, person, space.teams.personal(person)[-1], "Start")
    await space.teams.submit(person, {}, "Begin")


def card(space: Workspace, person: str = "U0TOMAS") -> Json:
    """The page in front of somebody."""
    dialog = space.teams.dialog(person)
    assert dialog is not None
    shown: Json = dialog["card"]
    return shown


def choose(shown: Json, *, right: bool = True) -> Json:
    """The answer to give on a question's page."""
    choices = inputs(shown)["answer"]["choices"]
    return {"answer": next(one["value"] for one in choices if (one["title"] in _RIGHT) == right)}


async def step(space: Workspace, person: str = "U0TOMAS", *, right: bool = True) -> str:
    """Does what a page asks for; the words of what follows."""
    shown = card(space, person)
    if "training.answer" in verbs(shown):
        await space.teams.submit(person, choose(shown, right=right), "Answer")
    else:
        name = {"name": IDENTITIES[person].person.name}
        await space.teams.submit(person, name if "training.sign" in verbs(shown) else {})
    return words(space, person)


async def walk(space: Workspace, until: str, person: str = "U0TOMAS", *, right: bool = True) -> str:
    """Goes on until a page says `until`."""
    shown = words(space, person)
    for _ in range(100):
        if until in shown:
            return shown
        shown = await step(space, person, right=right)
    raise AssertionError(f"never came to {until}: {shown}")
