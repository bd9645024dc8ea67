"""Installing the app in another workspace: the library's OAuth flow over our archive.

Who opens `/slack/install` is sent to Slack with a state that is good once and for ten minutes, and
comes back to `/slack/oauth_redirect` with a code that Slack takes for the workspace's token.
"""

from __future__ import annotations

import hashlib
import html
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

import aiohttp
from aiohttp import web
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat.slack.examining import SCOPES
from bot.chat.slack.workspaces import Workspaces
from bot.domain.delivery import Platform
from bot.domain.errors import OutsideError
from bot.domain.installations import Installation
from bot.ports import Clock, Storage

log = logging.getLogger(__name__)

STATE_LASTS = timedelta(minutes=10)
#: Installations under way at a time; what asks for more is no person.
MOST_STATES = 500
#: The pages are words alone; a code in an address must not travel on as a referrer.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_AGAIN = "Begin again at /slack/install."
_REASONS = {
    "access_denied": f"You did not let the app in. {_AGAIN}",
    "invalid_browser": f"This is not the browser that began, or its cookie is gone. {_AGAIN}",
    "invalid_state": f"This link was used before, or is older than ten minutes. {_AGAIN}",
    "missing_code": f"Slack sent no code. {_AGAIN}",
    "invalid_code": f"Slack does not take its code any more. {_AGAIN}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """The app's own credentials at Slack."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return "OAuth('********')"


class Installing:
    """The two pages of an installation."""

    def __init__(
        self,
        oauth: OAuth,
        *,
        base_url: str,
        logger: logging.Logger,
        workspaces: Workspaces,
        storage: Storage,
        clock: Clock,
    ) -> None:
        self._flow = AsyncOAuthFlow(
            # Without a token: the call is made with the app's credentials.
            client=_ExchangingClient(base_url=base_url, retry_handlers=[], logger=logger),
            logger=logger,
            settings=AsyncOAuthSettings(
                client_id=oauth.client_id,
                client_secret=oauth.client_secret,
                scopes=tuple(SCOPES),
                user_scopes=(),
                install_page_rendering_enabled=False,
                installation_store=_Store(workspaces, clock),
                state_store=_States(storage, clock),
                state_expiration_seconds=int(STATE_LASTS.total_seconds()),
                callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
                logger=logger,
            ),
        )

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Send a browser to Slack."""
        return await _answered(self._flow.handle_installation, request)

    async def finish(self, request: web.Request) -> web.StreamResponse:
        """Take a browser that comes back from Slack; the workspace is served from then on."""
        return await _answered(self._flow.handle_callback, request)


class _ExchangingClient(AsyncWebClient):
    """Says who the app is in a header of its own making.

    The library's way (slack-sdk 3.47) warns with aiohttp 3.14, whose BasicAuth is deprecated.
    """

    async def oauth_v2_access(  # type: ignore[override]  # the flow passes no more than these
        self, *, client_id: str, client_secret: str, code: str, redirect_uri: str | None
    ) -> AsyncSlackResponse:
        place = {"redirect_uri": redirect_uri} if redirect_uri else {}
        return await self.api_call(
            "oauth.v2.access",
            data={"code": code} | place,
            headers={"Authorization": aiohttp.encode_basic_auth(client_id, client_secret)},
        )


class _UnwantedError(BoltError):
    """An installation that we do not take; the text is for the installer."""


class _Store(AsyncInstallationStore):
    """The library's way to our installations; it only ever saves."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock

    async def async_save(self, installation: Granted) -> None:
        granted = installation
        if granted.is_enterprise_install or not granted.team_id:
            raise _UnwantedError("Choose one workspace: the app is not for whole organisations.")
        if not granted.bot_token:
            raise _UnwantedError("Slack gave the app no token. Begin again at /slack/install.")
        scopes = granted.bot_scopes or ()
        await self._workspaces.admit(
            Installation(
                platform=Platform.SLACK,
                workspace=granted.team_id,
                name=granted.team_name or granted.team_id,
                enterprise=granted.enterprise_id,
                sealed_token="",
                bot=granted.bot_id or "",
                bot_user=granted.bot_user_id or "",
                scopes=tuple(scopes.split(",") if isinstance(scopes, str) else scopes),
                installed_by=granted.user_id or "",
                installed_at=self._clock.now(),
            ),
            granted.bot_token,
        )


class _States(AsyncOAuthStateStore):
    """States in the archive by their hash: who reads the archive cannot use them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        make: Callable[[], str] = token_urlsafe,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._make = make

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        del args, kwargs
        state, now = self._make(), self._clock.now()
        async with self._storage.look() as unit:
            if await unit.installations.issued_count(now) >= MOST_STATES:
                raise OutsideError("too many installations under way")
        async with self._storage.begin() as unit:
            await unit.installations.issue(_hash(state), now + STATE_LASTS)
            await unit.commit()
        return state

    async def async_consume(self, state: str) -> bool:
        async with self._storage.begin() as unit:
            met = await unit.installations.consume(_hash(state), self._clock.now())
            await unit.commit()
        return met


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    name = args.installation.team_name or "your workspace"
    return _page(200, f"The app is installed in {name}. Type /news help in Slack.")


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    if isinstance(args.error, _UnwantedError):
        return _page(400, str(args.error))
    words = _REASONS.get(args.reason, f"Slack could not install the app. {_AGAIN}")
    return _page(args.suggested_status_code, words)


async def _answered(
    how: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: web.Request
) -> web.StreamResponse:
    asked = AsyncBoltRequest(
        body="", query=request.query_string, headers={"cookie": request.headers.get("Cookie", "")}
    )
    try:
        answer = await how(asked)
    except (OutsideError, SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("installation failed", extra={"reason": type(error).__name__})
        answer = _page(503, "This does not work just now. Try again in some minutes.")
    response = web.Response(status=answer.status, text=answer.body, content_type="text/html")
    response.headers.update(HEADERS)
    for name in ("location", "set-cookie"):
        for value in answer.headers.get(name, ()):
            response.headers.add(name, value)
    return response


def _page(status: int, words: str) -> BoltResponse:
    body = f"<!doctype html><meta charset=utf-8><title>nutgraf</title><p>{html.escape(words)}</p>"
    return BoltResponse(status=status, body=body)
