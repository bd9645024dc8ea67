"""Lanes: whose turn it is. One request at a host, a bound over all, and a bulkhead between.

A host is asked one thing at a time, with a pause between. A request that hangs gives its turn
at the host away after a while (it would hold the others for its whole deadline), and feeds that
failed last time queue behind the healthy ones and share few of the slots.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

#: Of all slots, the part that feeds that failed last time may take.
SUSPECT_SHARE = 5


@dataclass(slots=True)
class _Host:
    """The turn at one host, and who waits for it."""

    taken: bool = False
    #: (suspect, order of coming, the turn): healthy first, then by coming.
    waiting: list[tuple[bool, int, asyncio.Future[None]]] = field(default_factory=list)


class Lanes:
    """Hands out turns. `gap` is the pause at a host, `patience` what a hanging request may hold."""

    def __init__(self, *, concurrency: int, gap: timedelta, patience: timedelta) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._suspect_slots = asyncio.Semaphore(max(concurrency // SUSPECT_SHARE, 1))
        self._gap = gap.total_seconds()
        self._patience = patience.total_seconds()
        self._hosts: dict[str, _Host] = {}
        self._count = 0

    @asynccontextmanager
    async def turn(
        self, host: str, *, suspect: bool = False, gap: bool = True
    ) -> AsyncIterator[None]:
        """Wait for the turn at `host` and for a slot; hold both inside the block."""
        if suspect:
            async with self._suspect_slots, self._host_turn(host, suspect=True, gap=gap):
                yield
        else:
            async with self._host_turn(host, suspect=False, gap=gap):
                yield

    @asynccontextmanager
    async def _host_turn(self, name: str, *, suspect: bool, gap: bool) -> AsyncIterator[None]:
        await self._come(name, suspect=suspect)
        turn = _Turn(self, name, self._gap if gap else 0.0)
        try:
            async with self._slots:
                turn.limit(self._patience)
                yield
        finally:
            turn.end()

    async def _come(self, name: str, *, suspect: bool) -> None:
        host = self._hosts.setdefault(name, _Host())
        if not host.taken:
            host.taken = True
            return
        self._count += 1
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(host.waiting, (suspect, self._count, mine))
        try:
            await mine
        except asyncio.CancelledError:
            # Cancelled just as the turn came: it goes to the next.
            if mine.done() and not mine.cancelled():
                self.pass_on(name)
            raise

    def pass_on(self, name: str) -> None:
        """Give the turn at a host to the next who waits."""
        host = self._hosts[name]
        while host.waiting:
            _, _, turn = heapq.heappop(host.waiting)
            if not turn.done():
                turn.set_result(None)
                return
        del self._hosts[name]


class _Turn:
    """One held turn; it ends once, by its holder or by the clock."""

    def __init__(self, lanes: Lanes, name: str, gap: float) -> None:
        self._lanes = lanes
        self._name = name
        self._gap = gap
        self._timer: asyncio.TimerHandle | None = None
        self._ended = False

    def limit(self, patience: float) -> None:
        """Give the turn away after `patience` seconds, although the request goes on."""
        self._timer = asyncio.get_running_loop().call_later(patience, self.end)

    def end(self) -> None:
        """Give the turn to the next, after the pause."""
        if self._ended:
            return
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
        if self._gap > 0:
            asyncio.get_running_loop().call_later(self._gap, self._lanes.pass_on, self._name)
        else:
            self._lanes.pass_on(self._name)
