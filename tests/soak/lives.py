"""The bot's lives in the soak: one house after another over one database, each killed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import psutil
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.http import HttpRetriever
from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.house import House, Rooms, build_house
from bot.chat.discord.app import DiscordApp
from bot.chat.slack.messenger import SlackMessenger
from bot.domain.configuration import Configuration
from bot.domain.delivery import ChannelRef, Platform, RouteId
from bot.domain.feeds import Feed, FeedId
from storage.engine import open_storage
from tests.acceptance.running import ROOT
from tests.fakes.discord_state import NEWS as DISCORD_NEWS
from tests.fakes.hostile.exchange import CASES
from tests.integration.fetching import at_home
from tests.integration.household import NEWS, NOON, OPS

STEP = timedelta(minutes=5)
#: Steps between two measurements of the process.
SAMPLED = 12
#: Real time: what hangs in the hostile set costs this much of it.
DEADLINE = timedelta(seconds=2)
#: Cases of tests of their own, which need an argument.
NOT_FEEDS = {"/redirect-downgrade", "/redirect-to-other-host", "/spin", "/moody"}


class SoakClock:
    """Stands still until it is turned; who sleeps on it waits a moment of real time."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    async def sleep(self, wait: timedelta) -> None:
        await asyncio.sleep(min(wait.total_seconds(), 0.05))


@dataclass
class Chance:
    """Chance that can be repeated."""

    random: Random

    def fraction(self) -> float:
        return self.random.random()


class Outside:
    """The world's process, and the way to it."""

    def __init__(self, process: asyncio.subprocess.Process, addresses: dict[str, Any]) -> None:
        self._process = process
        self.addresses = addresses

    @classmethod
    @asynccontextmanager
    async def opened(cls, feeds: int, seed: int) -> AsyncIterator[Outside]:
        """Start the world; it ends with the block."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.soak.world",
            str(feeds),
            str(seed),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 26,
        )
        assert process.stdout is not None
        try:
            yield cls(process, json.loads(await process.stdout.readline()))
        finally:
            process.kill()
            await process.wait()

    async def order(self, do: str, **more: object) -> dict[str, Any]:
        """Give an order and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        await self._process.stdin.drain()
        answer: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return answer


@dataclass(frozen=True)
class Sample:
    """What the bot's process holds while it lives."""

    day: float
    megabytes: float
    files: int
    tasks: int


def sample(at: datetime) -> Sample:
    """Measure this process."""
    gc.collect()
    process = psutil.Process()
    return Sample(
        day=(at - NOON) / timedelta(days=1),
        megabytes=process.memory_info().rss / 1e6,
        files=process.num_fds(),
        tasks=len(asyncio.all_tasks()),
    )


@dataclass
class Lives:
    """What all lives share, and what they did."""

    folder: Path
    world: Outside
    clock: SoakClock
    random: Random
    feeds: tuple[Feed, ...]
    polls: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    steps: int = 0
    kills: int = 0

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/bot.db"

    @asynccontextmanager
    async def life(self) -> AsyncIterator[House]:
        """One life: rooms and platforms opened, and dropped however it ends."""
        async with AsyncExitStack() as stack:
            rooms = await self._rooms(stack)
            routes = (NEWS, DISCORD, OPS)
            configuration = Configuration(
                feeds=self.feeds, routes=routes, zone=ZoneInfo("America/New_York")
            )
            platforms = frozenset({Platform.SLACK, Platform.DISCORD})
            house = build_house(rooms, configuration, platforms)
            await self._connect(house, stack)
            await house.open_stories.load(rooms.storage, self.clock.now())
            yield house

    async def _rooms(self, stack: AsyncExitStack) -> Rooms:
        storage = await open_storage(self.url)
        stack.push_async_callback(storage.close)
        retriever = HttpRetriever(
            clock=self.clock,
            contact="ops@example.org",
            allow_private={(host_of(feed), port_of(feed)) for feed in self.feeds},
            lookup=at_home,
            deadline=DEADLINE,
            host_gap=timedelta(0),
        )
        stack.push_async_callback(retriever.aclose)
        workshop = ProcessWorkshop(
            parse=jobs.parse, extract=jobs.extract, read=jobs.read, deadline=timedelta(seconds=5)
        )
        stack.push_async_callback(workshop.aclose)
        return Rooms(
            storage=storage,
            retriever=retriever,
            workshop=workshop,
            clock=self.clock,
            chance=Chance(self.random),
        )

    async def _connect(self, house: House, stack: AsyncExitStack) -> None:
        slack, discord = self.world.addresses["slack"], self.world.addresses["discord"]
        client = AsyncWebClient(token="xoxb-fake", base_url=f"{slack}/api/", retry_handlers=[])
        app = DiscordApp(
            token="fake.bot.token",
            api_base_url=f"{discord}/api/v10",
            gateway_url=discord.replace("http", "ws") + "/gateway",
            desk=house.desk,
            clock=self.clock,
        )
        await app.start()
        stack.push_async_callback(app.stop)
        house.messengers[Platform.DISCORD] = app.messenger
        house.messengers[Platform.SLACK] = SlackMessenger(client, self.clock)

    async def step(self, house: House) -> None:
        """Five minutes: what is due is polled, what is owed is sent, now and then upkeep."""
        for poll in await house.rounds.ask(await house.rounds.due()):
            self.polls[poll.ending] += 1
        for _ in range(12):
            await house.delivering.turn()
            self.clock.time += timedelta(seconds=1)
        self.steps += 1
        if self.steps % 2 == 0:
            await house.upkeep.turn(house.rounds.feeds)
            await house.alarming.look(house.rounds.feeds, {})
        if self.steps % SAMPLED == 0:
            self.samples.append(sample(self.clock.now()))

    async def live(self, until: datetime, *, quiet: bool = False) -> None:
        """Live until `until`, or until killed at a moment of chance."""
        steps_left = 1 << 30 if quiet else self.random.randint(20, 80)
        async with self.life() as house:
            await house.rounds.stagger()
            while self.clock.now() < until and steps_left:
                steps_left -= 1
                began = self.clock.now()
                await self.world.order("now", at=began.isoformat(), quiet=quiet)
                await self.step(house)
                self.clock.time = max(self.clock.time, began + STEP)
            if self.clock.now() < until:
                await self._die(house)

    async def _die(self, house: House) -> None:
        """Stop in the middle of a step: every task of it is dropped where it stands."""
        await self.world.order("now", at=self.clock.now().isoformat(), quiet=False)
        dying = asyncio.create_task(self.step(house))
        await asyncio.sleep(self.random.uniform(0.0, 0.5))
        dying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await dying
        self.kills += 1


DISCORD = replace(
    NEWS,
    id=RouteId("discord-news"),
    channel=ChannelRef(platform=Platform.DISCORD, target=str(DISCORD_NEWS)),
)


def feeds_of(addresses: dict[str, Any], count: int, interval: timedelta) -> tuple[Feed, ...]:
    """Return the healthy feeds, asked at `interval`, and every hostile one; each on a host."""
    healthy = [
        Feed(
            id=FeedId(f"stand-{number}"),
            name=f"Stand {number}",
            url=f"http://stand-{number}.example:{addresses['feeds']}/stand-{number}",
            backfill=50,
            interval=interval,
        )
        for number in range(count)
    ]
    hostile = [
        Feed(
            id=FeedId("hostile" + path.replace("/", "-").lower()),
            name="Hostile",
            url=f"http://hostile-{number}.example:{addresses['hostile']}{path}",
            interval=timedelta(hours=6),
        )
        for number, path in enumerate(sorted(set(CASES) - NOT_FEEDS))
    ]
    return (*healthy, *hostile)


def host_of(feed: Feed) -> str:
    """Return the host of a feed's address."""
    return feed.url.split("/")[2].partition(":")[0]


def port_of(feed: Feed) -> int:
    """Return the port of a feed's address."""
    return int(feed.url.split("/")[2].partition(":")[2])
