"""A clock whose hand the test turns."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class HandClock:
    """Implements the Clock port; waiting moves the hand and takes no time."""

    def __init__(self, now: datetime = datetime(2026, 3, 3, 10, tzinfo=UTC)) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    async def sleep(self, wait: timedelta) -> None:
        self.time += wait
        await asyncio.sleep(0)
