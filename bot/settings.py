"""Everything the environment decides, read once; every problem is named at once, and no value is ever repeated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bot import values
from bot.values import Account
from handlers.calendar import WorkingHours
from handlers.phi.names import THRESHOLD
from handlers.places import COMPLIANCE, REPORTS
from handlers.rules import Rules, Training

#: Every variable there is, with its default; `.env.example` and README.md describe exactly these.
DEFAULTS: Mapping[str, str] = {
    "HOST": "127.0.0.1",
    "PORT": "3000",
    "PUBLIC_URL": "http://localhost:3000",
    "ORGANIZATION_NAME": "",
    "DATABASE_URL": "sqlite:///var/bot.db",
    "AUTO_MIGRATE": "true",
    "SLACK_SIGNING_SECRET": "",
    "SLACK_BOT_TOKEN": "",
    "SLACK_APP_TOKEN": "",
    "SLACK_API_URL": "https://slack.com/api/",
    "SLACK_COMPLIANCE_CHANNEL": "",
    "SLACK_REPORTS_CHANNEL": "",
    "MICROSOFT_APP_ID": "",
    "MICROSOFT_APP_PASSWORD": "",
    "MICROSOFT_APP_TYPE": "",
    "MICROSOFT_APP_TENANT_ID": "",
    "MICROSOFT_LOGIN_URL": "https://login.microsoftonline.com/",
    "MICROSOFT_OPENID_METADATA_URL": "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "MICROSOFT_TOKEN_ISSUER": "https://api.botframework.com",
    "MICROSOFT_OAUTH_SCOPE": "https://api.botframework.com",
    "TEAMS_ALLOWED_TENANTS": "",
    "PRIVACY_OFFICERS": "",
    "APPROVERS": "",
    "SECRET_KEY_FILE": "var-secrets/deployment.key",
    "REPORT_CHANNEL_CONTENT": "full",
    "METRICS_TOKEN": "",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "human",
    "TIMEZONE": "UTC",
    "REVIEW_NUDGE_HOURS": "4,24",
    "PROPOSAL_EXPIRY_DAYS": "7",
    "APPROVAL_LAPSE_DAYS": "14",
    "WORKING_HOURS": "Mon-Fri 09:00-17:00",
    "HOLIDAYS": "",
    "TRAINING_HIRE_DAYS": "30",
    "TRAINING_GRACE_DAYS": "14",
    "TRAINING_LEAD_DAYS": "30",
    "NAME_THRESHOLD": str(THRESHOLD),
}

#: The kinds of Azure Bot registration. Emulator: nobody is authenticated, for Microsoft's Agents Playground.
SINGLE_TENANT, MULTI_TENANT, MANAGED_IDENTITY, EMULATOR = "SingleTenant", "MultiTenant", "UserAssignedMSI", "Emulator"


class BadSettings(Exception):
    """The configuration has to be mended before Imprimatur can start."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([type(self).__doc__ or "", *(f"  {problem}" for problem in problems)]))


@dataclass(frozen=True)
class SlackSettings:
    """One workspace. `app_token` set means Socket Mode."""

    signing_secret: str
    bot_token: str
    app_token: str
    api_url: str
    compliance_channel: str
    #: Empty for the compliance channel.
    reports_channel: str

    @property
    def places(self) -> dict[str, str]:
        """The channel of each place of ours."""
        return {COMPLIANCE: self.compliance_channel, REPORTS: self.reports_channel or self.compliance_channel}

    def __repr__(self) -> str:
        return "SlackSettings(…)"


@dataclass(frozen=True)
class TeamsSettings:
    """One Azure Bot registration, and the cloud it is in. Ids are in small letters."""

    app_id: str
    app_password: str
    #: SINGLE_TENANT, MULTI_TENANT, MANAGED_IDENTITY or EMULATOR.
    app_type: str
    tenant: str
    login_url: str
    openid_metadata_url: str
    token_issuer: str
    oauth_scope: str
    #: Organizations that may talk to the bot; empty, meaning any, only with EMULATOR.
    allowed_tenants: frozenset[str]

    def __repr__(self) -> str:
        return "TeamsSettings(…)"


@dataclass(frozen=True, repr=False)
class Settings:
    """What the program was told. `slack` and `teams` are None when that platform is off."""

    host: str
    port: int
    public_url: str
    #: What the practice is called; empty when nobody said.
    organization: str
    database_url: str
    auto_migrate: bool
    slack: SlackSettings | None
    teams: TeamsSettings | None
    privacy_officers: tuple[Account, ...]
    approvers: tuple[Account, ...]
    secret_key_file: Path
    #: Empty: metrics are for this machine only.
    metrics_token: str
    log_level: str
    log_format: str
    rules: Rules

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads all of it; raises `BadSettings` naming every variable that is wrong or missing."""
        reader = _Reader(environ)
        found = cls(
            host=reader.get("HOST", values.text),
            port=reader.get("PORT", values.port),
            public_url=reader.get("PUBLIC_URL", values.url),
            organization=reader.get("ORGANIZATION_NAME", values.name),
            database_url=reader.get("DATABASE_URL", values.database),
            auto_migrate=reader.get("AUTO_MIGRATE", values.yes_or_no),
            slack=_slack(reader),
            teams=_teams(reader),
            privacy_officers=reader.get("PRIVACY_OFFICERS", values.accounts),
            approvers=reader.get("APPROVERS", values.accounts),
            secret_key_file=reader.get("SECRET_KEY_FILE", Path),
            metrics_token=reader.get("METRICS_TOKEN", values.metrics_token),
            log_level=reader.get("LOG_LEVEL", values.one_of("DEBUG", "INFO", "WARNING", "ERROR")),
            log_format=reader.get("LOG_FORMAT", values.one_of("human", "json")),
            rules=_rules(reader),
        )
        if found.slack is None:
            found = replace(found, rules=replace(found.rules, review_places=()))
        _require_key_apart(reader, found)
        if reader.problems:
            raise BadSettings(reader.problems)
        return found

    @property
    def report_page(self) -> str:
        """Where people's browsers find the report page."""
        return f"{self.public_url.rstrip('/')}/report"

    @property
    def checkpoints_file(self) -> Path:
        """Signed checkpoints stand beside the key: whoever can rewrite the database should not reach them."""
        return self.secret_key_file.with_name("checkpoints.jsonl")


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def raw(self, name: str) -> str:
        return self._environ.get(name, "").strip() or DEFAULTS[name]

    def get(self, name: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(self.raw(name))
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return None


def _slack(reader: _Reader) -> SlackSettings | None:
    secret, token, app_token = (reader.raw(f"SLACK_{n}") for n in ("SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN"))
    if not (secret or token or app_token):
        return None
    if not token:
        reader.problems.append("SLACK_BOT_TOKEN is missing: copy it from OAuth & Permissions in your app's settings")
    if not (secret or app_token):
        reader.problems.append("SLACK_SIGNING_SECRET is missing: copy it from Basic Information in your app's settings")
    return SlackSettings(
        secret,
        reader.get("SLACK_BOT_TOKEN", values.prefixed("xoxb-")),
        reader.get("SLACK_APP_TOKEN", values.prefixed("xapp-")),
        reader.get("SLACK_API_URL", values.url),
        reader.get("SLACK_COMPLIANCE_CHANNEL", values.channel),
        reader.get("SLACK_REPORTS_CHANNEL", values.optional(values.channel)),
    )


def _teams(reader: _Reader) -> TeamsSettings | None:
    names = (*(f"MICROSOFT_APP_{n}" for n in ("ID", "PASSWORD", "TYPE", "TENANT_ID")), "TEAMS_ALLOWED_TENANTS")
    if not any(reader.raw(name) for name in names):
        return None
    app_type = reader.get("MICROSOFT_APP_TYPE", _app_type)
    _require_this_machine(reader) if app_type == EMULATOR else _require_registration(reader, app_type)
    tenant = reader.get("MICROSOFT_APP_TENANT_ID", values.guid)
    allowed = reader.get("TEAMS_ALLOWED_TENANTS", values.guids)
    return TeamsSettings(
        reader.get("MICROSOFT_APP_ID", values.guid),
        reader.raw("MICROSOFT_APP_PASSWORD"),
        app_type,
        tenant,
        reader.get("MICROSOFT_LOGIN_URL", values.url),
        reader.get("MICROSOFT_OPENID_METADATA_URL", values.url),
        reader.get("MICROSOFT_TOKEN_ISSUER", values.url),
        reader.get("MICROSOFT_OAUTH_SCOPE", values.url),
        allowed or frozenset({tenant} if tenant else ()),
    )


def _app_type(raw: str) -> str:
    return values.one_of(SINGLE_TENANT, MULTI_TENANT, MANAGED_IDENTITY, EMULATOR)(raw or SINGLE_TENANT)


def _require_this_machine(reader: _Reader) -> None:
    # Behind a proxy HOST is this machine too: then the address people's browsers use tells.
    if not (values.is_loopback(reader.raw("HOST")) and values.is_loopback(values.host_of(reader.raw("PUBLIC_URL")))):
        reader.problems.append(
            "MICROSOFT_APP_TYPE may be Emulator only while HOST and PUBLIC_URL are this machine: nobody is checked then"
        )


def _require_registration(reader: _Reader, app_type: str | None) -> None:
    """An empty id would turn authentication off; without a tenant every organization could talk to the bot."""
    tenant, allowed = reader.raw("MICROSOFT_APP_TENANT_ID"), reader.raw("TEAMS_ALLOWED_TENANTS")
    if not reader.raw("MICROSOFT_APP_ID"):
        reader.problems.append("MICROSOFT_APP_ID is missing: copy it from Configuration in your Azure Bot")
    if not reader.raw("MICROSOFT_APP_PASSWORD") and app_type in (SINGLE_TENANT, MULTI_TENANT):
        reader.problems.append("MICROSOFT_APP_PASSWORD is missing: make a client secret for your Azure Bot's app")
    if not tenant and app_type == SINGLE_TENANT:
        reader.problems.append("MICROSOFT_APP_TENANT_ID is missing: copy it from Configuration in your Azure Bot")
    elif not (tenant or allowed):
        reader.problems.append("TEAMS_ALLOWED_TENANTS is missing: name the organizations that may talk to the bot")


def _rules(reader: _Reader) -> Rules:
    schedule = reader.get("WORKING_HOURS", values.working_hours) or values.working_hours(DEFAULTS["WORKING_HOURS"])
    hours = WorkingHours(
        start=schedule.start,
        end=schedule.end,
        days=schedule.days,
        holidays=reader.get("HOLIDAYS", values.holidays_of),
        zone=reader.get("TIMEZONE", values.zone),
    )
    return Rules(
        nudge_hours=reader.get("REVIEW_NUDGE_HOURS", values.hours),
        expiry=reader.get("PROPOSAL_EXPIRY_DAYS", values.days),
        lapse=reader.get("APPROVAL_LAPSE_DAYS", values.days),
        hours=hours,
        reports_in_full=reader.get("REPORT_CHANNEL_CONTENT", values.one_of("full", "notice")) == "full",
        name_threshold=reader.get("NAME_THRESHOLD", values.probability),
        training=_training(reader),
    )


def _training(reader: _Reader) -> Training:
    names = ("HIRE", "GRACE", "LEAD")
    hire, grace, lead = (reader.get(f"TRAINING_{name}_DAYS", values.days) or timedelta() for name in names)
    return Training(hire_days=hire.days, grace_days=grace.days, lead_days=lead.days)


def _require_key_apart(reader: _Reader, found: Settings) -> None:
    if not (found.database_url and found.secret_key_file and found.database_url.startswith("sqlite")):
        return
    folder = Path(make_url(found.database_url).database or "").resolve().parent
    if found.secret_key_file.resolve().is_relative_to(folder):
        reader.problems.append(
            "SECRET_KEY_FILE must not be in the database's folder: whoever copies the one would have the other"
        )
