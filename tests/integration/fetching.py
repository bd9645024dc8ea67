"""What the tests of fetching share: a hostile server, a retriever aimed at it, a way to ask."""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.adapters.http import HttpRetriever
from bot.domain.errors import FetchError
from bot.domain.feeds import Feed, FeedId, FeedState
from tests.fakes.hand_clock import HandClock
from tests.fakes.hostile_feeds import HostileServer


class Outside:
    """The hostile server and the retriever that meets it."""

    def __init__(self, server: HostileServer, retriever: HttpRetriever, clock: HandClock) -> None:
        self.server = server
        self.retriever = retriever
        self.clock = clock

    def feed(self, path: str) -> Feed:
        url = self.server.url(path) if path.startswith("/") else path
        return Feed(id=FeedId("feed"), name="Feed", url=url)

    def state(self, feed: Feed, **known) -> FeedState:
        return FeedState(feed=feed.id, url=feed.url, next_poll_at=self.clock.now(), **known)

    async def get(self, path: str, **known):
        feed = self.feed(path)
        return await self.retriever.retrieve(feed, self.state(feed, **known))

    async def refusal(self, path: str, **known) -> FetchError:
        try:
            answer = await self.get(path, **known)
        except FetchError as error:
            return error
        raise AssertionError(f"{path} was accepted: {answer}")


def at_home(host, port):
    """Find every name on loopback."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@asynccontextmanager
async def outside(*, names=(), server_tls=None, **settings):
    """Open both; only the feed port of loopback may be fetched, `names` being names of it."""
    server = HostileServer()
    await server.start(server_tls)
    clock = HandClock()
    defaults = {
        "clock": clock,
        "contact": "ops@example.org",
        "allow_private": {(name, server.port) for name in ("127.0.0.1", *names)},
        "lookup": at_home if names else None,
        "deadline": timedelta(seconds=5),
        "host_gap": timedelta(0),
    }
    retriever = HttpRetriever(**{**defaults, **settings})
    try:
        yield Outside(server, retriever, clock)
    finally:
        await retriever.aclose()
        await server.stop()
