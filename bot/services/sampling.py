"""Sampling: what a feed would bring, with nothing stored and nothing posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.articles import Draft, Entry, Reading, Relevance
from bot.domain.errors import FetchError, ParseError
from bot.domain.feeds import Feed, FeedId, FeedState
from bot.ports import Clock, ParsedFeed, Retrieved, Retriever, Unchanged
from bot.services import intake
from bot.services.open_stories import OpenStories
from bot.text.prose.discovery import discover_feeds

#: Newest entries that are judged.
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry and the verdict it would get."""

    entry: Entry
    #: None when the feed gives no date.
    published_at: datetime | None
    relevance: Relevance
    decision: intake.Decision

    @property
    def is_kept(self) -> bool:
        """Whether it would become an article."""
        return not isinstance(self.decision, intake.Drop)

    @property
    def reasons(self) -> str:
        """Why, in words."""
        return "; ".join(self.relevance.reasons) or "nothing on the beat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What an address brings today."""

    feed: Feed
    parsed: ParsedFeed
    judged: tuple[Judged, ...]
    #: The feeds that the address offered, when it was a page; the first was taken.
    offered: tuple[str, ...] = ()


class Sampling:
    """Fetches an address and judges what it brings, as the bot would judge it now."""

    def __init__(
        self,
        *,
        retriever: Retriever,
        parse: Callable[[Feed, Retrieved], Awaitable[ParsedFeed]],
        read: Callable[[Sequence[Draft]], Awaitable[tuple[Reading, ...]]],
        open_stories: OpenStories,
        clock: Clock,
    ) -> None:
        self._retriever = retriever
        self._parse = parse
        self._read = read
        self._open = open_stories
        self._clock = clock

    async def sample(self, url: str, *, count: int = SHOWN) -> Sample:
        """Return what a feed, or the first feed that a page offers, brings.

        Raises FetchError, and ParseError for what is neither a feed nor names one.
        """
        feed, document = await self._fetch(url)
        offered: tuple[str, ...] = ()
        try:
            parsed = await self._parse(feed, document)
        except ParseError:
            offered = discover_feeds(document.content.decode("utf-8", "replace"), document.url)
            if not offered:
                raise
            feed, document = await self._fetch(offered[0])
            parsed = await self._parse(feed, document)
        judged = await self._judge(feed, parsed.entries[:count])
        return Sample(feed=feed, parsed=parsed, judged=judged, offered=offered)

    async def _fetch(self, url: str) -> tuple[Feed, Retrieved]:
        feed = Feed(id=FeedId("test"), name="test", url=url)
        state = FeedState(feed=feed.id, url=url, next_poll_at=self._clock.now())
        document = await self._retriever.retrieve(feed, state)
        if isinstance(document, Unchanged):
            raise FetchError("answered “not modified” to a first request", reason="status")
        return feed, document

    async def _judge(self, feed: Feed, entries: Sequence[Entry]) -> tuple[Judged, ...]:
        now = self._clock.now()
        readings = await self._read([_draft(feed, entry, now) for entry in entries])
        pairs = zip(entries, readings, strict=True)
        return tuple(self._verdict(feed, entry, reading, now) for entry, reading in pairs)

    def _verdict(self, feed: Feed, entry: Entry, reading: Reading, now: datetime) -> Judged:
        at = entry.published_at or now
        relevance = self._open.weigh(
            reading, title=entry.title, outlet=feed.name, url=entry.url, at=at
        )
        rules = intake.apply_rules(feed, entry.title, reading.body, entry.url, relevance.score)
        wanted = relevance.relevant and rules.passed
        match = self._open.match(reading, at, outlet=feed.name) if wanted else None
        return Judged(
            entry=entry,
            published_at=entry.published_at,
            relevance=relevance,
            decision=intake.decide(relevance, rules, match),
        )


def _draft(feed: Feed, entry: Entry, now: datetime) -> Draft:
    return Draft(
        title=entry.title,
        text=entry.content or entry.summary,
        outlet=feed.name,
        url=entry.url,
        official=False,
        published_at=entry.published_at or now,
    )
