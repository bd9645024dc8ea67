"""The loops of a running bot: ticks say when, columns say what."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

from bot.adapters.scheduler import Ticker
from bot.app.house import House
from bot.domain.errors import LoopHangsError
from bot.services.alarming import LOOK_EVERY

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
    """Run until `stop` is set; then let what is under way finish.

    Raises LoopHangsError when a loop has not come round for a quarter of an hour: only a new
    process helps then, and its exit code tells the supervisor.
    """
    loops = _Loops(house, stop, reload)
    ticker = Ticker(house.rooms.clock)
    await house.rounds.stagger()
    for name, tick, action in loops.plan():
        ticker.every(tick, action, name)
    await ticker.start()
    log.info("running", extra={"feeds": len(house.rounds.feeds)})
    try:
        await stop.wait()
    finally:
        # Side by side: a sender that hangs must not use up the time of the polls.
        await asyncio.gather(ticker.stop(grace=GRACE), loops.finish())
        log.info("stopped")
    if loops.hanging:
        names = ", ".join(loops.hanging)
        raise LoopHangsError(f"a loop hung and the bot ended itself to be started anew: {names}")


class _Loops:
    """What the ticks do, and how often each came round."""

    def __init__(
        self, house: House, stop: asyncio.Event, reload: Callable[[], Awaitable[None]]
    ) -> None:
        self._house = house
        self._stop = stop
        self._reload = reload
        self._polls: set[asyncio.Task[object]] = set()
        # All of them from the start: one may hang in its very first round.
        self._rounds = Counter({"poll": 0, "deliver": 0, "digest": 0})
        self._tried = False
        self.hanging: tuple[str, ...] = ()

    def plan(self) -> Iterator[tuple[str, timedelta, Callable[[], Awaitable[None]]]]:
        """Yield name, tick and action of each loop."""
        yield "poll", POLL_TICK, self._counted("poll", self._poll)
        # Counted by its turns: a round goes on for as long as there is something to send.
        yield "deliver", DELIVER_TICK, self._deliver
        yield "digest", DIGEST_TICK, self._counted("digest", self._digest)
        yield "upkeep", UPKEEP_TICK, self._keep_up
        yield "reload", RELOAD_TICK, self._reload
        yield "look", LOOK_EVERY, self._look

    def _counted(
        self, name: str, action: Callable[[], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            try:
                await action()
            finally:
                # One that failed came round too: its traceback is in the log.
                self._rounds[name] += 1

        return act

    async def finish(self) -> None:
        """Give polls under way a moment to commit; what they had not stored is asked again."""
        if self._polls:
            _, late = await asyncio.wait(self._polls, timeout=GRACE.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _poll(self) -> None:
        # Each feed is a task of its own: one that hangs must not keep the next tick waiting.
        for feed in await self._house.rounds.due():
            task = asyncio.create_task(self._house.rounds.ask([feed]), name=f"poll {feed.id}")
            self._polls.add(task)
            task.add_done_callback(self._polls.discard)
            task.add_done_callback(_log_failure)

    async def _deliver(self) -> None:
        turn = self._counted("deliver", self._deliver_once)
        self._tried = True
        while self._tried:
            await turn()

    async def _deliver_once(self) -> None:
        self._tried = False
        self._tried = bool((await self._house.delivering.turn()).tried)

    async def _digest(self) -> None:
        await self._house.digesting.turn()
        await self._house.watch_digests.turn()

    async def _keep_up(self) -> None:
        await self._house.upkeep.turn(self._house.rounds.feeds)

    async def _look(self) -> None:
        self.hanging = await self._house.alarming.look(self._house.rounds.feeds, self._rounds)
        if self.hanging:
            log.critical("loop hangs", extra={"loops": ", ".join(self.hanging)})
            self._stop.set()


def _log_failure(task: asyncio.Task[object]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("poll broke", exc_info=task.exception(), extra={"task": task.get_name()})
