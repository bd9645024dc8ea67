"""One remembered string: what a platform keeps between starts, in the archive."""

from __future__ import annotations

from bot.ports import Storage


class KeptText:
    """Recalls and keeps one string under its key."""

    def __init__(self, storage: Storage, key: str) -> None:
        self._storage = storage
        self._key = key

    async def recall(self) -> str | None:
        """Return what was kept last; None before the first time."""
        async with self._storage.look() as unit:
            return await unit.memory.recall(self._key)

    async def keep(self, text: str) -> None:
        """Keep a string in place of the last."""
        async with self._storage.begin() as unit:
            await unit.memory.keep(self._key, text)
            await unit.commit()
