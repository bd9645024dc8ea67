"""Growth: whether a text of twice the length takes more than about twice the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.fuzz.target import Target

#: Twice the text may take three times as long: a cache's edge, a table that grows.
MOST = 3.0
#: Characters of the first and of the longest text that is tried: over the house's bounds
#: on one sentence or address, since below a bound a square may stand.
FIRST, LONGEST = 8_000, 64_000
#: Seconds below which a time is the clock's, not the text's.
SURE = 0.02
#: Times each length is measured; the least counts, since other programs only add to it.
TRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one repeated piece costs."""

    piece: str
    length: int
    seconds: float
    #: Time for twice the length over the time for the length; None when it stayed too short.
    factor: float | None

    @property
    def is_steep(self) -> bool:
        return self.factor is not None and self.factor > MOST


def growths(target: Target) -> Iterator[Growth]:
    """Yield how the target's time grows over each of its pieces, alone and closed by a word."""
    assert target.run is not None
    target.run("The agency said on Friday.")  # lists are read once
    for piece in target.pieces:
        for tail in ("", " x"):
            yield _growth(target.run, piece, tail)


def _growth(run: Callable[[str], object], piece: str, tail: str) -> Growth:
    length, seconds = FIRST, 0.0
    while length < LONGEST:
        length *= 2
        seconds = _least(run, _text(piece, length, tail))
        if seconds >= SURE:
            break
    else:
        return Growth(piece=piece + tail, length=length, seconds=seconds, factor=None)
    twice = _least(run, _text(piece, 2 * length, tail))
    return Growth(piece=piece + tail, length=length, seconds=seconds, factor=twice / seconds)


def _text(piece: str, length: int, tail: str) -> str:
    return piece * (length // len(piece)) + tail


def _least(run: Callable[[str], object], text: str) -> float:
    # Some functions remember the texts they read last, so each is another one.
    return min(_timed(run, f"{number} {text}") for number in range(TRIES))


def _timed(run: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began
