"""How a unit of work reaches its database, whichever it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Executable

#: A unit of work that has not ended by then was forgotten, or opened inside another.
TURN_SECONDS = 60

Rows = Sequence[Mapping[str, Any]]
T = TypeVar("T")


class Link(Protocol):
    """A connection with a transaction begun."""

    @property
    def dialect(self) -> Dialect: ...

    async def execute(
        self,
        statement: Executable,
        take: Callable[[CursorResult[Any]], T],
        rows: Rows | None = None,
        *,
        slow: bool = False,
    ) -> T:
        """Run a statement, once for each of `rows`, and return what `take` takes of its result.

        A `slow` one keeps the loop neither while it runs nor while its rows are taken: SQLite
        finds most rows only when they are asked for.
        """
        ...

    async def commit(self) -> None:
        """Make what was written last."""
        ...


#: Opens a link; what was not committed when it closes is undone.
Open = Callable[[], AbstractAsyncContextManager[Link]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The ways to one database."""

    read: Open
    write: Open
    #: For statements that take long.
    write_slowly: Open
    #: Runs work over a connection, in one transaction that writes.
    run: Callable[[Callable[[Connection], Any]], Awaitable[Any]]
    close: Callable[[], Awaitable[None]]
