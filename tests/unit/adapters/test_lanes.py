from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from bot.adapters.http.lanes import Lanes

LONG = timedelta(seconds=30)


def lanes(*, concurrency=10, gap=0.0, patience=LONG, fair_share=LONG) -> Lanes:
    return Lanes(
        concurrency=concurrency,
        gap=timedelta(seconds=gap),
        patience=patience,
        fair_share=fair_share,
    )


class Road:
    """Drives through lanes and notes who was inside with whom."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self.inside: dict[str, int] = {}
        self.most_at_a_host = self.most = 0
        self.order: list[object] = []

    async def drive(self, host: str, label: object = None, *, wait: float = 0.001, **how) -> None:
        async with self.lanes.turn(host, **how):
            self.order.append(label)
            self.inside[host] = self.inside.get(host, 0) + 1
            self.most_at_a_host = max(self.most_at_a_host, self.inside[host])
            self.most = max(self.most, sum(self.inside.values()))
            try:
                await asyncio.sleep(wait)
            finally:
                self.inside[host] -= 1


async def test_a_host_has_one_guest_at_a_time_and_serves_in_order():
    road = Road(lanes())

    await asyncio.gather(*(road.drive("a", number) for number in range(10)))

    assert road.most_at_a_host == 1
    assert road.order == list(range(10))


async def test_hosts_are_served_side_by_side_up_to_the_bound():
    road = Road(lanes(concurrency=4))

    await asyncio.gather(*(road.drive(f"host{number}") for number in range(12)))

    assert road.most == 4


async def test_suspects_share_a_fifth_of_the_slots():
    road = Road(lanes(concurrency=10))

    await asyncio.gather(*(road.drive(f"h{number}", suspect=True) for number in range(12)))

    assert road.most == 2


async def test_even_one_slot_serves_a_suspect():
    road = Road(lanes(concurrency=1))

    await road.drive("a", "served", suspect=True)

    assert road.order == ["served"]


async def test_the_healthy_go_before_suspects_at_a_host():
    road = Road(lanes())
    first = asyncio.create_task(road.drive("a", "first", wait=0.02))
    await asyncio.sleep(0)
    later = [
        asyncio.create_task(road.drive("a", "suspect", suspect=True)),
        asyncio.create_task(road.drive("a", "healthy")),
    ]

    await asyncio.gather(first, *later)

    assert road.order == ["first", "healthy", "suspect"]


async def test_a_pause_lies_between_two_guests():
    road = Road(lanes(gap=0.05))
    loop = asyncio.get_running_loop()
    began = loop.time()

    await asyncio.gather(*(road.drive("a") for _ in range(3)))

    assert loop.time() - began >= 0.1


async def test_no_pause_where_none_is_asked():
    road = Road(lanes(gap=5))

    async with asyncio.timeout(1):
        await asyncio.gather(*(road.drive("a", gap=False) for _ in range(3)))


async def test_a_guest_who_stays_too_long_lets_the_next_in():
    road = Road(lanes(patience=timedelta(seconds=0.02)))
    slow = asyncio.create_task(road.drive("a", "slow", wait=5))
    await asyncio.sleep(0)

    async with asyncio.timeout(1):
        await road.drive("a", "next")

    assert road.order == ["slow", "next"]
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)


async def test_no_more_than_two_are_ever_at_a_host():
    road = Road(lanes(patience=timedelta(seconds=0.01)))
    slow = [asyncio.create_task(road.drive("a", number, wait=5)) for number in range(4)]

    await asyncio.sleep(0.08)

    assert road.order == [0, 1]
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    assert road.lanes._hosts == {}


async def test_who_stepped_aside_is_cut_short_when_the_next_outstays_too():
    lane = lanes(patience=timedelta(seconds=0.01), fair_share=timedelta(seconds=0.03))
    ended = []

    async def hang(number: int) -> None:
        async with lane.turn("a") as turn:
            try:
                async with asyncio.timeout(30) as turn.deadline:
                    await asyncio.sleep(30)
            except TimeoutError:
                ended.append(number)

    hanging = [asyncio.create_task(hang(number)) for number in range(3)]
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        async with lane.turn("a"):
            pass

    assert ended == [0, 1]
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)


async def test_who_steps_aside_keeps_his_fair_share():
    lane = lanes(patience=timedelta(seconds=0.01), fair_share=timedelta(seconds=5))
    answered = []

    async def ask_slowly(number: int) -> None:
        async with lane.turn("a") as turn, asyncio.timeout(30) as turn.deadline:
            await asyncio.sleep(0.05)
            answered.append(number)

    await asyncio.gather(*(ask_slowly(number) for number in range(3)))

    assert answered == [0, 1, 2]


async def test_a_guest_alone_is_never_cut_short():
    lane = lanes(patience=timedelta(seconds=0.01), fair_share=timedelta(seconds=0.02))

    async with lane.turn("a") as turn, asyncio.timeout(30) as turn.deadline:
        await asyncio.sleep(0.05)


async def test_nothing_is_remembered_of_hosts_that_nobody_asks():
    road = Road(lanes())

    await asyncio.gather(*(road.drive(f"host{number % 7}") for number in range(50)))

    assert road.lanes._hosts == {}


async def test_who_is_cancelled_just_as_the_turn_comes_passes_it_on():
    road = Road(lanes())
    async with road.lanes.turn("a"):
        cancelled = asyncio.create_task(road.drive("a", "cancelled"))
        last = asyncio.create_task(road.drive("a", "last"))
        await asyncio.sleep(0)
    cancelled.cancel()

    async with asyncio.timeout(1):
        await last
    assert road.order == ["last"]


@pytest.mark.parametrize("seed", range(5))
async def test_cancelling_at_any_moment_loses_no_turn(seed):
    chance = random.Random(seed)
    quick = timedelta(seconds=0.004)
    road = Road(lanes(concurrency=3, patience=quick, fair_share=quick))
    tasks = [
        asyncio.create_task(road.drive(f"h{chance.randrange(3)}", suspect=chance.random() < 0.3))
        for _ in range(60)
    ]
    for _ in range(30):
        await asyncio.sleep(0.0005 * chance.random())
        chance.choice(tasks).cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    async with asyncio.timeout(1):
        for number in range(3):
            await road.drive(f"h{number}")
    assert road.lanes._hosts == {}
    assert road.lanes._slots._value == 3
