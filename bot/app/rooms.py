"""The real rooms: opened together, closed together, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from bot.adapters.clock import SystemChance, SystemClock
from bot.adapters.environment import Settings
from bot.adapters.http import HttpRetriever
from bot.adapters.plots import Plots
from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.house import Rooms
from bot.app.vectors import try_in_worker
from bot.domain.configuration import Configuration
from bot.domain.errors import OperatorError, StorageError
from bot.ports import Clock
from storage.engine import SqlStorage, migrate, open_storage

log = logging.getLogger(__name__)

#: How long a claim on a PostgreSQL database outlives a bot that died; on SQLite it dies with it.
CLAIM = timedelta(seconds=90)


@asynccontextmanager
async def open_rooms(settings: Settings, configuration: Configuration) -> AsyncIterator[Rooms]:
    """Open the database (migrated), the fetcher and the worker processes.

    Raises OperatorError when the database or the model of EMBEDDINGS_MODEL cannot be used.
    """
    clock = SystemClock()
    url = settings.database_url.reveal()
    async with AsyncExitStack() as stack:
        await migrate(url)
        storage = await open_storage(url)
        stack.push_async_callback(storage.close)
        await stack.enter_async_context(_claim(storage, clock))
        retriever = HttpRetriever(
            clock=clock,
            contact=configuration.contact or "",
            allow_private=settings.fetch_allow_private,
        )
        stack.push_async_callback(retriever.aclose)
        workshop = ProcessWorkshop(
            parse=jobs.parse, extract=jobs.extract, read=jobs.reader(settings.embeddings)
        )
        stack.push_async_callback(workshop.aclose)
        if settings.embeddings is not None:
            await try_in_worker(workshop, settings.embeddings, clock.now())
        yield Rooms(
            storage=storage,
            retriever=retriever,
            workshop=workshop,
            clock=clock,
            chance=SystemChance(),
            plotter=Plots(),
        )


@asynccontextmanager
async def _claim(storage: SqlStorage, clock: Clock) -> AsyncIterator[None]:
    """Hold the database for this process; a second bot on it would post everything twice.

    Raises OperatorError when another bot holds it, and later when one took it: its claim ran out
    while this process could not reach the database. What runs meanwhile is cancelled then.
    """
    owner = f"{socket.gethostname()} process {os.getpid()}"
    if not await storage.claim_instance(owner, clock.now(), CLAIM):
        holder = await storage.instance_owner() or "another process"
        raise OperatorError(
            f"Another bot works on this database ({holder}). Stop it first, or set DATABASE_URL "
            f"to a database of this bot's own."
        )
    renewing = asyncio.create_task(_renew(storage, clock, owner), name="claim")
    holder_task = asyncio.current_task()
    assert holder_task is not None
    renewing.add_done_callback(lambda task: task.cancelled() or holder_task.cancel())
    try:
        yield
    except asyncio.CancelledError:
        if renewing.done():
            holder_task.uncancel()
            await renewing  # raises
        raise
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await storage.release_instance(owner)


async def _renew(storage: SqlStorage, clock: Clock, owner: str) -> None:
    while True:
        await clock.sleep(CLAIM / 3)
        try:
            is_held = await storage.claim_instance(owner, clock.now(), CLAIM)
        except StorageError:
            log.exception("claim not renewed")
            continue
        if not is_held:
            raise OperatorError("Another bot took this database over; this one ends.")
