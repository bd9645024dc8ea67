"""Plotting: numbers as a picture, for those who can see it; the words carry the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Plotter(Protocol):
    """Draws pictures."""

    async def bars(self, title: str, days: Sequence[tuple[date, int]]) -> bytes | None:
        """Return a PNG of counts a day, oldest first; None when nothing here can draw."""
        ...
