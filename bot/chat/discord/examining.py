"""What `doctor` asks Discord: the token, the application, the servers and each channel.

Over the REST interface alone, so it works before the bot runs and beside it; nothing is posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord.http import Route

from bot.chat.discord import rights
from bot.chat.discord.channels import FORUMS, is_id
from bot.chat.discord.connection import MAX_RATELIMIT_WAIT, login
from bot.chat.discord.failures import UNKNOWN_CHANNEL, code_of, translated
from bot.chat.discord.wire import Json, Wire
from bot.chat.wording import clean
from bot.domain.delivery import ChannelRef
from bot.domain.errors import DeliveryRefusedError, NutgrafError, OperatorError, OutsideError
from bot.ports import Clock, Finding

#: Channel types of the reference that take posts: text, announcement and voice with its chat.
TEXTS = frozenset({0, 2, 5, 13})
THREADS = frozenset({10, 11, 12})
CATEGORY = 4
NEEDS_TAG = 1 << 4
#: Servers whose channels are looked through for a name.
MAX_SERVERS = 200


async def examine(token: str, clock: Clock, channels: Sequence[ChannelRef]) -> tuple[Finding, ...]:
    """Return what is well and what is not; raises nothing that Discord can answer."""
    wire = Wire(clock)
    intents = discord.Intents.none()
    async with discord.Client(intents=intents, max_ratelimit_timeout=MAX_RATELIMIT_WAIT) as client:
        try:
            await login(client, token)
        except (OperatorError, OutsideError) as error:
            return (_trouble("discord token", error),)
        wire.use(client)
        look = Look(wire, clock, client)
        found = [_token(client), *await look.application(), *await look.servers()]
        found += [await look.channel(channel) for channel in dict.fromkeys(channels)]
    return tuple(found)


def invitation(application: int) -> str:
    """Return the address that invites the bot with the least it needs."""
    return (
        "https://discord.com/oauth2/authorize"
        f"?client_id={application}&scope=bot+applications.commands&permissions={rights.INVITED}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    """A server, and what the bot is and may there."""

    id: int
    name: str
    held: frozenset[str]
    allowed: int
    #: Until when a moderator has silenced the bot; None while it may speak.
    silent_until: datetime | None


class Look:
    """Reads with one client what concerns the bot; each server is read once."""

    def __init__(self, wire: Wire, clock: Clock, client: discord.Client) -> None:
        self._wire = wire
        self._clock = clock
        self._me = str(client.user.id) if client.user else ""
        self._application = client.application_id or 0
        self._known: dict[int, _Server] = {}
        self._listed: list[Json] = []
        self._of_server: dict[str, list[Json]] = {}

    async def application(self) -> list[Finding]:
        """Return what is to be said about the application and how it is invited."""
        subject = "discord application"
        words = (
            f"invite the bot with {invitation(self._application)} "
            "(of the gateway's intents it uses guilds alone)"
        )
        invited = Finding(subject="discord invitation", is_well=True, words=words)
        try:
            data = await self._get("/applications/@me")
        except NutgrafError as error:
            return [_trouble(subject, error), invited]
        if not data.get("interactions_endpoint_url"):
            return [_well(subject, f"“{clean(str(data.get('name')))}”"), invited]
        words = "it has an interactions endpoint, so /news goes there and never reaches the bot"
        remedy = "empty Interactions Endpoint URL under General Information in the developer portal"
        return [_ill(subject, words, remedy), invited]

    async def servers(self) -> list[Finding]:
        """Return what is to be said about the servers that the bot is on."""
        try:
            self._listed = await self._get(f"/users/@me/guilds?limit={MAX_SERVERS}")
        except NutgrafError as error:
            return [_trouble("discord servers", error)]
        if not self._listed:
            remedy = f"invite it with {invitation(self._application)}"
            return [_ill("discord servers", "the bot is on no server", remedy)]
        names = ", ".join(clean(str(one["name"])) for one in self._listed)
        return [_well("discord servers", f"the bot is on {len(self._listed)}: {names}")]

    async def channel(self, channel: ChannelRef) -> Finding:
        """Return whether the bot may do its work in a channel, as the operator wrote it."""
        name = channel.target.strip().removeprefix("#")
        try:
            if is_id(name):
                return await self._by_id(channel.name, int(name))
            return await self._by_name(channel.name, name, channel.workspace)
        except NutgrafError as error:
            return _trouble(channel.name, error)

    async def _by_id(self, subject: str, channel: int) -> Finding:
        try:
            return await self._judged(subject, await self._get(f"/channels/{channel}"))
        except DeliveryRefusedError as error:
            if code_of(error.__cause__) != UNKNOWN_CHANNEL:
                raise
            return await self._person(subject, channel, error)

    async def _person(self, subject: str, user: int, unknown: DeliveryRefusedError) -> Finding:
        """Return what can be said about somebody's direct messages before one is sent."""
        try:
            data = await self._get(f"/users/{user}")
        except NutgrafError:
            return _trouble(subject, unknown)
        name = clean(str(data.get("global_name") or data.get("username")))
        words = f"direct messages to {name}; whether they take them shows when one is sent"
        return _well(subject, words)

    async def _by_name(self, subject: str, name: str, workspace: str | None) -> Finding:
        found = [
            one
            for server in self._listed
            if workspace in {None, str(server["id"])}
            for one in await self._channels(server["id"])
            if one["name"] == name and one["type"] != CATEGORY
        ]
        if len(found) == 1:
            return await self._judged(subject, found[0])
        many = f"{len(found)} channels have this name" if found else "no channel has this name"
        return _ill(subject, many, "write the channel's id in feeds.yaml")

    async def _channels(self, server: str) -> list[Json]:
        if server not in self._of_server:
            self._of_server[server] = await self._get(f"/guilds/{server}/channels")
        return self._of_server[server]

    async def _judged(self, subject: str, channel: Json) -> Finding:
        """Return what hinders the bot in a channel, or that nothing does."""
        kind = int(channel["type"])
        if not channel.get("guild_id"):
            return _well(subject, "direct messages")
        if kind not in TEXTS | THREADS | FORUMS:
            words = f"#{clean(channel['name'])} takes no posts"
            return _ill(subject, words, "name a text, announcement or forum channel")
        server = await self._server(int(channel["guild_id"]))
        parent = channel
        if kind in THREADS:
            parent = await self._get(f"/channels/{channel['parent_id']}")
        where = f"#{clean(channel['name'])} on {server.name}"
        closed = _closed(subject, where, channel) or self._silenced(subject, server)
        return closed or self._allowed(subject, where, server, parent, _needed(kind))

    async def _server(self, guild: int) -> _Server:
        if guild not in self._known:
            data = await self._get(f"/guilds/{guild}")
            member = await self._get(f"/guilds/{guild}/members/{self._me}")
            held = frozenset(map(str, member["roles"]))
            silent = member.get("communication_disabled_until")
            self._known[guild] = _Server(
                id=guild,
                name=clean(str(data["name"])),
                held=held,
                allowed=rights.in_server(guild, data["roles"], held),
                silent_until=datetime.fromisoformat(silent) if silent else None,
            )
        return self._known[guild]

    def _silenced(self, subject: str, server: _Server) -> Finding | None:
        until = server.silent_until
        if until is None or until <= self._clock.now():
            return None
        words = f"the bot is timed out on {server.name} until {until:%d %b %Y, %H:%M %Z}"
        return _ill(subject, words, f"take the timeout off the bot on {server.name}")

    def _allowed(
        self, subject: str, where: str, server: _Server, channel: Json, needed: Iterable[str]
    ) -> Finding:
        exceptions = channel.get("permission_overwrites") or []
        here = rights.in_channel(server.allowed, exceptions, server.id, server.held, self._me)
        lacking = rights.missing(here, frozenset(needed))
        if not lacking:
            return _well(subject, f"{where}: the bot may do all it needs")
        words = f"{where}: the bot is not allowed {', '.join(lacking)}"
        # What its role has and the channel takes away is given back in the channel's settings.
        by_role = [name for name in lacking if not server.allowed & rights.PERMISSIONS[name]]
        taken = [name for name in lacking if name not in by_role]
        remedies = [
            *([f"Server Settings, Roles, the bot's role: {_and(by_role)}"] if by_role else []),
            *([f"Edit Channel, Permissions, the bot's role: {_and(taken)}"] if taken else []),
        ]
        return _ill(subject, words, f"allow it: {'; '.join(remedies)}")

    async def _get(self, path: str) -> Any:
        with translated(f"GET {path.partition('?')[0]}"):
            return await self._wire.call(Route("GET", path), repeatable=True)


def _needed(kind: int) -> frozenset[str]:
    if kind in THREADS:
        return rights.OF_A_THREAD
    return rights.OF_A_FORUM if kind in FORUMS else frozenset(rights.PERMISSIONS)


def _closed(subject: str, where: str, channel: Json) -> Finding | None:
    """Return what closes a thread or a forum to every post of the bot."""
    if (channel.get("thread_metadata") or {}).get("locked"):
        return _ill(subject, f"{where} is locked", "unlock the thread, or name another channel")
    free = [tag for tag in channel.get("available_tags") or () if not tag.get("moderated")]
    if int(channel.get("flags") or 0) & NEEDS_TAG and int(channel["type"]) in FORUMS and not free:
        words = f"{where} asks for a tag and has none that the bot may give"
        return _ill(subject, words, "make tags optional, or add one that everybody may give")
    return None


def _token(client: discord.Client) -> Finding:
    name = clean(client.user.name) if client.user else "a bot"
    return _well("discord token", f"Discord knows it as {name}")


def _trouble(subject: str, error: NutgrafError) -> Finding:
    """Return an error as a finding; ours say the remedy behind the word."""
    words, _, remedy = str(error).partition(" Remedy: ")
    again = "try again in a few minutes" if isinstance(error, OutsideError) else ""
    return _ill(subject, words, remedy.rstrip(".") or again)


def _well(subject: str, words: str) -> Finding:
    return Finding(subject=subject, is_well=True, words=words)


def _ill(subject: str, words: str, remedy: str) -> Finding:
    return Finding(subject=subject, is_well=False, words=words, remedy=remedy)


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
