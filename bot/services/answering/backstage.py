"""Backstage: what a running bot can do besides reading its archive.

`ask` on the command line works on the archive alone; a command that needs more says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from bot.domain.articles import Draft, Reading
from bot.domain.delivery import Platform
from bot.domain.entities import OfficeTerm
from bot.ports import Plotter
from bot.services.homes import Homes
from bot.services.open_stories import OpenStories
from bot.services.routing import Router
from bot.services.sampling import Sampling
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
    #: Reads feeds.yaml anew (True: only checks it); returns what changed. Raises ConfigError.
    reload: Callable[[bool], Awaitable[Sequence[str]]] | None = None
    #: The operators' list of admins, as it stands now.
    admins: Callable[[], Mapping[Platform, frozenset[str]]] = dict
    #: The operators' terms of office, as they stand now.
    officials: Callable[[], tuple[OfficeTerm, ...]] = tuple
    #: The operators' own workspaces and servers; nobody's while that is not known.
    homes: Homes = field(default_factory=Homes)
    #: Fetches an address to say what it would bring.
    sampling: Sampling | None = None
    #: The operators' zone, as it stands now: for askers whose platform tells none.
    zone: Callable[[], tzinfo] = lambda: UTC
    #: Draws what answers count; the words are enough without it.
    plotter: Plotter | None = None
