"""Verdicts: the decision about an entry, with its reasons, kept so that `why` can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.articles import ArticleId, StoryId
from bot.domain.feeds import FeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Not on the beat, or refused by a rule."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """We already hold this very article."""

    of: ArticleId
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """The publisher changed an article we hold."""

    article: ArticleId
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A further article of a story we hold."""

    story: StoryId
    reasons: tuple[str, ...]
    #: The article whose text it copies; None when it has its own words.
    copy_of: ArticleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The first article of a story."""

    story: StoryId
    reasons: tuple[str, ...]
    continues: StoryId | None = None
    related: tuple[StoryId, ...] = ()


Verdict = Dropped | Repeated | Revised | Joined | Opened


class Outcome(StrEnum):
    """How one stage ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step on an entry's way, with its outcome in words a journalist accepts."""

    name: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The whole way of one entry, kept for `why` and `explain`."""

    feed: FeedId
    outlet: str
    url: str
    guid: str | None
    title: str
    at: datetime
    verdict: str
    stages: tuple[Stage, ...]
    #: None when the entry was dropped.
    article: ArticleId | None = None
    story: StoryId | None = None
