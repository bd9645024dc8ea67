"""One bot a database: a second one would poll and post everything again.

On SQLite an operating system's lock on a file beside the database says it: it goes with its
process, so that a killed bot starts again at once. PostgreSQL has no such file for all hosts; there
a row says it, which its owner renews and which ends by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import IO

from sqlalchemy import delete, or_, select

from storage.faults import translated
from storage.tables import instances
from storage.transaction import Transaction

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: the row alone decides there
    fcntl = None

ROLE = "bot"


class FileLock:
    """The lock beside a SQLite file; held until `release` or the end of the process."""

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}.lock")
        self._file: IO[str] | None = None

    def hold(self) -> bool | None:
        """Take the lock, or keep it; False when another holds it, None when there are no locks."""
        if self._file is not None:
            return True
        if fcntl is None:
            return None
        with translated(str(self._path)):
            file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        except OSError:  # a file system without locks
            file.close()
            return None
        self._file = file
        return True

    def release(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            self._file.close()
            self._file = None


async def claim_row(
    tx: Transaction, owner: str, now: datetime, ttl: timedelta, *, force: bool
) -> bool:
    """Write the owner's row unless another's still runs; `force` when a lock has decided."""
    statement = tx.insert(instances).values(role=ROLE, owner=owner, until=now + ttl)
    mine = or_(instances.c.owner == owner, instances.c.until <= now)
    claimed = await tx.claim(
        statement.on_conflict_do_update(
            index_elements=[instances.c.role],
            set_={"owner": owner, "until": now + ttl},
            where=None if force else mine,
        ).returning(instances.c.owner)
    )
    return bool(claimed)


async def owner_of(tx: Transaction) -> str | None:
    """Return who works on this database, as it last said; None when nobody has."""
    owner: str | None = await tx.scalar(select(instances.c.owner).where(instances.c.role == ROLE))
    return owner


async def release_row(tx: Transaction, owner: str) -> None:
    """Take the owner's row away."""
    await tx.write(delete(instances).where(instances.c.owner == owner))
