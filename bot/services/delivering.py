"""Delivering: pay what is owed, exactly once; docs/delivery.md draws the states.

A delivery is marked `sending` and committed before its platform is called. If the process dies
or the answer is lost, the channel is read for our key before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.briefs import Digest, Message
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Platform,
    Receipt,
    Route,
    retry_wait,
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
from bot.services.gathering import gather
from bot.services.routing import Router

log = logging.getLogger(__name__)

#: How long one send may take before another worker may look after it.
LEASE = timedelta(seconds=60)
#: A request that was under way when we lost sight of it may still arrive; decision 0050.
IN_FLIGHT = timedelta(seconds=15)
BATCH = 50
MOST_ATTEMPTS = 50


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
        self._briefing = briefing
        self._router = router
        self._clock = clock
        self._chance = chance
        self._closures = Closures(router)
        self._posted_at: dict[str, datetime] = {}

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
            if not posted.done and not await self._due_before(until):
                break
            if not posted.done:
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
        messenger = self._messengers.get(delivery.channel.platform)
        if messenger is None:
            await self._wait(delivery, timedelta(minutes=5), "this platform is not connected")
            posted.deferred += 1
            return
        try:
            await self._send(delivery, messenger, posted)
        except DeliveryDeferredError as error:
            posted.deferred += 1
            await self._wait(delivery, error.retry_after, str(error))
        except DeliveryUncertainError as error:
            posted.uncertain += 1
            await self._lose_sight(delivery, str(error))
        except DeliveryRefusedError as error:
            posted.refused += 1
            await self._refuse(delivery, error)
        except MessageInvalidError as error:
            posted.abandoned += 1
            await self._give_up(delivery, error)

    async def _send(self, delivery: Delivery, messenger: Messenger, posted: Posted) -> None:
        root = await self._root_receipt(delivery)
        if delivery.state is DeliveryState.UNCERTAIN and await self._found(
            delivery, messenger, root
        ):
            posted.posted += 1
            return
        delivery = await self._about_to_send(delivery)
        message = await self._message(delivery)
        if message is None:
            posted.abandoned += 1
            await self._settle(delivery, DeliveryState.ABANDONED, error="nothing left to say")
            return
        match delivery.kind:
            case DeliveryKind.ROOT | DeliveryKind.DIGEST | DeliveryKind.NOTICE:
                if await self._over_the_hour(delivery):
                    posted.deferred += 1
                    return
                await self._keep_pace(delivery)
                receipt = await messenger.post(delivery.channel, message, delivery.key)
                posted.posted += 1
                await self._settle(delivery, DeliveryState.SENT, receipt=receipt)
            case DeliveryKind.REVISION:
                if root is None:
                    await self._without_root(delivery, posted)
                    return
                await messenger.revise(root, message)
                posted.revised += 1
                await self._settle(delivery, DeliveryState.SENT, receipt=root)
            case DeliveryKind.UPDATE:
                if root is None:
                    await self._without_root(delivery, posted)
                    return
                await self._keep_pace(delivery)
                receipt = await messenger.reply(root, message, delivery.key)
                posted.replied += 1
                await self._settle(delivery, DeliveryState.SENT, receipt=receipt)
            case _:
                assert_never(delivery.kind)

    async def _about_to_send(self, delivery: Delivery) -> Delivery:
        """Commit that an uncertain delivery is sent anew, with a lease of its own."""
        if delivery.state is not DeliveryState.UNCERTAIN:
            return delivery
        # `sending_since` stays: a look into the channel must reach back to the first request.
        delivery = replace(
            delivery,
            state=DeliveryState.SENDING,
            leased_until=self._clock.now() + LEASE,
        )
        await self._save(delivery)
        return delivery

    async def _root_receipt(self, delivery: Delivery) -> Receipt | None:
        if delivery.kind not in {DeliveryKind.REVISION, DeliveryKind.UPDATE}:
            return None
        if delivery.story is None:
            return None
        async with self._storage.look() as unit:
            root = await unit.deliveries.root(delivery.story, delivery.route)
        return root.receipt if root else None

    async def _found(self, delivery: Delivery, messenger: Messenger, root: Receipt | None) -> bool:
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
            delivery.channel, delivery.key, since=since - timedelta(minutes=1), thread=root
        )
        if receipt is None:
            return False
        await self._settle(delivery, DeliveryState.SENT, receipt=receipt)
        return True

    async def _without_root(self, delivery: Delivery, posted: Posted) -> None:
        """Wait for the root while it is on its way; give up when it never will be there."""
        async with self._storage.look() as unit:
            root = (
                await unit.deliveries.root(delivery.story, delivery.route)
                if delivery.story is not None
                else None
            )
        coming = root is not None and root.state in {
            DeliveryState.OWED,
            DeliveryState.SENDING,
            DeliveryState.UNCERTAIN,
        }
        if coming:
            posted.deferred += 1
            await self._wait(delivery, timedelta(seconds=2), "waiting for the root message")
        else:
            posted.abandoned += 1
            await self._settle(
                delivery, DeliveryState.ABANDONED, error="its story has no message here"
            )

    async def _message(self, delivery: Delivery) -> Message | None:
        if delivery.message is not None:
            return delivery.message
        async with self._storage.look() as unit:
            if delivery.stories:
                briefs = [await self._briefing.brief(unit, story) for story in delivery.stories]
                found = tuple(brief for brief in briefs if brief is not None)
                return Digest(title=_digest_title(delivery), briefs=found) if found else None
            if delivery.story is None:
                return None
            return await self._briefing.brief(unit, delivery.story, route=self._route(delivery))

    def _route(self, delivery: Delivery) -> Route | None:
        return next((r for r in self._router.routes if r.id == delivery.route), None)

    async def _over_the_hour(self, delivery: Delivery) -> bool:
        """Gather what an hour's limit leaves over into one message; True when it was gathered."""
        route = self._route(delivery)
        if route is None or delivery.kind is not DeliveryKind.ROOT:
            return False
        now = self._clock.now()
        async with self._storage.begin() as unit:
            sent = await unit.deliveries.sent_since(route.id, now - timedelta(hours=1))
            if sent < route.max_posts_per_hour:
                return False
            await gather(unit, delivery, now)
            await unit.commit()
        return True

    async def _keep_pace(self, delivery: Delivery) -> None:
        """Leave a second between two messages to one channel (platforms' documented pace)."""
        name = f"{delivery.channel.platform}:{delivery.channel.target}"
        gap = timedelta(seconds=1)
        if delivery.channel.platform is Platform.TERMINAL:
            return
        last = self._posted_at.get(name)
        now = self._clock.now()
        if last is not None and now - last < gap:
            raise DeliveryDeferredError(
                "keeping the channel's pace", retry_after=gap - (now - last)
            )
        self._posted_at[name] = now

    async def _wait(self, delivery: Delivery, wait: timedelta, error: str) -> None:
        now = self._clock.now()
        state = delivery.state
        if state is DeliveryState.SENDING:
            state = DeliveryState.OWED
        await self._save(
            replace(delivery, state=state, due_at=now + wait, leased_until=None, last_error=error)
        )

    async def _lose_sight(self, delivery: Delivery, error: str) -> None:
        log.warning("delivery uncertain", extra={"delivery": delivery.key, "error": error})
        wait = max(retry_wait(delivery.attempt_count, jitter=self._chance.fraction()), IN_FLIGHT)
        now = self._clock.now()
        await self._save(
            replace(
                delivery,
                state=DeliveryState.UNCERTAIN,
                # The first request's time: a window that slides would pass the lost message by.
                sending_since=delivery.sending_since or now,
                due_at=now + wait,
                leased_until=None,
                last_error=error,
            )
        )

    async def _give_up(self, delivery: Delivery, error: MessageInvalidError) -> None:
        """Abandon what can never be posted; a message somebody deleted is nobody's fault."""
        reason = "the message was deleted" if error.gone else str(error)
        if error.gone:
            log.info("message gone", extra={"delivery": delivery.key, "error": str(error)})
        else:
            log.error("message invalid", exc_info=error, extra={"delivery": delivery.key})
        await self._settle(delivery, DeliveryState.ABANDONED, error=reason)

    async def _refuse(self, delivery: Delivery, error: DeliveryRefusedError) -> None:
        """Close the channel until it is mended, and tell the operators once.

        What was uncertain stays so: after the channel opens again it is looked for, not resent.
        """
        uncertain = delivery.state is DeliveryState.UNCERTAIN
        log.error(
            "channel refused",
            extra={"channel": delivery.channel.target, "error": str(error)},
        )
        async with self._storage.begin() as unit:
            await unit.deliveries.save(
                replace(
                    delivery,
                    state=DeliveryState.UNCERTAIN if uncertain else DeliveryState.REFUSED,
                    leased_until=None,
                    last_error=str(error),
                )
            )
            await unit.deliveries.refuse_channel(delivery.channel, str(error))
            await self._closures.closed(unit, delivery.channel, str(error), self._clock.now())
            await unit.commit()

    async def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        receipt: Receipt | None = None,
        error: str | None = None,
    ) -> None:
        now = self._clock.now()
        log.info(
            "delivered",
            extra={
                "delivery": delivery.key,
                "kind": delivery.kind.value,
                "story": delivery.story,
                "channel": delivery.channel.target,
                "state": state.value,
            },
        )
        await self._save(
            replace(
                delivery,
                state=state,
                receipt=receipt,
                sent_at=now if state is DeliveryState.SENT else None,
                leased_until=None,
                last_error=error,
            )
        )

    async def _save(self, delivery: Delivery) -> None:
        async with self._storage.begin() as unit:
            await unit.deliveries.save(delivery)
            await unit.commit()


def _digest_title(delivery: Delivery) -> str:
    count = len(delivery.stories)
    return f"{count} more stories" if count != 1 else "One more story"
