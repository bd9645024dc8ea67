"""The retriever: asks for feeds and pages, politely, within limits, through one guard."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ssl
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib import metadata
from typing import NoReturn

import httpx

from bot.adapters.http import headers as header
from bot.adapters.http.addresses import Guard, Lookup
from bot.adapters.http.bodies import read_body
from bot.adapters.http.lanes import Lanes
from bot.adapters.http.robots import ALLOW_ALL, DISALLOW_ALL, Robots, parse_robots
from bot.adapters.http.targets import Target, redirected, target_of
from bot.adapters.http.transport import open_transport, translated
from bot.domain.errors import FetchError
from bot.domain.feeds import Feed, FeedState
from bot.ports.fetching import Retrieved, Unchanged
from bot.ports.time import Clock

PRODUCT = "nutgraf"
DEADLINE = timedelta(seconds=30)
BODY_LIMIT = 10_000_000
MOST_REDIRECTS = 5
#: Some servers answer 304 for ever; once a day we ask for the whole document.
FULL_ANSWER_EVERY = timedelta(days=1)
ROBOTS_KEPT = timedelta(days=1)
#: A site whose robots.txt could not be read is closed to us, but not for a day.
ROBOTS_FAULT_KEPT = timedelta(hours=1)
MOST_ROBOTS = 2_000

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
WHOLE = frozenset({200, 203})

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.3"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.3"


class HttpRetriever:
    """Implements the Retriever port over httpx on the aiohttp transport.

    `contact` stands in the User-Agent. `allow_private` lists (host, port) that may be fetched
    although private. `deadline` counts from the moment a request has its slot to the last byte of
    the last hop. Waits for a slot or a host's turn are not bounded: ask for all feeds at once and
    let the lanes order them.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        contact: str,
        allow_private: Iterable[tuple[str, int]] = (),
        concurrency: int = 50,
        deadline: timedelta = DEADLINE,
        body_limit: int = BODY_LIMIT,
        host_gap: timedelta = timedelta(milliseconds=250),
        patience: timedelta = timedelta(seconds=2),
        fair_share: timedelta = timedelta(seconds=10),
        tls: ssl.SSLContext | None = None,
        lookup: Lookup | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._guard = Guard(allow_private)
        self._lanes = Lanes(
            concurrency=concurrency, gap=host_gap, patience=patience, fair_share=fair_share
        )
        self._deadline = deadline
        self._body_limit = body_limit
        self._transport = transport or open_transport(self._guard, tls=tls, lookup=lookup)
        self._agent = user_agent(contact)
        self._robots: dict[str, tuple[datetime, Robots]] = {}

    async def retrieve(self, feed: Feed, state: FeedState) -> Retrieved | Unchanged:
        """Ask for a feed's document, conditionally where the state has validators.

        Raises FetchError.
        """
        known = state if state.url == feed.url else None
        wanted = {"accept": FEED_TYPES, **self._conditions(known)}
        target = target_of(feed.url)
        async with self._lane(target, suspect=state.failure_count > 0):
            answer = await self._follow(target, wanted)
        if isinstance(answer, Retrieved) and known and answer.body_hash == known.body_hash:
            return Unchanged(
                fresh_for=answer.fresh_for,
                full=True,
                etag=answer.etag,
                last_modified=answer.last_modified,
                moved_to=answer.moved_to,
            )
        return answer

    async def page(self, url: str) -> Retrieved:
        """Fetch an article's page, where robots.txt allows it (RFC 9309).

        Raises FetchError, reason `robots` when it is not allowed.
        """
        target = target_of(url)
        async with self._lane(target, suspect=False):
            answer = await self._follow(target, {"accept": PAGE_TYPES}, obey_robots=True)
        assert isinstance(answer, Retrieved)  # no condition was sent, and 304 raises
        return answer

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    @contextlib.asynccontextmanager
    async def _lane(self, target: Target, *, suspect: bool) -> AsyncIterator[None]:
        """Hold the host's turn and a slot; the deadline starts when both are there."""
        # The operator's own servers need no pause between requests.
        gap = not self._guard.allows(target.host, target.port)
        async with self._lanes.turn(target.host, suspect=suspect, gap=gap) as turn:
            loop = asyncio.get_running_loop()
            began = loop.time()
            try:
                async with asyncio.timeout(self._deadline.total_seconds()) as turn.deadline:
                    yield
            except TimeoutError:
                seconds = loop.time() - began
                raise FetchError(
                    f"{target} gave no whole answer within {seconds:.2g} s", reason="timeout"
                ) from None

    def _conditions(self, state: FeedState | None) -> dict[str, str]:
        """Return the conditional headers, unless a whole answer is due."""
        if state is None or state.last_full_at is None:
            return {}
        if self._clock.now() - state.last_full_at >= FULL_ANSWER_EVERY:
            return {}
        conditions = {}
        if state.etag:
            conditions["if-none-match"] = state.etag
        if state.last_modified:
            conditions["if-modified-since"] = state.last_modified
        return conditions

    async def _follow(
        self, target: Target, wanted: dict[str, str], *, obey_robots: bool = False
    ) -> Retrieved | Unchanged:
        """Ask, and follow redirects: each hop is a new request through the same checks."""
        permanent, moved = True, False
        for _ in range(MOST_REDIRECTS + 1):
            if obey_robots:
                await self._ask_leave(target)
            async with self._exchange(target, wanted) as response:
                if response.status_code not in REDIRECTS:
                    moved_to = str(target.address) if moved and permanent else None
                    return await self._answer(target, response, wanted, moved_to)
                permanent = permanent and response.status_code in PERMANENT
                target, moved = redirected(target, response.headers.get("location")), True
        raise FetchError(f"more than {MOST_REDIRECTS} redirects", reason="redirect")

    @contextlib.asynccontextmanager
    async def _exchange(
        self, target: Target, wanted: dict[str, str]
    ) -> AsyncIterator[httpx.Response]:
        """Send one GET and hold its response open; every fault becomes a FetchError."""
        fields = {
            "user-agent": self._agent,
            "accept-encoding": "gzip, deflate",
            **wanted,
            **target.credentials,
        }
        with translated(target):
            request = httpx.Request("GET", target.address, headers=fields)
            response = await self._transport.handle_async_request(request)
            try:
                yield response
            finally:
                await response.aclose()

    async def _answer(
        self,
        target: Target,
        response: httpx.Response,
        wanted: dict[str, str],
        moved_to: str | None,
    ) -> Retrieved | Unchanged:
        """Turn the last hop's response into an answer, or raise what it means."""
        conditional = "if-none-match" in wanted or "if-modified-since" in wanted
        if response.status_code == HTTPStatus.NOT_MODIFIED and conditional:
            return Unchanged(fresh_for=header.fresh_for(response.headers), moved_to=moved_to)
        if response.status_code not in WHOLE:
            self._refuse(target, response)
        content = await self._body(response)
        kind, charset = header.media_type(response.headers.get("content-type"))
        return Retrieved(
            url=str(target.address),
            content=content,
            media_type=kind,
            charset=charset,
            etag=header.validator(response.headers.get("etag")),
            last_modified=header.validator(response.headers.get("last-modified")),
            fresh_for=header.fresh_for(response.headers),
            moved_to=moved_to,
            body_hash=hashlib.blake2b(content, digest_size=16).hexdigest(),
            served_at=header.served_at(response.headers.get("date")),
        )

    async def _body(self, response: httpx.Response) -> bytes:
        return await read_body(
            response.aiter_raw(),
            encoding=response.headers.get("content-encoding"),
            length=response.headers.get("content-length"),
            limit=self._body_limit,
        )

    def _refuse(self, target: Target, response: httpx.Response) -> NoReturn:
        status = response.status_code
        reason = {410: "gone", 429: "limited", 503: "limited"}.get(status, "status")
        raise FetchError(
            f"{target} answered {status}{_phrase(status)}",
            reason=reason,
            status=status,
            retry_after=header.retry_after(response.headers.get("retry-after"), self._clock.now()),
        )

    async def _ask_leave(self, target: Target) -> None:
        """Raise FetchError unless the host's robots.txt allows this address."""
        robots = await self._robots_of(target)
        if not robots.allows(target.path):
            raise FetchError(f"robots.txt does not allow {target}", reason="robots")

    async def _robots_of(self, target: Target) -> Robots:
        now = self._clock.now()
        known = self._robots.get(target.origin)
        if known is not None and now < known[0]:
            return known[1]
        robots, kept = await self._fetch_robots(target)
        if len(self._robots) >= MOST_ROBOTS:
            del self._robots[next(iter(self._robots))]
        self._robots[target.origin] = (now + kept, robots)
        return robots

    async def _fetch_robots(self, target: Target) -> tuple[Robots, timedelta]:
        """Fetch a host's rules: none when it has no file, all closed when it cannot say."""
        try:
            answer = await self._follow(target.sibling("/robots.txt"), {"accept": "text/plain"})
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return ALLOW_ALL, ROBOTS_KEPT
            return DISALLOW_ALL, ROBOTS_FAULT_KEPT
        assert isinstance(answer, Retrieved)
        return parse_robots(answer.content, PRODUCT), ROBOTS_KEPT


def user_agent(contact: str) -> str:
    """Return our name, version and where to complain."""
    try:
        version = metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        version = "0"
    about = "".join(character for character in contact if character.isprintable()).strip()
    return (
        f"{PRODUCT}/{version} (+{about})" if about.isascii() and about else f"{PRODUCT}/{version}"
    )


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
