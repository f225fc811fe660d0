"""What Slack and Teams say about people on the staff list in the same words."""

from datetime import date

from handlers.permissions import with_article
from handlers.platforms import PLATFORM_WORDS
from handlers.training import training_words
from handlers.training.due_dates import Leave
from handlers.training.oversight import Delivered
from handlers.training.staff_changes import Stops
from handlers.training.staff_list import Listed, Page, without_end

TITLE = "Staff list"
SEARCH, OPEN, BACK_TO_LIST = "Search", "Open", "Back to the list"
ON_LEAVE, BACK, CANCEL_LEAVE, LEFT, MANAGER, EXEMPT, REHIRE = (
    "On leave",
    "Back from leave",
    "Cancel the leave",
    "Has left",
    "Change manager",
    "Exempt",
    "Works here again",
)
#: What the form of each change is called.
CHANGES = {"leave": ON_LEAVE, "back": BACK, "manager": MANAGER, "exempt": EXEMPT, "left": LEFT}
CALLED = "Name, or a part of it"
FROM, UNTIL, SINCE, LEFT_ON = "First day of leave", "Last day of leave", "Works again from", "Last day here"
UNTIL_HINT = "Leave it empty when nobody knows yet; then say when they are back."
NEW_MANAGER, SUCCESSOR = "Who is their manager?", "Who takes over?"
NO_MANAGER = "Leave it empty for nobody."
FOR_GOOD = "Yes, they have left"
NAMED = "A name as on the staff list."
LEAVE_MEANS = "Their clocks stop meanwhile, and they are not reminded. Due dates move by the days they are away."
REHIRE_MEANS = "They start anew: everything required is due as for somebody new."


def count(page: Page) -> str:
    """How many people a list has."""
    people = "1 person" if page.total == 1 else f"{page.total} people"
    return f"{people} with “{page.typed}” in their name" if page.typed else f"{people} on the staff list"


def nobody(page: Page) -> str:
    """What an empty list says."""
    if page.typed:
        return f"Nobody on the staff list has “{page.typed}” in their name. Try fewer letters."
    return (
        "Nobody is on the staff list yet. People who join the workspace or the team are added by themselves; everybody "
        "else comes with Import a list in /compliance training."
    )


def facts(one: Listed) -> str:
    """Group, manager and where they have an account, in a line."""
    manager = f"manager {one.manager}" if one.manager else "no manager"
    accounts = " and ".join(PLATFORM_WORDS.get(platform, platform) for platform in one.platforms) or "no account"
    return f"{one.group or 'No group'} · {manager} · {accounts}"


def standing(one: Listed, today: date) -> str:
    """Whether somebody is here, away or gone; nothing when they are simply here."""
    if one.left_on:
        return f"Left on {day(one.left_on)}."
    if one.leave is None:
        return ""
    begun, end = one.leave.from_on <= today, one.leave
    until = "until further notice" if without_end(end) else f"to {day(end.until_on)}"
    return f"On leave since {day(end.from_on)}, {until}." if begun else f"On leave from {day(end.from_on)} {until}."


def owes(one: Listed) -> str:
    """How much somebody has to do, in a few words."""
    if one.left_on:
        return "Nothing is asked of them."
    if not one.due:
        return "Nothing to do now."
    late = sum(item.days_left < 0 for item in one.due)
    things = "1 thing to do" if len(one.due) == 1 else f"{len(one.due)} things to do"
    return f"{things}, {late} late." if late else f"{things}, in time."


def reached(found: Delivered) -> str:
    """Whether reminders reach somebody, as a sentence."""
    said = training_words.delivered(found)
    return f"{said[:1].upper()}{said[1:]}."


def stops(found: Stops) -> list[str]:
    """What ends when somebody leaves, a sentence each."""
    due = "1 open thing to do is" if found.due == 1 else f"{found.due} open things to do are"
    said = [f"Reminders stop at once; {due} cancelled. What they did stays on record."]
    if found.roles:
        said.append(f"They are no longer {' and '.join(map(with_article, found.roles))}.")
    if found.posts:
        these = f"{', '.join(found.posts[:8])}{' and others' if len(found.posts) > 8 else ''}"
        said.append(f"Still open of what they proposed: {these}. Approvers can edit, decide and mark as published.")
    if found.handed_over:
        said.append(f"Somebody has to take over: {found.handed_over}.")
    return said


def left(found: Stops) -> str:
    """That it is done."""
    return f"{found.name} is off the staff list, and hears of nothing more. It is recorded."


def on_leave(from_on: date, until_on: date | None) -> str:
    """That it is done."""
    until = f"to {day(until_on)}" if until_on else "until you say that they are back"
    return f"On leave from {day(from_on)} {until}. It is recorded."


def leave_cancelled(from_on: date) -> str:
    """That it is done."""
    return f"The leave from {day(from_on)} is cancelled. It is recorded."


def back(on: date) -> str:
    """That it is done."""
    return f"Working again from {day(on)}. It is recorded."


def managed_by(name: str) -> str:
    """That it is done; `name` is empty for nobody."""
    return f"{name} is their manager now. It is recorded." if name else "They have no manager now. It is recorded."


def day(on: date) -> str:
    """A day in words."""
    return f"{on:%B} {on.day}, {on.year}"


def is_away(leave: Leave | None, today: date) -> bool:
    """Whether a leave has begun."""
    return leave is not None and leave.from_on <= today


def planned(one: Listed, today: date) -> date | None:
    """When a leave begins that is still to come."""
    return one.leave.from_on if one.leave and one.leave.from_on > today else None
