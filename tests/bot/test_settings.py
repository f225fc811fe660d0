"""The configuration: every problem at once, no value repeated, and three descriptions that cannot drift apart."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import DEFAULTS, BadSettings, Settings
from handlers.rules import Training

_ROOT = Path(__file__).parents[2]
_SLACK = {
    "SLACK_SIGNING_SECRET": "shhh",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_COMPLIANCE_CHANNEL": "C0COMPLY",
}
_APP = "0A1B2C3D-0000-0000-0000-00000000000A"
_TENANT = "0A1B2C3D-0000-0000-0000-00000000000B"
_OTHER = "0a1b2c3d-0000-0000-0000-00000000000c"
_TEAMS = {
    "MICROSOFT_APP_ID": _APP,
    "MICROSOFT_APP_PASSWORD": "shhh",
    "MICROSOFT_APP_TENANT_ID": _TENANT,
}


def test_an_empty_environment_works_without_slack() -> None:
    """Nothing set means SQLite, this machine only, and Slack off."""
    settings = Settings.from_env({})
    assert settings.slack is None
    assert settings.teams is None
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.rules.nudge_hours == (4, 24)
    assert settings.rules.lapse == timedelta(days=14)
    assert settings.rules.training == Training()
    assert settings.rules.name_threshold == 0.35


def test_every_problem_is_named_at_once_and_no_value_repeated() -> None:
    wrong = {
        "PORT": "sesame-1",
        "PUBLIC_URL": "http://sesame-2.example",
        "DATABASE_URL": "mysql://sesame-3",
        "AUTO_MIGRATE": "sesame-4",
        "SLACK_BOT_TOKEN": "xoxp-sesame-5",
        "SLACK_APP_TOKEN": "sesame-6",
        "SLACK_API_URL": "ftp://sesame-7",
        "SLACK_COMPLIANCE_CHANNEL": "#sesame-8",
        "MICROSOFT_APP_ID": "sesame-15",
        "MICROSOFT_APP_TYPE": "sesame-16",
        "MICROSOFT_APP_TENANT_ID": "sesame-17",
        "MICROSOFT_LOGIN_URL": "http://sesame-18.example",
        "MICROSOFT_OPENID_METADATA_URL": "sesame-19",
        "MICROSOFT_TOKEN_ISSUER": "https://[sesame-20",
        "MICROSOFT_OAUTH_SCOPE": "sesame-21",
        "TEAMS_ALLOWED_TENANTS": "sesame-22,sesame-23",
        "PRIVACY_OFFICERS": "sesame-9",
        "APPROVERS": "slack:sesame-10",
        "LOG_LEVEL": "sesame-11",
        "LOG_FORMAT": "sesame-12",
        "TIMEZONE": "Sesame/Street",
        "REVIEW_NUDGE_HOURS": "24,4",
        "PROPOSAL_EXPIRY_DAYS": "0",
        "APPROVAL_LAPSE_DAYS": "sesame-13",
        "WORKING_HOURS": "Mon-Fri 17:00-09:00",
        "HOLIDAYS": "sesame-14",
        "ORGANIZATION_NAME": "sesame-27" * 20,
        "TRAINING_HIRE_DAYS": "sesame-24",
        "TRAINING_GRACE_DAYS": "366",
        "TRAINING_LEAD_DAYS": "-1",
        "NAME_THRESHOLD": "sesame-25",
    }
    with pytest.raises(BadSettings) as caught:
        Settings.from_env(wrong)
    named = {problem.split()[0] for problem in caught.value.problems}
    assert named == set(wrong)
    assert "sesame" not in str(caught.value).lower()


@pytest.mark.parametrize("missing", sorted(_SLACK))
def test_half_of_slack_is_refused(missing: str) -> None:
    """A bot that silently stays out of Slack would be worse than one that does not start."""
    with pytest.raises(BadSettings, match=missing):
        Settings.from_env({name: value for name, value in _SLACK.items() if name != missing})


def test_socket_mode_needs_no_signing_secret() -> None:
    environ = {**_SLACK, "SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1"}
    slack = Settings.from_env(environ).slack
    assert slack is not None
    assert slack.app_token == "xapp-1"


def test_teams_needs_three_variables_and_serves_its_own_organization() -> None:
    """Ids are compared in small letters: Microsoft writes them so, people copy them from wherever."""
    teams = Settings.from_env(_TEAMS).teams
    assert teams is not None
    assert (teams.app_id, teams.app_type) == (_APP.lower(), "SingleTenant")
    assert teams.allowed_tenants == {_TENANT.lower()}
    assert teams.login_url == "https://login.microsoftonline.com/"


@pytest.mark.parametrize("missing", sorted(_TEAMS))
def test_half_of_teams_is_refused(missing: str) -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({name: value for name, value in _TEAMS.items() if name != missing})
    assert [problem.split()[0] for problem in caught.value.problems] == [missing]


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"MICROSOFT_APP_TYPE": "SingleTenant"}, ["ID", "PASSWORD", "TENANT_ID"]),
        ({"MICROSOFT_APP_TYPE": "MultiTenant", "TEAMS_ALLOWED_TENANTS": _OTHER}, ["ID", "PASSWORD"]),
        ({"MICROSOFT_APP_TYPE": "MultiTenant"}, ["ID", "PASSWORD", "TEAMS_ALLOWED_TENANTS"]),
        ({"MICROSOFT_APP_TYPE": "UserAssignedMSI"}, ["ID", "TEAMS_ALLOWED_TENANTS"]),
        ({"TEAMS_ALLOWED_TENANTS": _OTHER}, ["ID", "PASSWORD", "TENANT_ID"]),
        ({**_TEAMS, "MICROSOFT_APP_TYPE": "MultiTenant", "TEAMS_ALLOWED_TENANTS": ","}, ["TEAMS_ALLOWED_TENANTS"]),
    ],
)
def test_no_bot_without_an_id_and_none_for_everybody(environ: dict[str, str], named: list[str]) -> None:
    """An empty id would turn authentication off in botbuilder; no tenant would mean every organization there is."""
    with pytest.raises(BadSettings) as caught:
        Settings.from_env(environ)
    found = [problem.split()[0].removeprefix("MICROSOFT_APP_") for problem in caught.value.problems]
    assert found == named


@pytest.mark.parametrize("app_type", ["MultiTenant", "UserAssignedMSI"])
def test_the_list_of_organizations_replaces_our_own(app_type: str) -> None:
    environ = {**_TEAMS, "MICROSOFT_APP_TYPE": app_type, "TEAMS_ALLOWED_TENANTS": f"{_OTHER.upper()} , {_OTHER}"}
    teams = Settings.from_env(environ).teams
    assert teams is not None
    assert teams.allowed_tenants == {_OTHER}


@pytest.mark.parametrize(
    ("host", "public_url", "allowed"),
    [
        ("127.0.0.1", "http://localhost:3000", True),
        ("::1", "http://[::1]:3000", True),
        ("0.0.0.0", "http://localhost:3000", False),
        ("bot.example", "http://localhost:3000", False),
        ("127.0.0.1", "https://bot.example", False),
    ],
)
def test_without_authentication_only_on_this_machine(host: str, public_url: str, allowed: bool) -> None:
    """A proxy in front of 127.0.0.1 would let the whole world in, so the public address counts too."""
    environ = {"MICROSOFT_APP_TYPE": "Emulator", "HOST": host, "PUBLIC_URL": public_url}
    if allowed:
        teams = Settings.from_env(environ).teams
        assert teams is not None
        assert teams.allowed_tenants == frozenset()
        return
    with pytest.raises(BadSettings, match="MICROSOFT_APP_TYPE may be Emulator only while"):
        Settings.from_env(environ)


def test_people_in_teams_are_named_by_their_object_id() -> None:
    """Also the people in Microsoft's Agents Playground, whose ids have a digit too many."""
    alex = "00000000-0000-0000-0000-0000000000020"
    assert Settings.from_env({"APPROVERS": f"teams:{_APP}, slack:U0PRIYA,teams:{alex}"}).approvers == (
        ("teams", _APP.lower()),
        ("slack", "U0PRIYA"),
        ("teams", alex),
    )


def test_secrets_do_not_show_in_a_repr() -> None:
    settings = Settings.from_env({**_SLACK, "DATABASE_URL": "postgresql+psycopg://u:hunter2@db/x"})
    assert "hunter2" not in repr(settings)
    assert "xoxb" not in repr(settings.slack)
    assert "shhh" not in repr(Settings.from_env(_TEAMS).teams)


def test_the_key_may_not_lie_beside_the_database() -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY_FILE must not be in the database's folder"):
        Settings.from_env({"DATABASE_URL": "sqlite:///var/bot.db", "SECRET_KEY_FILE": "var/keys/deployment.key"})


@pytest.mark.parametrize(
    ("written", "days"),
    [("Mon-Fri 09:00-17:00", {0, 1, 2, 3, 4}), ("sat-tue 8:30-12:00", {5, 6, 0, 1}), ("Wed-Wed 09:00-17:00", {2})],
)
def test_working_hours_may_cross_the_weekend(written: str, days: set[int]) -> None:
    assert Settings.from_env({"WORKING_HOURS": written}).rules.hours.days == days


def test_the_example_file_holds_every_variable_with_its_default() -> None:
    example = dotenv_values(_ROOT / ".env.example")
    assert example == dict(DEFAULTS)
    Settings.from_env({name: value or "" for name, value in example.items()})


def test_the_readme_describes_every_variable() -> None:
    described = set(re.findall(r"^\| ?`([A-Z_`, ]+)` ?\|", (_ROOT / "README.md").read_text(), re.MULTILINE))
    names = {name.strip(" `") for cell in described for name in cell.split(",")}
    assert names == set(DEFAULTS)


@pytest.mark.parametrize(("written", "read"), [("0.45", 0.45), (".5", 0.5)])
def test_the_threshold_of_names_reaches_the_rules(written: str, read: float) -> None:
    assert Settings.from_env({"NAME_THRESHOLD": written}).rules.name_threshold == read


@pytest.mark.parametrize("written", ["0", "0.0", "1", "1.5", "-0.3", "nan", "0,3", "half"])
def test_a_threshold_that_would_find_all_or_nothing_is_refused(written: str) -> None:
    with pytest.raises(BadSettings, match="NAME_THRESHOLD"):
        Settings.from_env({"NAME_THRESHOLD": written})
