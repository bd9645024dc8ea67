"""PostgreSQL, by asyncpg: its statements are awaited. Imported only when it is the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.links import Link, Open, Reach, Rows

T = TypeVar("T")


def postgres_reach(url: URL) -> Reach:
    """Return the ways to a PostgreSQL database, not yet connected."""
    writer = create_async_engine(url, pool_size=5, max_overflow=5, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def run(work: Callable[[Connection], T]) -> T:
        async with writer.begin() as connection:
            return await connection.run_sync(work)

    async def close() -> None:
        await reader.dispose()
        await writer.dispose()

    write = _awaited(writer)
    return Reach(read=_awaited(reader), write=write, write_slowly=write, run=run, close=close)


def _awaited(engine: AsyncEngine) -> Open:
    """Return how to open a link over a driver that is awaited."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Link]:
        async with engine.connect() as connection:
            await connection.begin()
            yield _Awaited(connection)

    return opened


class _Awaited:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(
        self,
        statement: Executable,
        take: Callable[[CursorResult[Any]], T],
        rows: Rows | None = None,
        *,
        slow: bool = False,
    ) -> T:
        del slow  # the driver awaits every statement, and all its rows
        return take(await self._connection.execute(statement, rows))

    async def commit(self) -> None:
        await self._connection.commit()
