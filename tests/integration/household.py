"""The whole house against the hostile server and the strict Slack, over real sockets.

Real are the fetcher, the parser (in worker processes where a test asks for them), the reading of
texts, SQLite, the Slack client and both fakes' rules; the clock is turned by hand. Every article
is taken for relevant, so that what hostile feeds say is filed and posted, not dropped.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.http import HttpRetriever
from bot.adapters.workers import InlineWorkshop, ProcessWorkshop
from bot.app import jobs
from bot.app.house import House, Rooms, build_house
from bot.chat.slack.messenger import SlackMessenger
from bot.domain.articles import Article, Draft, Reading, Relevance
from bot.domain.configuration import Configuration
from bot.domain.delivery import ChannelRef, Platform, Route, RouteId, RouteRole
from bot.domain.feeds import Feed, FeedId, FeedState
from bot.ports import Storage
from bot.services.polling import Poll
from storage.engine import open_storage
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.hand_clock import HandClock
from tests.fakes.hostile_feeds import HostileServer
from tests.fakes.town import EvenChance
from tests.integration.fetching import at_home

#: Two hours after the date most hostile items bear.
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TAKEN = Relevance(score=1.0, relevant=True, reasons=("this test takes everything",))


def read_and_take(draft: Draft) -> Reading:
    """The real reading, taken for relevant; importable by worker processes."""
    return replace(jobs.read(draft), relevance=TAKEN)


@dataclass
class Household:
    """The house, its outside, and what tests look at."""

    house: House
    server: HostileServer
    slack: FakeSlack
    storage: Storage
    clock: HandClock

    def feed(self, path: str, name: str = "", **changes: object) -> Feed:
        """A feed of the hostile server; `path` begins with a slash."""
        feed = Feed(
            id=FeedId(name or path.strip("/").replace("?", "-").replace("=", "-").lower()),
            name=name.title() or "Capital Ledger",
            url=self.server.url(path),
            backfill=50,
            notify_after=1,
        )
        return replace(feed, **changes)

    async def round(self, *feeds: Feed) -> list[Poll]:
        """Poll these feeds, post what is owed, and let an interval pass."""
        polls = await self.house.rounds.ask(feeds)
        await self.house.delivering.drain(until=self.clock.now() + timedelta(minutes=5))
        self.clock.time += timedelta(minutes=15)
        return polls

    async def articles(self) -> Sequence[Article]:
        async with self.storage.look() as unit:
            filed = [
                each async for each in unit.articles.filed_since(datetime(1970, 1, 2, tzinfo=UTC))
            ]
        return [article for article, _ in filed]

    async def state(self, feed: Feed) -> FeedState:
        async with self.storage.look() as unit:
            state = await unit.feeds.get(feed.id)
        assert state is not None
        return state

    def posts(self) -> list[dict]:
        """What stands in the newsroom, threads not counted."""
        return [
            one
            for one in self.slack.messages
            if one["channel"] == "C0NEWS" and one.get("thread_ts") in {None, one["ts"]}
        ]

    def notices(self) -> list[dict]:
        """What stands in the operators' channel."""
        return [one for one in self.slack.messages if one["channel"] == "C0LEGAL"]

    async def everything_told(self) -> str:
        """All that was stored or posted, as text."""
        stored = await self.articles()
        shown = json.dumps(self.slack.messages, default=str, ensure_ascii=False)
        return repr(stored) + shown


@asynccontextmanager
async def open_household(
    folder: Path,
    template: Path,
    *,
    processes: bool = False,
    deadline: timedelta = timedelta(seconds=5),
    names: Sequence[str] = (),
    slack: FakeSlack | None = None,
) -> AsyncIterator[Household]:
    """Open everything; at the end no canary sang and no rule of Slack was broken."""
    async with AsyncExitStack() as stack:
        server, slack, clock = (
            HostileServer(),
            slack or FakeSlack(rate_limit=False),
            HandClock(NOON),
        )
        await server.start()
        stack.push_async_callback(server.stop)
        base = await slack.start()
        stack.push_async_callback(slack.stop)
        copy(template, folder / "bot.db")
        storage = await open_storage(f"sqlite:///{folder}/bot.db")
        stack.push_async_callback(storage.close)
        retriever = HttpRetriever(
            clock=clock,
            contact="ops@example.org",
            allow_private={(name, server.port) for name in ("127.0.0.1", *names)},
            lookup=at_home if names else None,
            deadline=deadline,
            host_gap=timedelta(0),
        )
        stack.push_async_callback(retriever.aclose)
        make = ProcessWorkshop if processes else InlineWorkshop
        workshop = make(
            parse=jobs.parse, extract=jobs.extract, read=read_and_take, deadline=deadline
        )
        stack.push_async_callback(workshop.aclose)
        rooms = Rooms(
            storage=storage,
            retriever=retriever,
            workshop=workshop,
            clock=clock,
            chance=EvenChance(),
        )
        house = build_house(
            rooms,
            Configuration(feeds=(), routes=(NEWS, OPS), zone=ZoneInfo("America/New_York")),
            frozenset({Platform.SLACK}),
        )
        client = AsyncWebClient(token=slack.bot_token, base_url=f"{base}/api/", retry_handlers=[])
        house.messengers[Platform.SLACK] = SlackMessenger(client, clock)
        yield Household(house=house, server=server, slack=slack, storage=storage, clock=clock)
        await asyncio.sleep(0)
    assert server.canary.hits == 0
    assert slack.violations == []


def _route(name: str, target: str, **changes: object) -> Route:
    channel = ChannelRef(platform=Platform.SLACK, target=target)
    return replace(Route(id=RouteId(name), channel=channel, max_posts_per_hour=60), **changes)


NEWS = _route("newsroom", "C0NEWS")
OPS = _route("ops", "C0LEGAL", role=RouteRole.OPS)
