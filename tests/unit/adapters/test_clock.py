from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

from bot.adapters.clock import SystemChance, SystemClock


def test_the_time_is_aware_and_utc():
    assert SystemClock().now().tzinfo is UTC


async def test_a_wait_of_less_than_nothing_ends_at_once():
    async with asyncio.timeout(1):
        await SystemClock().sleep(timedelta(seconds=-5))


def test_chance_is_a_fraction_and_changes():
    chance = SystemChance()
    drawn = [chance.fraction() for _ in range(100)]

    assert all(0 <= fraction < 1 for fraction in drawn)
    assert len(set(drawn)) > 50
