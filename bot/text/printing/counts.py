"""Counting: how many of something, in words."""

from __future__ import annotations


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun ("1 story"); `many` where the plural takes more than an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def stories(count: int) -> str:
    """Return how many stories there are, to begin a sentence with."""
    return counted(count, "story", "stories") if count else "No story"
