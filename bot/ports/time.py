"""The clock and chance, which are arguments everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time, and waiting."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        ...

    async def sleep(self, wait: timedelta) -> None:
        """Wait; tests turn the hand instead."""
        ...


class Chance(Protocol):
    """Randomness for jitter."""

    def fraction(self) -> float:
        """Return a number in [0, 1)."""
        ...
