"""The Socket Mode connection, kept alive.

The library reconnects by itself, with one gap: when the address it was given no longer opens, it
tries that same address for ever. What is down for longer than the library needs is replaced whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime, timedelta

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.failures import TOKEN_REFUSED, code_of, translated
from bot.domain.errors import DeliveryDeferredError, OperatorError, OutsideError
from bot.ports import Clock

log = logging.getLogger(__name__)

#: Seconds between pings; the library calls a connection stale after four without an answer.
PING_SECONDS = 3.0
#: A handshake that fails is repeated by the library with an address that no longer opens.
PINGS_TO_OPEN = 3
#: apps.connections.open is Tier 1 in the older reference (once a minute), so waits double to it.
LONGEST_WAIT = timedelta(minutes=1)


class Connection:
    """One Socket Mode connection that hands deliveries to the Bolt app."""

    def __init__(
        self,
        *,
        bolt: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        clock: Clock,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._bolt = bolt
        self._client = client
        self._app_token = app_token
        self._clock = clock
        self._ping = ping_seconds
        self._handler: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None
        #: Why the newest attempt to replace a broken connection failed.
        self._reason: str | None = None

    @property
    def trouble(self) -> str | None:
        """What is wrong with the connection, judged by its pongs; None while it answers."""
        session = self._handler.client.current_session if self._handler else None
        if self._handler is None or session is None or session.closed:
            reason = f" ({self._reason})" if self._reason else ""
            return f"the connection to Slack is down{reason}; it is being opened again"
        # The library stamps pongs with the system clock, as our clock does.
        heard_at = self._handler.client.last_ping_pong_time
        silence = 0.0 if heard_at is None else self._clock.now().timestamp() - heard_at
        if silence > self._patience.total_seconds():
            return f"Slack has not answered a ping for {silence:.0f} seconds"
        return None

    @property
    def _patience(self) -> timedelta:
        return timedelta(seconds=self._ping * 4)

    async def open(self) -> None:
        """Connect and keep the connection alive from now on.

        Raises OperatorError when the app token is refused, and what `translated` raises when Slack
        cannot be reached.
        """
        await self._connect()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        await self._drop()

    async def _connect(self) -> None:
        with translated("apps.connections.open", "Slack"):
            try:
                answer = await self._client.apps_connections_open(app_token=self._app_token)
            except SlackApiError as error:
                if code_of(error) in TOKEN_REFUSED:
                    raise OperatorError(
                        f"Slack refuses SLACK_APP_TOKEN ({code_of(error)}). Remedy: make an "
                        "app-level token (xapp-…) with the scope connections:write."
                    ) from error
                raise
        handler = AsyncSocketModeHandler(
            self._bolt,
            self._app_token,
            logger=self._client.logger,
            web_client=self._client,
            ping_interval=self._ping,
        )
        handler.client.wss_uri = answer["url"]
        try:
            await asyncio.wait_for(
                handler.connect_async(),  # type: ignore[no-untyped-call]
                self._ping * PINGS_TO_OPEN,
            )
            self._handler = handler
        except TimeoutError as error:
            raise OutsideError("Slack's socket did not open") from error
        finally:
            if self._handler is not handler:
                await _close(handler)

    async def _drop(self) -> None:
        if self._handler is not None:
            handler, self._handler = self._handler, None
            await _close(handler)

    async def _watch(self) -> None:
        down_since: datetime | None = None
        # By then the library has tried twice; what it could not mend it will not mend.
        first_wait = timedelta(seconds=self._ping * 2)
        wait = first_wait
        while True:
            await self._clock.sleep(timedelta(seconds=self._ping))
            now = self._clock.now()
            if self.trouble is None:
                down_since, wait = None, first_wait
            elif down_since is None:
                down_since = now
                log.warning("slack connection down", extra={"reason": self.trouble})
            elif now - down_since >= wait:
                down_since, wait = now, await self._replace() or min(wait * 2, LONGEST_WAIT)

    async def _replace(self) -> timedelta | None:
        """Open a new connection; return the wait before another try where the error names one."""
        try:
            await self._drop()
            await self._connect()
        except Exception as error:  # noqa: BLE001 - whatever fails here is tried again
            self._reason = str(error)
            log.warning("slack connection not replaced", extra={"reason": self._reason})
            return error.retry_after if isinstance(error, DeliveryDeferredError) else None
        self._reason = None
        log.info("slack connection replaced")
        return None


async def _close(handler: AsyncSocketModeHandler) -> None:
    """Close a connection that may be broken; what is wrong with it no longer matters."""
    with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
        await asyncio.wait_for(handler.close_async(), 3)  # type: ignore[no-untyped-call]
