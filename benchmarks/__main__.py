"""Every table, in a few minutes: python -m benchmarks."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.tables import print_machine

#: Each in a process of its own, so that none inherits another's memory.
TABLES = (
    ("benchmarks.accuracy",),
    ("benchmarks.analysis",),
    ("benchmarks.polling",),
    ("benchmarks.asking",),
    ("benchmarks.storage", "10000"),
)


def main() -> int:
    print_machine()
    broken = 0
    for table in TABLES:
        print(f"\n## python -m {' '.join(table)}", flush=True)
        broken |= subprocess.run([sys.executable, "-m", *table], check=False).returncode
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
