"""Settling: what becomes of a delivery after an attempt; docs/delivery.md draws the states."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from bot.domain.delivery import Delivery, DeliveryState, Receipt, retry_wait
from bot.domain.errors import DeliveryRefusedError, MessageInvalidError
from bot.ports import Chance, Clock, Storage
from bot.services.closures import Closures

log = logging.getLogger(__name__)

#: How long one send may take before another worker may look after it.
LEASE = timedelta(seconds=60)
#: A request that was under way when we lost sight of it may still arrive; decision 0050.
IN_FLIGHT = timedelta(seconds=15)


class Settling:
    """Writes a delivery's next state, each in a transaction of its own."""

    def __init__(
        self, *, storage: Storage, closures: Closures, clock: Clock, chance: Chance
    ) -> None:
        self._storage = storage
        self._closures = closures
        self._clock = clock
        self._chance = chance

    async def send_anew(self, delivery: Delivery) -> Delivery:
        """Commit that an uncertain delivery is sent again, with a lease of its own."""
        # `sending_since` stays: a look into the channel must reach back to the first request.
        delivery = replace(
            delivery,
            state=DeliveryState.SENDING,
            leased_until=self._clock.now() + LEASE,
        )
        await self._save(delivery)
        return delivery

    async def sent(self, delivery: Delivery, receipt: Receipt) -> None:
        """Keep the proof that it stands in its channel."""
        await self._end(
            replace(delivery, state=DeliveryState.SENT, receipt=receipt, sent_at=self._clock.now()),
            None,
        )

    async def abandon(self, delivery: Delivery, reason: str) -> None:
        """Give it up for good."""
        await self._end(replace(delivery, state=DeliveryState.ABANDONED), reason)

    async def wait(self, delivery: Delivery, wait: timedelta, reason: str) -> None:
        """Owe it again, due after the wait."""
        state = delivery.state
        if state is DeliveryState.SENDING:
            state = DeliveryState.OWED
        due_at = self._clock.now() + wait
        await self._save(
            replace(delivery, state=state, due_at=due_at, leased_until=None, last_error=reason)
        )

    async def lose_sight(self, delivery: Delivery, error: str) -> None:
        """Keep that nobody knows whether it was posted."""
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

    async def give_up(self, delivery: Delivery, error: MessageInvalidError) -> None:
        """Abandon what can never be posted; a message somebody deleted is nobody's fault."""
        reason = "the message was deleted" if error.gone else str(error)
        if error.gone:
            log.info("message gone", extra={"delivery": delivery.key, "error": str(error)})
        else:
            log.error("message invalid", exc_info=error, extra={"delivery": delivery.key})
        await self.abandon(delivery, reason)

    async def refuse(self, delivery: Delivery, error: DeliveryRefusedError) -> None:
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

    async def _end(self, delivery: Delivery, reason: str | None) -> None:
        log.info(
            "delivered",
            extra={
                "delivery": delivery.key,
                "kind": delivery.kind.value,
                "story": delivery.story,
                "channel": delivery.channel.target,
                "state": delivery.state.value,
            },
        )
        await self._save(replace(delivery, leased_until=None, last_error=reason))

    async def _save(self, delivery: Delivery) -> None:
        async with self._storage.begin() as unit:
            await unit.deliveries.save(delivery)
            await unit.commit()
