"""Feeds: what operators listed, and what we remember about asking them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", str)


class FeedKind(StrEnum):
    """What sort of publisher speaks through a feed; it decides independence and provenance."""

    OFFICIAL = "official"
    WIRE = "wire"
    NATIONAL = "national"
    LOCAL = "local"
    ADVOCACY = "advocacy"
    THINK_TANK = "think-tank"
    COURT = "court"
    AGGREGATOR = "aggregator"


def backfill_of(kind: FeedKind) -> FeedId:
    """Return the id under which past articles of such publishers are filed."""
    return FeedId(f"backfill-{kind.value}")


#: The feeds nobody asks: what is filed under them was brought in as a file, long after its time.
BACKFILLS = frozenset(map(backfill_of, FeedKind))


class FeedType(StrEnum):
    """How the document is read; `rss` covers RSS, Atom, RDF and JSON Feed."""

    RSS = "rss"
    JSON = "json"
    HTML_LIST = "html_list"


class BodyPolicy(StrEnum):
    """Where an article's text comes from."""

    FEED = "feed"
    ARTICLE = "article"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One word, phrase (case-insensitive, whole words) or regular expression of a rule."""

    field: str = "any"  # title | text | url | any
    words: str | None = None
    regex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named, reusable test that operators add to the built-in relevance of the beat.

    An article passes when its score is at least `min_score`, one of `any_of` matches (when there
    are some) and none of `none_of` does.
    """

    name: str
    min_score: float | None = None
    any_of: tuple[Pattern, ...] = ()
    none_of: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source the operators listed. `id` is the history's key; the URL may change."""

    id: FeedId
    name: str
    url: str
    type: FeedType = FeedType.RSS
    kind: FeedKind = FeedKind.NATIONAL
    language: str = "en"
    #: Two-letter state codes, or US for the whole country.
    jurisdictions: tuple[str, ...] = ("US",)
    interval: timedelta = timedelta(minutes=15)
    #: Entries published longer ago than this are stored, not posted.
    max_age: timedelta = timedelta(hours=48)
    #: How many entries of the first poll may be posted, newest first.
    backfill: int = 0
    body: BodyPolicy = BodyPolicy.FEED
    rules: tuple[Rule, ...] = ()
    enabled: bool = True
    #: Consecutive failures before the ops channel is told.
    notify_after: int = 3
    #: Time of failing after which polling slows to one probe a day.
    pause_after: timedelta = timedelta(days=5)
    #: None: five times the usual gap between entries.
    expect_silence: timedelta | None = None
    #: For `json`: our field name -> path in the document (`items` names the list).
    map: Mapping[str, str] = field(default_factory=dict)
    #: For `html_list`: item, link, title, date -> CSS selector.
    select: Mapping[str, str] = field(default_factory=dict)


class FeedHealth(StrEnum):
    """How a feed does, as operators see it."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember about asking one feed. All times are aware UTC."""

    feed: FeedId
    #: The address the validators belong to; another address voids them.
    url: str
    next_poll_at: datetime
    #: Validators of the last 200 (RFC 9110, section 8.8); None when the server gave none.
    etag: str | None = None
    last_modified: str | None = None
    #: Digest of the last body, to recognise an unchanged document without parsing it.
    body_hash: str | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    #: Last full answer (not 304); after a day we ask without validators, because some servers
    #: answer 304 for ever.
    last_full_at: datetime | None = None
    #: When an entry we had not seen last appeared; None before the first.
    last_new_at: datetime | None = None
    #: Smoothed time between new entries; None until two were seen.
    usual_gap: timedelta | None = None
    failure_count: int = 0
    failing_since: datetime | None = None
    last_error: str | None = None
    #: Set by an admin or by 410; None while the feed is asked.
    paused_at: datetime | None = None
    pause_reason: str | None = None
    #: True once the ops channel has been told of the present failure.
    failure_told: bool = False
    #: False until the first successful poll has been stored; that poll posts nothing by default.
    primed: bool = False
    #: The server said 301 or 308; operators are told, feeds.yaml is theirs.
    moved_to: str | None = None

    @property
    def health(self) -> FeedHealth:
        """Return the state an operator cares about."""
        if self.paused_at is not None:
            return FeedHealth.GONE if self.pause_reason == "gone" else FeedHealth.PAUSED
        if self.failure_count:
            return FeedHealth.FAILING
        return FeedHealth.OK if self.primed else FeedHealth.NEW


MAX_BACKOFF = timedelta(hours=24)


def backoff(interval: timedelta, failure_count: int, *, jitter: float) -> timedelta:
    """Return the wait after `failure_count` failures in a row: doubling, at most a day.

    `jitter` is a number in [0, 1) that spreads the wait over +-10 %.
    """
    doubled: timedelta = interval * (1 << min(max(failure_count - 1, 0), 16))
    return min(doubled, MAX_BACKOFF) * (0.9 + 0.2 * jitter)


def next_poll_at(
    now: datetime,
    interval: timedelta,
    *,
    failure_count: int = 0,
    server_wait: timedelta | None = None,
    jitter: float = 0.5,
) -> datetime:
    """Return when to ask again: our interval or backoff, or longer when the server asks for it.

    `server_wait` is Retry-After or max-age; it is honoured up to a day, never to poll faster.
    """
    wait = (
        backoff(interval, failure_count, jitter=jitter)
        if failure_count
        else interval * (0.9 + 0.2 * jitter)
    )
    if server_wait is not None:
        wait = max(wait, min(server_wait, MAX_BACKOFF))
    return now + wait
