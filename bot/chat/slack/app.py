"""The Slack app: Socket Mode or signed HTTP, one messenger, and every workspace that let it in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.commands import Commands
from bot.chat.slack.connection import PING_SECONDS, Connection
from bot.chat.slack.examining import examine
from bot.chat.slack.failures import REMEDIES, TOKEN_REFUSED, code_of, translated
from bot.chat.slack.installing import Installing, OAuth
from bot.chat.slack.messenger import SlackMessenger
from bot.chat.slack.signatures import is_signed
from bot.chat.slack.workspaces import Books, SpeakingClient, Workspaces
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import DeliveryRefusedError, OperatorError, OutsideError
from bot.ports import Clock, Desk, Finding

log = logging.getLogger(__name__)

_TICKET = re.compile(r"ticket=[^&'\" )]*")
CALL_TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=10)
STOP_PATIENCE = timedelta(seconds=3)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=1)
_NOT_INSTALLED = "nutgraf is not installed in this workspace. Ask whoever runs it for the link."


class SlackApp:
    """One app's connection: posts, and answers `/news`.

    Without `app_token` there is no Socket Mode: questions come through `handle_http` when
    `signing_secret` is given, and not at all when it is not. With `books` other workspaces than
    that of `bot_token` are served, and with `oauth` too they may install the app by themselves.
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
        books: Books | None = None,
        oauth: OAuth | None = None,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._clock = clock
        self._signing_secret = signing_secret
        self._app_token = app_token
        # No retries by the library: it would post twice when an answer is lost (decision 0041).
        address = base_url or AsyncWebClient.BASE_URL
        self._client, self._speaking = (
            kind(token=bot_token, base_url=address, retry_handlers=[], logger=_library_log())
            for kind in (AsyncWebClient, SpeakingClient)
        )
        self._workspaces = Workspaces(self._client, clock, books)
        self._messenger = SlackMessenger(self._client, clock, self._workspaces)
        self._commands = Commands(desk=desk, client=self._speaking, clock=clock)
        self._bolt = _bolt(self._client, self._workspaces)
        self._installing = self._installer(oauth, books)
        self._register()
        self._socket = self._connection(app_token, ping_seconds) if app_token else None
        self._starting: asyncio.Task[None] | None = None
        self._trouble: str | None = "not connected yet"

    def _connection(self, app_token: str, ping_seconds: float) -> Connection:
        return Connection(
            bolt=self._bolt,
            client=self._client,
            app_token=app_token,
            clock=self._clock,
            ping_seconds=ping_seconds,
        )

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

    def homes(self, channels: Sequence[ChannelRef]) -> frozenset[str]:
        """Return the workspace of the operators' own token; none before Slack has told it."""
        del channels
        home = self._workspaces.home
        return frozenset() if home is None else frozenset({home})

    @property
    def installing(self) -> Installing | None:
        """The pages on which other workspaces install the app; None where they may not."""
        return self._installing

    async def start(self) -> None:
        """Check the token and connect.

        Raises OperatorError on a refused token, and where TOKEN_KEY does not open what is stored;
        StorageError where that cannot be read. When Slack cannot be reached the bot starts all the
        same, `trouble` says so, and the connection is tried again in the background.
        """
        session = aiohttp.ClientSession(timeout=CALL_TIMEOUT)
        self._client.session = self._speaking.session = session
        try:
            await self._workspaces.load()
            await self._try_to_connect()
        except BaseException:
            await session.close()
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

    async def examine(self, channels: Sequence[ChannelRef]) -> Sequence[Finding]:
        """Ask Slack whether tokens and channels let the bot do its work; nothing is posted."""
        named = sorted({each.workspace for each in channels if each.workspace})
        if named:
            await self._look_around()
        home = [each for each in channels if self._workspaces.is_home(each.workspace)]
        found = await examine(self._client, self._clock, home, app_token=self._app_token)
        for workspace in named:
            if not self._workspaces.is_home(workspace):
                found += await self._examine_guest(workspace, channels)
        return found

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

    async def _look_around(self) -> None:
        """Learn which workspace is home and which are served, before anything is started."""
        with contextlib.suppress(SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            answer = await self._client.auth_test()
            self._workspaces.learn(answer.data if isinstance(answer.data, dict) else {})
        await self._workspaces.load()

    async def _examine_guest(
        self, workspace: str, channels: Sequence[ChannelRef]
    ) -> Sequence[Finding]:
        theirs = [each for each in channels if each.workspace == workspace]
        try:
            client = self._workspaces.client(workspace)
        except DeliveryRefusedError as error:
            words, _, remedy = str(error).partition(". Remedy: ")
            subject = f"slack workspace {workspace}"
            return (Finding(subject=subject, is_well=False, words=words, remedy=remedy),)
        return await examine(client, self._clock, theirs, app_token=None)

    def _register(self) -> None:
        # Before the commands, which listen to every event there is.
        for event in ("app_uninstalled", "tokens_revoked"):
            self._bolt.event(event)(self._on_leaving)
        self._commands.register(self._bolt)

    def _installer(self, oauth: OAuth | None, books: Books | None) -> Installing | None:
        if oauth is None or books is None:
            return None
        return Installing(
            oauth,
            base_url=self._client.base_url,
            logger=self._client.logger,
            workspaces=self._workspaces,
            storage=books.storage,
            clock=self._clock,
        )

    async def _on_leaving(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Serve a workspace no longer that removed the app, or the bot's token."""
        await ack()
        event = body.get("event") or {}
        is_ours = event.get("type") == "app_uninstalled" or (event.get("tokens") or {}).get("bot")
        workspace = body.get("team_id")
        if is_ours and isinstance(workspace, str):
            await self._workspaces.dismiss(workspace)

    async def _connect(self) -> None:
        with translated("auth.test", "Slack"):
            try:
                answer = await self._client.auth_test()
            except SlackApiError as error:
                if code_of(error) in TOKEN_REFUSED:
                    raise _refused(code_of(error)) from error
                raise
        self._workspaces.learn(answer.data if isinstance(answer.data, dict) else {})
        if self._socket is not None:
            await self._socket.open()
        self._trouble = None
        log.info("slack connected", extra={"workspace": answer.get("team_id")})

    async def _try_to_connect(self) -> None:
        try:
            await self._connect()
        except OutsideError as error:
            self._trouble = str(error)
            log.warning("slack not reached", extra={"reason": str(error)})
            self._starting = asyncio.create_task(self._keep_starting())

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


def _bolt(client: AsyncWebClient, workspaces: Workspaces) -> AsyncApp:
    """Return the library's app: it parses deliveries and hands them to our listeners."""
    return AsyncApp(
        name="nutgraf",
        logger=client.logger,
        # Without a token of its own it asks `workspaces`, and not Slack, who we are.
        client=AsyncWebClient(base_url=client.base_url, retry_handlers=[], logger=client.logger),
        # The library leaves out that nobody may be known, which it handles.
        authorize=workspaces,  # type: ignore[arg-type]
        user_facing_authorize_error_message=_NOT_INSTALLED,
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
