"""The Slack app: one bot token, Socket Mode or signed HTTP, one messenger."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.commands import Commands
from bot.chat.slack.connection import PING_SECONDS, Connection
from bot.chat.slack.failures import REMEDIES, TOKEN_REFUSED, code_of, translated
from bot.chat.slack.messenger import SlackMessenger
from bot.chat.slack.signatures import is_signed
from bot.domain.delivery import Platform
from bot.domain.errors import OperatorError, OutsideError
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

_TICKET = re.compile(r"ticket=[^&'\" )]*")
CALL_TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=10)
STOP_PATIENCE = timedelta(seconds=3)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=1)


class SlackApp:
    """One workspace's connection: posts, and answers `/news`.

    Without `app_token` there is no Socket Mode: questions come through `handle_http` when
    `signing_secret` is given, and not at all when it is not.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str | None,
        signing_secret: str | None,
        base_url: str | None,
        desk: Desk,
        clock: Clock,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._clock = clock
        self._signing_secret = signing_secret
        # No retries by the library: it would post twice when an answer is lost (decision 0041).
        self._client = AsyncWebClient(
            token=bot_token,
            base_url=base_url or AsyncWebClient.BASE_URL,
            retry_handlers=[],
            logger=_library_log(),
        )
        self._messenger = SlackMessenger(self._client, clock)
        self._commands = Commands(desk=desk, client=self._client, clock=clock)
        self._identity = _Identity(bot_token)
        self._bolt = _bolt(self._client, self._identity)
        self._commands.register(self._bolt)
        self._socket = (
            Connection(
                bolt=self._bolt,
                client=self._client,
                app_token=app_token,
                clock=clock,
                ping_seconds=ping_seconds,
            )
            if app_token
            else None
        )
        self._starting: asyncio.Task[None] | None = None
        self._trouble: str | None = "not connected yet"

    @property
    def platform(self) -> Platform:
        return Platform.SLACK

    @property
    def messenger(self) -> SlackMessenger:
        return self._messenger

    @property
    def trouble(self) -> str | None:
        """What keeps Slack from working, in words; None while it works."""
        socket = self._socket.trouble if self._socket else None
        return self._trouble or self._messenger.trouble or socket

    async def start(self) -> None:
        """Check the token and connect.

        Raises OperatorError on a refused token. When Slack cannot be reached the bot starts all
        the same, `trouble` says so, and the connection is tried again in the background.
        """
        self._client.session = aiohttp.ClientSession(timeout=CALL_TIMEOUT)
        try:
            await self._connect()
        except OutsideError as error:
            self._trouble = str(error)
            log.warning("slack not reached", extra={"reason": str(error)})
            self._starting = asyncio.create_task(self._keep_starting())
        except OperatorError:
            await self._client.session.close()
            raise

    async def stop(self) -> None:
        """Let answers under way arrive, then disconnect; within a few seconds."""
        if self._starting is not None:
            self._starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._starting
        await self._commands.finish(STOP_PATIENCE)
        if self._socket is not None:
            await self._socket.close()
        if self._client.session is not None:
            await self._client.session.close()
        self._trouble = "stopped"

    async def handle_http(self, request: web.Request) -> web.StreamResponse:
        """Answer one signed delivery of Slack; 401 for anything that Slack did not sign."""
        body = await request.read()
        if self._signing_secret is None:
            return web.Response(status=404)
        if not is_signed(body, request.headers, secret=self._signing_secret, now=self._clock.now()):
            return web.Response(status=401, text="the signature is missing, wrong or too old")
        answer = await self._bolt.async_dispatch(
            AsyncBoltRequest(
                body=body.decode("utf-8", "replace"),
                query=request.query_string,
                headers=dict(request.headers),
            )
        )
        content_type = answer.headers.get("content-type", ["text/plain"])[0].split(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=content_type)

    async def _connect(self) -> None:
        with translated("auth.test", "Slack"):
            try:
                answer = await self._client.auth_test()
            except SlackApiError as error:
                if code_of(error) in TOKEN_REFUSED:
                    raise _refused(code_of(error)) from error
                raise
        self._identity.learn(answer.data if isinstance(answer.data, dict) else {})
        self._messenger.recognise(answer.get("bot_id"))
        if self._socket is not None:
            await self._socket.open()
        self._trouble = None
        log.info("slack connected", extra={"workspace": answer.get("team_id")})

    async def _keep_starting(self) -> None:
        wait = FIRST_RETRY
        while True:
            await self._clock.sleep(wait)
            wait = min(wait * 2, LONGEST_RETRY)
            try:
                await self._connect()
            except OutsideError as error:
                self._trouble = str(error)
            except OperatorError as error:
                self._trouble = str(error)
                log.error("slack token refused", extra={"reason": str(error)})  # noqa: TRY400
                return
            else:
                return


class _Identity(AsyncAuthorize):
    """Who we are, learnt once at the start: no call to Slack stands before an acknowledgement."""

    def __init__(self, bot_token: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._bot_token = bot_token
        self._known: dict[str, Any] = {}

    def learn(self, answer: dict[str, Any]) -> None:
        names = ("team_id", "bot_id", "enterprise_id")
        self._known = {name: answer.get(name) for name in names}
        self._known["bot_user_id"] = answer.get("user_id")

    async def __call__(self, **_: object) -> AuthorizeResult:
        known = {"enterprise_id": None, "team_id": None} | self._known
        return AuthorizeResult(bot_token=self._bot_token, **known)


def _bolt(client: AsyncWebClient, identity: _Identity) -> AsyncApp:
    """Return the library's app: it parses deliveries and hands them to our listeners."""
    return AsyncApp(
        name="nutgraf",
        logger=client.logger,
        # Without a token of its own it asks `identity`, and not Slack, who we are.
        client=AsyncWebClient(base_url=client.base_url, retry_handlers=[], logger=client.logger),
        authorize=identity,
        # `handle_http` checks signatures itself, on the raw body and with our clock.
        signing_secret="",
        request_verification_enabled=False,
    )


def _refused(code: str) -> OperatorError:
    remedy = REMEDIES.get(code, REMEDIES["invalid_auth"])
    return OperatorError(f"Slack refuses SLACK_BOT_TOKEN ({code}). Remedy: {remedy}.")


def _library_log() -> logging.Logger:
    """Return the log of the Slack libraries, errors only.

    Below that they write whole payloads and response addresses; what is left is made discreet.
    """
    library = logging.getLogger("bot.chat.slack.library")
    library.setLevel(logging.ERROR)
    if not library.filters:
        library.addFilter(_discreet)
    return library


def _discreet(record: logging.LogRecord) -> bool:
    """Take the one-time ticket out of a failed connection's address; the trace repeats it."""
    message = record.getMessage()
    if "ticket=" in message:
        record.msg, record.args = _TICKET.sub("ticket=…", message), ()
        record.exc_info = record.exc_text = None
    return True
