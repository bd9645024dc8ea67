"""Copies of a running SQLite archive, and whether one is sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bot.domain.errors import OperatorError, StorageError
from storage.faults import fault
from storage.transaction import Transaction


def copy_database(source: str, target: Path) -> None:
    """Copy a database in use; the copy appears under its name only when it is whole and sound.

    It holds one moment's state, but what is owed is uncertain in it: when it is restored, the
    channels are asked whether it was sent meanwhile. Writers go on (one step, in WAL mode). Blocks:
    call it in a thread. StorageError when it cannot be done, OperatorError for a missing folder.
    """
    if not target.parent.is_dir():
        raise OperatorError(f"{target.parent}: no such folder; make it, or name another file")
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(partial)) as there:
            here.backup(there)
            # A copy cannot know what is sent after it was made: what it owes is looked for first.
            there.execute("UPDATE deliveries SET state = 'uncertain' WHERE state = 'owed'")
            there.commit()
            # A file of its own: no -wal beside it that somebody forgets to copy.
            there.execute("PRAGMA journal_mode = DELETE")
            (said,) = there.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            raise StorageError(f"{source}: the copy is damaged ({said}), and so is the database")
        partial.replace(target)
    except (sqlite3.Error, OSError) as exc:
        raise fault(str(target), exc) from exc
    finally:
        partial.unlink(missing_ok=True)


async def faults_of_sqlite(tx: Transaction) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the file or the search index; empty when it is sound."""
    rows = await tx.rows(text("PRAGMA integrity_check"))
    found = tuple(str(row[0]) for row in rows if row[0] != "ok")
    try:
        # The rank 1 asks for the comparison with the articles themselves.
        await tx.write(
            text("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)")
        )
    except StorageError as exc:
        found = (*found, f"the search index does not fit the articles: {exc}")
    return found
