"""Delivering: pay what is owed, exactly once; docs/delivery.md draws the states.

A delivery is marked `sending` and committed before its platform is called. If the process dies
or the answer is lost, the channel is read for our key before anything is sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.briefs import Message
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Platform,
    Receipt,
    is_operators,
)
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from bot.ports import Chance, Clock, Messenger, Storage
from bot.services.briefing import Briefing
from bot.services.closures import Closures
from bot.services.composing import Composing
from bot.services.gathering import gathered
from bot.services.pacing import Pacing
from bot.services.posts import post_of, posts_of
from bot.services.routing import Router
from bot.services.settling import IN_FLIGHT, LEASE, Settling

#: A lost message is looked for from so long before we say it was sent: our clock may have been
#: fast by hours when we said so, and was set right since; decision 0074.
LOOK_BACK = timedelta(hours=4)
BATCH = 50
UNLISTED = "its channel is no longer listed in feeds.yaml"
#: How soon a note looks again for the post it belongs to.
A_MOMENT = timedelta(seconds=2)
NOT_CONNECTED = timedelta(minutes=5)


@dataclass(slots=True)
class Posted:
    """What one turn of the loop did."""

    posted: int = 0
    revised: int = 0
    replied: int = 0
    deferred: int = 0
    refused: int = 0
    uncertain: int = 0
    abandoned: int = 0

    @property
    def done(self) -> int:
        """How many deliveries reached their channel."""
        return self.posted + self.revised + self.replied

    @property
    def tried(self) -> int:
        """How many deliveries were due, whatever became of them."""
        return sum(getattr(self, name) for name in self.__slots__)

    def add(self, other: Posted) -> None:
        """Add another turn's counts."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Delivering:
    """The loop's body: one turn pays what is due, at most one delivery a channel."""

    def __init__(
        self,
        *,
        storage: Storage,
        messengers: Mapping[Platform, Messenger],
        briefing: Briefing,
        router: Router,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._storage = storage
        self._messengers = messengers
        self._router = router
        self._clock = clock
        self._pacing = Pacing(clock)
        self._settling = Settling(
            storage=storage, closures=Closures(router), clock=clock, chance=chance
        )
        self._composing = Composing(
            storage=storage, briefing=briefing, router=router, messengers=messengers
        )

    async def turn(self) -> Posted:
        """Pay what is due now; return what was done. Raises StorageError."""
        now = self._clock.now()
        async with self._storage.begin() as unit:
            leased = await unit.deliveries.lease(now, now + LEASE, limit=BATCH)
            await unit.commit()
        posted = Posted()
        await asyncio.gather(*(self._pay(delivery, posted) for delivery in leased))
        return posted

    async def drain(self, *, until: datetime) -> Posted:
        """Take turns until nothing that is due by `until` is left, or `until` has come."""
        total = Posted()
        while self._clock.now() < until:
            posted = await self.turn()
            total.add(posted)
            if posted.tried:
                continue
            if not await self._due_before(until):
                break
            await self._clock.sleep(timedelta(milliseconds=250))
        return total

    async def _due_before(self, until: datetime) -> bool:
        """Whether anything will be due by then; what waits for longer must not keep a round."""
        async with self._storage.begin() as unit:
            # Never committed: it only asks what a lease would give at that time.
            coming = await unit.deliveries.lease(until, until + LEASE, limit=BATCH)
        return any(each.channel.platform in self._messengers for each in coming)

    async def _pay(self, delivery: Delivery, posted: Posted) -> None:
        delivery = replace(delivery, attempt_count=delivery.attempt_count + 1)
        try:
            await self._send(delivery, posted)
        except DeliveryDeferredError as error:
            posted.deferred += 1
            await self._settling.wait(delivery, error.retry_after, str(error))
        except DeliveryUncertainError as error:
            posted.uncertain += 1
            await self._settling.lose_sight(delivery, str(error))
        except DeliveryRefusedError as error:
            posted.refused += 1
            await self._settling.refuse(delivery, error)
        except MessageInvalidError as error:
            posted.abandoned += 1
            await self._settling.give_up(delivery, error)

    async def _send(self, delivery: Delivery, posted: Posted) -> None:
        messenger = self._messengers.get(delivery.channel.platform)
        if messenger is None:
            raise DeliveryDeferredError("this platform is not connected", retry_after=NOT_CONNECTED)
        if not self._is_listed(delivery):
            posted.abandoned += 1
            await self._settling.abandon(delivery, UNLISTED)
            return
        root = await self._root(delivery)
        if delivery.state is DeliveryState.UNCERTAIN:
            if await self._found(delivery, messenger, root):
                posted.posted += 1
                return
            delivery = await self._settling.send_anew(delivery)
        message = await self._composing.message(delivery)
        if message is None:
            posted.abandoned += 1
            await self._settling.abandon(delivery, "nothing left to say")
            return
        match delivery.kind:
            case DeliveryKind.ROOT | DeliveryKind.DIGEST | DeliveryKind.NOTICE:
                await self._post(delivery, messenger, message, posted)
            case DeliveryKind.REVISION | DeliveryKind.UPDATE:
                await self._post_to(root, delivery, messenger, message, posted)
            case _:
                assert_never(delivery.kind)

    def _is_listed(self, delivery: Delivery) -> bool:
        """Whether anybody still wants it: the operators' route stands, or people asked."""
        if not is_operators(delivery.route):
            return True
        return self._router.route(delivery.route, delivery.channel) is not None

    async def _post(
        self, delivery: Delivery, messenger: Messenger, message: Message, posted: Posted
    ) -> None:
        if await self._over_the_hour(delivery):
            posted.deferred += 1
            return
        self._pacing.keep(delivery.channel)
        receipt = await messenger.post(delivery.channel, message, delivery.key)
        posted.posted += 1
        await self._settling.sent(delivery, receipt)

    async def _post_to(
        self,
        root: Delivery | None,
        delivery: Delivery,
        messenger: Messenger,
        message: Message,
        posted: Posted,
    ) -> None:
        """Edit a post or reply to it; wait while it is on its way, give up without it."""
        if root is None:
            posted.abandoned += 1
            await self._settling.abandon(delivery, "its story has no message here")
        elif root.receipt is None:
            raise DeliveryDeferredError("waiting for the root message", retry_after=A_MOMENT)
        elif delivery.kind is DeliveryKind.REVISION:
            await messenger.revise(root.receipt, message)
            posted.revised += 1
            await self._settling.sent(delivery, root.receipt)
        else:
            self._pacing.keep(delivery.channel)
            receipt = await messenger.reply(root.receipt, message, delivery.key)
            posted.replied += 1
            await self._settling.sent(delivery, receipt)

    async def _root(self, delivery: Delivery) -> Delivery | None:
        """Return the post that a revision or a note belongs to; None when it needs or has none."""
        if delivery.kind not in {DeliveryKind.REVISION, DeliveryKind.UPDATE}:
            return None
        if delivery.story is None:
            return None
        async with self._storage.look() as unit:
            return post_of(delivery, await posts_of(unit, delivery.story, delivery.route))

    async def _found(self, delivery: Delivery, messenger: Messenger, root: Delivery | None) -> bool:
        """Look for a message whose answer was lost; True when it is there after all."""
        since = delivery.sending_since or delivery.created_at
        in_flight = since + IN_FLIGHT - self._clock.now()
        if in_flight > timedelta(0):
            raise DeliveryDeferredError(
                "waiting out a request that may be under way", retry_after=in_flight
            )
        if delivery.kind is DeliveryKind.REVISION:
            return False  # replacing a message twice with the same content is harmless
        receipt = await messenger.find(
            delivery.channel,
            delivery.key,
            since=since - LOOK_BACK,
            thread=_receipt(root),
        )
        if receipt is None:
            return False
        await self._settling.sent(delivery, receipt)
        return True

    async def _over_the_hour(self, delivery: Delivery) -> bool:
        """Gather what an hour's limit leaves over into one message; True when it was gathered."""
        if delivery.kind is not DeliveryKind.ROOT:
            return False
        route = self._router.route(delivery.route, delivery.channel)
        if route is None:
            return False
        async with self._storage.begin() as unit:
            was_gathered = await gathered(
                unit, delivery, self._clock.now(), most_an_hour=route.max_posts_per_hour
            )
            await unit.commit()
        return was_gathered


def _receipt(root: Delivery | None) -> Receipt | None:
    return root.receipt if root is not None else None
