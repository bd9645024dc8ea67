"""The loopback server that stands in for the web of the sample day."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from importlib.resources import files

from aiohttp import web

from bot.app.sample_day.articles import (
    Dated,
    as_atom,
    as_json_feed,
    as_rss,
    published_at,
    sample_articles,
    standing,
)

#: This feed answers with a page of its web server, as feeds do that are being moved.
BROKEN_FEED = "valley-gazette"
_FORMS = {
    "xml": ("application/rss+xml", as_rss),
    "atom": ("application/atom+xml", as_atom),
    "json": ("application/feed+json", as_json_feed),
}


@dataclass(slots=True)
class SampleDay:
    """The running server: turn `edition` to let the day go on."""

    opened_at: datetime
    base: str = ""
    edition: int = 1
    #: Time between two editions, in the articles' times.
    edition_gap: timedelta = timedelta(hours=4)
    #: What the server answered, by status.
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def port(self) -> int:
        """The loopback port."""
        return int(self.base.rsplit(":", 1)[1])

    @property
    def feeds_yaml(self) -> str:
        """The feeds.yaml that points at this server."""
        text = files(__package__).joinpath("feeds.yaml").read_text(encoding="utf-8")
        return text.replace("{base}", self.base)

    @property
    def article_count(self) -> int:
        """How many articles the day has, edits not counted."""
        return len({article.id for article in sample_articles()})

    async def answer(self, request: web.Request) -> web.Response:
        """Serve a feed, with a validator so that an unchanged one costs nothing."""
        name, _, form = request.match_info["name"].partition(".")
        if form not in _FORMS:
            self.answers[404] += 1
            return web.Response(status=404)
        media_type, write = _FORMS[form]
        items = [
            Dated(
                article=article,
                url=f"https://{name}.example/{article.id}",
                at=published_at(article, self.opened_at, self.edition_gap),
            )
            for article in standing(name, self.edition)
        ]
        body = write(name.replace("-", " ").title(), items)
        if name == BROKEN_FEED:
            body = b"<!DOCTYPE html><html><body>We will be back soon.</body></html>"
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            self.answers[304] += 1
            return web.Response(status=304, headers={"ETag": etag})
        self.answers[200] += 1
        headers = {"ETag": etag, "Content-Type": media_type}
        return web.Response(body=body, headers=headers)


@asynccontextmanager
async def open_sample_day(now: datetime) -> AsyncIterator[SampleDay]:
    """Serve the sample day on a free loopback port; the last edition is being published `now`."""
    day = SampleDay(opened_at=now)
    app = web.Application()
    app.router.add_get("/{name}", day.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        day.base = f"http://{host}:{port}"
        yield day
    finally:
        await runner.cleanup()
