"""One open transaction, as the rooms of this package use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, Executable, Row, Table
from sqlalchemy.dialects import sqlite

from storage.faults import translated
from storage.links import Link

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

    Insert = postgresql.Insert | sqlite.Insert

#: SQLite allows 32,766 bound values a statement; this many keys stay far below.
KEYS_A_STATEMENT = 500


class Transaction:
    """Runs statements; every failure comes out as StorageError that names the place."""

    def __init__(self, link: Link, *, place: str, writable: bool) -> None:
        self._link = link
        self._writable = writable
        self._place = place
        self._open = True
        self.is_postgres = link.dialect.name == "postgresql"

    def end(self) -> None:
        """Refuse everything from now on: the transaction is committed or undone."""
        self._open = False

    def check_open(self) -> None:
        """Raise RuntimeError after the end: a developer's mistake, no fault of the database."""
        if not self._open:
            raise RuntimeError("this unit of work is over: open another")

    async def rows(self, statement: Executable, *, slow: bool = False) -> Sequence[Row[Any]]:
        """Return all rows; `slow` says of a statement that it may look at much of the archive."""
        self._check(writing=False)
        with translated(self._place):
            return await self._link.execute(statement, CursorResult.all, slow=slow)

    async def row(self, statement: Executable, *, slow: bool = False) -> Row[Any] | None:
        """Return the first row, or None; `slow` as for `rows`."""
        self._check(writing=False)
        with translated(self._place):
            return await self._link.execute(statement, CursorResult.first, slow=slow)

    async def scalar(self, statement: Executable, *, slow: bool = False) -> Any:
        """Return the first column of the first row, or None; `slow` as for `rows`."""
        row = await self.row(statement, slow=slow)
        return None if row is None else row[0]

    async def write(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> int:
        """Write, once for each of `rows`; return how many rows the statement says it touched."""
        self._check(writing=True)
        if rows is not None and not rows:
            return 0
        with translated(self._place):
            return await self._link.execute(statement, _row_count, rows)

    async def claim(self, statement: Executable) -> Sequence[Row[Any]]:
        """Return rows of a statement that locks or writes them."""
        self._check(writing=True)
        return await self.rows(statement)

    def insert(self, table: Table) -> Insert:
        """Return this database's INSERT, which knows ON CONFLICT."""
        return _insert(table, self.is_postgres)

    def insert_new(self, table: Table) -> Insert:
        """Return INSERT that passes over rows whose key is known."""
        return _insert_new(table, self.is_postgres)

    def upsert(self, table: Table, *, newer: str | None = None) -> Insert:
        """Return INSERT that replaces the row of the same key.

        `newer` names a column of times: then only a row that is not newer is replaced.
        """
        return _upsert(table, self.is_postgres, newer)

    def _check(self, *, writing: bool) -> None:
        self.check_open()
        if writing and not self._writable:
            raise RuntimeError("this unit of work only looks: open one with begin()")


def _row_count(result: CursorResult[Any]) -> int:
    return result.rowcount


# Statements are made once: building one costs as much as running it.


@cache
def _insert(table: Table, is_postgres: bool) -> Insert:
    if not is_postgres:
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - megabytes SQLite does not need

    return postgresql.insert(table)


@cache
def _insert_new(table: Table, is_postgres: bool) -> Insert:
    return _insert(table, is_postgres).on_conflict_do_nothing()


@cache
def _upsert(table: Table, is_postgres: bool, newer: str | None) -> Insert:
    statement = _insert(table, is_postgres)
    keys = [column.name for column in table.primary_key]
    changed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_=changed,
        where=statement.excluded[newer] >= table.columns[newer] if newer else None,
    )


def chunks(keys: Sequence[Any], size: int = KEYS_A_STATEMENT) -> Iterable[Sequence[Any]]:
    """Cut keys into as many as one statement takes."""
    return (keys[at : at + size] for at in range(0, len(keys), size))
