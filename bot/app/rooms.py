"""The real rooms: opened together, closed together, whatever happens in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.adapters.clock import SystemChance, SystemClock
from bot.adapters.environment import Settings
from bot.adapters.http import HttpRetriever
from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.house import Rooms
from bot.domain.configuration import Configuration
from storage.engine import migrate, open_storage


@asynccontextmanager
async def open_rooms(settings: Settings, configuration: Configuration) -> AsyncIterator[Rooms]:
    """Open the database (migrated), the fetcher and the worker processes.

    Raises OperatorError when the database cannot be used.
    """
    clock = SystemClock()
    url = settings.database_url.reveal()
    async with AsyncExitStack() as stack:
        await migrate(url)
        storage = await open_storage(url)
        stack.push_async_callback(storage.close)
        retriever = HttpRetriever(
            clock=clock,
            contact=configuration.contact or "",
            allow_private=settings.fetch_allow_private,
        )
        stack.push_async_callback(retriever.aclose)
        workshop = ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read)
        stack.push_async_callback(workshop.aclose)
        yield Rooms(
            storage=storage,
            retriever=retriever,
            workshop=workshop,
            clock=clock,
            chance=SystemChance(),
        )
