"""One transaction with the rooms of the port."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Self

from storage.articles import SqlArticles
from storage.deliveries import SqlDeliveries
from storage.faults import translated
from storage.feeds import SqlFeedStates, SqlMemory
from storage.installations import SqlInstallations
from storage.links import Open
from storage.numbers import Numbers
from storage.outlet_lines import SqlOutletLines
from storage.stories import SqlStories
from storage.transaction import Transaction
from storage.watches import SqlDeeds, SqlWatches


class SqlUnitOfWork:
    """`UnitOfWork` on a database; used once, and over with its commit."""

    feeds: SqlFeedStates
    articles: SqlArticles
    stories: SqlStories
    deliveries: SqlDeliveries
    memory: SqlMemory
    lines: SqlOutletLines
    watches: SqlWatches
    deeds: SqlDeeds
    installations: SqlInstallations

    def __init__(
        self,
        connect: Open,
        *,
        place: str,
        numbers: Numbers,
        turn: AbstractAsyncContextManager[object] | None,
    ) -> None:
        """`turn` is held while the unit is open: the writer's; None for units that look."""
        self._connect = connect
        self._place = place
        self._numbers = numbers
        self._turn = turn
        self._stack = AsyncExitStack()
        self.transaction: Transaction

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            with translated(self._place):
                self._link = await stack.enter_async_context(self._connect())
            self._stack = stack.pop_all()
        self.transaction = tx = Transaction(
            self._link, place=self._place, writable=self._turn is not None
        )
        self.feeds = SqlFeedStates(tx)
        self.articles = SqlArticles(tx, self._numbers)
        self.stories = SqlStories(tx, self._numbers)
        self.deliveries = SqlDeliveries(tx)
        self.memory = SqlMemory(tx)
        self.lines = SqlOutletLines(tx)
        self.watches = SqlWatches(tx)
        self.deeds = SqlDeeds(tx)
        self.installations = SqlInstallations(tx)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Undo what was not committed, and let the next writer begin."""
        del exc_info
        self.transaction.end()
        with translated(self._place):
            await self._stack.aclose()

    async def commit(self) -> None:
        """Make the unit's writes last, and let the next writer begin."""
        self.transaction.check_open()
        self.transaction.end()
        with translated(self._place):
            await self._link.commit()
            await self._stack.aclose()
