"""Vocabulary: words that nobody is called by, whatever their capitals."""

from __future__ import annotations

from functools import cache

from bot.text.lexicon import load


@cache
def ordinary() -> frozenset[str]:
    """Return words that begin no name even when capitalised, folded."""
    return frozenset(load("tails")["ordinary"]["words"])


@cache
def english() -> frozenset[str]:
    """Return the English words that are no name of people, in lower case."""
    return frozenset(load("english")["words"].split())
