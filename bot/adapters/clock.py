"""The system's clock and chance: the only place that asks the machine for either."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, in UTC; waiting runs on the loop's monotonic clock."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return datetime.now(UTC)

    async def sleep(self, wait: timedelta) -> None:
        """Wait; a wait of zero or less gives the loop one turn."""
        await asyncio.sleep(max(wait.total_seconds(), 0.0))


class SystemChance:
    """The interpreter's generator; it spreads requests, it guards nothing."""

    def __init__(self) -> None:
        self._random = random.Random()  # noqa: S311 - jitter, not a secret

    def fraction(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()
