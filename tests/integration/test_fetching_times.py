"""Group T of the catalogue: servers that are slow or silent, and who must not suffer for it."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.domain.errors import FetchError
from tests.fakes.hostile.exchange import GOOD
from tests.integration.fetching import outside as open_outside


@pytest.mark.parametrize("path", ["/slowloris", "/slow-headers", "/hang"])
async def test_t01_a_server_that_never_ends_meets_the_total_deadline(path):
    async with open_outside(deadline=timedelta(seconds=0.4)) as world:
        began = time.monotonic()

        refusal = await world.refusal(path)

        assert refusal.reason == "timeout"
        assert 0.3 < time.monotonic() - began < 1.5


async def test_t02_hanging_feeds_of_many_hosts_leave_slots_for_the_healthy():
    names = [f"host{number}.example" for number in range(30)]
    async with open_outside(names=names, concurrency=10) as world:
        port = world.server.port
        hanging = [
            asyncio.create_task(world.refusal(f"http://{name}:{port}/hang", failure_count=1))
            for name in names
        ]
        await asyncio.sleep(0.1)

        async with asyncio.timeout(1):
            assert (await world.get("/good")).content.decode() == GOOD
        assert len(world.server.visits("/hang")) == 2
        await stop(hanging)


async def test_t02_a_request_that_hangs_gives_its_turn_at_the_host_away():
    quick = timedelta(seconds=0.1)
    async with open_outside(patience=quick, fair_share=quick) as world:
        hanging = [asyncio.create_task(world.refusal("/hang")) for _ in range(6)]
        await asyncio.sleep(0.05)

        async with asyncio.timeout(2):
            assert (await world.get("/good")).content.decode() == GOOD
        assert world.server.most_in_flight == 2
        await stop(hanging)


async def test_t02_feeds_that_failed_before_wait_behind_the_healthy():
    async with open_outside(patience=timedelta(seconds=0.2)) as world:
        first = asyncio.create_task(world.refusal("/hang"))
        await asyncio.sleep(0.05)
        failing = [
            asyncio.create_task(world.get(f"/etag?failing={number}", failure_count=2))
            for number in range(3)
        ]
        await asyncio.sleep(0.01)
        await world.get("/good")
        await asyncio.gather(*failing)

        targets = [visit.target for visit in world.server.log]
        assert targets.index("/good") < targets.index("/etag?failing=0")
        await stop([first])


async def test_t03_a_slow_server_that_ends_in_time_is_heard(outside):
    assert (await outside.get("/slow-ok")).content.decode() == GOOD


async def test_h10_a_host_is_asked_one_thing_at_a_time(outside):
    await asyncio.gather(*(outside.get(f"/slow-ok?seconds=0.05&n={n}") for n in range(8)))

    assert outside.server.most_in_flight == 1


async def test_the_wait_for_a_turn_does_not_count_against_the_deadline():
    async with open_outside(deadline=timedelta(seconds=0.6)) as world:
        answers = await asyncio.gather(
            *(world.get(f"/slow-ok?seconds=0.3&n={n}") for n in range(4))
        )

        assert len(answers) == 4


async def test_a_cancelled_request_frees_its_turn():
    async with open_outside(deadline=timedelta(seconds=5)) as world:
        hanging = asyncio.create_task(world.refusal("/hang"))
        waiting = asyncio.create_task(world.get("/good"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        hanging.cancel()
        await asyncio.gather(hanging, waiting, return_exceptions=True)

        async with asyncio.timeout(1):
            assert (await world.get("/good")).content.decode() == GOOD


async def stop(tasks) -> None:
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError | FetchError) for result in results)
