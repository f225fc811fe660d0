"""What arrives from Slack, translated into use cases: one module per kind of request."""

import re

from slack_bolt.app.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.listeners.buttons import Buttons
from bot.slack.listeners.cases import Cases
from bot.slack.listeners.commands import COMMANDS, Commands
from bot.slack.listeners.courses import Courses
from bot.slack.listeners.forms import Forms
from bot.slack.listeners.guide import Guide
from bot.slack.listeners.hires import Hires
from bot.slack.listeners.oversight import Oversight
from bot.slack.listeners.policies import Policies
from bot.slack.listeners.reports import REPORT, Reports
from bot.slack.listeners.staff import Staff
from bot.slack.listeners.templates import Templates
from bot.slack.listeners.training import TRAINING, Training


def register(app: AsyncApp, desk: Desk) -> None:
    """Few listeners: each that does not match costs every request (DESIGN.md section 3)."""
    commands, buttons, forms, reports, cases = Commands(desk), Buttons(desk), Forms(desk), Reports(desk), Cases(desk)
    app.action(re.compile(r"^proposal\."))(buttons.pressed)
    app.command(re.compile(f"^({'|'.join(COMMANDS)})$"))(commands.typed)
    app.view(re.compile(r"^proposal\."))(forms.submitted)
    app.action(re.compile(r"^case\."))(cases.pressed)
    app.view(re.compile(r"^case\."))(cases.submitted)
    app.command(REPORT)(reports.typed)
    app.action(re.compile(r"^report\."))(reports.pressed)
    app.view(re.compile(r"^report\."))(reports.submitted)
    training, policies, oversight = Training(desk), Policies(desk), Oversight(desk)
    app.command(TRAINING)(training.typed)
    app.action(re.compile(r"^training\."))(training.pressed)
    app.view(re.compile(r"^training\."))(training.submitted)
    app.action(re.compile(r"^policy\."))(policies.pressed)
    app.view(re.compile(r"^policy\."))(policies.submitted)
    templates = Templates(desk)
    app.action(re.compile(r"^template\."))(templates.pressed)
    app.view(re.compile(r"^template\."))(templates.submitted)
    app.action(re.compile(r"^oversight\."))(oversight.pressed)
    app.view(re.compile(r"^oversight\."))(oversight.submitted)
    courses = Courses(desk)
    app.action(re.compile(r"^course\."))(courses.pressed)
    app.view(re.compile(r"^course\."))(courses.submitted)
    app.action(re.compile(r"^guide\."))(Guide(desk).pressed)
    staff = Staff(desk)
    app.action(re.compile(r"^staff\."))(staff.pressed)
    app.view(re.compile(r"^staff\."))(staff.submitted)
    hires = Hires(desk)
    app.event("team_join")(hires.joined)
    app.event("user_change")(hires.changed)
    app.error(desk.refused)
