"""Pacing: no more messages to a channel than the platforms' documented pace."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import DeliveryDeferredError
from bot.ports import Clock

#: About one message a second and channel (Slack: chat.postMessage; Discord: its buckets).
GAP = timedelta(seconds=1)


class Pacing:
    """Remembers when each channel was last posted to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._posted_at: dict[ChannelRef, datetime] = {}

    def keep(self, channel: ChannelRef) -> None:
        """Note a post that is about to be made; raises DeliveryDeferredError when it is early."""
        if channel.platform is Platform.TERMINAL:
            return
        last = self._posted_at.get(channel)
        now = self._clock.now()
        # Less than nothing: the clock was set back, and says nothing about the pace.
        if last is not None and timedelta(0) <= now - last < GAP:
            raise DeliveryDeferredError(
                "keeping the channel's pace", retry_after=GAP - (now - last)
            )
        self._posted_at[channel] = now
