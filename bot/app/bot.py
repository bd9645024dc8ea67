"""The bot: the house with its doors open; opened and closed as one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.adapters.environment import Settings
from bot.adapters.feeds_file import load_feeds_file
from bot.app.chats import build_chats
from bot.app.gauges import read_gauges
from bot.app.house import House, build_house, platforms_of
from bot.app.loops import run_loops
from bot.app.rooms import open_rooms
from bot.domain.briefs import Notice
from bot.domain.configuration import Configuration
from bot.domain.delivery import Platform
from bot.domain.errors import ConfigError
from bot.ports import ChatApp
from bot.services.reloading import changes_between
from bot.web.metrics import Gauge
from bot.web.server import open_web

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningBot:
    """A house whose platforms are connected."""

    house: House
    chats: tuple[ChatApp, ...]
    run: Callable[[asyncio.Event], Awaitable[None]]
    #: Whether nothing was stored before; the first poll then posts nothing.
    archive_is_new: bool


@asynccontextmanager
async def open_bot(
    settings: Settings, configuration: Configuration, feeds_path: Path, *, listen: bool
) -> AsyncIterator[RunningBot]:
    """Open rooms and platforms; with `listen` False the platforms only post.

    Raises OperatorError when a token or the database cannot be used.
    """
    platforms = platforms_of(settings)
    async with AsyncExitStack() as stack:
        rooms = await stack.enter_async_context(open_rooms(settings, configuration))

        async def reload_now(dry_run: bool) -> Sequence[str]:
            return await reload.now(dry_run=dry_run)

        house = build_house(rooms, configuration, platforms, reload=reload_now)
        reload = _Reload(house, feeds_path, platforms, configuration)
        known = await house.open_stories.load(rooms.storage, rooms.clock.now())
        log.info("stories loaded", extra={"articles": known})
        chats = build_chats(
            settings,
            platforms,
            house.desk,
            rooms.storage,
            rooms.clock,
            zone=configuration.zone,
            listen=listen,
        )
        for chat in chats:
            await chat.start()
            stack.push_async_callback(chat.stop)
        house.connect(chats)
        if listen and settings.port is not None:
            gauges = partial(_gauges, house, chats)
            await stack.enter_async_context(open_web(settings.port, chats, gauges))

        async def run(stop: asyncio.Event) -> None:
            await run_loops(house, stop, reload=reload.turn)

        yield RunningBot(house=house, chats=tuple(chats), run=run, archive_is_new=not known)


async def _gauges(house: House, chats: Sequence[ChatApp]) -> Sequence[Gauge]:
    return await read_gauges(house.rooms.storage, house.rounds.feeds, chats)


class _Reload:
    """Takes a saved feeds.yaml within seconds; a broken one changes nothing and is told once."""

    def __init__(
        self,
        house: House,
        path: Path,
        platforms: frozenset[Platform],
        configuration: Configuration,
    ) -> None:
        self._house = house
        self._configuration = configuration
        self._path = path
        self._platforms = platforms
        self._seen = _stamp(path)
        # One reading at a time: an older one that ends last would be the one in force.
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Take the file when it was saved since; tell the operators when it is broken."""
        async with self._lock:
            await self._turn()

    async def _turn(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            configuration = await self._read()
        except ConfigError as error:
            log.error("feeds.yaml not taken", extra={"faults": str(error)})  # noqa: TRY400
            await self._tell("feeds.yaml is broken; the last good one stays in force", error)
            return
        await self._take(configuration)

    async def now(self, *, dry_run: bool) -> Sequence[str]:
        """Read the file on request and return what it changes; `dry_run` only says so.

        Raises ConfigError; then the last good file stays in force.
        """
        async with self._lock:
            stamp = _stamp(self._path)
            configuration = await self._read()
            changes = changes_between(self._configuration, configuration)
            if not dry_run:
                self._seen = stamp
                await self._take(configuration)
            return changes

    async def _read(self) -> Configuration:
        """Read the file beside the loop: thousands of feeds take seconds, and answers go on."""
        return await asyncio.to_thread(load_feeds_file, self._path)

    async def _take(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._house.reload(configuration, self._platforms)
        await self._house.rounds.stagger()
        log.info("feeds.yaml taken", extra={"feeds": len(configuration.feeds)})

    async def _tell(self, title: str, error: ConfigError) -> None:
        lines = tuple(str(fault) for fault in error.faults[:10])
        now = self._house.rooms.clock.now()
        async with self._house.rooms.storage.begin() as unit:
            await self._house.router.tell(
                unit, Notice(title=title, lines=lines), f"reload:{self._seen}", now
            )
            await unit.commit()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
