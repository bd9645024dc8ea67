"""Rounds: which feeds are due; each is a task, and the retriever keeps hosts and slots apart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.briefs import Notice
from bot.domain.feeds import Feed, FeedId, FeedState
from bot.ports import Chance, Clock, Storage
from bot.services.polling import Poll, Polling
from bot.services.routing import Router

log = logging.getLogger(__name__)


class Rounds:
    """Asks every due feed; one that hangs delays nobody."""

    def __init__(
        self,
        *,
        polling: Polling,
        storage: Storage,
        router: Router,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._polling = polling
        self._storage = storage
        self._router = router
        self._clock = clock
        self._chance = chance
        self._feeds: tuple[Feed, ...] = ()
        self._under_way: set[FeedId] = set()

    def watch(self, feeds: Sequence[Feed]) -> None:
        """Take the feeds of a (new) feeds.yaml; their history stays."""
        self._feeds = tuple(feeds)

    @property
    def feeds(self) -> Sequence[Feed]:
        """The listed feeds."""
        return self._feeds

    async def stagger(self) -> None:
        """Spread the first poll of feeds never asked over their interval, at most two minutes."""
        now = self._clock.now()
        async with self._storage.begin() as unit:
            known = {state.feed for state in await unit.feeds.all()}
            for feed in self._feeds:
                if feed.id not in known and feed.enabled:
                    spread = min(feed.interval, timedelta(minutes=2))
                    state = self._polling.new_state(feed, now + spread * self._chance.fraction())
                    await unit.feeds.save(state)
            await unit.commit()

    async def due(self) -> list[Feed]:
        """Return the feeds whose time has come and that are not under way."""
        now = self._clock.now()
        async with self._storage.look() as unit:
            states = {state.feed: state for state in await unit.feeds.all()}
        due = []
        for feed in self._feeds:
            state = states.get(feed.id)
            if not feed.enabled or feed.id in self._under_way:
                continue
            if state is None or state.url != feed.url:
                due.append(feed)  # never asked, or the operator gave it a new address
            elif state.paused_at is None and _is_due(state, now):
                due.append(feed)
        return due

    async def ask(
        self,
        feeds: Sequence[Feed],
        *,
        on_poll: Callable[[Poll], Awaitable[None]] | None = None,
    ) -> list[Poll]:
        """Ask these feeds now, whether due or not; return their polls in the order given."""
        polls = await asyncio.gather(*(self._one(feed, on_poll) for feed in feeds))
        return list(polls)

    async def _one(self, feed: Feed, on_poll: Callable[[Poll], Awaitable[None]] | None) -> Poll:
        self._under_way.add(feed.id)
        try:
            poll = await self._polling.poll(feed)
        finally:
            self._under_way.discard(feed.id)
        await self._tell(poll)
        if on_poll is not None:
            await on_poll(poll)
        return poll

    async def _tell(self, poll: Poll) -> None:
        if not poll.telling:
            return
        now = self._clock.now()
        async with self._storage.begin() as unit:
            for line in poll.telling:
                notice = Notice(title="Feeds", lines=(line,))
                await self._router.tell(unit, notice, f"{now.isoformat()}:{line}", now)
            await unit.commit()


def _is_due(state: FeedState, now: datetime) -> bool:
    """Whether a feed's time has come; a clock that was set back must not put it off for hours."""
    if state.next_poll_at <= now:
        return True
    asked = state.last_polled_at
    return asked is not None and asked > now and state.failure_count == 0
