"""The practice as its Microsoft tenant knows it: accounts, the team with its channels, and the app in it."""

from typing import Any, NamedTuple
from uuid import NAMESPACE_DNS, uuid5

from bot.demo.practice import BOT, PEOPLE, PRACTICE, STAFF, Person

_DOMAIN = "riverside-dental.example"
TENANT = str(uuid5(NAMESPACE_DNS, _DOMAIN))
APP_ID = str(uuid5(NAMESPACE_DNS, f"imprimatur.{_DOMAIN}"))
APP_PASSWORD = "local-workspace-app-password"
#: The app's account, as activities name it.
APP = {"id": f"28:{APP_ID}", "name": BOT["name"]}
GENERAL, MARKETING, COMPLIANCE, REPORTS = "general", "marketing", "compliance", "reports"


class Identity(NamedTuple):
    """Somebody's account in the tenant; guests have their home elsewhere."""

    person: Person
    id: str
    aad: str
    upn: str

    def account(self) -> dict[str, Any]:
        """As activities name them in `from`."""
        return {"id": self.id, "name": self.person.name, "aadObjectId": self.aad}

    def member(self) -> dict[str, Any]:
        """As the Connector describes a member of a conversation."""
        given, _, surname = self.person.name.removeprefix("Dr. ").partition(" ")
        about = {"givenName": given, "surname": surname, "email": self.upn, "userPrincipalName": self.upn}
        return {**self.account(), **about, "tenantId": TENANT, "userRole": "guest" if self.person.guest else "user"}


def _identity(person: Person) -> Identity:
    key = person.id.removeprefix("U0").lower()
    return Identity(
        person, f"29:1{key}-of-riverside", str(uuid5(NAMESPACE_DNS, f"{key}.{_DOMAIN}")), f"{key}@{_DOMAIN}"
    )


#: By the id people have in bot.demo.practice: the same people on both platforms.
IDENTITIES = {id: _identity(person) for id, person in PEOPLE.items()}

TEAM = {"id": "19:riverside0general@thread.tacv2", "name": PRACTICE, "aadGroupId": str(uuid5(NAMESPACE_DNS, "team"))}
_EVERYBODY = [*STAFF, "U0SAM"]
#: Key, id, name, members, topic. A team's first channel has the team's own id; Compliance and Reports are private.
CHANNELS = (
    (GENERAL, TEAM["id"], "General", _EVERYBODY, "What everybody should know"),
    (MARKETING, "19:riverside0marketing@thread.tacv2", "Marketing", _EVERYBODY, "Ideas, pictures and dates"),
    (
        COMPLIANCE,
        "19:riverside0compliance@thread.tacv2",
        "Compliance",
        ["U0PRIYA", "U0JONAH", "U0RUTH"],
        "Posts waiting for review",
    ),
    (
        REPORTS,
        "19:riverside0reports@thread.tacv2",
        "Reports",
        ["U0PRIYA", "U0JONAH", "U0RUTH"],
        "Reports of violations",
    ),
)
#: The message extension's actions, as manifests/teams declares them.
COMMANDS = (
    {"id": "proposePost", "title": "Propose a post", "description": "Send a post to be reviewed"},
    {"id": "reportViolation", "title": "Report a violation", "description": "Without saying who you are"},
)


def person_of(id: str) -> str | None:
    """Whose account `id` is, given as 29:…, as an object id, or as a sign-in name."""
    return next((key for key, known in IDENTITIES.items() if id in (known.id, known.aad, known.upn)), None)
