"""What is fuzzed: one function of the house, what it is given and what has to hold of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis.strategies import SearchStrategy


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One function under fire."""

    name: str
    #: Raises AssertionError where a promise is broken; any other error is a fault as well.
    check: Callable[[Any], None]
    inputs: SearchStrategy
    #: Makes an input of a seed's text.
    read: Callable[[str], Any] = as_it_is
    #: The function alone, whose time is measured; None where there is nothing to measure.
    run: Callable[[Any], object] | None = None
    #: What is repeated to make it slow: pieces of the patterns it is made of.
    pieces: tuple[str, ...] = ()
