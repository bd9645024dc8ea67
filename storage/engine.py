"""Opening the archive an operator names by DATABASE_URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection

from bot.domain.errors import OperatorError, StorageError
from bot.ports import Pruned
from storage.addresses import database_address
from storage.backup import copy_database, faults_of_sqlite
from storage.faults import translated
from storage.instance import FileLock, claim_row, owner_of, release_row
from storage.links import TURN_SECONDS, Open, Reach
from storage.migrating import migrate_connection
from storage.numbers import Numbers
from storage.pruning import BATCH, prune_leftovers, prune_stories
from storage.sqlite import sqlite_reach
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")


class SqlStorage:
    """`Storage` on SQLite or PostgreSQL. Close it in the event loop that used it."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_postgres = url.get_backend_name() == "postgresql"
        #: The database for print, without its password.
        self.place = (
            url.set(drivername="postgresql").render_as_string()
            if self.is_postgres
            else str(url.database)
        )
        self._numbers = Numbers()
        self._writing = asyncio.Lock()
        self._lock_file = None if self.is_postgres else FileLock(self.place)
        self._reach = _reach(url)

    def begin(self) -> SqlUnitOfWork:
        """Return a unit that writes; on SQLite the next one waits until it ends."""
        return self._unit(self._reach.write, writes=True)

    def look(self) -> SqlUnitOfWork:
        """Return a unit that sees one unchanging state and never waits for a writer."""
        return self._unit(self._reach.read, writes=False)

    async def migrate(self) -> None:
        """Bring the tables up to date; OperatorError when they are newer than the code."""
        await self.run(partial(migrate_connection, place=self.place))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` over a connection, in one transaction that writes."""
        async with self._turn():
            with translated(self.place):
                done: T = await self._reach.run(work)
                return done

    async def prune(
        self,
        *,
        articles_before: datetime,
        dropped_before: datetime,
        keys_before: datetime | None = None,
        lines_before: datetime | None = None,
    ) -> Pruned:
        """Forget old news in small transactions; return how much.

        Stories not updated since `articles_before` go with everything of theirs, unless a message
        is still owed for one; traces of dropped entries go when older than `dropped_before`.
        Identity keys stay unless `keys_before` is given: an entry whose key is forgotten while its
        feed still lists it is read again as new. Outlets' lines not seen since `lines_before` go.
        """
        total = Pruned()
        while True:
            async with self._slow() as unit:
                pruned = await prune_stories(unit.transaction, articles_before)
                await unit.commit()
            total += pruned
            if pruned.story_count < BATCH:
                break
        async with self._slow() as unit:
            rest = await prune_leftovers(
                unit.transaction,
                articles_before=articles_before,
                dropped_before=dropped_before,
                keys_before=keys_before,
                lines_before=lines_before,
            )
            await unit.commit()
        return total + rest

    async def claim_instance(self, owner: str, now: datetime, ttl: timedelta) -> bool:
        """Whether `owner` may work on this database until `now` + `ttl`; claim again before then.

        False when another bot does. `owner` names this process, for print.
        """
        held = self._lock_file.hold() if self._lock_file else None
        if held is False:
            return False
        async with self.begin() as unit:
            claimed = await claim_row(unit.transaction, owner, now, ttl, force=bool(held))
            await unit.commit()
        return claimed

    async def instance_owner(self) -> str | None:
        """Return who last claimed this database; None when nobody has."""
        async with self.look() as unit:
            return await owner_of(unit.transaction)

    async def release_instance(self, owner: str) -> None:
        """Let another bot begin at once."""
        async with self.begin() as unit:
            await release_row(unit.transaction, owner)
            await unit.commit()
        if self._lock_file:
            self._lock_file.release()

    async def backup(self, path: Path) -> None:
        """Copy the running database to a file; OperatorError on PostgreSQL, which has pg_dump."""
        if self.is_postgres:
            raise OperatorError("PostgreSQL is backed up with its own tool: pg_dump -Fc -f FILE")
        await asyncio.to_thread(copy_database, self.place, path)

    async def integrity(self) -> tuple[str, ...]:
        """Return what is wrong with the database; empty when it is sound."""
        if self.is_postgres:
            return ()
        try:
            async with self._slow() as unit:
                return await faults_of_sqlite(unit.transaction)
        except StorageError as exc:
            return (str(exc),)

    async def close(self) -> None:
        """Close every connection and let another bot begin; the storage is over."""
        await self._reach.close()
        if self._lock_file:
            self._lock_file.release()

    def _slow(self) -> SqlUnitOfWork:
        """Return a unit that writes and whose statements may take long."""
        return self._unit(self._reach.write_slowly, writes=True)

    def _unit(self, connect: Open, *, writes: bool) -> SqlUnitOfWork:
        return SqlUnitOfWork(
            connect,
            place=self.place,
            numbers=self._numbers,
            turn=self._turn() if writes else None,
        )

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self.is_postgres:
            yield
            return
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._writing.acquire()
        except TimeoutError as exc:
            raise StorageError(
                f"{self.place}: another unit of work has been writing for {TURN_SECONDS} s"
            ) from exc
        try:
            yield
        finally:
            self._writing.release()


async def open_storage(url: str, *, make: bool = True) -> SqlStorage:
    """Return the archive at `url`, not yet connected; OperatorError when it names none.

    `sqlite:///data/bot.db` is relative to the working directory, `sqlite:////srv/bot.db` is
    absolute; the folder is made. `postgresql://` and `postgres://` need the extra `postgres`.
    Without `make` nothing is made: NoArchiveError when there is no such file.
    """
    return SqlStorage(database_address(url, make=make))


async def migrate(url: str) -> None:
    """Bring the database at `url` up to date; see `SqlStorage.migrate`."""
    storage = await open_storage(url)
    try:
        await storage.migrate()
    finally:
        await storage.close()


def _reach(url: URL) -> Reach:
    if url.get_backend_name() != "postgresql":
        return sqlite_reach(url)
    # SQLAlchemy's asynchronous half: seven megabytes that SQLite does not need.
    from storage.postgres import postgres_reach  # noqa: PLC0415 - see above

    return postgres_reach(url)
