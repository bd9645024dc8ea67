"""Watches, and the deeds of people, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.deeds import Deed
from bot.domain.delivery import Platform
from bot.domain.watches import Owner, Watch, WatchId
from storage.memory_state import View


class MemoryWatches:
    """`Watches` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def of(self, owner: Owner) -> Sequence[Watch]:
        return _aged(each for each in self._view.state.watches.values() if each.owner == owner)

    async def active(self) -> Sequence[Watch]:
        return _aged(each for each in self._view.state.watches.values() if not each.is_paused)

    async def save(self, watch: Watch) -> None:
        self._view.draft.watches[watch.id] = watch

    async def remove(self, watch: WatchId) -> None:
        self._view.draft.watches.pop(watch, None)


class MemoryDeeds:
    """`Deeds` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def record(self, deed: Deed) -> None:
        held = self._view.draft.deeds
        held[len(held) + 1] = deed

    async def newest(
        self, *, platform: Platform | None, workspace: str | None, limit: int
    ) -> Sequence[Deed]:
        held = [each for _, each in sorted(self._view.state.deeds.items(), reverse=True)]
        fitting = [
            each
            for each in held
            if platform is None or (each.platform, each.workspace) == (platform, workspace)
        ]
        return fitting[:limit]


def _aged(watches: Iterable[Watch]) -> list[Watch]:
    return sorted(watches, key=lambda each: (each.created_at, each.id))
