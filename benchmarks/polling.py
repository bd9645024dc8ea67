"""`run --once` over a farm: wall time, where it went, memory, and how long a question waits."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.farm import open_farm


async def run_bot(*args: str, env: dict[str, str]) -> tuple[int, str, float, float, float]:
    """Run a command of the bot; return exit code, output, wall and CPU seconds, peak MB."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *args,
        env={**os.environ, **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    watched = psutil.Process(process.pid)
    peak = 0.0

    async def watch() -> None:
        nonlocal peak
        while True:
            try:
                peak = max(peak, watched.memory_info().rss / 1e6)
            except psutil.NoSuchProcess:
                return
            await asyncio.sleep(0.1)

    watcher = asyncio.create_task(watch())
    before = os.times()
    out, _ = await process.communicate()
    after = os.times()
    watcher.cancel()
    cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    assert process.returncode is not None
    return process.returncode, out.decode(), time.perf_counter() - started, cpu, peak


async def measure(feed_count: int, per_feed: int) -> list[dict[str, object]]:
    """Run a cold and a warm round; return a row each."""
    rows = []
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
            for name in ("cold", "warm"):
                code, out, wall, cpu, peak = await run_bot("run", "--once", "--json", env=env)
                assert code == 0, out
                totals = json.loads(out)
                rows.append({"round": name, "wall": wall, "cpu": cpu, "peak_mb": peak, **totals})
    return rows


def main() -> None:
    count, per_feed = (int(x) for x in (*sys.argv[1:], *("200", "10")[len(sys.argv) - 1 :]))
    rows = asyncio.run(measure(count, per_feed))
    print(f"run --once, {count} feeds of {per_feed} entries, SQLite, cards to the terminal\n")
    names = ("round", "wall", "cpu", "peak_mb", "entries", "kept", "opened", "joined", "posted")
    print("| " + " | ".join(names) + " |")
    print("|" + "---|" * len(names))
    for row in rows:
        cells = [row.get(name, "") for name in names]
        print(
            "| " + " | ".join(f"{c:.1f}" if isinstance(c, float) else str(c) for c in cells) + " |"
        )


if __name__ == "__main__":
    main()
