"""A simulated week in minutes: hostile feeds, lost answers and kills; every story once at the end.

    python -m tests.soak --days 7 --feeds 500          about an hour
    python -m tests.soak --days 1 --feeds 60           some minutes

The clock is injected and runs in steps of five minutes; the fetcher, the parser, SQLite, the Slack
client and the hostile server are real. A kill drops every task and room and opens them anew over
the same database. The run fails (exit 1) when a story was lost, posted twice, or left unpaid.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import psutil
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.http import HttpRetriever
from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.house import House, Rooms, build_house
from bot.chat.slack.messenger import SlackMessenger
from bot.domain.configuration import Configuration
from bot.domain.delivery import DeliveryKind, DeliveryState, Platform
from bot.domain.feeds import Feed, FeedId
from storage.engine import migrate, open_storage
from tests.acceptance.killing import ForgetfulSlack
from tests.fakes.hand_clock import HandClock
from tests.fakes.hostile.exchange import CASES
from tests.fakes.hostile_feeds import HostileServer
from tests.fakes.newsstand import Newsstand, a_story_of, open_newsstand
from tests.integration.household import NEWS, NOON, OPS

STEP = timedelta(minutes=5)
DEADLINE = timedelta(seconds=1)
#: A feed keeps this many stories; the oldest leave, as in real feeds.
LENGTH = 20


@dataclass
class Soak:
    """What one run holds and counts."""

    folder: Path
    stand: Newsstand
    server: HostileServer
    slack: ForgetfulSlack
    clock: HandClock
    random: Random
    feeds: list[Feed] = field(default_factory=list)
    published: int = 0
    polls: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/bot.db"

    def publish(self) -> None:
        """Let some of the healthy feeds bring a story that nobody told before."""
        for feed in self.stand.feeds.values():
            if self.random.random() < 0.02:
                feed.insert(0, a_story_of(self.published))
                del feed[LENGTH:]
                self.published += 1
        self.stand.opened_at = self.clock.now() - timedelta(minutes=1)

    @asynccontextmanager
    async def life(self) -> AsyncIterator[House]:
        """One life of the process: rooms opened, and dropped however it ends."""
        async with AsyncExitStack() as stack:
            storage = await open_storage(self.url)
            stack.push_async_callback(storage.close)
            ports = (self.stand.port, self.server.port)
            retriever = HttpRetriever(
                clock=self.clock,
                contact="ops@example.org",
                allow_private={("127.0.0.1", port) for port in ports},
                deadline=DEADLINE,
                host_gap=timedelta(0),
            )
            stack.push_async_callback(retriever.aclose)
            workshop = ProcessWorkshop(
                parse=jobs.parse, extract=jobs.extract, read=jobs.read, deadline=2 * DEADLINE
            )
            stack.push_async_callback(workshop.aclose)
            house = build_house(
                Rooms(
                    storage=storage,
                    retriever=retriever,
                    workshop=workshop,
                    clock=self.clock,
                    chance=_Chance(self.random),
                ),
                Configuration(
                    feeds=tuple(self.feeds), routes=(NEWS, OPS), zone=ZoneInfo("America/New_York")
                ),
                frozenset({Platform.SLACK}),
            )
            client = AsyncWebClient(
                token=self.slack.bot_token, base_url=f"{self.slack.base}/api/", retry_handlers=[]
            )
            house.messengers[Platform.SLACK] = SlackMessenger(client, self.clock)
            await house.open_stories.load(storage, self.clock.now())
            yield house

    async def step(self, house: House) -> None:
        for poll in await house.rounds.ask(await house.rounds.due()):
            self.polls[poll.ending] += 1
        # Turns, with the clock moving between them, as the running bot takes one a second.
        for _ in range(12):
            await house.delivering.turn()
            self.clock.time += timedelta(seconds=1)
        await house.upkeep.turn(house.rounds.feeds)

    async def live(self, until) -> None:
        """Go on until `until`, or until this life is killed at a moment of chance."""
        steps_left = self.random.randint(10, 60)
        async with self.life() as house:
            await house.rounds.stagger()
            while self.clock.now() < until and steps_left:
                steps_left -= 1
                self.publish()
                began = self.clock.now()
                await self.step(house)
                self.clock.time = max(self.clock.time, began + STEP)
            if self.clock.now() >= until:
                return
            self.publish()
            dying = asyncio.create_task(self.step(house))
            await asyncio.sleep(self.random.uniform(0.0, 0.5))
            dying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await dying
            self.kills += 1

    async def settle(self) -> None:
        """Let everything due be paid: a quiet hour and the next full one."""
        async with self.life() as house:
            for _ in range(26):
                await self.step(house)
                self.clock.time += STEP

    async def verdict(self) -> list[str]:
        """Return what was lost, doubled or left; empty when all is well."""
        storage = await open_storage(self.url)
        faults = []
        async with storage.look() as unit:
            for number in range(self.published):
                faults += await _undecided(unit, number)
            keys = Counter(
                one["metadata"]["event_payload"]["id"]
                for one in self.slack.messages
                if one.get("metadata")
            )
            faults += [f"{key} stands {n} times" for key, n in keys.items() if n > 1]
            for queue in await unit.deliveries.queues():
                left = queue.owed_count + queue.uncertain_count + queue.refused_count
                if left:
                    faults.append(f"{queue.channel.target}: {left} not paid ({queue.last_error})")
            for story in range(1, self.published * 2 + 1):
                for each in await unit.deliveries.of_story(story):
                    sent = each.state is DeliveryState.SENT
                    posts = each.kind in {DeliveryKind.ROOT, DeliveryKind.UPDATE}
                    if sent and posts and keys[each.key] != 1:
                        faults.append(f"story {story}: sent, but stands {keys[each.key]} times")
        await storage.close()
        if self.server.canary.hits:
            faults.append(f"the canary sang {self.server.canary.hits} times")
        return faults + [str(one) for one in self.slack.violations]

    def line(self, started: float) -> str:
        process = psutil.Process()
        return (
            f"{self.clock.now():%a %d %b %H:%M}  polls {self.polls.total():6d} "
            f"(failed {self.polls['failed']})  published {self.published:5d}  "
            f"messages {len(self.slack.messages):5d}  kills {self.kills:3d}  "
            f"rss {process.memory_info().rss >> 20} MB  files {process.num_fds()}  "
            f"tasks {len(asyncio.all_tasks())}  children {len(process.children())}  "
            f"{time.monotonic() - started:.0f} s"
        )


async def _undecided(unit, number: int) -> list[str]:
    trace = await unit.articles.trace_of(a_story_of(number).url)
    return [] if trace is not None else [f"story {number} was never decided about"]


@dataclass
class _Chance:
    random: Random

    def fraction(self) -> float:
        return self.random.random()


def _feeds(stand: Newsstand, server: HostileServer) -> list[Feed]:
    healthy = [
        Feed(id=FeedId(name), name=name.title(), url=f"{stand.base}/{name}", backfill=50)
        for name in stand.feeds
    ]
    hostile = [
        replace(
            healthy[0],
            id=FeedId("hostile" + path.replace("/", "-").lower()),
            name="Hostile",
            url=server.url(path),
            interval=timedelta(hours=6),
        )
        for path in sorted(CASES)
    ]
    return healthy + hostile


async def soak(days: float, feeds: int, seed: int) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with open_newsstand({f"stand-{n}": [] for n in range(feeds)}) as stand:
            server, slack = HostileServer(), ForgetfulSlack(rate_limit=False)
            await server.start()
            await slack.start()
            run = Soak(
                folder=Path(folder),
                stand=stand,
                server=server,
                slack=slack,
                clock=HandClock(NOON),
                random=Random(seed),
            )
            run.feeds = _feeds(stand, server)
            await migrate(run.url)
            ends = NOON + timedelta(days=days)
            while run.clock.now() < ends:
                await run.live(ends)
                print(run.line(started), flush=True)
            await run.settle()
            faults = await run.verdict()
            print(run.line(started))
            await slack.stop()
            await server.stop()
    print("\n".join(faults[:40]) if faults else "nothing lost, nothing doubled, nothing left")
    return 1 if faults else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    # The hostile server drops connections on purpose, and says so.
    logging.getLogger("asyncio").disabled = True
    sys.exit(asyncio.run(soak(given.days, given.feeds, given.seed)))


if __name__ == "__main__":
    main()
