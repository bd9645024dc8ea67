"""Closures: channels a platform refuses, each told to the operators once and tried now and then."""

from __future__ import annotations

from datetime import datetime

from bot.domain.briefs import Notice
from bot.domain.delivery import ChannelRef
from bot.ports import QueueState, UnitOfWork
from bot.services.routing import Router


class Closures:
    """Remembers in the archive since when a channel is closed; restarts forget nothing."""

    def __init__(self, router: Router) -> None:
        self._router = router

    async def closed(
        self, unit: UnitOfWork, channel: ChannelRef, reason: str, now: datetime
    ) -> None:
        """Note that a channel is refused; only the first refusal is told."""
        if await unit.memory.recall(_key(channel)):
            return
        await unit.memory.keep(_key(channel), now.isoformat())
        notice = Notice(
            title="A channel is closed to the bot",
            lines=(
                f"{channel.name}: {reason}",
                "What is due there is kept, and tried again every ten minutes.",
            ),
        )
        await self._router.tell(unit, notice, f"closed:{_key(channel)}:{now.isoformat()}", now)

    async def look_after(self, unit: UnitOfWork, now: datetime) -> None:
        """Try closed channels again, and tell which are open again.

        A workspace that removed the bot is not tried: its channels wait until it is installed anew.
        """
        removed = await unit.installations.removed()
        for queue in await unit.deliveries.queues():
            since = await unit.memory.recall(_key(queue.channel))
            if not since and not queue.refused_count:
                continue
            if since and _served_since(queue, datetime.fromisoformat(since)):
                await unit.memory.keep(_key(queue.channel), "")
                line = f"{queue.channel.name} is served again."
                notice = Notice(title="A channel is open again", lines=(line,))
                await self._router.tell(unit, notice, f"open:{_key(queue.channel)}:{since}", now)
            elif (queue.channel.platform, queue.channel.workspace) not in removed:
                await unit.deliveries.resume_channel(queue.channel, now)


def _served_since(queue: QueueState, since: datetime) -> bool:
    return queue.last_sent_at is not None and queue.last_sent_at > since


def _key(channel: ChannelRef) -> str:
    place = f":{channel.workspace}" if channel.workspace else ""
    return f"closed:{channel.platform.value}:{channel.target}{place}"
