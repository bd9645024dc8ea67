"""How a unit of work reaches its database: awaited drivers, or SQLite in the event loop itself.

A statement of the SQLite writer takes some 30 microseconds; handing it to a thread and back takes
ten times that (docs/decisions/0079). So its statements run where they are asked for, and only what
may wait for the disk or for another process is handed to a thread: the beginning and the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Rows = Sequence[Mapping[str, Any]]


class Link(Protocol):
    """A connection with a transaction begun."""

    @property
    def dialect(self) -> Dialect: ...

    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        """Run a statement, once for each of `rows`."""
        ...

    async def commit(self) -> None:
        """Make what was written last."""
        ...


#: Opens a link; what was not committed when it closes is undone.
Open = Callable[[], AbstractAsyncContextManager[Link]]


def awaited(engine: AsyncEngine) -> Open:
    """Return how to open a link over a driver that is awaited."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Link]:
        async with engine.connect() as connection:
            await connection.begin()
            yield _Awaited(connection)

    return opened


def inline(engine: Engine, *, patient: bool = False) -> Open:
    """Return how to open a link whose statements run in the event loop; one at a time.

    With `patient` they run in a thread: for statements that take long.
    """

    @asynccontextmanager
    async def opened() -> AsyncIterator[Link]:
        connection = await in_thread(engine.connect)
        try:
            await in_thread(connection.begin)
            yield _Inline(connection, patient=patient)
        finally:
            await in_thread(connection.close)

    return opened


class _Awaited:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        return await self._connection.execute(statement, rows)

    async def commit(self) -> None:
        await self._connection.commit()


class _Inline:
    def __init__(self, connection: Connection, *, patient: bool) -> None:
        self._connection = connection
        self._patient = patient
        self.dialect = connection.dialect

    async def execute(self, statement: Executable, rows: Rows | None = None) -> CursorResult[Any]:
        if self._patient:
            return await in_thread(lambda: self._connection.execute(statement, rows))
        return self._connection.execute(statement, rows)

    async def commit(self) -> None:
        await in_thread(self._connection.commit)


async def in_thread(work: Callable[[], T]) -> T:
    """Run `work` in a thread and wait for its end, also when the caller is cancelled meanwhile.

    A connection must not be closed under a thread that still uses it.
    """
    job = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        while not job.done():
            try:
                await asyncio.wait({job})
            except asyncio.CancelledError:
                continue
        if not job.cancelled():
            # Looked at, so that nobody reports it as never retrieved.
            job.exception()
        raise
