"""A town for the house: a clock one turns, feeds one writes, channels one reads.

The storage twin, the services and the reading of texts are the real ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.house import House, Rooms, build_house
from bot.domain.articles import Draft, Entry, Reading
from bot.domain.briefs import Brief, Message
from bot.domain.configuration import Configuration
from bot.domain.delivery import (
    ChannelRef,
    DeliveryKey,
    Platform,
    Receipt,
    Route,
    RouteId,
    RouteRole,
)
from bot.domain.feeds import Feed, FeedId, FeedState
from bot.ports import Finding, Page, ParsedFeed, Retrieved, Unchanged
from bot.text.reading import read_draft
from storage.memory import MemoryStorage

MORNING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class TownClock:
    """A clock that stands still until it is turned; sleeping turns it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def turn(self, span: timedelta) -> None:
        self._now += span

    async def sleep(self, wait: timedelta) -> None:
        self._now += wait


class EvenChance:
    """Always the middle."""

    def fraction(self) -> float:
        return 0.5


class TownWeb:
    """What each feed would answer: its entries, an error to raise, or nothing new."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.errors: dict[str, Exception] = {}
        self.pages: dict[str, Page | Exception] = {}
        self.unchanged: set[str] = set()
        self.asked: list[str] = []

    async def retrieve(self, feed: Feed, state: FeedState) -> Retrieved | Unchanged:
        self.asked.append(feed.id)
        if feed.id in self.errors:
            raise self.errors[feed.id]
        if feed.id in self.unchanged:
            return Unchanged()
        return Retrieved(url=feed.url, content=b"", media_type="", charset=None, etag='"1"')

    async def page(self, url: str) -> Retrieved:
        found = self.pages[url]
        if isinstance(found, Exception):
            raise found
        return Retrieved(url=url, content=b"", media_type="text/html", charset=None)


class TownWorkshop:
    """Hands out the web's entries; reading is the real thing."""

    def __init__(self, web: TownWeb) -> None:
        self._web = web

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        return ParsedFeed(entries=tuple(self._web.entries.get(feed.id, ())))

    async def extract(self, document: Retrieved) -> Page:
        found = self._web.pages[document.url]
        assert isinstance(found, Page)
        return found

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        return tuple(read_draft(draft) for draft in drafts)


@dataclass
class Post:
    """One message as a channel shows it."""

    channel: str
    key: str
    message: Message
    revisions: list[Message] = field(default_factory=list)
    thread: list[Message] = field(default_factory=list)

    @property
    def now(self) -> Message:
        return self.revisions[-1] if self.revisions else self.message

    @property
    def brief(self) -> Brief:
        assert isinstance(self.now, Brief)
        return self.now


class TownMessenger:
    """A platform that remembers; `failures` are raised in turn, before or after the post."""

    platform = Platform.TERMINAL

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.failures: list[tuple[str, Exception]] = []
        self.finding_fails: list[Exception] = []

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        self._fail("before")
        self.posts.append(Post(channel=channel.target, key=key, message=message))
        receipt = Receipt(value=str(len(self.posts) - 1))
        self._fail("after")
        return receipt

    async def revise(self, receipt: Receipt, message: Message) -> None:
        self._fail("before")
        self.posts[int(receipt.value)].revisions.append(message)
        self._fail("after")

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        self._fail("before")
        self.posts[int(receipt.value)].thread.append(message)
        self._fail("after")
        return Receipt(value=f"{receipt.value}.{key}")

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        if self.finding_fails:
            raise self.finding_fails.pop(0)
        for number, post in enumerate(self.posts):
            if post.key == key and post.channel == channel.target:
                return Receipt(value=str(number))
        return None

    async def link(self, receipt: Receipt) -> str | None:
        return f"https://town.example/posts/{receipt.value}"

    def _fail(self, when: str) -> None:
        if self.failures and self.failures[0][0] == when:
            raise self.failures.pop(0)[1]


@dataclass
class TownChat:
    """A platform of which only the operators' own workspaces matter; posts go elsewhere."""

    platform: Platform
    own: frozenset[str]
    messenger: TownMessenger
    trouble: str | None = None

    def homes(self, channels: Sequence[ChannelRef]) -> frozenset[str]:
        return self.own

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to disconnect from."""

    async def examine(self, channels: Sequence[ChannelRef]) -> Sequence[Finding]:
        return ()


@dataclass
class Town:
    """Everything a test turns and reads."""

    clock: TownClock
    web: TownWeb
    storage: MemoryStorage
    messenger: TownMessenger
    house: House

    async def publishes(self, feed: str, *entries: Entry) -> None:
        """Put entries on top of a feed."""
        held = self.web.entries.setdefault(feed, [])
        known = {entry.guid for entry in entries}
        held[:] = [*entries, *(entry for entry in held if entry.guid not in known)]

    async def settles(self) -> None:
        """Poll every feed and deliver everything that is due."""
        await self.house.rounds.ask(list(self.house.rounds.feeds))
        await self.house.delivering.drain(until=self.clock.now() + timedelta(minutes=5))

    @property
    def posts(self) -> list[Post]:
        return self.messenger.posts


def a_feed(id: str, **changes: object) -> Feed:  # noqa: A002 - the noun's own word
    feed = Feed(id=FeedId(id), name=id.replace("-", " ").title(), url=f"https://{id}.example/feed")
    return replace(feed, **changes)


def a_route(id: str = "newsroom", **changes: object) -> Route:  # noqa: A002
    route = Route(id=RouteId(id), channel=ChannelRef(platform=Platform.TERMINAL, target=id))
    return replace(route, **changes)


OPS = a_route("ops", role=RouteRole.OPS)


def a_town(*feeds: Feed, routes: Sequence[Route] = (), backfill: int = 50) -> Town:
    """A house over the storage twin; first polls post, unless `backfill` is 0."""
    clock, web, messenger = TownClock(), TownWeb(), TownMessenger()
    storage = MemoryStorage()
    rooms = Rooms(
        storage=storage,
        retriever=web,
        workshop=TownWorkshop(web),
        clock=clock,
        chance=EvenChance(),
    )
    configuration = Configuration(
        feeds=tuple(replace(feed, backfill=backfill) for feed in feeds),
        routes=tuple(routes) or (a_route(), OPS),
        zone=ZoneInfo("America/New_York"),
    )
    house = build_house(rooms, configuration, frozenset({Platform.TERMINAL}))
    # The operators' own are the Slack workspace T1 and the Discord server 501.
    house.connect(
        [
            TownChat(platform=platform, own=frozenset(own), messenger=messenger)
            for platform, own in (
                (Platform.TERMINAL, ()),
                (Platform.SLACK, ("T1",)),
                (Platform.DISCORD, ("501",)),
            )
        ]
    )
    return Town(clock=clock, web=web, storage=storage, messenger=messenger, house=house)


def an_entry(title: str, text: str = "", **changes: object) -> Entry:
    slug = "-".join(title.lower().split())[:60]
    entry = Entry(
        feed=FeedId("any"),
        guid=slug,
        url=f"https://news.example/{slug}",
        title=title,
        content=text,
        published_at=MORNING - timedelta(minutes=30),
    )
    return replace(entry, **changes)
