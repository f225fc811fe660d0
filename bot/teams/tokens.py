"""The bearer token with which the bot speaks: fetched once in its lifetime, and never on the event loop."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from botframework.connector.auth import AppCredentials, ManagedIdentityAppCredentials, MicrosoftAppCredentials

from bot.delivery import Blocked, DeliveryError, NotSent
from bot.settings import EMULATOR, MANAGED_IDENTITY, SINGLE_TENANT, TeamsSettings

#: Seconds each of connecting and reading may take; the library's own is without end.
_FETCH_SECONDS = 5
#: MSAL hands out no token that ends within five minutes, so one may be used for a minute without asking again.
_MINUTE = 60.0
#: Everybody who waits while the login service is away is told at once, and it is not asked again sooner.
_SOON = 5.0
#: What the login service says when a person has to mend the registration.
_MEND = frozenset({"invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope", "access_denied"})
_ERROR = re.compile(r"error: (\w{1,60}),")


class Tokens:
    """Tokens of one registration, kept by MSAL until shortly before their end."""

    def __init__(self, settings: TeamsSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._credentials: AppCredentials | None = None
        self._known: str | DeliveryError = ""
        self._until = float("-inf")
        self._asking = asyncio.Lock()

    async def header(self) -> dict[str, str]:
        """The Authorization header; with EMULATOR none. Raises `NotSent` when there is no token now, and `Blocked` when
        a person has to mend the registration."""
        if self._settings.app_type == EMULATOR:
            return {}
        async with self._asking:
            if self._clock() >= self._until:
                self._known = await asyncio.to_thread(self._ask)
                self._until = self._clock() + (_MINUTE if isinstance(self._known, str) else _SOON)
        if isinstance(self._known, DeliveryError):
            raise type(self._known)(self._known.code)
        return {"Authorization": f"Bearer {self._known}"}

    def _ask(self) -> str | DeliveryError:
        try:
            if self._credentials is None:
                self._credentials = _credentials(self._settings)
            return str(self._credentials.get_access_token())
        except PermissionError as error:
            # The library's sentence goes on with what the login service said, which may quote anything.
            found = _ERROR.search(str(error))
            code = found[1] if found else "no_token"
            return (Blocked if code in _MEND else NotSent)(code)
        except (OSError, ValueError, LookupError, RuntimeError):
            return NotSent("no_token")


def _credentials(settings: TeamsSettings) -> AppCredentials:
    if settings.app_type == MANAGED_IDENTITY:
        credentials = ManagedIdentityAppCredentials(settings.app_id, settings.oauth_scope)
        identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)
        credentials.app = msal.ManagedIdentityClient(identity, http_client=_Session())
        return credentials
    credentials = MicrosoftAppCredentials(settings.app_id, settings.app_password, settings.tenant, settings.oauth_scope)
    # Made here and not by the library: with a timeout, in any cloud, and without asking the public cloud about others.
    credentials.app = msal.ConfidentialClientApplication(
        settings.app_id,
        client_credential=settings.app_password,
        authority=_authority(settings),
        instance_discovery=False,
        http_client=_Session(),
    )
    return credentials


class _Session(requests.Session):
    """With a timeout, and without a connection kept open for an hour."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["Connection"] = "close"

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{"timeout": _FETCH_SECONDS, **kwargs})


def _authority(settings: TeamsSettings) -> str:
    url = settings.login_url.rstrip("/")
    if urlsplit(url).path:
        return url
    return f"{url}/{settings.tenant if settings.app_type == SINGLE_TENANT else 'botframework.com'}"
