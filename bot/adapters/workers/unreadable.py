"""What stands in for the reading of a draft that could not be read."""

from __future__ import annotations

from bot.domain.articles import Reading, Relevance


def unreadable(reason: str) -> Reading:
    """Return a reading of nothing: off the beat, for a reason that `why` can show."""
    return Reading(
        body="",
        relevance=Relevance(score=0.0, relevant=False, reasons=(f"not read: {reason}",)),
    )
