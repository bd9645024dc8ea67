from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.adapters import scheduler
from bot.adapters.clock import SystemClock
from bot.adapters.scheduler import Ticker

TICK = timedelta(milliseconds=20)


async def soon(done: asyncio.Event) -> None:
    async with asyncio.timeout(2):
        await done.wait()


class Count:
    """Counts its calls and says when there were enough."""

    def __init__(self, enough: int = 1) -> None:
        self.calls = 0
        self.enough = enough
        self.done = asyncio.Event()

    async def __call__(self) -> None:
        self.calls += 1
        if self.calls >= self.enough:
            self.done.set()


async def test_an_action_runs_at_once_and_again():
    ticker, count = Ticker(SystemClock()), Count(enough=3)
    ticker.every(TICK, count, "count")
    await ticker.start()

    await soon(count.done)

    await ticker.stop()
    assert count.calls >= 3


async def test_an_action_added_while_ticking_runs():
    ticker, count = Ticker(SystemClock()), Count()
    await ticker.start()

    ticker.every(timedelta(hours=1), count, "count", jitter=timedelta(minutes=1))

    await soon(count.done)
    await ticker.stop()


async def test_an_action_that_raises_is_logged_and_ticks_on(caplog):
    failing = Count(enough=2)

    async def fail() -> None:
        await failing()
        raise ValueError("broken")

    ticker = Ticker(SystemClock())
    ticker.every(TICK, fail, "fail")
    await ticker.start()
    await soon(failing.done)
    await ticker.stop()

    record = next(record for record in caplog.records if record.message == "action failed")
    assert record.levelno == logging.ERROR
    assert record.exc_info
    assert record.action == "fail"


async def test_an_action_never_overlaps_itself():
    running = most = 0
    done = asyncio.Event()
    runs = 0

    async def slow() -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.06)
        running -= 1
        if runs >= 2:
            done.set()

    ticker = Ticker(SystemClock())
    ticker.every(TICK, slow, "slow")
    await ticker.start()
    await soon(done)
    await ticker.stop()

    assert most == 1


async def test_stopping_waits_for_what_runs():
    begun, ended = asyncio.Event(), False

    async def work() -> None:
        nonlocal ended
        begun.set()
        await asyncio.sleep(0.05)
        ended = True

    ticker = Ticker(SystemClock())
    ticker.every(timedelta(hours=1), work, "work")
    await ticker.start()
    await soon(begun)

    await ticker.stop()

    assert ended


async def test_stopping_cancels_what_outlasts_the_grace(caplog):
    begun = asyncio.Event()
    cancelled = asyncio.Event()

    async def hang() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    ticker = Ticker(SystemClock())
    ticker.every(timedelta(hours=1), hang, "hang")
    await ticker.start()
    await soon(begun)

    await ticker.stop(grace=TICK)

    assert cancelled.is_set()
    assert [record.message for record in caplog.records] == ["action cut short"]


async def test_a_stopped_ticker_starts_no_action():
    ticker, count = Ticker(SystemClock()), Count()
    ticker.every(TICK, count, "count")
    await ticker.start()
    await soon(count.done)
    await ticker.stop()
    calls = count.calls

    await asyncio.sleep(0.05)

    assert count.calls == calls


async def test_stopping_twice_or_before_the_start_is_no_fault():
    ticker = Ticker(SystemClock())
    await ticker.stop()
    await ticker.start()
    await ticker.stop()
    await ticker.stop()


async def test_k06_ticks_missed_while_the_loop_stood_still_run_once():
    count = Count()
    ticker = Ticker(SystemClock())
    ticker.every(timedelta(hours=3), count, "count")
    await ticker.start()
    await soon(count.done)

    await asyncio.sleep(0.02)  # the library still notes the end of the first run
    job = ticker._scheduler.get_job("count")
    job.modify(next_run_time=SystemClock().now() - timedelta(hours=8))
    await asyncio.sleep(0.05)

    assert count.calls == 2
    await ticker.stop()


@pytest.mark.parametrize("hours", [-3, 3])
async def test_k04_a_clock_that_jumps_does_not_stop_the_ticks(monkeypatch, hours):
    monkeypatch.setattr(scheduler, "WATCH_INTERVAL", TICK)

    class JumpingClock(SystemClock):
        ahead = timedelta(0)

        def now(self):
            return super().now() + self.ahead

    clock = JumpingClock()
    ticker, count = Ticker(clock), Count()
    ticker.every(timedelta(hours=4), count, "count")
    await ticker.start()
    await soon(count.done)

    realigned = asyncio.Event()
    monkeypatch.setattr(ticker, "_realign", realigned.set)
    clock.ahead = timedelta(hours=hours)

    await soon(realigned)
    await ticker.stop()


async def test_k04_realigning_runs_every_action_once_now():
    ticker, count = Ticker(SystemClock()), Count()
    ticker.every(timedelta(hours=4), count, "count")
    await ticker.start()
    await soon(count.done)

    await asyncio.sleep(0.02)
    ticker._realign()
    await asyncio.sleep(0.05)

    assert count.calls == 2
    await ticker.stop()
