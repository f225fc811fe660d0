"""The social-media handbook: made anew, whenever somebody asks for it, from what is in force at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers import networks, permissions, policies
from handlers.networks import NETWORKS
from handlers.permissions import APPROVER, OFFICER, Holder
from handlers.policies import Document
from handlers.rules import Rules
from handlers.training import assignments, course_versions, guidance
from handlers.training.assignments import Kind, Requirement
from handlers.training.courses.course import Block
from handlers.training.guidance import Examples, Guide, Penalties
from handlers.training.training_words import often
from storage.transaction import Transaction

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOBODY = "nobody yet: a privacy officer should give the role to somebody"
_NO_BACKUP = "nobody yet: a second person should hold this role"
_WORK = {
    APPROVER: "decides on posts, replies and advertisements; works on reports of violations",
    OFFICER: "may decide as well; answers for policies, training, roles and suspected breaches",
}
_STEPS = (
    "Whoever wants to publish something proposes it: /propose-post in Slack, Propose a post in Teams. Replies to "
    "comments and reviews, advertisements and changes to a profile are proposed as well.",
    "An approver reads it exactly as it would be published, and approves it, asks for changes or rejects it. Nobody "
    "decides on what they wrote, edited or added media to.",
    "Its author publishes what was approved, letter by letter and picture by picture, and records the link. Every "
    "change, however small, is proposed anew.",
)
_REPLIES = (
    "Every reply to a comment or review is proposed and approved before it is sent, like a post.",
    "A reply never shows that somebody is or was a patient here, whatever they wrote themselves: no “thank you for "
    "coming in”, no treatment, no bill, no date.",
    "What the record says never puts a review right, also when the review is false.",
    "Everything personal moves to the phone. These answers always work; the gap is for a number or address of ours:",
)
_REPORTING = (
    "Whoever sees something wrong can report it without saying who they are: /report-violation in Slack, Report a "
    "violation in Teams, or in any browser, without a login, at {page}.",
    "Nothing of who reports is stored. A receipt, shown once, leads back to answers and questions.",
    "If it concerns the approvers, say so in the form: then only the privacy officers see it.",
    "Nobody may be punished for reporting in good faith (45 CFR 160.316 and 164.530(g)). Complaints can also go to the "
    "Office for Civil Rights at HHS.",
)


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; `ordered` numbers it."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows below their headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading, and what stands below it."""

    title: str
    parts: tuple[Text | Items | Table | Block | Examples | Document, ...]


@dataclass(frozen=True)
class Handbook:
    """All of it, as it stands on `day`; `organization` is empty when nobody said what the practice is called."""

    organization: str
    day: date
    sections: tuple[Section, ...]


def load(tx: Transaction, rules: Rules, organization: str, report_page: str) -> Handbook:
    """The handbook at this moment."""
    guide, costs, documents = guidance.examples(tx), guidance.penalties(tx), policies.in_force(tx)
    required = [one for one in assignments.requirements(tx) if one.kind is Kind.COURSE]
    reporting = (sentence.format(page=report_page) for sentence in _REPORTING)
    sections = (
        Section("Before anything is published", _approval(rules)),
        Section("Who decides, and who stands in", _roles(permissions.holders(tx), rules)),
        Section("Where we publish", _networks()),
        Section("Replies to comments and reviews", _replies(guide)),
        Section("What to post, and what not", guide.examples),
        Section("Reporting a violation", tuple(map(Text, reporting))),
        Section("Training", _training(required, rules)),
        Section("What it can cost", _penalties(costs)),
        Section("Policies", tuple(documents) or (Text("There are no policies in force."),)),
        Section("What this was made from", (_sources(tx, documents),)),
    )
    return Handbook(organization, rules.today(tx.now), sections)


def _approval(rules: Rules) -> tuple[Items, Items]:
    nudges = _listed([f"{hours:g}" for hours in rules.nudge_hours])
    hours = rules.hours
    days = _weekdays(sorted(hours.days))
    periods = (
        f"The approvers are reminded after {nudges} working hours; they work {days}, {hours.start:%H:%M} to "
        f"{hours.end:%H:%M} ({hours.zone}).",
        f"What nobody decides on within {_days(rules.expiry.days)} expires; its author may send it again. Nothing is "
        "ever approved by time passing.",
        f"An approval that is not used within {_days(rules.lapse.days)} lapses.",
        "Whatever shows a patient or tells someone's story needs the patient's signed written authorization (45 CFR "
        "164.508) before it is proposed.",
    )
    return Items(_STEPS, ordered=True), Items(periods)


def _roles(holders: Sequence[Holder], rules: Rules) -> tuple[Table, Text, Items]:
    names = {role: [one.name for one in holders if one.role == role] for role in (APPROVER, OFFICER)}
    first = f"{rules.nudge_hours[0]:g} working hours"
    chain = (
        "The author of a post asks an approver. Any of them can decide on it, but for those who worked on it.",
        f"If none of them has decided after {first}, all are reminded together; then ask a privacy officer.",
        "A privacy officer may decide on every post, and takes over what is escalated: a suspected breach, a case that "
        "concerns an approver, a question this handbook does not answer.",
    )
    rows = tuple(_role(role, names) for role in (APPROVER, OFFICER))
    return Table(("Role", "Who", "Stands in", "What for"), rows), Text("The chain of command:"), Items(chain, True)


def _role(role: str, names: dict[str, list[str]]) -> tuple[str, ...]:
    mine = names[role]
    others = [name for name in names[OFFICER] if name not in mine] if role == APPROVER else []
    backup = "each for the others" if len(mine) > 1 else ""
    also = f"the privacy officers ({_listed(others)})" if others else ""
    stands_in = ", and ".join(part for part in (backup, also) if part) or _NO_BACKUP
    return permissions.ROLE_WORDS[role].capitalize(), _listed(mine) or _NOBODY, stands_in, _WORK[role]


def _networks() -> tuple[Text, Table]:
    rows = tuple((one.name, f"{one.limit:,} characters") for one in NETWORKS.values())
    said = (
        "A post goes only to the networks it was approved for, and only from the practice's own accounts. A longer "
        f"text is refused. The limits were last checked on {_day(networks.CHECKED)}."
    )
    return Text(said), Table(("Network", "A post has at most"), rows)


def _replies(guide: Guide) -> tuple[Text | Table, ...]:
    rows = tuple((one.occasion, one.text) for one in guide.replies)
    return *map(Text, _REPLIES), Table(("When", "What to answer"), rows)


def _training(required: Sequence[Requirement], rules: Rules) -> tuple[Text | Items, ...]:
    periods = rules.training
    if not required:
        return (Text("No course is required of anybody at present. /training lists those there are."),)
    listed = tuple(f"{one.title}, {often(one.months)}" for one in required)
    said = (
        f"Whoever begins here finishes it within {_days(periods.hire_days)}, and before their first proposal.",
        f"It opens again {_days(periods.lead_days)} before it is due, and is asked of everybody again when something "
        f"new is said, within {_days(periods.change_days)}.",
        f"Who is more than {_days(periods.grace_days)} late cannot propose posts until it is done.",
    )
    return (
        Text("Everybody who works here learns, with /training in Slack or training in Teams:"),
        Items(listed),
        Items(said),
    )


def _penalties(costs: Penalties) -> tuple[Block | Text | Table, ...]:
    if not costs.penalties:
        return (*costs.sanctions, Text("No course lists penalties at present."))
    rows = tuple((one.what, one.amount, _day(one.since), one.source) for one in costs.penalties)
    return *costs.sanctions, Table(("Kind of violation", "What it can cost", "In force since", "Source"), rows)


def _sources(tx: Transaction, documents: Sequence[Document]) -> Table:
    """Which versions, and the SHA-256 of their exact bytes."""
    rows = [
        (one.policy.title, f"policy, version {one.policy.number} of {_day(one.published_at.date())}", one.sha256)
        for one in documents
    ]
    rows += [(one.course.title, f"course, version {one.number}", one.course.hash) for one in course_versions.listed(tx)]
    return Table(("Document", "Version", "SHA-256"), tuple(rows))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _weekdays(days: Sequence[int]) -> str:
    names = [_DAYS[day] for day in days]
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    return f"{names[0]} to {names[-1]}" if in_a_row else _listed(names)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
