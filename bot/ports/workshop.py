"""The workshop: work that burns CPU, done where it can be killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.articles import Draft, Entry, Reading
from bot.domain.feeds import Feed
from bot.ports.fetching import Retrieved


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """The entries of one document, in its order, and what the document says of itself."""

    entries: tuple[Entry, ...]
    title: str = ""
    language: str | None = None
    #: ttl of RSS; None when not given.
    fresh_for: timedelta | None = None
    #: What was mended on the way; None when the document was sound.
    warning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says: its article, and times and names printed on it."""

    title: str
    text: str
    byline: str | None = None
    published_at: datetime | None = None


class Workshop(Protocol):
    """Parsing, page extraction and reading, each in a process that can be killed.

    Raises ParseError when the work fails or exceeds its limits of time and memory.
    """

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        """Read a feed's document."""
        ...

    async def extract(self, document: Retrieved) -> Page:
        """Find the article in a page."""
        ...

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Understand articles; as many readings as drafts, in their order."""
        ...
