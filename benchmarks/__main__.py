"""Every table, in a few minutes: python -m benchmarks [--save FILE] [--corpus DIR --scorers DIR]."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

#: Each in a process of its own, so that none inherits another's memory.
TABLES = (
    ("benchmarks.relevance",),
    ("benchmarks.entities",),
    ("benchmarks.claims",),
    ("benchmarks.private",),
    ("benchmarks.analysis",),
    ("benchmarks.polling",),
    ("benchmarks.asking",),
    ("benchmarks.storage", "5000"),
)


def run(table: tuple[str, ...]) -> tuple[str, int]:
    """Run one benchmark, print it as it comes, and return it."""
    shown = " ".join("DIR" if Path(each).is_dir() else each for each in table)
    lines = [f"\n## `python -m {shown}`\n\n"]
    print(lines[0], end="", flush=True)
    with subprocess.Popen(
        [sys.executable, "-m", *table], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if not any(line.startswith("|") for line in lines):
        lines = [lines[0], "```\n", *lines[1:], "```\n"]  # no table: keep its columns
    return "".join(lines), process.returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", type=Path, help="keep the tables in this file")
    parser.add_argument("--corpus", type=Path, help="development sets, for benchmarks.accuracy")
    parser.add_argument("--scorers", type=Path, help="their scorers")
    arguments = parser.parse_args()
    accuracy = ["benchmarks.accuracy"]
    if arguments.corpus and arguments.scorers:
        accuracy += ["--corpus", str(arguments.corpus), "--scorers", str(arguments.scorers)]
    ran = [run(table) for table in (tuple(accuracy), *TABLES)]
    if arguments.save:
        arguments.save.write_text("# Results\n" + "".join(text for text, _ in ran))
    return max(code for _, code in ran)


if __name__ == "__main__":
    sys.exit(main())
