"""The outbox: what is owed to channels, and how it goes. Times are aware UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.articles import StoryId
from bot.domain.delivery import ChannelRef, Delivery, DeliveryKey, RouteId


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """One channel's deliveries, for operators."""

    channel: ChannelRef
    owed_count: int
    uncertain_count: int
    refused_count: int
    sent_count: int
    oldest_owed_at: datetime | None
    last_sent_at: datetime | None
    last_error: str | None


class Deliveries(Protocol):
    """The outbox."""

    async def owe(self, delivery: Delivery) -> bool:
        """Add an obligation; False when its key is known, which is no error."""
        ...

    async def lease(self, now: datetime, until: datetime, *, limit: int) -> Sequence[Delivery]:
        """Take due deliveries and mark them sending, oldest first, at most one a channel.

        A channel with a delivery whose lease still runs gives none; a lease that ran out is
        given again as `uncertain`. Refused channels give none.
        """
        ...

    async def save(self, delivery: Delivery) -> None:
        """Store a delivery's new state."""
        ...

    async def get(self, key: DeliveryKey) -> Delivery | None: ...

    async def root(self, story: StoryId, route: RouteId) -> Delivery | None:
        """Return the newest root delivery of a story on a route."""
        ...

    async def of_story(self, story: StoryId) -> Sequence[Delivery]:
        """Return all deliveries of a story, oldest first."""
        ...

    async def sent_since(self, route: RouteId, since: datetime) -> int:
        """Return how many root messages and digests a route got since then."""
        ...

    async def refuse_channel(self, channel: ChannelRef, reason: str) -> int:
        """Mark every owed delivery of a channel refused; return how many."""
        ...

    async def resume_channel(self, channel: ChannelRef, now: datetime) -> int:
        """Make refused deliveries of a channel owed again; return how many."""
        ...

    async def queues(self) -> Sequence[QueueState]:
        """Return the queues, one a channel, by platform and target."""
        ...
