"""The workshop without processes: the same answers for tests and one-shot commands.

No limit of time or memory holds here: give it only documents you trust.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.adapters.workers.unreadable import unreadable
from bot.domain.articles import Draft, Reading
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.fetching import Retrieved
from bot.ports.workshop import Page, ParsedFeed


class InlineWorkshop:
    """Implements the Workshop port in the calling process; `size` and `deadline` say nothing."""

    def __init__(
        self,
        *,
        parse: Callable[[Feed, Retrieved], ParsedFeed],
        extract: Callable[[Retrieved], Page],
        read: Callable[[Draft], Reading],
        size: int = 1,
        deadline: timedelta = timedelta(0),
    ) -> None:
        del size, deadline
        self._parse, self._extract, self._read = parse, extract, read

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        """Read a feed's document. Raises ParseError."""
        try:
            return self._parse(feed, document)
        except ParseError:
            raise
        except Exception as error:
            raise ParseError(f"the document could not be read ({_named(error)})") from error

    async def extract(self, document: Retrieved) -> Page:
        """Find the article in a page. Raises ParseError."""
        try:
            return self._extract(document)
        except ParseError:
            raise
        except Exception as error:
            raise ParseError(f"the page could not be read ({_named(error)})") from error

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Understand articles; one that cannot be read gives an empty reading."""
        return tuple(self._read_one(draft) for draft in drafts)

    async def aclose(self) -> None:
        """Hold nothing, close nothing."""

    def _read_one(self, draft: Draft) -> Reading:
        try:
            return self._read(draft)
        except Exception as error:  # noqa: BLE001 - as in a worker: one draft fails alone
            return unreadable(f"reading it failed: {type(error).__name__}")


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
