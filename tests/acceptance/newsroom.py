"""A newsroom on Slack, Discord and a terminal, fed by a press, with a clock turned by hand.

Real are the fetcher, the parser, the reading of texts, SQLite and the platforms' client libraries;
the platforms are the strict fakes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.clock import SystemClock
from bot.adapters.http import HttpRetriever
from bot.adapters.workers import InlineWorkshop
from bot.app import jobs
from bot.app.house import House, Rooms, build_house
from bot.chat.discord.app import DiscordApp
from bot.chat.slack.messenger import SlackMessenger
from bot.chat.terminal.app import TerminalMessenger
from bot.domain.configuration import Configuration
from bot.domain.delivery import ChannelRef, Platform, Route, RouteId
from storage.engine import migrate, open_storage
from tests.fakes.discord_review import words as discord_words
from tests.fakes.discord_state import NEWS
from tests.fakes.fake_discord import FakeDiscord
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.hand_clock import HandClock
from tests.fakes.press import Press, open_press
from tests.fakes.slack_audit import words as slack_words
from tests.fakes.town import EvenChance

ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Card:
    """A root message as its channel shows it now."""

    text: str
    notes: list[str]
    address: str = ""
    links: str = ""


@dataclass
class Newsroom:
    """The house, its outside, and what readers see."""

    house: House
    press: Press
    slack: FakeSlack
    discord: FakeDiscord
    clock: HandClock
    lived: timedelta = timedelta(-1)

    async def until(self, hour: int) -> None:
        """Live up to the hour; each article is read twenty minutes after it was printed."""
        end = timedelta(hours=hour)
        coming = [after for after in self.press.hours() if self.lived < after < end]
        for after in [*coming, end]:
            await self._at(after)
        self.lived = end

    async def _at(self, after: timedelta) -> None:
        self.press.now = after
        self.clock.time = self.press.began_at + after + timedelta(minutes=20)
        # One feed after the other: two copies of one minute have no order of their own.
        for feed in self.press.feeds():
            await self.house.rounds.ask([feed])
        await self.house.delivering.drain(until=self.clock.now() + timedelta(minutes=5))

    def in_slack(self) -> list[Card]:
        shown = [each for each in self.slack.messages if not each["deleted"]]
        roots = [each for each in shown if each.get("thread_ts") in {None, each["ts"]}]
        return [
            Card(
                text=slack_words(root),
                notes=[
                    slack_words(each)
                    for each in shown
                    if each.get("thread_ts") == root["ts"] and each is not root
                ],
                address=f"https://fake.slack.invalid/archives/{root['channel']}/p"
                + root["ts"].replace(".", ""),
                links=str(root["blocks"]),
            )
            for root in roots
        ]

    def in_discord(self) -> list[Card]:
        shown = [each for each in self.discord.messages if not each["_deleted"]]
        return [
            Card(
                text=discord_words(root),
                notes=[
                    discord_words(each)
                    for each in shown
                    if each["channel_id"] == root["id"] and each.get("embeds")
                ],
                address=f"/{NEWS}/{root['id']}",
                links=str(root["embeds"]),
            )
            for root in shown
            if root["channel_id"] == NEWS
        ]


@asynccontextmanager
async def open_newsroom(folder: Path, file: str) -> AsyncIterator[Newsroom]:
    """Open everything; at the end no rule of a platform was broken."""
    async with AsyncExitStack() as stack:
        press = await stack.enter_async_context(open_press(file, MONDAY))
        slack = FakeSlack(rate_limit=False)
        discord = FakeDiscord(rate_limit=False, heartbeat_ms=5000)
        for fake in (slack, discord):
            await fake.start()
            stack.push_async_callback(fake.stop)
        clock = HandClock(MONDAY)
        house = await _house(stack, folder, press, clock)
        client = AsyncWebClient(
            token=slack.bot_token, base_url=f"{slack.base}/api/", retry_handlers=[]
        )
        app = DiscordApp(
            token="fake.bot.token",
            api_base_url=f"{discord.base}/api/v10/",
            gateway_url=f"{discord.base.replace('http', 'ws')}/gateway",
            desk=house.desk,
            clock=SystemClock(),
        )
        await app.start()
        stack.push_async_callback(app.stop)
        house.messengers[Platform.SLACK] = SlackMessenger(client, clock)
        house.messengers[Platform.DISCORD] = app.messenger
        house.messengers[Platform.TERMINAL] = TerminalMessenger(ZONE)
        yield Newsroom(house=house, press=press, slack=slack, discord=discord, clock=clock)
    assert slack.violations == []
    assert discord.violations == []


async def _house(stack: AsyncExitStack, folder: Path, press: Press, clock: HandClock) -> House:
    url = f"sqlite:///{folder}/bot.db"
    await migrate(url)
    storage = await open_storage(url)
    stack.push_async_callback(storage.close)
    retriever = HttpRetriever(
        clock=clock,
        contact="ops@example.org",
        allow_private={("127.0.0.1", press.port)},
        host_gap=timedelta(0),
    )
    stack.push_async_callback(retriever.aclose)
    workshop = InlineWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read)
    stack.push_async_callback(workshop.aclose)
    rooms = Rooms(
        storage=storage, retriever=retriever, workshop=workshop, clock=clock, chance=EvenChance()
    )
    routes = (
        _route(Platform.SLACK, "C0NEWS"),
        _route(Platform.DISCORD, NEWS),
        _route(Platform.TERMINAL, "terminal"),
    )
    configuration = Configuration(feeds=tuple(press.feeds()), routes=routes, zone=ZONE)
    return build_house(rooms, configuration, frozenset(Platform))


def _route(platform: Platform, target: str) -> Route:
    channel = ChannelRef(platform=platform, target=target)
    return Route(id=RouteId(f"{platform}-news"), channel=channel)
