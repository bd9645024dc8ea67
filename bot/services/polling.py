"""Polling: one feed asked once: retrieve, parse, recognise, read, file."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.articles import Article, Draft, Entry
from bot.domain.errors import FetchError, OutsideError, ParseError, StorageError
from bot.domain.feeds import BodyPolicy, Feed, FeedKind, FeedState, next_poll_at
from bot.ports import Chance, Clock, Retrieved, Retriever, Storage, Unchanged, Workshop
from bot.services import intake
from bot.services.feed_states import save_after_poll
from bot.services.filing import Candidate, Filed, Filing
from bot.services.identity import Identity, identify
from bot.text.private.redaction import redact
from bot.text.prose.recurrence import RECURS

log = logging.getLogger(__name__)

#: Documents parsed, read and filed at a time.
BENCHES = 8
#: Lines of an outlet that are looked for in its articles; they travel with every draft.
MOST_LINES = 200


@dataclass(slots=True)
class Spent:
    """Where a poll's time went, in seconds of the clock."""

    fetching: float = 0.0
    parsing: float = 0.0
    reading: float = 0.0
    filing: float = 0.0

    def add(self, other: Spent) -> None:
        """Add another poll's times."""
        self.fetching += other.fetching
        self.parsing += other.parsing
        self.reading += other.reading
        self.filing += other.filing


@dataclass(slots=True)
class Poll:
    """What one poll brought."""

    feed: Feed
    #: ok, unchanged, or failed.
    ending: str = "ok"
    error: str | None = None
    entry_count: int = 0
    new_count: int = 0
    first: bool = False
    filed: Filed = field(default_factory=Filed)
    spent: Spent = field(default_factory=Spent)
    #: What operators should be told: the feed failed often enough, came back, moved, is gone.
    telling: tuple[str, ...] = ()


class Polling:
    """Asks one feed once and files what is new."""

    def __init__(
        self,
        *,
        storage: Storage,
        retriever: Retriever,
        workshop: Workshop,
        filing: Filing,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._storage = storage
        self._retriever = retriever
        self._workshop = workshop
        self._filing = filing
        self._clock = clock
        self._chance = chance
        # Documents wait in memory for their turn; more than these would only wait longer.
        self._benches = asyncio.Semaphore(BENCHES)

    async def poll(self, feed: Feed) -> Poll:
        """Ask `feed` once. A failure is a value here: it is stored, told, and tried again."""
        poll = Poll(feed=feed)
        state = await self._state(feed)
        poll.first = not state.primed
        try:
            await self._poll(feed, state, poll)
        except OutsideError as error:
            await self._failed(feed, state, poll, error)
        log.info(
            "polled",
            extra={
                "feed": feed.id,
                "ending": poll.ending,
                "entries": poll.entry_count,
                "new": poll.new_count,
                "kept": poll.filed.kept,
                "error": poll.error,
            },
        )
        return poll

    def new_state(self, feed: Feed, next_poll_at: datetime) -> FeedState:
        """Return the state of a feed never asked."""
        return FeedState(feed=feed.id, url=feed.url, next_poll_at=next_poll_at)

    async def _poll(self, feed: Feed, state: FeedState, poll: Poll) -> None:
        watch = _Stopwatch(self._clock)
        document = await self._retriever.retrieve(feed, state)
        poll.spent.fetching = watch.lap()
        if isinstance(document, Unchanged):
            poll.ending = "unchanged"
            state = self._succeeded(feed, state, poll, document.fresh_for)
            await self._save(_with_same_document(state, document, self._clock.now()))
            return
        async with self._benches:
            await self._take_in(feed, state, poll, document, watch)

    async def _take_in(
        self,
        feed: Feed,
        state: FeedState,
        poll: Poll,
        document: Retrieved,
        watch: _Stopwatch,
    ) -> None:
        parsed = await self._workshop.parse(feed, document)
        poll.spent.parsing = watch.lap()
        poll.entry_count = len(parsed.entries)
        fresh, keys = await self._recognise(feed, parsed.entries)
        poll.new_count = len(fresh)
        candidates = await self._read(feed, fresh)
        poll.spent.reading = watch.lap()
        wait = max(document.fresh_for or timedelta(0), parsed.fresh_for or timedelta(0))
        state = self._succeeded(feed, state, poll, wait or None)
        state = _with_document(feed, state, document, new=bool(fresh), now=self._clock.now())
        poll.filed = await self._filing.file(
            feed,
            replace(state, primed=True),
            candidates,
            keys,
            self._clock.now(),
            announce=feed.backfill if poll.first else None,
        )
        poll.spent.filing = watch.lap()

    async def _state(self, feed: Feed) -> FeedState:
        async with self._storage.look() as unit:
            state = await unit.feeds.get(feed.id)
        if state is None:
            return self.new_state(feed, self._clock.now())
        if state.url != feed.url:
            # What was said of the old address (gone, paused, its validators) is void.
            return replace(
                state,
                url=feed.url,
                etag=None,
                last_modified=None,
                body_hash=None,
                paused_at=None,
                pause_reason=None,
            )
        return state

    async def _save(self, state: FeedState) -> None:
        async with self._storage.begin() as unit:
            await save_after_poll(unit, state)
            await unit.commit()

    async def _recognise(
        self, feed: Feed, entries: Sequence[Entry]
    ) -> tuple[list[tuple[Entry, Identity, Article | None]], list[str]]:
        """Return the entries not decided before, with the article each may be a new text of."""
        identified = [
            (replace(entry, title=redact(entry.title)), identify(entry))
            for entry in entries
            if entry.title or entry.url
        ]
        wanted = [key for _, identity in identified for key in identity.keys]
        fresh: list[tuple[Entry, Identity, Article | None]] = []
        keys: list[str] = []
        async with self._storage.look() as unit:
            seen = set(await unit.articles.seen(feed.id, wanted))
            unseen = [each for each in identified if seen.isdisjoint(each[1].keys)]
            by_guid = await unit.articles.by_guids(
                feed.id, [identity.guid for _, identity in unseen if identity.guid is not None]
            )
            by_url = await unit.articles.by_urls(
                [identity.url for _, identity in unseen if identity.url]
            )
            for entry, identity in unseen:
                if seen.isdisjoint(identity.keys):
                    known = by_guid.get(identity.guid or "")
                    if known is None or not intake.same_article(entry, identity, known):
                        known = by_url.get(identity.url)
                    fresh.append((entry, identity, known))
                    seen.update(identity.keys)
                    keys.extend(identity.keys)
        return fresh, keys

    async def _read(
        self, feed: Feed, fresh: Sequence[tuple[Entry, Identity, Article | None]]
    ) -> list[Candidate]:
        if not fresh:
            return []
        # Together: the retriever keeps one request a host, and the order of the drafts stays.
        drafts = await asyncio.gather(
            *(self._draft(feed, entry, identity) for entry, identity, _ in fresh)
        )
        readings = await self._workshop.read(await self._with_lines(drafts))
        return [
            Candidate(entry=entry, identity=identity, reading=reading, known=known)
            for (entry, identity, known), reading in zip(fresh, readings, strict=True)
        ]

    async def _with_lines(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts with the lines that their outlets repeat: one look for all."""
        outlets = sorted({draft.outlet for draft in drafts})
        async with self._storage.look() as unit:
            lines = await unit.lines.recurring(outlets, stories=RECURS, limit=MOST_LINES)
        return [replace(draft, recurring=tuple(lines.get(draft.outlet, ()))) for draft in drafts]

    async def _draft(self, feed: Feed, entry: Entry, identity: Identity) -> Draft:
        text = "" if feed.body is BodyPolicy.NONE else entry.content or entry.summary
        if feed.body is BodyPolicy.ARTICLE and identity.url:
            text = await self._page_text(entry) or text
        return Draft(
            title=entry.title,
            text=text,
            outlet=entry.outlet or feed.name,
            url=identity.url,
            official=feed.kind in {FeedKind.OFFICIAL, FeedKind.COURT},
            published_at=entry.published_at or self._clock.now(),
        )

    async def _page_text(self, entry: Entry) -> str:
        """Return the page's text; empty when robots, a wall or a fault keep us from it."""
        try:
            page = await self._workshop.extract(await self._retriever.page(entry.url))
        except (FetchError, ParseError) as error:
            log.info("page not read", extra={"url": entry.url, "error": str(error)})
            return ""
        return page.text

    def _succeeded(
        self, feed: Feed, state: FeedState, poll: Poll, wait: timedelta | None
    ) -> FeedState:
        now = self._clock.now()
        if state.failure_told:
            poll.telling = (f"{feed.name} ({feed.id}) answers again.",)
        return replace(
            state,
            last_polled_at=now,
            last_success_at=now,
            failure_count=0,
            failing_since=None,
            failure_told=False,
            last_error=None,
            next_poll_at=next_poll_at(
                now, feed.interval, server_wait=wait, jitter=self._chance.fraction()
            ),
        )

    async def _failed(self, feed: Feed, state: FeedState, poll: Poll, error: OutsideError) -> None:
        now = self._clock.now()
        poll.ending, poll.error = "failed", str(error)
        failures = state.failure_count + 1
        gone = isinstance(error, FetchError) and error.reason == "gone"
        tell = (gone or failures >= feed.notify_after) and not state.failure_told
        since = state.failing_since or now
        wait = error.retry_after if isinstance(error, FetchError) else None
        if now - since >= feed.pause_after:
            wait = max(wait or timedelta(0), timedelta(days=1))
        state = replace(
            state,
            last_polled_at=now,
            failure_count=failures,
            failing_since=since,
            last_error=str(error),
            failure_told=state.failure_told or tell,
            paused_at=now if gone else state.paused_at,
            pause_reason="gone" if gone else state.pause_reason,
            next_poll_at=next_poll_at(
                now,
                feed.interval,
                failure_count=failures,
                server_wait=wait,
                jitter=self._chance.fraction(),
            ),
        )
        if tell:
            poll.telling = (f"{feed.name} ({feed.id}) fails: {error}",)
        try:
            await self._save(state)
        except StorageError:
            # The database itself fails: the state is written at the next poll.
            log.exception("feed state not saved", extra={"feed": feed.id})


def _with_same_document(state: FeedState, document: Unchanged, now: datetime) -> FeedState:
    """Renew what a whole answer with the same bytes tells; a 304 tells nothing new."""
    if not document.full:
        return state
    return replace(
        state,
        etag=document.etag,
        last_modified=document.last_modified,
        last_full_at=now,
        moved_to=document.moved_to,
    )


def _with_document(
    feed: Feed, state: FeedState, document: Retrieved, *, new: bool, now: datetime
) -> FeedState:
    gap = state.usual_gap
    if new and state.last_new_at is not None:
        latest = now - state.last_new_at
        # Exponential smoothing over about five gaps: one odd night does not raise an alarm.
        gap = latest if gap is None else gap * 0.8 + latest * 0.2
    return replace(
        state,
        url=feed.url,
        etag=document.etag,
        last_modified=document.last_modified,
        body_hash=document.body_hash,
        last_full_at=now,
        last_new_at=now if new else state.last_new_at,
        usual_gap=gap,
        moved_to=document.moved_to,
    )


class _Stopwatch:
    """Measures the steps of a poll on the injected clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock.now()

    def lap(self) -> float:
        """Return the seconds since the last lap."""
        now = self._clock.now()
        spent = (now - self._last).total_seconds()
        self._last = now
        return spent
