"""Homes: the operators' own workspaces and servers, told apart from those that are guests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.delivery import ChannelRef, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Asked each time, because a connection or a new feeds.yaml may change the answer.

    What is not known yet is nobody's home: rights wait until a platform has said who is who.
    """

    ids: Callable[[], Mapping[Platform, frozenset[str]]] = field(default=dict)

    def holds(self, platform: Platform, workspace: str | None) -> bool:
        """Whether this is the operators' own; the terminal always is."""
        if platform is Platform.TERMINAL:
            return True
        return workspace is not None and workspace in self.ids().get(platform, frozenset())

    def channel(self, channel: ChannelRef) -> ChannelRef:
        """Return the channel under its one name: the operators' own workspace is not written."""
        if channel.workspace is None or not self.holds(channel.platform, channel.workspace):
            return channel
        return replace(channel, workspace=None)
