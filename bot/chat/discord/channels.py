"""Channels as an operator wrote them, and people by their id for direct messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import discord
from discord.http import Route

from bot.chat.discord.failures import DEFAULT_WAIT, UNKNOWN_CHANNEL, code_of, translated
from bot.chat.discord.wire import Wire
from bot.domain.errors import DeliveryDeferredError, DeliveryRefusedError, MessageInvalidError

#: Threads instead of messages: forum and media channels.
FORUMS = frozenset({15, 16})
#: Threads and people looked up; a channel of a server is known from the gateway.
MAX_FETCHED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel's id, its type (Discord's number) and its server."""

    id: int
    kind: int
    guild: int | None

    @property
    def is_forum(self) -> bool:
        return self.kind in FORUMS


class Channels:
    """Turns `#name` or an id into a place that can be posted to."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._fetched: dict[int, Place] = {}

    async def place_of(self, target: str) -> Place:
        """Return the channel. Raises DeliveryRefusedError when there is none or it is closed."""
        name = target.strip().removeprefix("#")
        found = self._by_id(int(name)) if _is_id(name) else self._by_name(name)
        if found is None:
            return await self._fetch(int(name))
        _check_rights(found, target)
        return _place(found)

    def _by_id(self, channel: int) -> discord.abc.GuildChannel | discord.Thread | None:
        client = self._wire.client
        found = client.get_channel(channel) if client is not None else None
        return found if isinstance(found, discord.abc.GuildChannel | discord.Thread) else None

    def _by_name(self, name: str) -> discord.abc.GuildChannel:
        client = self._wire.client
        guilds = client.guilds if client is not None else ()
        found = [
            channel
            for guild in guilds
            for channel in guild.channels
            if channel.name == name and not isinstance(channel, discord.CategoryChannel)
        ]
        if len(found) == 1:
            return found[0]
        if not found and (client is None or not client.is_ready() or _missing(guilds)):
            raise DeliveryDeferredError(
                f"the servers' channels are not known yet: #{name}", retry_after=DEFAULT_WAIT / 10
            )
        many = f"{len(found)} channels are called #{name}" if found else f"no channel #{name}"
        raise DeliveryRefusedError(
            f"Discord shows the bot {many}. Remedy: write the channel's id in feeds.yaml, "
            "or let the bot see the channel."
        )

    async def _fetch(self, target: int) -> Place:
        if target not in self._fetched:
            try:
                place = await self._asked("GET", f"/channels/{target}")
            except DeliveryRefusedError as error:
                if code_of(error.__cause__) != UNKNOWN_CHANNEL:
                    raise
                place = await self._direct(target, error)
            if len(self._fetched) >= MAX_FETCHED:
                self._fetched.pop(next(iter(self._fetched)))
            self._fetched[target] = place
        return self._fetched[target]

    async def _direct(self, user: int, unknown: DeliveryRefusedError) -> Place:
        """Return the direct messages with a person: who watches for themselves is told there."""
        try:
            return await self._asked("POST", "/users/@me/channels", {"recipient_id": str(user)})
        except (DeliveryRefusedError, MessageInvalidError) as error:
            raise unknown from error

    async def _asked(self, method: str, path: str, body: object = None) -> Place:
        with translated(f"channel {path}"):
            data = await self._wire.call(Route(method, path), body, repeatable=True)
            guild = data.get("guild_id")
            return Place(
                id=int(data["id"]), kind=int(data["type"]), guild=int(guild) if guild else None
            )


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and 15 <= len(name) <= 20


def _place(channel: discord.abc.GuildChannel | discord.Thread) -> Place:
    return Place(id=channel.id, kind=channel.type.value, guild=channel.guild.id)


def _missing(guilds: Iterable[discord.Guild]) -> bool:
    """Whether a server's channels have not come yet, or its outage hides them."""
    return any(guild.unavailable for guild in guilds)


def _check_rights(channel: discord.abc.GuildChannel | discord.Thread, target: str) -> None:
    """Refuse a channel where our embeds would be shown as empty messages."""
    me = channel.guild.me
    # The library's annotation leaves out that our own member may not have come yet.
    if me is None or isinstance(channel, discord.Thread):  # type: ignore[redundant-expr]
        return
    if not channel.permissions_for(me).embed_links:
        raise DeliveryRefusedError(
            f"the bot may not show embeds in {target}, so its messages would look empty. "
            "Remedy: give its role Embed Links there."
        )
