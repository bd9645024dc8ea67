"""Feeds of as many different stories as a test needs, on loopback.

Every story is about another place, agency and event, so that no two are one story; people and
places are invented.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from aiohttp import web

from tests.fakes.loopback import served

#: Invented places are made of these, sixty-four in all, and stand in real states.
FIRST = ("Pine", "Stone", "Salt", "Red", "Mill", "Harbor", "Coyote", "Bayou")
SECOND = ("Hollow", "Bridge", "Marsh", "Rock", "Falls", "Point", "Wells", "Verde")
STATES = (
    "Illinois",
    "Georgia",
    "Oregon",
    "Arizona",
    "Maine",
    "Kansas",
    "Louisiana",
    "Vermont",
    "Utah",
    "Virginia",
    "Nebraska",
)
#: A headline and a lede a kind of event; {place}, {state}, {count} are filled in.
EVENTS = (
    (
        "ICE arrests {count} roofers at {place} building site",
        (
            "Immigration and Customs Enforcement officers arrested {count} "
            "roofers at a building site "
            "in {place}, {state}, on Monday, the contractor said."
        ),
    ),
    (
        "Judge in {state} blocks transfer of {count} detainees from {place} jail",
        (
            "A federal judge in {state} barred the government from moving {count} immigration "
            "detainees out of the {place} jail while their petitions for habeas corpus are heard."
        ),
    ),
    (
        "{place} council ends 287(g) agreement by {count} votes",
        (
            "The {place} council in {state} voted to end its 287(g) agreement, "
            "under which deputies "
            "acted as immigration officers; {count} members were in favor."
        ),
    ),
    (
        "Border Patrol opens checkpoint near {place} with {count} agents",
        (
            "The Border Patrol put {count} agents at a new checkpoint outside "
            "{place}, {state}, and "
            "residents without papers said they no longer drive to the clinic."
        ),
    ),
    (
        "Deportation flight with {count} people leaves {place} airfield",
        (
            "A chartered deportation flight with {count} people aboard left the "
            "airfield of {place}, "
            "{state}, before dawn, a flight tracker's log shows."
        ),
    ),
    (
        "Inspectors find {count} violations at {place} detention center",
        (
            "Inspectors of Homeland Security listed {count} violations of "
            "detention standards at the "
            "{place} immigration detention center in {state}, from cold food to missing medicine."
        ),
    ),
)
MOST = len(FIRST) * len(SECOND)


@dataclass(frozen=True, slots=True)
class Told:
    """One story as a feed tells it."""

    number: int
    title: str
    text: str

    @property
    def url(self) -> str:
        return f"https://stand-{self.number % 10}.example/news/{self.number}"


def a_story_of(number: int) -> Told:
    """The story with this number; after MOST of them places come again."""
    place = f"{FIRST[number % 8]} {SECOND[(number // 8 + number) % 8]}"
    headline, lede = EVENTS[number % len(EVENTS)]
    words = {"place": place, "state": STATES[number % len(STATES)], "count": 11 + number}
    return Told(number=number, title=headline.format(**words), text=lede.format(**words))


def as_rss(stories: list[Told], at: datetime) -> str:
    items = "".join(
        f"<item><title>{escape(each.title)}</title><link>{each.url}</link><guid>{each.url}</guid>"
        f"<description>{escape(each.text)}</description>"
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
        for each in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Stand</title>'
        f"<link>https://stand.example/</link><description>News</description>{items}</channel></rss>"
    )


@dataclass
class Newsstand:
    """Serves `/<feed>`: what `feeds` holds for it, and counts how often it was asked."""

    feeds: dict[str, list[Told]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=20))
    base: str = ""

    @property
    def port(self) -> int:
        return int(self.base.rsplit(":", 1)[1])

    @property
    def stories(self) -> list[Told]:
        return [story for stories in self.feeds.values() for story in stories]

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self.feeds:
            return web.Response(status=404)
        self.asked[name] = self.asked.get(name, 0) + 1
        body = as_rss(self.feeds[name], self.opened_at)
        return web.Response(text=body, content_type="application/rss+xml")


@asynccontextmanager
async def open_newsstand(feeds: dict[str, list[Told]] | None = None) -> AsyncIterator[Newsstand]:
    stand = Newsstand(feeds=feeds or {})
    async with served("/{name}", stand.answer) as stand.base:
        yield stand


def spread(count: int, feeds: int) -> dict[str, list[Told]]:
    """`count` stories spread evenly over so many feeds."""
    stands: dict[str, list[Told]] = {f"stand-{n}": [] for n in range(feeds)}
    for number in range(count):
        stands[f"stand-{number % feeds}"].append(a_story_of(number))
    return stands
