"""Counting: how many of something, in words."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun ("1 story"); `many` where the plural takes more than an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def enumerated(parts: Sequence[str]) -> str:
    """Return parts as one names them: "a", "a and b", "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def stories(count: int) -> str:
    """Return how many stories there are, to begin a sentence with."""
    return counted(count, "story", "stories") if count else "No story"
