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
from bot.domain.errors import ConfigError, Fault
from bot.ports import ChatApp
from bot.services.reloading import changes_between
from bot.text.printing.counts import counted
from bot.web.metrics import Gauge
from bot.web.server import open_web

log = logging.getLogger(__name__)

#: Faults of one feeds.yaml that a notice names.
MOST_FAULTS = 10


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


#: What is remembered of a broken feeds.yaml, over restarts: its faults as they were told.
_TOLD = "feeds.yaml:told"


class _Reload:
    """Takes a saved feeds.yaml within seconds; a broken one changes nothing.

    The operators are told of every fault once, however often it is saved, and when it is mended.
    """

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
        #: Whether the operators know how the file is: it may have been mended between two runs.
        self._is_settled = False
        # One reading at a time: an older one that ends last would be the one in force.
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Take the file when it was saved since; tell the operators when it broke or was mended."""
        async with self._lock:
            stamp = _stamp(self._path)
            if stamp != self._seen:
                await self._tell(await self._try_to_take())
            elif not self._is_settled:
                await self._tell(())
            # Last: what an archive that fails does not keep is told at the next turn.
            self._seen, self._is_settled = stamp, True

    async def _try_to_take(self) -> Sequence[Fault]:
        """Take the file; return its faults when it cannot be taken."""
        try:
            configuration = await self._read()
        except ConfigError as error:
            log.error("feeds.yaml not taken", extra={"faults": str(error)})  # noqa: TRY400
            return error.faults
        await self._take(configuration)
        return ()

    async def now(self, *, dry_run: bool) -> Sequence[str]:
        """Read the file on request and return what it changes; `dry_run` only says so.

        Raises ConfigError; then the last good file stays in force.
        """
        async with self._lock:
            stamp = _stamp(self._path)
            configuration = await self._read()
            changes = changes_between(self._configuration, configuration)
            if not dry_run:
                await self._take(configuration)
                await self._tell(())
                self._seen = stamp
            return changes

    async def _read(self) -> Configuration:
        """Read the file beside the loop: thousands of feeds take seconds, and answers go on."""
        return await asyncio.to_thread(load_feeds_file, self._path)

    async def _take(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._house.reload(configuration, self._platforms)
        await self._house.rounds.stagger()
        log.info("feeds.yaml taken", extra={"feeds": len(configuration.feeds)})

    async def _tell(self, faults: Sequence[Fault]) -> None:
        """Tell the operators how the file is now, unless that is what they were told last."""
        state, rooms = "\n".join(map(str, faults)), self._house.rooms
        now = rooms.clock.now()
        # Not looked up first: `reload` is an answer, which holds one of few looks already.
        async with rooms.storage.begin() as unit:
            if state == (await unit.memory.recall(_TOLD) or ""):
                return
            subject = f"reload:{now.isoformat()}"
            await self._house.router.tell(unit, _notice(faults), subject, now)
            await unit.memory.keep(_TOLD, state)
            await unit.commit()


def _notice(faults: Sequence[Fault]) -> Notice:
    if not faults:
        return Notice(title="feeds.yaml is good again", lines=("It is in force as it stands now.",))
    left = len(faults) - MOST_FAULTS
    return Notice(
        title="feeds.yaml is broken; the last good one stays in force",
        lines=(
            *map(str, faults[:MOST_FAULTS]),
            *((f"and {counted(left, 'further fault')}",) if left > 0 else ()),
        ),
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
