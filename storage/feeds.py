"""What we remember about asking feeds, and the small facts that survive a restart."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.feeds import FeedId, FeedState
from storage.records import Record
from storage.tables import feed_states, kept
from storage.transaction import Transaction

STATES = Record(FeedState, feed_states)


class SqlFeedStates:
    """`FeedStates` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def get(self, feed: FeedId) -> FeedState | None:
        row = await self._tx.row(select(feed_states).where(feed_states.c.feed == feed))
        return None if row is None else STATES.value(row)

    async def all(self) -> Sequence[FeedState]:
        rows = await self._tx.rows(select(feed_states))
        # Sorted here: PostgreSQL's order of text depends on the cluster's language.
        return sorted((STATES.value(row) for row in rows), key=lambda state: state.feed)

    async def save(self, state: FeedState) -> None:
        await self._tx.write(self._tx.upsert(feed_states), [STATES.row(state)])


class SqlMemory:
    """`Memory` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def recall(self, key: str) -> str | None:
        value: str | None = await self._tx.scalar(select(kept.c.value).where(kept.c.key == key))
        return value

    async def keep(self, key: str, value: str) -> None:
        await self._tx.write(self._tx.upsert(kept), [{"key": key, "value": value}])
