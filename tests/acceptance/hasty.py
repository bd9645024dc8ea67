"""The real command with short waits: a killed sender's lease lasts 4 s, not a minute.

    python -m tests.acceptance.hasty run --once

Only spans are shortened, so that a test of many deaths takes seconds: the fakes keep no request
in flight for longer than these, feeds are asked at once, a saved feeds.yaml is read at once.
"""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.clock import SystemChance
from bot.app import loops
from bot.cli.main import main
from bot.services import delivering

if __name__ == "__main__":
    delivering.LEASE = timedelta(seconds=4)
    delivering.IN_FLIGHT = timedelta(seconds=1)
    loops.RELOAD_TICK = timedelta(milliseconds=200)
    SystemChance.fraction = lambda _: 0.0
    main()
