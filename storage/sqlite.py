"""SQLite: its statements run in the event loop itself.

A statement of SQLite takes some 30 microseconds; handing it to a thread and back takes ten times
that, and in a busy loop a thousand times (docs/decisions/0079). So statements run where they are
asked for, and only what takes long, or may wait for the disk or for another process, is handed to a
thread: searches, the beginning and the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from storage.links import TURN_SECONDS, Link, Reach, Rows

T = TypeVar("T")

#: How many units may look at once on SQLite; another waits for its turn.
READERS = 10
#: Seconds a unit of work runs on before it gives the loop a turn: others answer, and feed workers.
STRETCH = 0.005
#: A writer of another process (a backup, an operator's shell) is waited for this long.
BUSY_MILLISECONDS = 10_000
_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    # NORMAL may lose the last commits at power loss: a delivery sent would be sent again.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
)


def sqlite_reach(url: URL) -> Reach:
    """Return the ways to a SQLite file, not yet opened."""
    writer, reader = _pool(url, 1), _pool(url, READERS)
    _prepare(writer, "BEGIN IMMEDIATE", *_PRAGMAS)
    _prepare(reader, "BEGIN", *_PRAGMAS, "PRAGMA query_only = ON")
    writing, reading = InlineLinks(writer, most=1), InlineLinks(reader, most=READERS)

    async def close() -> None:
        await reading.close()
        await writing.close()

    return Reach(
        read=reading.open,
        write=writing.open,
        write_slowly=writing.open_patiently,
        run=writing.run,
        close=close,
    )


def _pool(url: URL, most: int) -> Engine:
    # A connection is used by one unit at a time, in the event loop and in threads of the links.
    return create_engine(
        url,
        pool_size=most,
        max_overflow=0,
        # Each that was ever used keeps two megabytes of pages: use few.
        pool_use_lifo=True,
        connect_args={"check_same_thread": False},
    )


def _prepare(engine: Engine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _record: object) -> None:
        # Python's sqlite3 would begin transactions on its own, and never for DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


class InlineLinks:
    """Links whose statements run in the event loop, over an engine of `most` connections."""

    def __init__(self, engine: Engine, *, most: int) -> None:
        self._engine = engine
        # Nobody may wait for a connection in a thread: whoever has one needs a thread to go on.
        self._gate = asyncio.Semaphore(most)
        # Threads of its own: the loop's common ones may all be waiting for names of hosts.
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="sqlite")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Link]:
        """Open a link, as `Open`. Raises TimeoutError when all stay in use for a minute."""
        async with self._opened() as connection:
            yield _Inline(connection, self._in_thread, patient=False)

    @asynccontextmanager
    async def open_patiently(self) -> AsyncIterator[Link]:
        """Open a link all of whose statements may take long."""
        async with self._opened() as connection:
            yield _Inline(connection, self._in_thread, patient=True)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` over a connection, in one transaction."""

        def turn() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        async with self._gate:
            return await self._in_thread(turn)

    async def close(self) -> None:
        """Close every connection; the links are over. Closing again does nothing."""
        await asyncio.to_thread(self._engine.dispose)
        self._threads.shutdown(wait=False)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Connection]:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._gate.acquire()
        except TimeoutError as exc:
            raise TimeoutError(f"no connection became free within {TURN_SECONDS} s") from exc
        try:
            connection = await self._in_thread(self._begun)
            try:
                yield connection
            finally:
                # Undoing what was not committed touches no disk.
                connection.close()
        finally:
            self._gate.release()

    def _begun(self) -> Connection:
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread and wait for its end, also when the caller is cancelled meanwhile.

        A connection must not be closed under a thread that still uses it. Raises ConnectionError
        when the links are closed: who waited for a turn meanwhile gets none.
        """
        try:
            job = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except RuntimeError as exc:
            raise ConnectionError("the archive is closed") from exc
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            while not job.done():
                try:
                    await asyncio.wait({job})
                except asyncio.CancelledError:
                    continue
            if job.exception() is None:
                _put_back(job.result())
            raise


def _put_back(result: object) -> None:
    """Give up a connection that was opened for somebody who is gone."""
    if isinstance(result, Connection):
        result.close()


class _Inline:
    def __init__(
        self,
        connection: Connection,
        in_thread: Callable[[Callable[[], Any]], Awaitable[Any]],
        *,
        patient: bool,
    ) -> None:
        self._connection = connection
        self._in_thread = in_thread
        self._patient = patient
        self._time = asyncio.get_running_loop().time
        self._last_turn = self._time()
        self.dialect = connection.dialect

    async def execute(
        self,
        statement: Executable,
        take: Callable[[CursorResult[Any]], T],
        rows: Rows | None = None,
        *,
        slow: bool = False,
    ) -> T:
        if not (slow or self._patient):
            await self._give_way()
            return take(self._connection.execute(statement, rows))
        result: T = await self._in_thread(lambda: take(self._connection.execute(statement, rows)))
        self._last_turn = self._time()
        return result

    async def commit(self) -> None:
        await self._in_thread(self._committed)

    def _committed(self) -> None:
        try:
            self._connection.commit()
        except BaseException:
            # SQLite may keep the transaction and with it the right to write, and SQLAlchemy takes
            # it for over: only closing the connection is sure to end it.
            self._connection.invalidate()
            raise

    async def _give_way(self) -> None:
        if self._time() - self._last_turn >= STRETCH:
            await asyncio.sleep(0)
            self._last_turn = self._time()
