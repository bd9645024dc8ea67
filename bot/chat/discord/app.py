"""The Discord app: one token, one gateway connection, one messenger."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import timedelta

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.discord.commands import CommandMemory, register
from bot.chat.discord.connection import FIRST_WAIT, LONGEST_WAIT, Connection
from bot.chat.discord.examining import examine
from bot.chat.discord.interactions import Interactions
from bot.chat.discord.messenger import DiscordMessenger
from bot.chat.discord.servers import servers_of
from bot.chat.discord.wire import Wire
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import MessageInvalidError, NutgrafError, OperatorError, OutsideError
from bot.ports import Clock, Desk, Finding

log = logging.getLogger(__name__)

STOP_PATIENCE = timedelta(seconds=2)
#: A connection that lasted this long was a good one.
STEADY = timedelta(minutes=10)


class DiscordApp:
    """One bot's connection: posts, and answers `/news`.

    `api_base_url` and `gateway_url` name another Discord, for tests and proxies. The library keeps
    these two in globals of its own, so two apps of one process share them.
    """

    def __init__(
        self,
        *,
        token: str,
        api_base_url: str | None,
        gateway_url: str | None,
        desk: Desk,
        clock: Clock,
        memory: CommandMemory | None = None,
    ) -> None:
        self._token = token
        self._clock = clock
        self._memory = memory
        self._addresses = _Addresses(api_base_url, gateway_url)
        self._wire = Wire(clock)
        self._messenger = DiscordMessenger(self._wire, clock)
        self._interactions = Interactions(desk=desk, wire=self._wire, clock=clock)
        self._connection = Connection(
            token=token, wire=self._wire, clock=clock, on_interaction=self._interactions.take
        )
        self._keeping: asyncio.Task[None] | None = None
        self._trouble: str | None = "not connected yet"
        self._unregistered: str | None = None
        self._opened_at = clock.now()

    @property
    def platform(self) -> Platform:
        return Platform.DISCORD

    @property
    def messenger(self) -> DiscordMessenger:
        return self._messenger

    @property
    def trouble(self) -> str | None:
        """What keeps Discord from working, in words; None while it works."""
        return (
            self._trouble
            or self._messenger.trouble
            or self._connection.trouble
            or self._unregistered
        )

    def homes(self, channels: Sequence[ChannelRef]) -> frozenset[str]:
        """Return the servers that own these channels; none before the gateway has told them."""
        client = self._wire.client
        return frozenset() if client is None else servers_of(client, channels)

    async def examine(self, channels: Sequence[ChannelRef]) -> Sequence[Finding]:
        """Ask Discord whether the token and each channel let the bot do its work.

        Nothing is posted. Works before `start`; what Discord says is a finding, no error.
        """
        self._addresses.put()
        try:
            return await examine(self._token, self._clock, channels)
        finally:
            if self._keeping is None:
                self._addresses.restore()

    async def start(self) -> None:
        """Log in and connect; return once questions can be asked.

        Raises OperatorError on a refused token or intent. When Discord cannot be reached the bot
        starts all the same, `trouble` says so, and the connection is tried again in the background.
        """
        self._addresses.put()
        try:
            await self._open()
        except OutsideError as error:
            self._note(error)
        except BaseException:
            self._addresses.restore()
            raise
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let answers under way arrive, then disconnect; within a few seconds."""
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        await self._interactions.finish(STOP_PATIENCE)
        await self._connection.close()
        self._addresses.restore()
        self._trouble = "stopped"

    async def _open(self) -> None:
        self._opened_at = self._clock.now()
        await self._connection.open()
        self._trouble = None
        await self._register()

    async def _register(self) -> None:
        """Register `/news`; without it posts still go out, so it only is a trouble."""
        application = self._connection.application
        if application is None:
            return
        try:
            await register(self._wire, application, self._memory)
        except (OperatorError, OutsideError, MessageInvalidError) as error:
            self._unregistered = f"/news could not be registered: {error}"
            log.error("command tree refused", extra={"reason": str(error)})  # noqa: TRY400
        else:
            self._unregistered = None

    async def _keep(self) -> None:
        """Open the connection again whenever it ended, until that cannot help."""
        wait = FIRST_WAIT
        while True:
            try:
                await (self._connection.ended() if self._trouble is None else self._reopen(wait))
            except OutsideError as error:
                self._note(error)
                await self._connection.close()
                # Only what lasted has mended something; each try costs one of the day's IDENTIFYs.
                lasted = self._clock.now() - self._opened_at
                wait = FIRST_WAIT if lasted > STEADY else min(wait * 2, LONGEST_WAIT)
            except OperatorError as error:
                self._trouble = str(error)
                log.error("discord refused", extra={"reason": str(error)})  # noqa: TRY400
                await self._connection.close()
                return

    async def _reopen(self, wait: timedelta) -> None:
        await self._clock.sleep(wait)
        await self._open()

    def _note(self, error: NutgrafError) -> None:
        self._trouble = str(error)
        log.warning("discord not reached", extra={"reason": str(error)})


class _Addresses:
    """Where Discord is: put into the library's globals before the login, taken out at the end."""

    def __init__(self, api_base_url: str | None, gateway_url: str | None) -> None:
        self._api = api_base_url
        self._gateway = gateway_url
        self._before: tuple[str, yarl.URL] | None = None

    def put(self) -> None:
        if self._before is None:
            self._before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
        if self._api is not None:
            Route.BASE = self._api.rstrip("/")
        if self._gateway is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._gateway)

    def restore(self) -> None:
        if self._before is not None:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self._before
            self._before = None
