"""A press that prints articles hour by hour: feeds on loopback, each as it stands at that hour.

The articles stand in tests/data; people, places and outlets in them are invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.app.sample_day.articles import Dated, SampleArticle, as_rss
from bot.domain.feeds import Feed, FeedId, FeedKind
from tests.fakes.loopback import served

DATA = Path(__file__).parents[1] / "data"
KINDS = {
    "sample-wire": FeedKind.WIRE,
    "ice-newsroom": FeedKind.OFFICIAL,
    "capital-ledger": FeedKind.NATIONAL,
    "thrift-beacon": FeedKind.AGGREGATOR,
    "thrift-digest": FeedKind.AGGREGATOR,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One article, or a publisher's edit of it, from an hour on."""

    id: str
    feed: str
    after: timedelta
    title: str
    body: str


def printed_in(file: str) -> list[Printed]:
    """The articles of a file, in the order of their hours."""
    rows = tomllib.loads((DATA / file).read_text(encoding="utf-8"))["article"]
    return [
        Printed(**{**row, "after": timedelta(hours=row["after"]), "body": row["body"].strip()})
        for row in rows
    ]


@dataclass
class Press:
    """Serves `/<feed>` as it stands `now` after the beginning."""

    articles: list[Printed]
    began_at: datetime
    now: timedelta = timedelta(0)
    base: str = ""

    @property
    def port(self) -> int:
        return int(self.base.rsplit(":", 1)[1])

    def feeds(self) -> list[Feed]:
        names = dict.fromkeys(each.feed for each in self.articles)
        return [
            Feed(
                id=FeedId(name),
                name=name.replace("-", " ").title().replace("Ice ", "ICE "),
                url=f"{self.base}/{name}",
                kind=KINDS.get(name, FeedKind.LOCAL),
                backfill=50,
            )
            for name in names
        ]

    def hours(self) -> Iterator[timedelta]:
        """When something is printed, in order."""
        yield from sorted({each.after for each in self.articles})

    async def answer(self, request: web.Request) -> web.Response:
        feed = request.match_info["feed"]
        first = {}
        stands = {}
        for each in self.articles:
            if each.feed == feed and each.after <= self.now:
                first.setdefault(each.id, each.after)
                stands[each.id] = each
        items = [self._dated(each, self.began_at + first[each.id]) for each in stands.values()]
        body = as_rss(feed, sorted(items, key=lambda item: item.at, reverse=True))
        return web.Response(body=body, content_type="application/rss+xml")

    def _dated(self, each: Printed, at: datetime) -> Dated:
        article = SampleArticle(
            id=each.id, feed=each.feed, edition=1, minutes=0, title=each.title, body=each.body
        )
        return Dated(article=article, url=f"https://{each.feed}.example/{each.id}", at=at)


@asynccontextmanager
async def open_press(file: str, began_at: datetime) -> AsyncIterator[Press]:
    press = Press(articles=printed_in(file), began_at=began_at)
    async with served("/{feed}", press.answer) as press.base:
        yield press
