"""What a lease does to a delivery; the same on every archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.delivery import ChannelRef, Delivery, DeliveryState

#: States in which a worker may hold a delivery.
LEASED = (DeliveryState.SENDING, DeliveryState.UNCERTAIN)
#: States a lease can begin in; SENDING only when the lease before ran out.
LEASABLE = (DeliveryState.OWED, *LEASED)
#: States in which the message is still to be sent, as operators count them.
OWED = (DeliveryState.OWED, DeliveryState.SENDING)


def taken(delivery: Delivery, now: datetime, until: datetime) -> Delivery:
    """Return a delivery as its worker gets it.

    An owed one is sending since `now`. Any other keeps the time of its last attempt, from which
    the wait before looking into the channel is counted, and is uncertain.
    """
    if delivery.state is DeliveryState.OWED:
        return replace(delivery, state=DeliveryState.SENDING, leased_until=until, sending_since=now)
    return replace(delivery, state=DeliveryState.UNCERTAIN, leased_until=until)


def channel_order(channel: ChannelRef) -> tuple[str, str, str]:
    """Return what channels are listed by."""
    return channel.platform.value, channel.target, channel.workspace or ""
