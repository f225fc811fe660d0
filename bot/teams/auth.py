"""botbuilder set up to check who is speaking, and for nothing else: it never blocks and has no way out."""

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import CloudAdapterBase
from botframework.connector.auth import (
    AppCredentials,
    AuthenticationConfiguration,
    BotFrameworkAuthenticationFactory,
    JwtTokenExtractor,
    MicrosoftAppCredentials,
    ServiceClientCredentialsFactory,
)
from msrest.universal_http.requests import ClientRetryPolicy

from bot.settings import EMULATOR, TeamsSettings
from bot.teams.keys import Keys

# Two clients are made for every activity, and each asks 999 times whether a number is in this list: 80 % of the time an
# activity took. The same numbers, as a set.
ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment]


class WrongIssuer(Exception):
    """The token is of another kind: the emulator's, another bot's, or our own, which every service we call has seen."""


class NeverEnds(Exception):
    """The token does not say when it ends."""


def adapter(settings: TeamsSettings, keys: Keys) -> CloudAdapterBase:
    """botbuilder's adapter for one registration. Its `process_activity` checks signature, endorsement, issuer,
    audience, validity (with five minutes' leeway) and the claim of the service address; any exception before the turn
    is a refusal."""
    # The only place where the library can be given other keys than those it fetches itself.
    JwtTokenExtractor.metadataCache[settings.openid_metadata_url] = keys
    authentication = BotFrameworkAuthenticationFactory.create(
        to_channel_from_bot_login_url=settings.login_url,
        to_channel_from_bot_oauth_scope=settings.oauth_scope,
        to_bot_from_channel_token_issuer=settings.token_issuer,
        to_bot_from_channel_open_id_metadata_url=settings.openid_metadata_url,
        # Tokens of the emulator and of other bots are held against the same keys, and refused for their issuer at last.
        to_bot_from_emulator_open_id_metadata_url=settings.openid_metadata_url,
        credential_factory=_Registration(settings),
        auth_configuration=AuthenticationConfiguration(claims_validator=_claims(settings.token_issuer)),
    )
    return CloudAdapterBase(authentication)


class _Registration(ServiceClientCredentialsFactory):  # type: ignore[misc]
    """Which bot we are. The clients the library makes for a turn get credentials that fetch no token."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings
        self._nothing: AppCredentials = MicrosoftAppCredentials.empty()

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == self._settings.app_id

    async def is_authentication_disabled(self) -> bool:
        # Asked of the type and not, as the library does, of an empty id: a forgotten setting must not open the door.
        return self._settings.app_type == EMULATOR

    async def create_credentials(self, *_: Any, **__: Any) -> AppCredentials:
        return self._nothing


def _claims(issuer: str) -> Callable[[list[dict[str, Any]]], Awaitable[None]]:
    async def require(identities: list[dict[str, Any]]) -> None:
        for claims in identities:
            if claims.get("iss") != issuer:
                raise WrongIssuer
            if "exp" not in claims:
                raise NeverEnds

    return require
