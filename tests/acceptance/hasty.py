"""The real command with short waits: a killed sender's lease lasts 4 s, not a minute.

    python -m tests.acceptance.hasty run --once

Only spans are shortened, so that a test of many deaths takes seconds: the fakes keep no request
in flight for longer than these, feeds are asked at once, a saved feeds.yaml is read at once.
With NUTGRAF_TEST_SPIN set, a document that says "spin" keeps its worker busy for good.
"""

from __future__ import annotations

import os
from datetime import timedelta

from bot.adapters.clock import SystemChance
from bot.app import jobs, loops
from bot.cli.main import main
from bot.services import delivering, settling
from tests.fakes import workshop_jobs

if __name__ == "__main__":
    for module in (delivering, settling):
        module.LEASE = timedelta(seconds=4)
        module.IN_FLIGHT = timedelta(seconds=1)
    loops.RELOAD_TICK = timedelta(milliseconds=200)
    SystemChance.fraction = lambda _: 0.0
    if "NUTGRAF_TEST_SPIN" in os.environ:
        jobs.parse = workshop_jobs.parse_or_spin
    main()
