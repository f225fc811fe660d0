"""Who a Slack account belongs to, asked of Slack and remembered for a while; in doubt, nobody."""

import time
from collections import OrderedDict
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import Blocked, DeliveryError
from bot.slack.client import read
from handlers.errors import Refusal
from handlers.people import NotAMember, Sighting, Unknown

_KEEP_SECONDS = 600.0
_KEEP = 5_000


class SlackSilent(Refusal):
    """Slack did not say who you are just now, so nothing was done. Please try again in a minute."""


class Directory:
    """Members of one workspace. A deactivation or a change to guest counts after ten minutes at the latest."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._seen: OrderedDict[str, tuple[float, Sighting]] = OrderedDict()
        self._team: str | None = None

    def elsewhere(self, team: str) -> bool:
        """Whether a request's workspace is known to be another one, without asking anybody."""
        return self._team is not None and team != self._team

    async def member(self, account: str) -> Sighting:
        """The account of somebody who acts; raises `NotAMember` for guests, bots, deactivated people and other
        organizations, and `SlackSilent`."""
        until, sighting = self._seen.get(account, (0.0, None))
        if sighting is None or until < time.monotonic():
            sighting = await self._look_up(account)
            self._seen[account] = (time.monotonic() + _KEEP_SECONDS, sighting)
            while len(self._seen) > _KEEP:
                self._seen.popitem(last=False)
        return sighting

    async def mentioned(self, account: str) -> Sighting:
        """The account of somebody who is spoken of; raises `Unknown` where `member` refuses."""
        try:
            return await self.member(account)
        except NotAMember:
            raise Unknown from None

    def forget(self, account: str) -> None:
        """What was remembered of an account no longer counts."""
        self._seen.pop(account, None)

    async def _look_up(self, account: str) -> Sighting:
        try:
            if self._team is None:
                self._team = (await read(self._client, "auth.test"))["team_id"]
            user = (await read(self._client, "users.info", user=account))["user"]
        except Blocked as error:
            raise (NotAMember if error.code == "user_not_found" else SlackSilent) from None
        except DeliveryError:
            raise SlackSilent from None
        return _member(user, self._team)


def _member(user: dict[str, Any], team: str | None) -> Sighting:
    outside = any(user.get(flag) for flag in ("deleted", "is_bot", "is_restricted", "is_ultra_restricted"))
    stranger = user.get("is_stranger") or user["id"] == "USLACKBOT"
    # On Enterprise Grid an account belongs to the organization and lists the workspaces it is in.
    teams = {user.get("team_id"), *user.get("enterprise_user", {}).get("teams", ())}
    if outside or stranger or team not in teams:
        raise NotAMember
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name", "")
    return Sighting("slack", user["id"], team or "", " ".join(name.split())[:80] or user["id"], user.get("tz"))
