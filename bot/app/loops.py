"""The loops of a running bot: ticks say when, columns say what."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.adapters.scheduler import Ticker
from bot.app.house import House

log = logging.getLogger(__name__)

POLL_TICK = timedelta(seconds=5)
DELIVER_TICK = timedelta(seconds=1)
DIGEST_TICK = timedelta(seconds=30)
UPKEEP_TICK = timedelta(minutes=10)
RELOAD_TICK = timedelta(seconds=3)
#: SIGTERM is obeyed within ten seconds (promise 15); polls get their part of it.
GRACE = timedelta(seconds=4)


async def run_loops(
    house: House, stop: asyncio.Event, *, reload: Callable[[], Awaitable[None]]
) -> None:
    """Run until `stop` is set; then let what is under way finish."""
    ticker = Ticker(house.rooms.clock)

    polls: set[asyncio.Task[object]] = set()

    async def poll() -> None:
        # Each feed is a task of its own: one that hangs must not keep the next tick waiting.
        for feed in await house.rounds.due():
            task = asyncio.create_task(house.rounds.ask([feed]), name=f"poll {feed.id}")
            polls.add(task)
            task.add_done_callback(polls.discard)
            task.add_done_callback(_log_failure)

    async def deliver() -> None:
        while (await house.delivering.turn()).done:
            pass

    async def digest() -> None:
        await house.digesting.turn()
        await house.watch_digests.turn()

    async def keep_up() -> None:
        await house.upkeep.turn(house.rounds.feeds)

    await house.rounds.stagger()
    ticker.every(POLL_TICK, poll, "poll")
    ticker.every(DELIVER_TICK, deliver, "deliver")
    ticker.every(DIGEST_TICK, digest, "digest")
    ticker.every(UPKEEP_TICK, keep_up, "upkeep")
    ticker.every(RELOAD_TICK, reload, "reload")
    await ticker.start()
    log.info("running", extra={"feeds": len(house.rounds.feeds)})
    try:
        await stop.wait()
    finally:
        await ticker.stop()
        await _finish(polls)
        log.info("stopped")


async def _finish(tasks: set[asyncio.Task[object]]) -> None:
    """Give polls under way a moment to commit; what they had not stored is asked again."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=GRACE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("poll broke", exc_info=task.exception(), extra={"task": task.get_name()})
