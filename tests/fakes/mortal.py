"""A process that can die at any commit and at any call, and a channel where requests may dawdle.

Death is a BaseException: nothing of ours may catch it, as nothing catches SIGKILL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
)
from storage.memory import MemoryStorage, MemoryUnitOfWork
from tests.fakes.town import TownClock


class Died(BaseException):
    """The process was killed here."""


class MortalUnit(MemoryUnitOfWork):
    """A unit whose commit may be the last thing its process did."""

    async def commit(self) -> None:
        deaths: MortalStorage = self._storage
        if not self._writable or deaths.commits_left is None:
            await super().commit()
            return
        deaths.commits_left -= 1
        if deaths.commits_left >= 0:
            await super().commit()
            return
        deaths.commits_left = None
        if deaths.dies_after:
            await super().commit()
        raise Died


class MortalStorage(MemoryStorage):
    """The storage twin; `die` kills the process at one of the next commits."""

    commits_left: int | None = None
    dies_after = False

    def die(self, *, commits_left: int, after: bool) -> None:
        self.commits_left, self.dies_after = commits_left, after

    def begin(self) -> MortalUnit:
        return MortalUnit(self, writable=True)


@dataclass
class Arrival:
    """A message in a channel, from the moment its request arrives."""

    at: datetime
    channel: str
    key: str
    thread: Receipt | None


#: How long a request may dawdle at the platform; shorter than the time we wait it out.
DAWDLE = timedelta(seconds=14)


class MortalMessenger:
    """A platform without idempotence: every call that arrives posts; the history tells the truth.

    `plans` are taken in turn by posts and replies, `looks` by looks into the history.
    """

    platform = Platform.TERMINAL

    def __init__(self, clock: TownClock) -> None:
        self.arrivals: list[Arrival] = []
        self.plans: list[str] = []
        self.looks: list[str] = []
        self._clock = clock

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        return self._arrive(channel.target, key, None)

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        return self._arrive(self.arrivals[int(receipt.value)].channel, key, receipt)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        raise NotImplementedError

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        self._fail(self.looks.pop(0) if self.looks else "")
        for number, each in enumerate(self.arrivals):
            if (each.key, each.thread) == (key, thread) and since <= each.at <= self._clock.now():
                return Receipt(value=str(number))
        return None

    async def link(self, receipt: Receipt) -> str | None:
        return None

    def _arrive(self, channel: str, key: str, thread: Receipt | None) -> Receipt:
        plan = self.plans.pop(0) if self.plans else ""
        when, _, what = plan.partition(" ")
        if when == "before":
            self._fail(what)
        late = DAWDLE if when == "dawdling" else timedelta(0)
        arrival = Arrival(at=self._clock.now() + late, channel=channel, key=key, thread=thread)
        self.arrivals.append(arrival)
        self._fail(what)
        return Receipt(value=str(len(self.arrivals) - 1))

    def _fail(self, what: str) -> None:
        if what == "death":
            raise Died
        if what == "lost":
            raise DeliveryUncertainError("the answer was lost")
        if what == "429":
            raise DeliveryDeferredError("slow down", retry_after=timedelta(seconds=3))
        if what == "refused":
            raise DeliveryRefusedError("is_archived")
