"""What a database's error means to the operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.domain.errors import StorageError

#: A part of the driver's message, and what it means with what to do. The first that fits counts.
_MEANINGS = (
    (
        "database or disk is full",
        "the disk is full: free some space; what was committed before is safe",
    ),
    ("no space left", "the disk is full: free some space; what was committed before is safe"),
    ("disk quota", "the disk quota is used up: free some space; what was committed is safe"),
    (
        "readonly database",
        "it is read-only: give this user the right to write the file and its folder",
    ),
    (
        "database is locked",
        "another process has been writing for too long: stop the other bot, backup or editor",
    ),
    (
        "malformed",
        "the file is damaged: stop the bot and restore the newest backup (README, Backup)",
    ),
    ("not a database", "the file is no SQLite database: DATABASE_URL names another file"),
    ("unable to open", "the file cannot be opened: the folder must exist and be writable"),
    # Also what a file over its process's limit looks like: a restore would be for nothing.
    ("disk i/o error", "the disk or a limit refuses: check both, and the file, before any restore"),
    ("no such table", "it has no tables yet: run `nutgraf migrate`"),
    ("does not exist", "it lacks what this version needs: run `nutgraf migrate`"),
)


def fault(place: str, exc: BaseException) -> StorageError:
    """Return our error for a driver's, naming the database, what is wrong and the remedy."""
    said = str(exc.orig) if isinstance(exc, DBAPIError) else str(exc)
    said = said.strip().splitlines()[0] if said.strip() else type(exc).__name__
    lowered = said.lower()
    meaning = next((meaning for part, meaning in _MEANINGS if part in lowered), None)
    return StorageError(f"{place}: {said}" if meaning is None else f"{place}: {meaning} ({said})")


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise StorageError for what the database or the way to it raises."""
    try:
        yield
    except (SQLAlchemyError, OSError, TimeoutError) as exc:
        raise fault(place, exc) from exc
