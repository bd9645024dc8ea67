"""Appointing: every article is read with the officials whom the operators named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.articles import Draft, Reading
from bot.domain.entities import OfficeTerm
from bot.domain.feeds import Feed
from bot.ports import Page, ParsedFeed, Retrieved, Workshop


class Appointing:
    """The Workshop port over another workshop; raises what that one raises.

    The terms travel with each draft: a worker process started before a reload reads with the new
    ones, and what a draft gives depends on nothing but the draft.
    """

    def __init__(self, workshop: Workshop, officials: tuple[OfficeTerm, ...]) -> None:
        self._workshop = workshop
        #: The operators' word; a new feeds.yaml replaces it.
        self.officials = officials

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        """Read a feed's document."""
        return await self._workshop.parse(feed, document)

    async def extract(self, document: Retrieved) -> Page:
        """Find the article in a page."""
        return await self._workshop.extract(document)

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Understand articles; as many readings as drafts, in their order."""
        return await self._workshop.read(
            [replace(draft, officials=self.officials) for draft in drafts]
        )
