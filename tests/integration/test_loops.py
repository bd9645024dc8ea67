"""The loops of a running bot on the machine's clock: how they end, and what a hanging one does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.clock import SystemClock
from bot.app import loops
from bot.domain.errors import LoopHangsError
from bot.services import alarming
from tests.fakes.town import Town, a_feed, a_town

MOMENT = timedelta(milliseconds=20)


async def no_reload() -> None:
    """Nothing changes."""


def on_the_machines_clock(town: Town):
    """The town's house, ticking in real time."""
    return replace(town.house, rooms=replace(town.house.rooms, clock=SystemClock()))


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(loops, "LOOK_EVERY", MOMENT)
    monkeypatch.setattr(loops, "DELIVER_TICK", MOMENT)
    monkeypatch.setattr(loops, "POLL_TICK", MOMENT)
    monkeypatch.setattr(loops, "DIGEST_TICK", MOMENT)
    monkeypatch.setattr(loops, "GRACE", timedelta(milliseconds=100))
    # Fifteen looks: what the alarm takes for a quarter of an hour.
    assert alarming.LONGEST_ROUND / alarming.LOOK_EVERY == 15


async def test_p13_a_bot_whose_sender_hangs_ends_itself_and_says_which_loop(hasty):
    house = on_the_machines_clock(a_town(a_feed("ledger")))
    hung = asyncio.Event()

    async def hang() -> None:
        hung.set()
        await asyncio.Event().wait()

    house.delivering.turn = hang
    async with asyncio.timeout(10):
        with pytest.raises(LoopHangsError, match="deliver"):
            await loops.run_loops(house, asyncio.Event(), reload=no_reload)

    assert hung.is_set()


async def test_a_bot_that_is_told_to_stop_ends_without_complaint(hasty):
    house = on_the_machines_clock(a_town(a_feed("ledger")))
    stop = asyncio.Event()
    running = asyncio.create_task(loops.run_loops(house, stop, reload=no_reload))
    await asyncio.sleep(0.3)

    stop.set()
    async with asyncio.timeout(5):
        await running
