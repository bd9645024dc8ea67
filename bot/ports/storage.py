"""Storage: units of work over the archive, the outbox and what is remembered.

Times are aware UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from bot.domain.deeds import Deed
from bot.domain.delivery import Platform
from bot.domain.feeds import FeedId, FeedState
from bot.domain.installations import Installation
from bot.domain.watches import Owner, Watch, WatchId
from bot.ports.archive import Articles, OutletLines, Stories
from bot.ports.outbox import Deliveries


class FeedStates(Protocol):
    """What we remember about asking feeds."""

    async def get(self, feed: FeedId) -> FeedState | None:
        """Return the state, or None for a feed never asked."""
        ...

    async def all(self) -> Sequence[FeedState]:
        """Return every state, also those of feeds no longer listed, by feed id."""
        ...

    async def save(self, state: FeedState) -> None:
        """Insert or replace."""
        ...


class Memory(Protocol):
    """Small facts that must survive a restart: last digest, last look, command-tree hash."""

    async def recall(self, key: str) -> str | None: ...

    async def keep(self, key: str, value: str) -> None: ...


class Watches(Protocol):
    """Saved questions. Whoever asks for an owner's gets that owner's alone."""

    async def of(self, owner: Owner) -> Sequence[Watch]:
        """Return an owner's watches, oldest first."""
        ...

    async def active(self) -> Sequence[Watch]:
        """Return every watch that is not paused, oldest first."""
        ...

    async def save(self, watch: Watch) -> None:
        """Insert or replace."""
        ...

    async def remove(self, watch: WatchId) -> None:
        """Forget a watch; one that is not there is no error."""
        ...


class Deeds(Protocol):
    """What people changed or reported, kept."""

    async def record(self, deed: Deed) -> None: ...

    async def newest(
        self, *, platform: Platform | None, workspace: str | None, limit: int
    ) -> Sequence[Deed]:
        """Return the newest deeds of one workspace; of all when `platform` is None."""
        ...


class Installations(Protocol):
    """Workspaces that let the bot in, and the states of those that are about to."""

    async def of(self, platform: Platform, workspace: str) -> Installation | None:
        """Return a workspace's installation, also one that was taken back."""
        ...

    async def all(self, platform: Platform) -> Sequence[Installation]:
        """Return every installation of a platform, by workspace."""
        ...

    async def removed(self) -> frozenset[tuple[Platform, str]]:
        """Return the workspaces that took their leave back."""
        ...

    async def save(self, installation: Installation) -> None:
        """Insert or replace."""
        ...

    async def issue(self, state: str, until: datetime) -> None:
        """Expect a state to come back until then."""
        ...

    async def issued_count(self, now: datetime) -> int:
        """Return how many states are still expected."""
        ...

    async def consume(self, state: str, now: datetime) -> bool:
        """Whether the state was expected; it is no longer, and what is too late is forgotten."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what is not committed did not happen. Raises StorageError."""

    @property
    def feeds(self) -> FeedStates: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def lines(self) -> OutletLines: ...
    @property
    def watches(self) -> Watches: ...
    @property
    def deeds(self) -> Deeds: ...
    @property
    def installations(self) -> Installations: ...

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exc_info: object) -> None: ...
    async def commit(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much was forgotten."""

    story_count: int = 0
    article_count: int = 0
    delivery_count: int = 0
    trace_count: int = 0
    key_count: int = 0
    line_count: int = 0

    def __add__(self, other: Pruned) -> Pruned:
        return Pruned(
            story_count=self.story_count + other.story_count,
            article_count=self.article_count + other.article_count,
            delivery_count=self.delivery_count + other.delivery_count,
            trace_count=self.trace_count + other.trace_count,
            key_count=self.key_count + other.key_count,
            line_count=self.line_count + other.line_count,
        )


class Storage(Protocol):
    """Opens units of work; safe to share between tasks."""

    def begin(self) -> UnitOfWork:
        """Return a unit of work that may write."""
        ...

    def look(self) -> UnitOfWork:
        """Return a unit of work that only reads, and never waits for a writer."""
        ...

    async def prune(
        self,
        *,
        articles_before: datetime,
        dropped_before: datetime,
        keys_before: datetime | None = None,
        lines_before: datetime | None = None,
    ) -> Pruned:
        """Forget stories not updated since, and traces of dropped entries; return how much.

        A story with a message still owed stays. Identity keys stay unless `keys_before` is given,
        and outlets' lines unless `lines_before` is.
        """
        ...
