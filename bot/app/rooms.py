"""The real rooms: opened together, closed together, whatever happens in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.adapters.clock import SystemChance, SystemClock
from bot.adapters.environment import Settings
from bot.adapters.feed_parser import parse_document
from bot.adapters.http import HttpRetriever
from bot.adapters.pages import extract_page
from bot.adapters.workers import ProcessWorkshop
from bot.app.house import Rooms
from bot.domain.configuration import Configuration
from bot.text.reading import read_draft
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
            contact=configuration.contact,
            allow_private=settings.fetch_allow_private,
        )
        stack.push_async_callback(retriever.aclose)
        workshop = ProcessWorkshop(parse=parse_document, extract=extract_page, read=read_draft)
        stack.push_async_callback(workshop.aclose)
        yield Rooms(
            storage=storage,
            retriever=retriever,
            workshop=workshop,
            clock=clock,
            chance=SystemChance(),
        )
