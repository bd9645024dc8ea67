"""Fuzz the house's pure functions.

    python -m tests.fuzz all --seconds 20 --seed 1    every target, so many seconds each
    python -m tests.fuzz claims --seconds 300         one target
    python -m tests.fuzz all --growth                 whether twice the text takes twice the time
    python -m tests.fuzz urls --guided                led by coverage; needs atheris

Ends with 1 when a promise is broken; the smallest text that breaks it is put behind the target's
seeds. Seeds are always shown first. The tests of `tests/unit/fuzz` show each target fewer examples.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Fuzz as the options say; return the exit status."""
    options = _options(arguments)
    if options.guided:
        from tests.fuzz import guided  # noqa: PLC0415 -- it must import the house itself

        guided.run(options.target, seconds=options.seconds, seed=options.seed)
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    if options.target != "all" and options.target not in TARGETS:
        print(f"There is no target {options.target}. Choose of: all, {', '.join(TARGETS)}.")
        return 2
    names = list(TARGETS) if options.target == "all" else [options.target]
    faults = [_grow(name) if options.growth else _fuzz(name, options) for name in names]
    return int(any(faults))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--guided", action="store_true")
    return parser.parse_args(arguments)


def _fuzz(name: str, options: argparse.Namespace) -> bool:
    from tests.fuzz.running import run  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    result = run(TARGETS[name], seconds=options.seconds, seed=options.seed)
    verdict = "broken" if result.fault else "holds"
    print(
        f"{name:<12}{result.examples:>8} examples {result.seconds:>6.1f} s  {verdict}", flush=True
    )
    if result.fault:
        print(result.fault, flush=True)
    return result.fault is not None


def _grow(name: str) -> bool:
    from tests.fuzz.growth import growths  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    if TARGETS[name].run is None:
        return False
    found = list(growths(TARGETS[name]))
    factor = max((one.factor or 0 for one in found), default=0)
    longest = max((one.seconds for one in found), default=0)
    print(
        f"{name:<12}{len(found):>5} texts, longest {longest:.2f} s, "
        f"at most x{factor:.1f} for twice the text",
        flush=True,
    )
    for one in found:
        if one.is_steep:
            more = "" if one.factor is None else f", x{one.factor:.1f} for twice"
            print(f"  {one.piece!r}: {one.length} characters {one.seconds:.2f} s{more}")
    return any(one.is_steep for one in found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
