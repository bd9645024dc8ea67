"""The ticks: APScheduler says when, and stores nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports.time import Clock

log = logging.getLogger(__name__)

#: How often the wall clock is held against the monotonic one.
WATCH_INTERVAL = timedelta(seconds=5)
#: A difference beyond this is a jump (somebody set the clock), not drift.
JUMP = timedelta(seconds=2)


class Ticker:
    """Runs actions again and again on the running loop.

    An action never overlaps itself; a late tick runs once, however many were missed (suspended
    machine, blocked loop); an action that raises is logged and ticks on.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # misfire_grace_time: the library's default of one second drops a late run for a log line.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._running: set[asyncio.Task[Any]] = set()
        self._watch: asyncio.Task[None] | None = None

    def every(
        self,
        interval: timedelta,
        action: Callable[[], Awaitable[None]],
        name: str,
        *,
        jitter: timedelta | None = None,
    ) -> None:
        """Run `action` at once after the start and then every `interval`, spread by `jitter`.

        May be called before or after `start`; a second action of the same name replaces the first.
        """

        async def tick() -> None:
            # Noted, because the library's own shutdown cancels what runs instead of awaiting it.
            task = asyncio.current_task()
            assert task is not None
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            await self._run(action, name)

        trigger = IntervalTrigger(
            seconds=interval.total_seconds(),
            timezone="UTC",
            jitter=None if jitter is None else jitter.total_seconds(),
        )
        self._scheduler.add_job(
            tick,
            trigger,
            id=name,
            name=name,
            next_run_time=self._clock.now(),
            replace_existing=True,
        )

    async def start(self) -> None:
        """Begin to tick on the running loop."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock(), name="ticker-watch")

    async def stop(self, *, grace: timedelta = timedelta(seconds=5)) -> None:
        """Start no further action, wait for the running ones, cancel those that outlast `grace`."""
        if self._watch is None:
            return
        self._watch.cancel()
        self._scheduler.remove_all_jobs()
        running = set(self._running)
        if running:
            _, late = await asyncio.wait(running, timeout=grace.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        # The library shuts down by a callback on the next turn of the loop.
        await asyncio.gather(self._watch, asyncio.sleep(0), return_exceptions=True)
        self._watch = None

    async def _run(self, action: Callable[[], Awaitable[None]], name: str) -> None:
        try:
            await action()
        except Exception:
            log.exception("action failed", extra={"action": name})
        except asyncio.CancelledError:
            # Only a stop cancels; going on, the library would log a traceback for it.
            log.warning("action cut short", extra={"action": name})

    async def _watch_clock(self) -> None:
        loop = asyncio.get_running_loop()
        offset = self._offset(loop)
        while True:
            await asyncio.sleep(WATCH_INTERVAL.total_seconds())
            if abs(self._offset(loop) - offset) > JUMP:
                offset = self._offset(loop)
                self._realign()

    def _offset(self, loop: asyncio.AbstractEventLoop) -> datetime:
        return self._clock.now() - timedelta(seconds=loop.time())

    def _realign(self) -> None:
        """Plan every action anew: after a clock set back, the old plans lie hours ahead."""
        log.warning("clock jumped", extra={"now": self._clock.now().isoformat()})
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=self._clock.now())
