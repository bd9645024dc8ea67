"""Lanes: whose turn it is. One request at a host, a bound over all, and a bulkhead between.

A host is asked one thing at a time, with a pause between. A guest who outstays `patience` while
others wait steps aside and lets the next in. Two at a host is the most there ever are: when the
next outstays too, the one aside is ended, once he has had his `fair_share`. Feeds that failed
last time queue behind the healthy ones and share few of the slots. The numbers stand in
docs/decisions/0034-asking-politely.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

#: Of all slots, the part that feeds that failed last time may take: one of so many.
SUSPECT_SHARE = 5


class Turn:
    """One guest's place at a host."""

    def __init__(self, host: str, gap: float) -> None:
        self.host = host
        self.gap = gap
        #: The holder's own deadline; the lanes bring it forward when others wait too long.
        self.deadline: asyncio.Timeout | None = None
        self.outstays = False
        self.began_at = 0.0
        #: Its end is planned.
        self.ending = False
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def cut_short(self) -> None:
        """Let the holder's deadline pass now."""
        if self.deadline is not None:
            # RuntimeError: the holder is leaving already.
            with contextlib.suppress(RuntimeError):
                self.deadline.reschedule(asyncio.get_running_loop().time())


@dataclass(slots=True)
class _Host:
    """Who is at one host, and who waits."""

    guest: Turn | None = None
    aside: Turn | None = None
    #: (suspect, order of coming, turn): healthy first, then by coming.
    waiting: list[tuple[bool, int, Turn]] = field(default_factory=list)

    def next_waiting(self) -> bool:
        """Whether anybody still waits (the cancelled are dropped on the way)."""
        while self.waiting and self.waiting[0][2].granted.cancelled():
            heapq.heappop(self.waiting)
        return bool(self.waiting)


class Lanes:
    """Hands out turns. `gap` is the pause at a host."""

    def __init__(
        self,
        *,
        concurrency: int,
        gap: timedelta,
        patience: timedelta = timedelta(seconds=2),
        fair_share: timedelta = timedelta(seconds=10),
    ) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._suspect_slots = asyncio.Semaphore(max(concurrency // SUSPECT_SHARE, 1))
        self._gap = gap.total_seconds()
        self._patience = patience.total_seconds()
        self._fair_share = fair_share.total_seconds()
        self._hosts: dict[str, _Host] = {}
        self._count = 0

    @contextlib.asynccontextmanager
    async def turn(
        self, host: str, *, suspect: bool = False, gap: bool = True
    ) -> AsyncIterator[Turn]:
        """Wait for the turn at `host` and for a slot; hold both inside the block."""
        # Suspects wait for their few slots first: waiting there, they hold no host.
        slot = self._suspect_slots if suspect else contextlib.nullcontext()
        async with slot:
            turn = Turn(host, self._gap if gap else 0.0)
            await self._come(turn, suspect=suspect)
            try:
                async with self._slots:
                    loop = asyncio.get_running_loop()
                    turn.began_at = loop.time()
                    timer = loop.call_later(self._patience, self._outstay, turn)
                    try:
                        yield turn
                    finally:
                        timer.cancel()
            finally:
                self._leave(turn)

    async def _come(self, turn: Turn, *, suspect: bool) -> None:
        host = self._hosts.setdefault(turn.host, _Host())
        self._count += 1
        heapq.heappush(host.waiting, (suspect, self._count, turn))
        self._settle(turn.host)
        try:
            await turn.granted
        except asyncio.CancelledError:
            # Cancelled just as the turn came: it goes to the next.
            if turn.granted.done() and not turn.granted.cancelled():
                self._leave(turn)
            raise

    def _outstay(self, turn: Turn) -> None:
        turn.outstays = True
        self._settle(turn.host)

    def _leave(self, turn: Turn) -> None:
        host = self._hosts[turn.host]
        if host.aside is turn:
            host.aside = None
            self._settle(turn.host)
        elif turn.gap > 0:
            # The host stays taken for the pause.
            turn.outstays = False
            asyncio.get_running_loop().call_later(turn.gap, self._rested, turn.host)
        else:
            self._rested(turn.host)

    def _rested(self, name: str) -> None:
        self._hosts[name].guest = None
        self._settle(name)

    def _settle(self, name: str) -> None:
        """Let the next in if there is room; make room if the guest has been in too long."""
        host = self._hosts[name]
        if not host.next_waiting():
            if host.guest is None and host.aside is None:
                del self._hosts[name]
            return
        if host.guest is not None and host.guest.outstays:
            if host.aside is not None:
                self._make_room(host.aside)
                return
            host.aside, host.guest = host.guest, None
        if host.guest is None:
            _, _, host.guest = heapq.heappop(host.waiting)
            host.guest.granted.set_result(None)

    def _make_room(self, aside: Turn) -> None:
        """End who stands aside, now or when his share is over; his leaving settles the host."""
        loop = asyncio.get_running_loop()
        if not aside.ending:
            aside.ending = True
            ends_at = max(aside.began_at + self._fair_share, loop.time())
            loop.call_at(ends_at, self._end, aside)

    def _end(self, aside: Turn) -> None:
        host = self._hosts.get(aside.host)
        if host is not None and host.aside is aside:
            aside.ending = False
            if host.next_waiting():
                aside.cut_short()
