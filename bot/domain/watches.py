"""Watches: saved questions of a person or a channel, and where their answers go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import NewType

from bot.domain.articles import StoryId
from bot.domain.delivery import ChannelRef, Platform, RouteId

WatchId = NewType("WatchId", str)

#: Watches one person, and one channel, may have: every new story is compared with each.
MOST_OF_A_PERSON = 10
MOST_OF_A_CHANNEL = 30

#: What the routes of watches begin with; no route of feeds.yaml has a colon in its id.
WATCH_ROUTES = "watch:"


class Notify(StrEnum):
    """When a watch tells: at once, or gathered once a day."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose watch it is: a person (told in direct messages) or a channel, of one workspace."""

    platform: Platform
    #: Workspace or server id; None in the terminal and in direct messages.
    workspace: str | None
    #: The user id, or the channel's id.
    target: str
    is_channel: bool = False

    @property
    def channel(self) -> ChannelRef:
        """Where messages for the owner go; platforms take a user id for direct messages.

        Who owes there writes the operators' own workspace as None; see `Homes.channel`.
        """
        return ChannelRef(platform=self.platform, target=self.target, workspace=self.workspace)

    @property
    def route(self) -> RouteId:
        """The route of all the owner's watches: a story that fits two of them is told once."""
        return RouteId(f"{WATCH_ROUTES}{self.platform}:{self.workspace or ''}:{self.target}")

    @property
    def most(self) -> int:
        """How many watches the owner may have."""
        return MOST_OF_A_CHANNEL if self.is_channel else MOST_OF_A_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One saved question, or one story that is followed."""

    id: WatchId
    owner: Owner
    #: Unlike every other of its owner, whatever the case.
    name: str
    #: The question as it was typed; empty when a story is followed.
    query: str
    created_at: datetime
    #: The user id of who set it up.
    created_by: str
    #: The story that is followed; None for a question.
    story: StoryId | None = None
    notify: Notify = Notify.INSTANT
    is_paused: bool = False


def watch_id(owner: Owner, name: str, created_at: datetime) -> WatchId:
    """Return the id of a watch: 16 hexadecimal characters of what it was set up as."""
    text = f"{owner.route}|{owner.is_channel}|{name.casefold()}|{created_at.isoformat()}"
    return WatchId(blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest())
