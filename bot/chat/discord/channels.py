"""Channels as an operator wrote them, and people by their id for direct messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import discord
from discord.http import Route

from bot.chat.discord.failures import DEFAULT_WAIT, UNKNOWN_CHANNEL, code_of, translated
from bot.chat.discord.wire import Wire
from bot.domain.errors import DeliveryDeferredError, DeliveryRefusedError, MessageInvalidError

#: Threads instead of messages: forum and media channels.
FORUMS = frozenset({15, 16})
#: The id is nobody's: invalid recipient, an invalid form, unknown user.
NOBODY = frozenset({50033, 50035, 10013})
#: Threads and people looked up; a channel of a server is known from the gateway.
MAX_FETCHED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A forum's tag."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel's id, its type (Discord's number) and its server."""

    id: int
    kind: int
    guild: int | None
    #: A forum's tags that anybody may give; empty for other channels.
    tags: tuple[Tag, ...] = ()
    #: The forum takes no post without a tag.
    needs_tag: bool = False

    @property
    def is_forum(self) -> bool:
        return self.kind in FORUMS


class Channels:
    """Turns `#name` or an id into a place that can be posted to."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._fetched: dict[int, Place] = {}

    async def place_of(self, target: str, workspace: str | None = None) -> Place:
        """Return the channel, by its name on the server `workspace` when one is given.

        Raises DeliveryRefusedError when there is none or it is closed.
        """
        name = target.strip().removeprefix("#")
        found = self._by_id(int(name)) if is_id(name) else self._by_name(name, workspace)
        if found is None:
            return await self._fetch(int(name))
        _check_rights(found, target)
        return _place(found)

    def _by_id(self, channel: int) -> discord.abc.GuildChannel | discord.Thread | None:
        client = self._wire.client
        found = client.get_channel(channel) if client is not None else None
        return found if isinstance(found, discord.abc.GuildChannel | discord.Thread) else None

    def _by_name(self, name: str, workspace: str | None) -> discord.abc.GuildChannel:
        client = self._wire.client
        known = client.guilds if client is not None else ()
        guilds = [guild for guild in known if workspace in {None, str(guild.id)}]
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
            if code_of(error.__cause__) in NOBODY:
                raise unknown from error
            raise

    async def _asked(self, method: str, path: str, body: object = None) -> Place:
        with translated(f"channel {path}"):
            data = await self._wire.call(Route(method, path), body, repeatable=True)
            guild = data.get("guild_id")
            return Place(
                id=int(data["id"]), kind=int(data["type"]), guild=int(guild) if guild else None
            )


def is_id(name: str) -> bool:
    """Whether a target is written as an id (a snowflake), and not as a name."""
    return name.isascii() and name.isdigit() and 15 <= len(name) <= 20


def _place(channel: discord.abc.GuildChannel | discord.Thread) -> Place:
    place = Place(id=channel.id, kind=channel.type.value, guild=channel.guild.id)
    if not isinstance(channel, discord.ForumChannel):
        return place
    # A moderated tag may only be given by who manages threads, which the bot does not ask for.
    tags = tuple(Tag(id=x.id, name=x.name) for x in channel.available_tags if not x.moderated)
    return replace(place, tags=tags, needs_tag=channel.flags.require_tag)


def _missing(guilds: Iterable[discord.Guild]) -> bool:
    """Whether a server's channels have not come yet, or its outage hides them."""
    return any(guild.unavailable for guild in guilds)


def _check_rights(channel: discord.abc.GuildChannel | discord.Thread, target: str) -> None:
    """Refuse a channel where our embeds would be shown as empty messages."""
    me = channel.guild.me
    # The library's annotation leaves out that our own member may not have come yet.
    if me is None or isinstance(channel, discord.Thread):  # type: ignore[redundant-expr]
        return
    rights = channel.permissions_for(me)
    # Who may not write may not embed either; then Discord's own refusal names the right remedy.
    if rights.send_messages and not rights.embed_links:
        raise DeliveryRefusedError(
            f"the bot may not show embeds in {target}, so its messages would look empty. "
            "Remedy: give its role Embed Links there."
        )
