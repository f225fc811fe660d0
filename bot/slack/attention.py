"""Whether somebody wants to be told things now: what they let Slack say of themselves, looked at when a reminder is
about to be sent, and kept nowhere."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import DeliveryError, NotNow, NotSent
from bot.slack.client import read
from bot.slack.pace import TIER_3, Pace

#: Slack's own suggestions for people who do not work now, and what they choose themselves.
_EMOJI = frozenset(
    {
        ":palm_tree:",
        ":face_with_thermometer:",
        ":airplane:",
        ":desert_island:",
        ":beach_with_umbrella:",
        ":mask:",
        ":zzz:",
    }
)
_WORDS = re.compile(
    r"\b(away|vacation(ing)?|holidays?|sick|ooo|pto|out of (the )?office|day off|(on|parental) leave)\b"
)


class Attention:
    """What Slack says of people's status and quiet hours."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        # dnd.info is of tier 3; users.info, of tier 4, takes more.
        self._pace = Pace(*TIER_3, clock)

    async def require(self, account: str) -> None:
        """Raises `NotNow` while somebody's status says that they are away, or they do not want to be disturbed, and
        `NotSent` where Slack asks us to wait. Where it does not say, as without the scope, they can be told."""
        await self._pace.turn()
        now = self._clock().timestamp()
        try:
            profile = (await read(self._client, "users.info", user=account))["user"].get("profile") or {}
            away = _away(profile, now)
            until = away if away is not None else _quiet(await read(self._client, "dnd.info", user=account), now)
        except NotSent as error:
            if error.code == "ratelimited":
                raise
            return
        except DeliveryError:
            return
        if until is not None:
            raise NotNow("away", until - now if until else None)


def _away(profile: dict[str, Any], now: float) -> float | None:
    """When the status that says somebody is away ends, 0 when that is open; None when it does not say so."""
    until = _moment(profile.get("status_expiration"))
    if until and until <= now:
        return None
    text = str(profile.get("status_text") or "").lower()
    return until if profile.get("status_emoji") in _EMOJI or _WORDS.search(text) else None


def _quiet(found: dict[str, Any], now: float) -> float | None:
    """When the quiet hours somebody is in end; None when they are in none."""
    begins, ends = _moment(found.get("next_dnd_start_ts")), _moment(found.get("next_dnd_end_ts"))
    snoozed = _moment(found.get("snooze_endtime")) if found.get("snooze_enabled") else 0.0
    scheduled = ends if found.get("dnd_enabled") and begins <= now < ends else 0.0
    return max(snoozed, scheduled) if max(snoozed, scheduled) > now else None


def _moment(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
