"""Servers: which of them are the operators' own, told by the channels of feeds.yaml."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.delivery import ChannelRef


def servers_of(client: discord.Client, channels: Sequence[ChannelRef]) -> frozenset[str]:
    """Return the servers that own these channels, as far as the gateway has told.

    A name counts only where it can mean one server: anybody may invite the bot and call a channel
    as the operators call theirs. With several servers a channel is known by its id, or by the
    server's id under `workspace:`.
    """
    found = {_server_of(client, channel) for channel in channels}
    return frozenset(str(server) for server in found if server is not None)


def _server_of(client: discord.Client, channel: ChannelRef) -> int | None:
    target = channel.target.strip().removeprefix("#")
    by_id = client.get_channel(int(target)) if target.isascii() and target.isdigit() else None
    if isinstance(by_id, discord.abc.GuildChannel | discord.Thread):
        return by_id.guild.id
    guilds = client.guilds
    if channel.workspace is not None:
        guilds = [guild for guild in guilds if str(guild.id) == channel.workspace]
    (guild,) = guilds if len(guilds) == 1 else (None,)
    named = guild is not None and any(each.name == target for each in guild.channels)
    return guild.id if guild is not None and named else None
