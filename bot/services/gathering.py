"""Gathering: what an hour's limit leaves over becomes one message at the next full hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState, delivery_key
from bot.ports import UnitOfWork
from bot.services.moments import kept_time

HOUR = timedelta(hours=1)


def overflow_title(count: int) -> str:
    """Return what the message of left-over stories is called: it says that they are more."""
    return "1 more story" if count == 1 else f"{count} more stories"


async def gathered(
    unit: UnitOfWork, delivery: Delivery, now: datetime, *, most_an_hour: int
) -> bool:
    """Gather a new story whose route has had its posts of this hour; False when it has not."""
    sent = await unit.deliveries.sent_since(delivery.route, now - HOUR)
    if sent < most_an_hour:
        return False
    await gather(unit, delivery, now)
    return True


async def gather(unit: UnitOfWork, delivery: Delivery, now: datetime) -> None:
    """Add a story to the hour's gathering digest of its route, and give up its own message."""
    hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
    key = delivery_key(DeliveryKind.DIGEST, delivery.route, f"overflow:{hour.isoformat()}")
    gathering = await unit.deliveries.get(key)
    story = (delivery.story,) if delivery.story is not None else ()
    if gathering is None:
        gathering = Delivery(
            key=key,
            kind=DeliveryKind.DIGEST,
            route=delivery.route,
            channel=delivery.channel,
            due_at=hour,
            created_at=now,
            stories=story,
        )
        await unit.deliveries.owe(gathering)
    else:
        stories = tuple(dict.fromkeys((*gathering.stories, *story)))
        await unit.deliveries.save(replace(gathering, stories=stories))
    await unit.deliveries.save(
        replace(
            delivery,
            state=DeliveryState.ABANDONED,
            leased_until=None,
            last_error=f"gathered into one message at {kept_time(hour)}: hourly limit reached",
        )
    )
