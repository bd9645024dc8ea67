"""The same targets led by coverage: atheris changes the bytes, hypothesis makes inputs of them.

atheris is no dependency of the project; `pip install atheris` where it has a wheel.
"""

from __future__ import annotations

import sys

from hypothesis import HealthCheck, given, settings


def run(name: str, *, seconds: int, seed: int) -> None:
    """Fuzz one target until time is up; ends the process, with another status than 0 at a fault."""
    import atheris  # noqa: PLC0415 -- optional

    # Only what is imported in here is led by coverage: the house, not the tests.
    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    target = TARGETS[name]

    @settings(deadline=None, database=None, suppress_health_check=tuple(HealthCheck))
    @given(target.inputs)
    def promises_hold(value):
        target.check(value)

    options = [f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=4096", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options], promises_hold.hypothesis.fuzz_one_input)
    atheris.Fuzz()
