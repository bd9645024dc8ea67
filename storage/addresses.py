"""What an operator writes as DATABASE_URL, as the drivers have it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import NoArchiveError, OperatorError


def database_address(url: str, *, make: bool = True) -> URL:
    """Return the address of the archive at `url`; the folder of a file is made.

    Raises OperatorError when it names none, or its driver is not installed. Without `make` nothing
    is made: NoArchiveError when there is no such file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise _unusable() from exc
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return _postgres(parsed)
    if backend == "sqlite":
        return _sqlite(parsed, make=make)
    raise _unusable()


def _unusable() -> OperatorError:
    # The address is not repeated: it may hold a password.
    return OperatorError(
        "DATABASE_URL is neither sqlite:///path/to/file.db nor postgresql://user@host/name"
    )


def _sqlite(url: URL, *, make: bool) -> URL:
    if not url.database or url.database == ":memory:":
        raise OperatorError("DATABASE_URL needs a file: sqlite:///data/bot.db")
    path = Path(url.database)
    if not make and not path.exists():
        raise NoArchiveError(
            f"{path}: there is no archive yet; name another in DATABASE_URL, or start a bot: "
            "python -m bot run"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise OperatorError(
            f"{path.parent}: the folder for the database cannot be made ({exc.strerror}); "
            "make it, or name another in DATABASE_URL"
        ) from exc
    return URL.create("sqlite+pysqlite", database=str(path))


def _postgres(url: URL) -> URL:
    if find_spec("asyncpg") is None:
        raise OperatorError(
            "DATABASE_URL names PostgreSQL, which needs: pip install 'nutgraf[postgres]'"
        )
    query: dict[str, Any] = dict(url.query)
    # libpq's spelling, as hosting companies print it; asyncpg has its own and no channel binding.
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    query.pop("channel_binding", None)
    return url.set(drivername="postgresql+asyncpg", query=query)
