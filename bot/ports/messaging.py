"""Messaging: one platform's posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt


class Messenger(Protocol):
    """One platform's posts.

    Each verb raises DeliveryDeferredError (wait), DeliveryRefusedError (the channel is closed),
    DeliveryUncertainError (the answer was lost) or MessageInvalidError (our rendering is wrong).
    """

    @property
    def platform(self) -> Platform: ...

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Post a root message; the same key within minutes must not post twice."""
        ...

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Replace a posted message."""
        ...

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Post into the thread of a posted message."""
        ...

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Look in the channel (or thread) for a message of ours with this key; None if absent."""
        ...

    async def link(self, receipt: Receipt) -> str | None:
        """Return the address at which people open a posted message; None when it has none.

        Raises nothing: a card without a link is better than a card that waits for one.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that `doctor` looked at."""

    #: What was looked at: "slack token", "#ice-news".
    subject: str
    is_well: bool
    #: What was found, in plain words.
    words: str
    #: What to do about it; empty when all is well.
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a platform may be posted to."""

    #: Least time between two posts to one channel.
    gap: timedelta = timedelta(seconds=1)
    burst: int = field(default=1)
