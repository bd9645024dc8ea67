"""Fetching: the choke point of every request to the outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.feeds import Feed, FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A whole document as a server gave it."""

    #: The address that answered, after redirects.
    url: str
    content: bytes
    media_type: str
    charset: str | None
    etag: str | None = None
    last_modified: str | None = None
    #: max-age of Cache-Control; None when not given.
    fresh_for: timedelta | None = None
    #: Set when every hop was permanent (301, 308).
    moved_to: str | None = None
    #: Digest of `content`, to recognise the same bytes next time.
    body_hash: str = ""
    #: What time it was at the server (Date); None when it did not say.
    served_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """304, or the very same bytes as last time."""

    fresh_for: timedelta | None = None
    #: True for a whole answer with the same bytes: it renews `last_full_at` and the validators.
    full: bool = False
    #: Validators of the whole answer; None with 304 and from servers that give none.
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None


class Retriever(Protocol):
    """The choke point of every fetch."""

    async def retrieve(self, feed: Feed, state: FeedState) -> Retrieved | Unchanged:
        """Ask for a feed's document, conditionally where the state has validators.

        Raises FetchError.
        """
        ...

    async def page(self, url: str) -> Retrieved:
        """Fetch an article's page, where robots.txt allows it (RFC 9309).

        Raises FetchError, reason `robots` when it is not allowed.
        """
        ...
