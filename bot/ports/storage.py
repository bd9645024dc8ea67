"""Storage: what the services ask of the archive. Times are aware UTC."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from bot.domain.articles import Article, ArticleId, Reading, Revision, StoryId
from bot.domain.deeds import Deed
from bot.domain.delivery import ChannelRef, Delivery, DeliveryKey, Platform, RouteId
from bot.domain.entities import Entity
from bot.domain.feeds import FeedId, FeedState
from bot.domain.installations import Installation
from bot.domain.questions import Query
from bot.domain.stories import Story
from bot.domain.verdicts import Trace
from bot.domain.watches import Owner, Watch, WatchId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFilter:
    """Which stories to list."""

    since: datetime | None = None
    until: datetime | None = None
    #: Stories that changed for us since then: an article first seen, or an update; an outlet may
    #: give an earlier time than the one at which its feed showed the article.
    news_since: datetime | None = None
    state: str | None = None
    kind: str | None = None
    #: Case-insensitive part of the outlet's name.
    outlet: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found by a search; higher score is better."""

    article: Article
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCount:
    """A public entity and in how many articles it stands."""

    entity: Entity
    article_count: int


class Articles(Protocol):
    """Articles, their readings, revisions and traces."""

    async def next_id(self) -> ArticleId:
        """Return an id never given before."""
        ...

    async def add(self, article: Article, reading: Reading) -> None:
        """Store a new article with what was understood of it, searchable at once."""
        ...

    async def replace(self, article: Article, reading: Reading, revision: Revision) -> None:
        """Store an article's new text and keep the earlier one."""
        ...

    async def file(self, article: Article) -> None:
        """Store an article's changed filing: story, provenance; its text stays."""
        ...

    async def get(self, article: ArticleId) -> Article | None: ...

    async def by_guids(self, feed: FeedId, guids: Sequence[str]) -> Mapping[str, Article]:
        """Return the newest article of this feed with each guid, by guid."""
        ...

    async def by_urls(self, urls: Sequence[str]) -> Mapping[str, Article]:
        """Return the newest article at each canonical address, by address."""
        ...

    async def by_url(self, url: str) -> Article | None:
        """Return the newest article at this canonical address, whatever its feed."""
        ...

    async def by_content(self, content_hash: str, feed: FeedId) -> Article | None:
        """Return the article of this feed with exactly this title and text."""
        ...

    async def of_story(self, story: StoryId) -> Sequence[Article]:
        """Return a story's articles, oldest publication first."""
        ...

    async def reading(self, article: ArticleId) -> Reading | None: ...

    async def readings(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Reading]: ...

    def filed_since(self, since: datetime) -> AsyncIterator[tuple[Article, Reading]]:
        """Give articles first seen since then, with readings, oldest first, some at a time."""
        ...

    async def revisions(self, article: ArticleId) -> Sequence[Revision]:
        """Return earlier texts, oldest first."""
        ...

    async def search(
        self, query: Query, *, sort: str, limit: int, offset: int
    ) -> tuple[Sequence[Hit], int]:
        """Return hits and the count of all; `sort` is `relevance` or `new`.

        The query's words are text: no operator of the database is ever read from them.
        """
        ...

    async def told(self, query: Query, *, limit: int) -> Sequence[tuple[StoryId, datetime]]:
        """Return story and time of publication of the articles a query fits, newest first."""
        ...

    async def citing(self, key: str, *, limit: int) -> Sequence[Article]:
        """Return the articles that cite a document found under `key`, newest first.

        Keys are those of `bot.text.names.citations`.
        """
        ...

    async def entities(self, text: str, *, limit: int) -> Sequence[EntityCount]:
        """Return known entities whose name contains `text`, most mentioned first."""
        ...

    async def outlets(self) -> Sequence[str]:
        """Return the outlets of stored articles, most articles first."""
        ...

    async def trace(self, trace: Trace) -> None:
        """Keep the way of an entry; a newer trace of the same address replaces the older."""
        ...

    async def trace_of(self, reference: str) -> Trace | None:
        """Return the newest trace by canonical address, guid or article number."""
        ...

    async def seen(self, feed: FeedId, keys: Sequence[str]) -> frozenset[str]:
        """Return which identity keys of this feed have been decided before."""
        ...

    async def remember(self, feed: FeedId, keys: Sequence[str], at: datetime) -> None:
        """Mark identity keys as decided (kept or dropped)."""
        ...


class Stories(Protocol):
    """Stories."""

    async def next_id(self) -> StoryId:
        """Return an id never given before."""
        ...

    async def add(self, story: Story) -> None: ...

    async def save(self, story: Story) -> None: ...

    async def get(self, story: StoryId) -> Story | None: ...

    async def newest(self, which: StoryFilter, *, limit: int, offset: int = 0) -> Sequence[Story]:
        """Return unmerged stories that fit, newest update first."""
        ...

    async def count(self, which: StoryFilter) -> int: ...


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


class Memory(Protocol):
    """Small facts that must survive a restart: last digest, last look, command-tree hash."""

    async def recall(self, key: str) -> str | None: ...

    async def keep(self, key: str, value: str) -> None: ...


class OutletLines(Protocol):
    """In which stories of an outlet a line stood, by which what it repeats is told from news.

    Keys are those of `bot.text.prose.recurrence`.
    """

    async def note(self, outlet: str, story: StoryId, lines: Sequence[int], at: datetime) -> None:
        """Note that these lines stood in an article of this story."""
        ...

    async def recurring(
        self, outlets: Sequence[str], *, stories: int, limit: int
    ) -> Mapping[str, Sequence[int]]:
        """Return each outlet's lines that stood in at least so many stories, ascending.

        At most `limit` an outlet: those in most stories. An outlet without any has no entry.
        """
        ...


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
