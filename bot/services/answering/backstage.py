"""Backstage: what a running bot can do besides reading its archive.

`ask` on the command line works on the archive alone; a command that needs more says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.articles import Draft, Reading
from bot.services.open_stories import OpenStories
from bot.services.routing import Router
from bot.text.reading import read_draft

Read = Callable[[Sequence[Draft]], Awaitable[tuple[Reading, ...]]]


async def read_here(drafts: Sequence[Draft]) -> tuple[Reading, ...]:
    """Read drafts on the spot, where no workshop is at hand."""
    return tuple(read_draft(draft) for draft in drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstage:
    """Each part None, or at its default, where only the archive is at hand."""

    #: The index of open stories; replayed from the archive when there is none.
    open_stories: OpenStories | None = None
    #: Tells the operators' channels.
    router: Router | None = None
    read: Read = field(default=read_here)
