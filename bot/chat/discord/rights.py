"""What the bot needs to be allowed, and what it is: permissions as the reference computes.

Order (reference, permissions): the server's roles, then a channel's exceptions for everybody, for
roles and for the member; an administrator may everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.chat.discord.wire import Json

ADMINISTRATOR = 1 << 3
VIEW_CHANNEL = 1 << 10
#: Names as Discord's settings show them.
PERMISSIONS = {
    "View Channel": VIEW_CHANNEL,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
#: Number of the permissions that the invitation asks for.
INVITED = sum(PERMISSIONS.values())
#: A forum's post is its thread: opening one is sending a message.
OF_A_FORUM = frozenset(PERMISSIONS) - {"Create Public Threads"}
#: In a thread its own permission takes the place of Send Messages, and no thread is opened in it.
OF_A_THREAD = frozenset(PERMISSIONS) - {"Send Messages", "Create Public Threads"}


def in_server(everybody: int, roles: Iterable[Mapping[str, Any]], held: Collection[str]) -> int:
    """Return what a member may on the server: of everybody and of the roles it holds."""
    allowed = 0
    for role in roles:
        if int(role["id"]) == everybody or str(role["id"]) in held:
            allowed |= int(role["permissions"])
    return ~0 if allowed & ADMINISTRATOR else allowed


def in_channel(
    allowed: int, exceptions: Iterable[Json], everybody: int, held: Collection[str], me: str
) -> int:
    """Return what a member, allowed that much on the server, may in a channel of exceptions."""
    if allowed == ~0:
        return allowed
    known = list(exceptions)
    for ids in ({str(everybody)}, set(held), {me}):
        chosen = [one for one in known if str(one["id"]) in ids]
        for one in chosen:
            allowed &= ~int(one["deny"])
        for one in chosen:
            allowed |= int(one["allow"])
    return allowed


def missing(allowed: int, needed: Collection[str]) -> list[str]:
    """Return the names of what is needed and not allowed, in the order of Discord's settings."""
    return [name for name, bit in PERMISSIONS.items() if name in needed and allowed & bit == 0]
