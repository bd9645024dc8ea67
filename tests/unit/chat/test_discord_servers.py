"""Which Discord servers are the operators' own: rights to change what is everybody's hang on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import discord
import pytest

from bot.chat.discord.servers import servers_of
from bot.domain.delivery import ChannelRef, Platform

OURS, THEIRS = 501_000_000_000_000_001, 502_000_000_000_000_002
DESK, COPY = 701_000_000_000_000_001, 702_000_000_000_000_002


@dataclass
class Guild:
    id: int
    channels: list[discord.TextChannel] = field(default_factory=list)

    def with_channel(self, id: int, name: str) -> Guild:  # noqa: A002 - Discord's own word
        channel = discord.TextChannel.__new__(discord.TextChannel)
        channel.id, channel.name, channel.guild = id, name, self
        self.channels.append(channel)
        return self


@dataclass
class Client:
    """What the gateway has told."""

    guilds: list[Guild]

    def get_channel(self, wanted: int) -> discord.TextChannel | None:
        return next((c for guild in self.guilds for c in guild.channels if c.id == wanted), None)


def ours() -> Guild:
    return Guild(OURS).with_channel(DESK, "ice-news")


def theirs() -> Guild:
    return Guild(THEIRS).with_channel(COPY, "ice-news")


def homes(guilds: list[Guild], target: str, workspace: int | None = None) -> frozenset[str]:
    named = None if workspace is None else str(workspace)
    channel = ChannelRef(platform=Platform.DISCORD, target=target, workspace=named)
    return servers_of(Client(guilds), [channel])


def test_the_server_of_a_channel_given_by_its_id_is_the_operators_own():
    assert homes([ours(), theirs()], str(DESK)) == {str(OURS)}


@pytest.mark.parametrize("target", ["#ice-news", "ice-news"])
def test_on_one_server_a_name_is_enough(target):
    assert homes([ours()], target) == {str(OURS)}


@pytest.mark.parametrize(
    "guilds",
    [[ours(), theirs()], [Guild(OURS), theirs()], [ours(), Guild(THEIRS)]],
    ids=["both-have-it", "only-theirs", "only-ours"],
)
def test_on_several_servers_a_name_makes_nobody_an_operator(guilds):
    assert homes(guilds, "#ice-news") == frozenset()


def test_on_several_servers_a_name_counts_on_the_server_it_is_given_with():
    assert homes([ours(), theirs()], "#ice-news", OURS) == {str(OURS)}


def test_a_name_that_the_given_server_does_not_have_counts_for_nothing():
    assert homes([Guild(OURS), theirs()], "#ice-news", OURS) == frozenset()
    assert homes([ours()], "#ice-news", THEIRS) == frozenset()


def test_what_the_gateway_has_not_told_is_nobodys():
    assert homes([], "#ice-news") == frozenset()
    assert homes([], str(DESK)) == frozenset()
    assert servers_of(Client([ours()]), []) == frozenset()


def test_an_id_that_a_guest_took_for_a_name_is_still_an_id():
    guest = Guild(THEIRS).with_channel(COPY, str(DESK))

    assert homes([ours(), guest], str(DESK)) == {str(OURS)}
    assert homes([Guild(OURS), guest], str(DESK)) == frozenset()
