"""Running a target: its seeds, then what hypothesis makes of its grammar until time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.seeds import keep, seeds_of
from tests.fuzz.target import Target

#: Examples between two looks at the clock.
ROUND = 50
_QUIET = tuple(HealthCheck)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run came to."""

    examples: int
    seconds: float
    #: The error of the smallest input found, and that input; None when every promise held.
    fault: str | None = None


class _Counted:
    """The target's check; counts what it is shown and keeps the last of it."""

    def __init__(self, target: Target) -> None:
        self._check = target.check
        self.count = 0
        self.last: object = None

    def __call__(self, value: object) -> None:
        self.count += 1
        self.last = value
        self._check(value)


def seeded(target: Target) -> int:
    """Show the target its seeds; raises what its check raises, with the seed in a note."""
    count = 0
    for seed in seeds_of(target.name):
        count += 1
        try:
            target.check(target.read(seed))
        except Exception as error:
            error.add_note(f"{target.name}: the seed {ascii(seed)[:300]}")
            raise
    return count


def run(target: Target, *, seconds: float, seed: int) -> Result:
    """Fuzz for about `seconds`; the same seed gives the same examples in the same order."""
    began = time.monotonic()
    check = _Counted(target)
    number = 0
    try:
        check.count += seeded(target)
        while time.monotonic() - began < seconds:
            _round(check, target, seed * 1_000_003 + number)()
            number += 1
    except Exception as error:  # noqa: BLE001 -- whatever a promise is broken with is the finding
        return Result(
            examples=check.count,
            seconds=time.monotonic() - began,
            fault=_told(target, error, check.last),
        )
    return Result(examples=check.count, seconds=time.monotonic() - began)


def _round(check: _Counted, target: Target, seed: int) -> Callable[[], None]:
    @hypothesis.seed(seed)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=_QUIET,
    )
    @given(target.inputs)
    def promises_hold(value):
        check(value)

    return promises_hold


def _told(target: Target, error: Exception, value: object) -> str:
    notes = "\n".join(getattr(error, "__notes__", ()))
    words = f"{type(error).__name__}: {error}\n{notes}\ninput: {ascii(value)[:2000]}"
    if isinstance(value, str) and "the seed" not in notes:
        words += f"\nkept in {keep(target.name, value)}"
    return words
