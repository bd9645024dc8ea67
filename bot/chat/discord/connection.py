"""The gateway connection: identified once, resumed by the library, opened anew when that fails.

Each fresh connection costs one of 1,000 IDENTIFYs a day, after which Discord resets the token. So
what cannot be mended by trying again ends the trying, and the rest waits longer each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable
from datetime import timedelta

import aiohttp
import discord

from bot.chat.discord.failures import MEND_LOGIN
from bot.chat.discord.wire import Wire
from bot.domain.errors import OperatorError, OutsideError
from bot.ports import Clock

log = logging.getLogger(__name__)

#: 120 seconds a try for 1,000 a day; the first ones may come sooner.
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=2)
READY_TIMEOUT = 30.0
IDENTIFY_WAIT = timedelta(seconds=5)
CLOSE_TIMEOUT = 2.0
#: What the library may sleep before one call; less is not accepted.
MAX_RATELIMIT_WAIT = 30.0
#: How long to wait for a further server at the start: their channels' names come with them.
GUILD_WAIT = 0.15
#: Close codes after which Discord takes no further IDENTIFY (reference, gateway close codes).
FATAL = {
    4004: f"Discord refuses DISCORD_TOKEN. Remedy: {MEND_LOGIN}.",
    4010: "Discord refuses the connection (invalid shard). Remedy: report this as a bug.",
    4011: "the bot is on too many servers for one connection. Remedy: leave some of them.",
    4012: "Discord no longer speaks this version of its gateway. Remedy: update the bot.",
    4013: "Discord refuses the intents. Remedy: report this as a bug.",
    4014: "Discord refuses the intents. Remedy: allow the bot its intents in the developer portal.",
}

#: The token of an interaction or webhook in an address.
_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]+")

OnInteraction = Callable[[discord.Interaction[discord.Client]], None]


class Connection:
    """One login and one gateway session, kept alive until closed."""

    def __init__(
        self, *, token: str, wire: Wire, clock: Clock, on_interaction: OnInteraction
    ) -> None:
        self._token = token
        self._wire = wire
        self._clock = clock
        self._on_interaction = on_interaction
        self._running: asyncio.Task[None] | None = None
        self._client: _Client | None = None
        self._trouble: str | None = "not connected yet"

    @property
    def trouble(self) -> str | None:
        """What is wrong with the connection; None while the gateway speaks to us."""
        client, running = self._client, self._running
        up = client is not None and client.is_up.is_set()
        return None if up and running is not None and not running.done() else self._trouble

    @property
    def application(self) -> int | None:
        """The application's id, once logged in."""
        return self._client.application_id if self._client is not None else None

    async def open(self) -> None:
        """Log in, connect, and return once Discord is ready.

        Raises OperatorError for what an operator must mend, OutsideError when Discord cannot be
        reached; then nothing is left open.
        """
        client = _Client(self._on_interaction, self._note, self._clock)
        _quieten()
        running: asyncio.Task[None] | None = None
        try:
            await login(client, self._token)
            self._wire.use(client)
            running = asyncio.create_task(_connect(client))
            await _until_ready(client, running)
        except BaseException:
            self._wire.use(None)
            await _close(client, running)
            raise
        self._client = client
        self._running = running
        self._trouble = None

    async def ended(self) -> None:
        """Wait until the connection ended for good; raises what `open` raises."""
        if self._running is not None:
            await self._running
        raise OutsideError("the connection to Discord ended")

    async def close(self) -> None:
        """Disconnect within a few seconds."""
        self._wire.use(None)
        if self._client is not None:
            await _close(self._client, self._running)
        self._client = self._running = None

    def _note(self, trouble: str) -> None:
        self._trouble = trouble


class _Client(discord.Client):
    """The library's client with one intent, nobody to ping, and no cache of messages."""

    def __init__(
        self, on_interaction: OnInteraction, note: Callable[[str], None], clock: Clock
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=MAX_RATELIMIT_WAIT,
            guild_ready_timeout=GUILD_WAIT,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self._take = on_interaction
        self._note = note
        self._clock = clock
        self.is_up = asyncio.Event()

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        self._take(interaction)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait before a further IDENTIFY, as the gateway's reference asks after an op 9."""
        del shard_id
        if not initial:
            await self._clock.sleep(IDENTIFY_WAIT)

    async def on_ready(self) -> None:
        self.is_up.set()
        log.info("discord connected", extra={"servers": len(self.guilds)})

    async def on_resumed(self) -> None:
        self.is_up.set()
        log.info("discord resumed")

    async def on_disconnect(self) -> None:
        if self.is_up.is_set():
            log.warning("discord connection down")
        self.is_up.clear()
        self._note("the connection to Discord is down; it is being opened again")


async def login(client: discord.Client, token: str) -> None:
    """Log in without a connection.

    Raises OperatorError for a refused token, OutsideError when Discord cannot be reached.
    """
    try:
        await client.login(token)
    except discord.LoginFailure as error:
        raise OperatorError(FATAL[4004]) from error
    except discord.HTTPException as error:
        if error.status in {401, 403}:
            raise OperatorError(FATAL[4004]) from error
        raise OutsideError(f"Discord answered {error.status} to the login") from error
    except (discord.DiscordException, aiohttp.ClientError, OSError, ValueError) as error:
        reason = type(error).__name__
        raise OutsideError(f"Discord cannot be reached ({reason})") from error


async def _connect(client: discord.Client) -> None:
    """Run the gateway until it ends; the library resumes and reconnects by itself meanwhile."""
    try:
        await client.connect()
    except discord.PrivilegedIntentsRequired as error:
        raise OperatorError(FATAL[4014]) from error
    except discord.ConnectionClosed as error:
        if error.code in FATAL:
            raise OperatorError(FATAL[error.code]) from error
        raise OutsideError(f"Discord closed the gateway ({error.code})") from error
    except Exception as error:
        # The library lets anything escape: JSON that is none, and AttributeError for a gateway
        # that never opened. Whatever it is, the bot must not stay deaf.
        raise OutsideError(f"the gateway broke ({type(error).__name__})") from error


async def _until_ready(client: _Client, running: asyncio.Task[None]) -> None:
    ready = asyncio.create_task(client.is_up.wait())
    try:
        await asyncio.wait(
            {ready, running}, timeout=READY_TIMEOUT, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        ready.cancel()
    if running.done():
        await running
    if not client.is_up.is_set():
        raise OutsideError("Discord's gateway is not ready")


def _quieten() -> None:
    """Keep the tokens of interactions, which the library logs with addresses, out of the log."""
    library = logging.getLogger("discord.http")
    if _discreet not in library.filters:
        library.addFilter(_discreet)


def _discreet(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
    return True


async def _close(client: discord.Client, running: asyncio.Task[None] | None) -> None:
    """Close a client that may be broken; what is wrong with it no longer matters."""
    with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
        await asyncio.wait_for(client.close(), CLOSE_TIMEOUT)
    if running is not None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
