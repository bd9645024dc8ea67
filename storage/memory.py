"""The archive's twin in memory: the same promises, transactions among them, for tests and demos.

A unit that writes works on a copy of the state; its commit puts the copy in the state's place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Self

from bot.ports import Pruned
from storage.memory_articles import MemoryArticles
from storage.memory_installations import MemoryInstallations
from storage.memory_pruning import prune_state
from storage.memory_rooms import (
    MemoryDeliveries,
    MemoryFeedStates,
    MemoryKept,
    MemoryOutletLines,
    MemoryStories,
)
from storage.memory_state import State, View
from storage.memory_watches import MemoryDeeds, MemoryWatches


class MemoryStorage:
    """`Storage` in memory; what it holds ends with it."""

    def __init__(self) -> None:
        self.state = State()
        self.writing = asyncio.Lock()
        self.article_numbers: Iterator[int] = count(1)
        self.story_numbers: Iterator[int] = count(1)

    def begin(self) -> MemoryUnitOfWork:
        """Return a unit that writes; the next one waits until it ends."""
        return MemoryUnitOfWork(self, writable=True)

    def look(self) -> MemoryUnitOfWork:
        """Return a unit that sees one unchanging state and never waits for a writer."""
        return MemoryUnitOfWork(self, writable=False)

    async def migrate(self) -> None:
        """Do nothing: there are no tables."""

    async def prune(
        self,
        *,
        articles_before: datetime,
        dropped_before: datetime,
        keys_before: datetime | None = None,
        lines_before: datetime | None = None,
    ) -> Pruned:
        """Forget old news; see `SqlStorage.prune`."""
        async with self.begin() as unit:
            pruned = prune_state(
                unit.view.draft,
                articles_before=articles_before,
                dropped_before=dropped_before,
                keys_before=keys_before,
                lines_before=lines_before,
            )
            await unit.commit()
        return pruned

    async def close(self) -> None:
        """Do nothing: there are no connections."""


class MemoryUnitOfWork:
    """`UnitOfWork` in memory; used once, and over with its commit."""

    feeds: MemoryFeedStates
    articles: MemoryArticles
    stories: MemoryStories
    deliveries: MemoryDeliveries
    memory: MemoryKept
    lines: MemoryOutletLines
    watches: MemoryWatches
    deeds: MemoryDeeds
    installations: MemoryInstallations

    def __init__(self, storage: MemoryStorage, *, writable: bool) -> None:
        self._storage = storage
        self._writable = writable
        self._holds_turn = False
        self.view: View

    async def __aenter__(self) -> Self:
        if self._writable:
            await self._storage.writing.acquire()
            self._holds_turn = True
        state = self._storage.state
        self.view = view = View(state.copy() if self._writable else state, writable=self._writable)
        self.feeds = MemoryFeedStates(view)
        self.articles = MemoryArticles(view, self._storage.article_numbers)
        self.stories = MemoryStories(view, self._storage.story_numbers)
        self.deliveries = MemoryDeliveries(view)
        self.memory = MemoryKept(view)
        self.lines = MemoryOutletLines(view)
        self.watches = MemoryWatches(view)
        self.deeds = MemoryDeeds(view)
        self.installations = MemoryInstallations(view)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Forget what was not committed, and let the next writer begin."""
        del exc_info
        self._end()

    async def commit(self) -> None:
        """Make the unit's writes last, and let the next writer begin."""
        if self._writable:
            self._storage.state = self.view.draft
        self._end()

    def _end(self) -> None:
        self.view.end()
        if self._holds_turn:
            self._holds_turn = False
            self._storage.writing.release()
