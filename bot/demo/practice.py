"""The practice people find in the local workspace: who works there, and where they talk."""

import re
from dataclasses import asdict, dataclass
from typing import Any

PRACTICE = "Riverside Family Dental"
TEAM = {"id": "T0RIVER", "domain": "riverside-dental"}
BOT = {"id": "U0IMPR", "bot_id": "B0IMPR", "app_id": "A0IMPR", "name": "Imprimatur"}
COMPLIANCE = "C0COMPLY"
REPORTS = "C0REPORTS"
COMMANDS = (
    {"command": "/propose-post", "hint": "[the text of the post]", "description": "Propose a post for review"},
    {"command": "/report-violation", "hint": "", "description": "Report a violation without saying who you are"},
    {"command": "/training", "hint": "", "description": "Do your training: lessons, a quiz, your certificate"},
    {
        "command": "/compliance",
        "hint": "help | queue | mine | show P-1042 | scan | cases | training | policy | roles | link",
        "description": "Queue, your proposals, reports, training, policies and roles",
    },
)
#: Commands whose text Slack delivers with mentions as ids (`should_escape` in the manifest).
ESCAPED = frozenset({"/compliance"})


@dataclass(frozen=True)
class Person:
    """Somebody one can be in the local workspace."""

    id: str
    name: str
    title: str
    role: str
    tz: str
    colour: str
    guest: bool = False

    @property
    def initials(self) -> str:
        """Two letters for where a picture would be."""
        parts = self.name.removeprefix("Dr. ").split()
        return parts[0][0] + parts[-1][0]

    def shown(self) -> dict[str, Any]:
        """As the page needs it."""
        return {**asdict(self), "initials": self.initials}

    def profile(self) -> dict[str, Any]:
        """As users.info answers."""
        return {
            "id": self.id,
            "team_id": TEAM["id"],
            "name": self.id.removeprefix("U0").lower(),
            "real_name": self.name,
            "deleted": False,
            "is_bot": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "tz": self.tz,
            "profile": {"real_name": self.name, "display_name": self.name.split()[0], "title": self.title},
        }


#: Joins the practice when somebody using the workspace says so.
NEWCOMER = "U0NOOR"
PEOPLE = {
    person.id: person
    for person in (
        Person("U0MAYA", "Maya Lindqvist", "Front desk, social media", "staff", "America/Chicago", "#8c5a2b"),
        Person("U0TOMAS", "Tomás Reyes", "Dental hygienist", "staff", "America/Chicago", "#3d6b59"),
        Person("U0PRIYA", "Dr. Priya Raman", "Dentist, partner", "approver", "America/New_York", "#7a3b52"),
        Person("U0JONAH", "Jonah Adler", "Practice manager", "approver", "America/Chicago", "#3f5d8a"),
        Person("U0RUTH", "Ruth Okafor", "Privacy officer", "privacy officer", "America/Los_Angeles", "#5b4a8a"),
        Person("U0SAM", "Sam Whitlock", "Photographer, guest", "guest", "America/Chicago", "#6b6b3d", guest=True),
        Person(NEWCOMER, "Noor Haddad", "Dental assistant", "new", "America/Chicago", "#2f6b75"),
    )
}


def with_mentions(command: str, text: str) -> str:
    """The text of a command as Slack delivers it: where it escapes, @names become ids."""
    if command in ESCAPED:
        for person in PEOPLE.values():
            given = person.name.removeprefix("Dr. ").split()[0]
            name = f"(?:{re.escape(person.name)}|{re.escape(given)})"
            text = re.sub(rf"@{name}(?!\w)", f"<@{person.id}|{given.lower()}>", text, flags=re.IGNORECASE)
    return text


#: What a new colleague is put into beside their chat with the bot.
JOINED = ("general", "marketing")
STAFF = ["U0MAYA", "U0TOMAS", "U0PRIYA", "U0JONAH", "U0RUTH"]
CHANNELS = (
    ("C0GENERAL", "general", STAFF, "What everybody should know"),
    ("C0MARKET", "marketing", [*STAFF, "U0SAM"], "Ideas, pictures and dates for our posts"),
    (COMPLIANCE, "compliance", ["U0PRIYA", "U0JONAH", "U0RUTH"], "Posts waiting for review"),
    (REPORTS, "reports", ["U0PRIYA", "U0JONAH", "U0RUTH"], "Reports of violations"),
)
