"""One round: every enabled feed asked once, everything owed delivered."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.app.house import House
from bot.domain.feeds import Feed
from bot.services.delivering import Posted
from bot.services.polling import Poll, Spent

log = logging.getLogger(__name__)

#: How long `run --once` waits for what platforms make it wait for.
PATIENCE = timedelta(minutes=10)


@dataclass(slots=True)
class Once:
    """What one round did; every number in it was counted."""

    polls: list[Poll] = field(default_factory=list)
    posted: Posted = field(default_factory=Posted)
    #: Seconds of worker and waiting time added over all feeds, which run side by side.
    spent: Spent = field(default_factory=Spent)
    posting_seconds: float = 0.0
    wall_seconds: float = 0.0

    @property
    def endings(self) -> Counter[str]:
        """How many polls ended how."""
        return Counter(poll.ending for poll in self.polls)

    @property
    def every_feed_failed(self) -> bool:
        """Whether nothing could be asked at all."""
        return bool(self.polls) and all(poll.ending == "failed" for poll in self.polls)


async def run_once(
    house: House, *, on_poll: Callable[[Poll], Awaitable[None]] | None = None
) -> Once:
    """Poll every enabled feed once, then deliver all that is owed."""
    clock = house.rooms.clock
    started = clock.now()
    once = Once()
    enabled = [feed for feed in house.rounds.feeds if feed.enabled]
    once.polls = list(await asyncio.gather(*(_poll(house, feed, on_poll) for feed in enabled)))
    for poll in once.polls:
        once.spent.add(poll.spent)
    await house.digesting.turn()
    before = clock.now()
    once.posted = await house.delivering.drain(until=before + PATIENCE)
    once.posting_seconds = (clock.now() - before).total_seconds()
    once.wall_seconds = (clock.now() - started).total_seconds()
    return once


async def _poll(
    house: House, feed: Feed, on_poll: Callable[[Poll], Awaitable[None]] | None
) -> Poll:
    """Poll one feed; a fault of ours is logged and stops this feed alone."""
    try:
        return (await house.rounds.ask([feed], on_poll=on_poll))[0]
    except Exception as error:
        log.exception("poll broke", extra={"feed": feed.id})
        return Poll(feed=feed, ending="failed", error=f"a fault of ours, see the log: {error!r}")
