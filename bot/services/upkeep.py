"""Upkeep: what operators are told, and what is forgotten in time."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.briefs import Notice
from bot.domain.configuration import Retention
from bot.domain.feeds import Feed, FeedState
from bot.ports import Clock, Storage
from bot.services.closures import Closures
from bot.services.open_stories import OpenStories
from bot.services.routing import Router

log = logging.getLogger(__name__)

#: A feed is silent when nothing new came for this many of its usual gaps (CONTRACT).
SILENCE_FACTOR = 5
SHORTEST_SILENCE = timedelta(days=1)
PRUNING_INTERVAL = timedelta(hours=6)
#: What an outlet has not repeated for a season is no furniture of its pages any more.
LINES_KEPT = timedelta(days=90)


def is_silent(feed: Feed, state: FeedState, now: datetime) -> bool:
    """Whether a feed has been silent for longer than its operator or its habit lets expect."""
    if state.last_new_at is None or state.failure_count:
        return False
    limit = feed.expect_silence
    if limit is None:
        if state.usual_gap is None:
            return False
        limit = max(state.usual_gap * SILENCE_FACTOR, SHORTEST_SILENCE)
    return now - state.last_new_at > limit


class Upkeep:
    """Runs now and then; every finding is told once."""

    def __init__(
        self, *, storage: Storage, router: Router, open_stories: OpenStories, clock: Clock
    ) -> None:
        self._storage = storage
        self._router = router
        self._open = open_stories
        self._clock = clock
        self._closures = Closures(router)
        self._pruned_at: datetime | None = None
        #: The operators' word on how long things are kept; a new feeds.yaml replaces it.
        self.retention = Retention()

    async def turn(self, feeds: Sequence[Feed]) -> None:
        """Tell of silent feeds, try closed channels again, forget what is too old to be joined."""
        now = self._clock.now()
        self._open.forget(now)
        await self._prune(now)
        async with self._storage.begin() as unit:
            await self._closures.look_after(unit, now)
            states = {state.feed: state for state in await unit.feeds.all()}
            for feed in feeds:
                state = states.get(feed.id)
                if state is None or state.last_new_at is None or not is_silent(feed, state, now):
                    continue
                line = (
                    f"{feed.name} ({feed.id}) answers, but has had nothing new since "
                    f"{state.last_new_at:%Y-%m-%d %H:%M} UTC."
                )
                subject = f"silent:{feed.id}:{state.last_new_at.isoformat()}"
                notice = Notice(title="A feed is silent", lines=(line,))
                await self._router.tell(unit, notice, subject, now)
            await unit.commit()

    async def _prune(self, now: datetime) -> None:
        if self._pruned_at is not None and now - self._pruned_at < PRUNING_INTERVAL:
            return
        self._pruned_at = now
        pruned = await self._storage.prune(
            articles_before=now - self.retention.articles,
            dropped_before=now - self.retention.dropped,
            keys_before=now - max(self.retention.articles, self.retention.dropped),
            lines_before=now - LINES_KEPT,
        )
        log.info("pruned", extra={"stories": pruned.story_count, "traces": pruned.trace_count})
