"""Past articles, brought into the archive as if their feeds had been read at their time.

They take the way of every poll, from recognising to filing, with a clock that stands at their own
dates and the stories of that time in mind: one that ended last spring, or that began since, is not
open to them. Nothing is owed to anybody, and no card that was posted changes its lead or its times.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from bot.adapters.clock import SystemChance
from bot.app.tasks.rows import Row, date_in, text_in
from bot.domain.articles import Article, Draft, Entry, Reading, Revision
from bot.domain.errors import Fault, OutsideError, ParseError
from bot.domain.feeds import Feed, FeedKind, FeedState, backfill_of
from bot.ports import Page, ParsedFeed, Retrieved, Storage, UnitOfWork, Workshop
from bot.services.dossier import Dossier
from bot.services.filing import Filed, Filing
from bot.services.open_stories import OpenStories
from bot.services.polling import Polling
from bot.services.routing import Router
from bot.text.prose.urls import canonical_url

#: Rows read and stored together; what a crash may lose, and what waits in memory.
BATCH = 100
#: Rows further apart than this are not read together: each is judged by the stories of its time.
SPAN = timedelta(days=1)
UNSAID = FeedKind.NATIONAL
#: What a line has to be, for whoever wrote another.
EXPECTED = (
    'write one article a line: {"title": "...", "source": "...", "url": "https://...", '
    '"date": "2025-03-01", "text": "..."}'
)
_NOWHERE = "https://backfill.invalid/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a good row stands in its file, and when its article was published."""

    at: datetime
    offset: int
    kind: FeedKind


@dataclass(slots=True)
class Survey:
    """A file looked through before anything is stored."""

    places: list[Place] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def survey(file: Path, now: datetime) -> Survey:
    """Look through a file of JSON lines; its good rows come in the order of their dates.

    Raises OSError when it cannot be read.
    """
    found = Survey()
    with file.open("rb") as rows:
        for number, (offset, raw) in enumerate(_lines(rows), start=1):
            if not raw.strip():
                continue
            try:
                found.places.append(_placed(_row(raw), offset, now))
            except (ValueError, TypeError) as error:
                found.faults.append(Fault(file=str(file), line=number, reason=str(error)))
    found.places.sort(key=lambda place: (place.at, place.offset))
    return found


def _lines(rows: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = 0
    for raw in rows:
        yield offset, raw
        offset += len(raw)


def _row(raw: bytes) -> Row:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"is no UTF-8 text; {EXPECTED}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON; {EXPECTED}") from error
    if not isinstance(row, dict):
        raise TypeError(f"is no JSON object; {EXPECTED}")
    return row


def _placed(row: Row, offset: int, now: datetime) -> Place:
    """Raise ValueError or TypeError for a row that cannot be an article."""
    at = date_in(row)
    if at is None or at > now:
        raise ValueError("date is missing, unreadable or in the future; write 2025-03-01T14:30:00Z")
    missing = [key for key in ("title", "source") if not text_in(row, key).strip()]
    if missing:
        raise ValueError(f"{' and '.join(missing)} missing")
    if not canonical_url(text_in(row, "url")):
        raise ValueError("url is no address of the web")
    text_in(row, "text")
    kind = text_in(row, "kind") or UNSAID
    if kind not in set(FeedKind):
        raise ValueError(f"kind {kind!r} is none of {', '.join(FeedKind)}")
    return Place(at=at.astimezone(UTC), offset=offset, kind=FeedKind(kind))


class Backfilling:
    """Brings rows of one file into the archive."""

    def __init__(self, storage: Storage, workshop: Workshop) -> None:
        self._clock = _Then()
        self._desk = _Rows(workshop)
        self._open = OpenStories()
        self._storage = storage
        self._polling = Polling(
            storage=storage,
            retriever=self._desk,
            workshop=self._desk,
            filing=Filing(storage, self._open, _Nobody((), ZoneInfo("UTC"))),
            clock=self._clock,
            chance=SystemChance(),
        )

    async def bring(
        self, file: Path, places: Sequence[Place], on_batch: Callable[[int], None]
    ) -> Filed:
        """Store these rows, oldest first; `on_batch` is told how many more were looked at.

        Raises OutsideError when the archive fails; then all before this batch is stored, and the
        same file may be given again: what is stored is recognised.
        """
        total = Filed()
        with file.open("rb") as rows:
            for batch in _batches(places):
                await self._bring(rows, batch, total)
                on_batch(len(batch))
        return total

    async def _bring(self, rows: BinaryIO, batch: Sequence[Place], total: Filed) -> None:
        self._clock.moment = batch[-1].at
        await self._open.around(self._storage, batch[0].at, batch[-1].at)
        feed = _feed_of(batch[0].kind)
        self._desk.entries = tuple(_entry(rows, place, feed) for place in batch)
        poll = await self._polling.poll(feed)
        if poll.ending == "failed":
            raise OutsideError(f"backfill stopped at {batch[0].at:%Y-%m-%d}: {poll.error}")
        total.joined += poll.filed.joined
        total.opened += poll.filed.opened
        total.dropped += poll.filed.dropped
        total.repeated += len(batch) - poll.new_count + poll.filed.repeated
        total.revised += poll.filed.revised


def _batches(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """Yield runs of one kind and of about one day, in the order of their dates."""
    for _, run in groupby(places, key=lambda place: place.kind):
        batch: list[Place] = []
        for place in run:
            if batch and (len(batch) == BATCH or place.at - batch[0].at > SPAN):
                yield batch
                batch = []
            batch.append(place)
        yield batch


def _feed_of(kind: FeedKind) -> Feed:
    """Return the feed such rows are filed under; nothing of it is ever young enough to post."""
    return Feed(
        id=backfill_of(kind),
        name=f"Backfill, {kind.value}",
        url=f"{_NOWHERE}{kind.value}",
        kind=kind,
        max_age=timedelta(seconds=-1),
    )


def _entry(rows: BinaryIO, place: Place, feed: Feed) -> Entry:
    rows.seek(place.offset)
    row = _row(rows.readline())
    return Entry(
        feed=feed.id,
        guid=None,
        url=text_in(row, "url").strip(),
        title=" ".join(text_in(row, "title").split()),
        content=text_in(row, "text"),
        published_at=place.at,
        outlet=" ".join(text_in(row, "source").split()),
    )


class _Then:
    """A clock that stands at the time of the articles."""

    moment = datetime(1970, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, wait: timedelta) -> None:
        raise AssertionError(f"nothing waits in a backfill: {wait}")


class _Nobody(Router):
    """Owes nothing: whoever reads today was not asked to hear of last year."""

    async def opened(self, unit: UnitOfWork, dossier: Dossier, now: datetime) -> None:
        """Tell nobody."""

    async def joined(
        self, unit: UnitOfWork, dossier: Dossier, article: Article, now: datetime
    ) -> None:
        """Tell nobody."""

    async def revised(
        self, unit: UnitOfWork, dossier: Dossier, revision: Revision, now: datetime
    ) -> None:
        """Tell nobody."""


class _Rows:
    """The rows in the place of a feed's document; reading is the workshop's own."""

    def __init__(self, workshop: Workshop) -> None:
        self.entries: tuple[Entry, ...] = ()
        self._workshop = workshop

    async def retrieve(self, feed: Feed, state: FeedState) -> Retrieved:
        """Return a document that is new every time."""
        stamp = blake2b(repr((state.last_polled_at, len(self.entries))).encode(), digest_size=8)
        return Retrieved(
            url=feed.url,
            content=b"",
            media_type="",
            charset=None,
            body_hash=stamp.hexdigest(),
        )

    async def page(self, url: str) -> Retrieved:
        """Fetch nothing: a row has its text."""
        raise ParseError(f"{url} is not fetched")

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        """Return the rows of this batch."""
        del feed, document
        return ParsedFeed(entries=self.entries)

    async def extract(self, document: Retrieved) -> Page:
        """Extract nothing: a row has its text."""
        raise ParseError(f"{document.url} is no page")

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Read in worker processes, as always."""
        return await self._workshop.read(drafts)
