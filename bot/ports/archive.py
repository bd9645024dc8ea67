"""The archive: articles and the stories they tell. Times are aware UTC."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.articles import Article, ArticleId, Reading, Revision, StoryId
from bot.domain.entities import Entity
from bot.domain.feeds import FeedId
from bot.domain.questions import Query
from bot.domain.stories import Story
from bot.domain.verdicts import Trace


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

    async def arrived(
        self, query: Query, *, before: ArticleId | None, limit: int
    ) -> Sequence[Article]:
        """Return articles that a query fits, the last to arrive first.

        With `before` only those that arrived before it: page after page gives every one once,
        however many there are.
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
