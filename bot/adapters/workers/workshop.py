"""The workshop over processes: who works on what, and what happens when one is lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.adapters.workers.unreadable import unreadable
from bot.adapters.workers.worker import Limits, Worker, WorkerLostError, WorkFailedError
from bot.domain.articles import Draft, Reading
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.fetching import Retrieved
from bot.ports.workshop import Page, ParsedFeed

log = logging.getLogger(__name__)

DEADLINE = timedelta(seconds=10)
MEMORY_BYTES = 512 * 1024 * 1024
#: A worker is replaced after this many jobs: parsers in C leak a little.
JOBS_A_WORKER = 2_000
#: How many feeds are remembered as having cost a worker its life.
MOST_SUSPECTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A function that a worker finds by its name, and what stands before a job's arguments."""

    name: str
    first: tuple[Any, ...] = ()


class ProcessWorkshop:
    """Implements the Workshop port with at most `size` warm worker processes.

    The functions must be importable by name in a fresh interpreter; a `partial` of one hands its
    arguments to every job. Work that fails, outlasts
    `deadline` or grows beyond `memory_bytes` raises ParseError; its worker is killed and replaced
    and nobody else notices. Of drafts read together, one that cannot be read gives an empty
    Reading (irrelevant, the reason in its relevance), so that the others are not lost with it.
    """

    def __init__(
        self,
        *,
        parse: Callable[[Feed, Retrieved], ParsedFeed],
        extract: Callable[[Retrieved], Page],
        read: Callable[[Draft], Reading],
        size: int = 2,
        deadline: timedelta = DEADLINE,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._parse, self._extract, self._read = (
            _work_of(function) for function in (parse, extract, read)
        )
        self._limits = Limits(deadline=deadline, memory_bytes=memory_bytes)
        self._size = size
        # Last in, first out: an evening with little to do keeps one worker warm, not all.
        self._free: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._free.put_nowait(None)
        self._workers: set[Worker] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._suspects: dict[str, None] = {}
        self._suspect_lane = asyncio.Semaphore(1)
        self._closed = False

    async def parse(self, feed: Feed, document: Retrieved) -> ParsedFeed:
        """Read a feed's document. Raises ParseError."""
        # Feeds that killed a worker before use one worker at a time: the other stays for the rest.
        lane = self._suspect_lane if feed.id in self._suspects else contextlib.nullcontext()
        async with lane:
            try:
                parsed: ParsedFeed = await self._do(self._parse, (feed, document))
            except WorkerLostError as error:
                self._suspect(feed.id)
                raise ParseError(f"reading the document {error}") from error
            except WorkFailedError as error:
                raise _parse_error(error, "the document") from error
        self._suspects.pop(feed.id, None)
        return parsed

    async def extract(self, document: Retrieved) -> Page:
        """Find the article in a page. Raises ParseError."""
        try:
            page: Page = await self._do(self._extract, (document,))
        except WorkerLostError as error:
            raise ParseError(f"reading the page {error}") from error
        except WorkFailedError as error:
            raise _parse_error(error, "the page") from error
        return page

    async def read(self, drafts: Sequence[Draft]) -> tuple[Reading, ...]:
        """Understand articles; as many readings as drafts, in their order.

        Raises ParseError only when no worker can be had at all.
        """
        readings: list[Reading] = [unreadable("not read")] * len(drafts)
        queue = iter(enumerate(drafts))
        # Each lane asks for a worker draft by draft, so a long batch leaves room for others.
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._size, len(drafts))):
                    group.create_task(self._read_lane(queue, readings))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return tuple(readings)

    async def aclose(self) -> None:
        """Kill every worker and wait until they are gone; later work raises ParseError."""
        self._closed = True
        for worker in list(self._workers):
            self._discard(worker)
        await asyncio.gather(*self._leaving)

    async def _read_lane(self, queue: Iterator[tuple[int, Draft]], readings: list[Reading]) -> None:
        for index, draft in queue:
            readings[index] = await self._read_one(draft)

    async def _read_one(self, draft: Draft) -> Reading:
        fault = ""
        # Twice: a machine that was asleep or out of memory must not cost a story.
        for _ in range(2):
            try:
                reading: Reading = await self._do(self._read, (draft,))
            except WorkerLostError as error:
                fault = f"reading it {error}"
                log.warning("draft not read", extra={"url": draft.url, "error": fault})
            except WorkFailedError as error:
                # Ours to mend: the traceback of the worker is the only trace of it.
                facts = {"url": draft.url, "error": str(error), "trace": error.trace}
                log.error("reading failed", extra=facts)  # noqa: TRY400
                return unreadable(f"reading it failed: {error.name}")
            else:
                return reading
        return unreadable(fault)

    async def _do(self, work: _Work, arguments: tuple[Any, ...]) -> Any:
        """Lend a free worker to a job; one lost or cancelled in its job is killed, not kept."""
        worker = await self._free.get()
        fit = False
        try:
            if worker is None:
                worker = await self._start()
            result = await worker.do(work.name, (*work.first, *arguments))
            fit = worker.job_count < JOBS_A_WORKER
        except WorkFailedError as error:
            fit = error.name != "MemoryError"
            raise
        except WorkerLostError as error:
            if self._closed:
                # Not the document's fault: it must not be decided on.
                raise ParseError("the workshop is closing") from error
            raise
        finally:
            if worker is not None and not fit:
                self._discard(worker)
                worker = None
            self._free.put_nowait(worker)
        return result

    async def _start(self) -> Worker:
        if self._closed:
            raise ParseError("the workshop is closed")
        try:
            worker = await Worker.start(self._limits)
        except OSError as error:
            raise ParseError(f"no worker process could be started: {error}") from error
        self._workers.add(worker)
        return worker

    def _discard(self, worker: Worker) -> None:
        """Kill a worker at once and reap it behind the scenes."""
        if worker in self._workers:
            self._workers.remove(worker)
            worker.kill()
            leaving = asyncio.create_task(worker.gone(), name="worker-gone")
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    def _suspect(self, feed: str) -> None:
        if len(self._suspects) >= MOST_SUSPECTS:
            del self._suspects[next(iter(self._suspects))]
        self._suspects[feed] = None


def _work_of(function: Callable[..., Any]) -> _Work:
    if isinstance(function, partial):
        return _Work(name=_work_of(function.func).name, first=function.args)
    return _Work(name=f"{function.__module__}:{function.__qualname__}")


def _parse_error(error: WorkFailedError, what: str) -> ParseError:
    if error.name == "ParseError":
        return ParseError(str(error))
    if error.name == "MemoryError":
        return ParseError(f"{what} needs too much memory")
    log.warning("work failed", extra={"error": f"{error.name}: {error}", "trace": error.trace})
    return ParseError(f"{what} could not be read ({error.name}: {error})")
