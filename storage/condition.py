"""The condition of an archive, for who examines it: its tables, whether it takes writes, its clock.

Nothing is changed: what is written to see whether it can be is undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text

from storage.engine import SqlStorage
from storage.tables import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What was found."""

    #: The tables' revision; None before the first `migrate`.
    revision: str | None
    #: The revision this version makes.
    newest: str
    #: The database server's own time; None for a file.
    server_time: datetime | None
    #: The newest thing written; None for an empty archive.
    newest_at: datetime | None


async def condition_of(storage: SqlStorage) -> Condition:
    """Look at an archive; raises StorageError where it cannot be reached, read or written."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    newest = str(scripts.get_current_head())
    revision = await _revision(storage)
    if revision != newest:
        return Condition(revision=revision, newest=newest, server_time=None, newest_at=None)
    async with storage.begin() as unit:
        # Never committed.
        await unit.memory.keep("doctor", "can be written")
    async with storage.look() as unit:
        newest_at = await unit.transaction.scalar(select(func.max(articles.c.first_seen_at)))
        server_time = (
            await unit.transaction.scalar(select(func.now())) if storage.is_postgres else None
        )
    return Condition(
        revision=revision,
        newest=newest,
        server_time=server_time.astimezone(UTC) if server_time else None,
        newest_at=newest_at,
    )


async def _revision(storage: SqlStorage) -> str | None:
    async with storage.look() as unit:
        known = (
            "SELECT count(*) FROM information_schema.tables WHERE table_name = 'alembic_version'"
            if storage.is_postgres
            else "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        )
        if not await unit.transaction.scalar(text(known)):
            return None
        found = await unit.transaction.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
