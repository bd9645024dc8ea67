"""Growth: whether a text of twice the length takes more than about twice the time.

Two forms: long repetitions, which find squares, and short ones inside a sentence, which find
patterns that can be matched in more ways than anybody waits for.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import inf

from tests.fuzz.target import Target

#: Twice the text may take three times as long: a cache's edge, a table that grows.
MOST = 3.0
#: Characters of the first and of the longest text that is tried: over the house's bounds
#: on one sentence or address, since below a bound a square may stand.
FIRST, LONGEST = 8_000, 64_000
#: Seconds below which a time is the clock's, not the text's.
SURE = 0.1
#: Times each length is measured; the least counts, since other programs only add to it.
TRIES = 2
#: Characters of a short repetition, and the seconds that no text of this length may take.
SHORT, SUDDEN = 400, 1.0
#: Seconds after which a text is given up.
PATIENCE = 20.0
HEADS = ("", "The clerk ", "“We met,” said ")
TAILS = ("% said that it met on Friday.", "”", " County, Ill., was arrested by ICE.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one repeated piece costs."""

    piece: str
    length: int
    seconds: float
    #: Time for twice the length over the time for the length; None when it was not measured.
    factor: float | None = None

    @property
    def is_steep(self) -> bool:
        too_long = self.length <= 2 * SHORT and self.seconds > SUDDEN
        return too_long or (self.factor is not None and self.factor > MOST)


def growths(target: Target) -> Iterator[Growth]:
    """Yield what the target's pieces cost: short in a sentence, then long and alone."""
    assert target.run is not None
    target.run("The agency said on Friday.")  # lists are read once
    for head, piece, tail in product(HEADS, target.pieces, TAILS):
        text = head + _repeated(piece, SHORT) + tail
        yield Growth(piece=head + piece + tail, length=SHORT, seconds=_timed(target.run, text))
    for piece in target.pieces:
        yield _growth(target.run, piece)


def _growth(run: Callable[[str], object], piece: str) -> Growth:
    length, seconds = FIRST, 0.0
    while length < LONGEST and seconds < SURE:
        length *= 2
        seconds = _least(run, _repeated(piece, length))
    if seconds < SURE:
        return Growth(piece=piece, length=length, seconds=seconds)
    twice = _least(run, _repeated(piece, 2 * length))
    return Growth(piece=piece, length=length, seconds=seconds, factor=twice / seconds)


def _repeated(piece: str, length: int) -> str:
    return piece * max(1, length // len(piece))


def _least(run: Callable[[str], object], text: str) -> float:
    # Some functions remember the texts they read last, so each is another one.
    return min(_timed(run, f"{number} {text}") for number in range(TRIES))


class _GaveUpError(Exception):
    """The text took longer than anybody waits."""


def _give_up(number: int, frame: object) -> None:
    raise _GaveUpError


def _timed(run: Callable[[str], object], text: str) -> float:
    """Return the seconds of work; a pattern that runs away is stopped, and takes for ever."""
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    began = time.process_time()
    try:
        run(text)
        return time.process_time() - began
    except _GaveUpError:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
