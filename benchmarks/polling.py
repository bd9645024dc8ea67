"""`run --once` over a farm of feeds: python -m benchmarks.polling [FEEDS] [ENTRIES] [--profile].

A cold round reads every entry; in a warm one every feed answers 304. The goals are 45 s of wall
time for 200 feeds of 10 entries on two cores, and a main process under 150 MB. CPU seconds are
told apart for the main process, which also answers questions, and its workers; on a busy machine
they say more than wall time. `--profile` prints where the main process spends its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pstats
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.farm import open_farm
from benchmarks.tables import print_machine, print_table

#: Functions shown of a profile.
SHOWN = 45


@dataclass
class Ran:
    """How a command of the bot ran; CPU in seconds, memory at its peak in MB."""

    out: str
    wall: float
    cpu: float
    cpu_main: float = 0.0
    peak_main: float = 0.0
    peak_workers: float = 0.0


async def run_bot(*args: str, env: dict[str, str], profile: Path | None = None) -> Ran:
    """Run a command of the bot and watch it. Raises RuntimeError when it fails."""
    started = time.perf_counter()
    traced = ["-m", "cProfile", "-o", str(profile)] if profile else []
    before = os.times()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *traced,
        "-m",
        "bot",
        *args,
        env={**os.environ, **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    ran = Ran(out="", wall=0.0, cpu=0.0)
    watcher = asyncio.create_task(_watch(psutil.Process(process.pid), ran))
    out, _ = await process.communicate()
    watcher.cancel()
    after = os.times()
    ran.out, ran.wall = out.decode(), time.perf_counter() - started
    ran.cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    if process.returncode:
        raise RuntimeError(f"{args} ended with {process.returncode}: {ran.out}")
    return ran


async def _watch(watched: psutil.Process, ran: Ran) -> None:
    while True:
        try:
            ran.peak_main = max(ran.peak_main, watched.memory_info().rss / 1e6)
            spent = watched.cpu_times()
            ran.cpu_main = spent.user + spent.system
            workers = [each.memory_info().rss for each in watched.children(recursive=True)]
            ran.peak_workers = max(ran.peak_workers, *(each / 1e6 for each in workers), 0.0)
        except psutil.NoSuchProcess:
            return
        await asyncio.sleep(0.1)


async def measure(
    feed_count: int, per_feed: int, profile: Path | None = None
) -> list[tuple[str, Ran, dict]]:
    """Run a cold and a warm round on one archive; profile the cold one when asked to."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_farm(feed_count, per_feed) as farm:
            feeds = Path(folder) / "feeds.yaml"
            feeds.write_text(farm.feeds_yaml())
            env = {
                "DATABASE_URL": f"sqlite:///{folder}/bench.db",
                "FETCH_ALLOW_PRIVATE": farm.allowed(),
                "FEEDS_FILE": str(feeds),
                "LOG_LEVEL": "ERROR",
            }
            rounds = []
            for name, traced in (("cold", profile), ("warm", None)):
                ran = await run_bot("run", "--once", "--json", env=env, profile=traced)
                rounds.append((name, ran, json.loads(ran.out)))
            return rounds


def print_profile(path: Path) -> None:
    """Shares of the main process's busy time: our own functions with all they call."""
    stats = pstats.Stats(str(path)).stats  # type: ignore[attr-defined]
    waiting = sum(each[2] for (_, _, name), each in stats.items() if "'poll' of 'select" in name)
    busy = sum(each[2] for each in stats.values()) - waiting
    ours = sorted(
        (
            (each[3], each[2], each[0], "/".join(Path(file).parts[-3:]), line, name)
            for (file, line, name), each in stats.items()
            if any(f"/{room}/" in file for room in ("bot", "storage"))
            and "site-packages" not in file
        ),
        reverse=True,
    )
    print_table(
        f"The main process in a cold round: {busy:.0f} s busy under the profiler",
        ("with callees", "own", "calls", "function"),
        [
            [f"{whole / busy:.1%}", f"{own / busy:.1%}", calls, f"{file}:{line} {name}"]
            for whole, own, calls, file, line, name in ours[:SHOWN]
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feeds", type=int, nargs="?", default=200)
    parser.add_argument("entries", type=int, nargs="?", default=10)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile" if arguments.profile else None
        rounds = asyncio.run(measure(arguments.feeds, arguments.entries, profile))
        print_table(
            f"`run --once`, {arguments.feeds} feeds of {arguments.entries} entries, SQLite, cards "
            "to the terminal; goals: cold < 45 s, main process < 150 MB",
            (
                *("round", "wall s", "CPU s", "of it main", "main MB", "worker MB"),
                *("entries", "kept", "new stories", "posted"),
            ),
            [
                [name, ran.wall, ran.cpu, ran.cpu_main, ran.peak_main, ran.peak_workers]
                + [totals[each] for each in ("entries", "kept", "opened", "posted")]
                for name, ran, totals in rounds
            ],
        )
        cold = rounds[0][2]
        steps = ("fetching", "parsing", "reading", "filing", "posting")
        spent = ", ".join(f"{step} {cold[step]:.0f}" for step in steps)
        print(f"\nSeconds of the cold round, waiting included, summed over feeds: {spent}.")
        if profile is not None:
            print_profile(profile)


if __name__ == "__main__":
    print_machine()
    main()
