"""What a trace is kept under, and what a reference to one may be."""

from __future__ import annotations

from bot.domain.verdicts import Trace

#: More digits may not fit the database's 64 bits.
_MOST_DIGITS = 18


def address_of(trace: Trace) -> str:
    """Return what a trace is kept under: its address, or feed and guid when it has none."""
    return trace.url or f"{trace.feed}|{trace.guid or trace.title}"


def number_in(reference: str) -> int | None:
    """Return the article number a reference is; None when it is none."""
    if reference.isascii() and reference.isdecimal() and len(reference) <= _MOST_DIGITS:
        return int(reference)
    return None
