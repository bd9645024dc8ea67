"""How long a slash command waits while the whole farm is polled: python -m benchmarks.asking.

The real bot (`run`) with a strict Slack of its own process over Socket Mode, and a farm whose
feeds are all due at once. Commands come at a steady pace while entries are fetched, read, filed
and posted. "Acknowledged" is what Slack measures (its limit is 3 s); "answered" is until the
answer stands in the channel, as the asker sees it. The goal is an acknowledgement within 1 s at
p99, 300 ms wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import aiohttp
import psutil

from benchmarks.farm import Farm, open_farm
from benchmarks.tables import percentile, print_machine, print_table
from bot.domain.feeds import FeedId, FeedState
from storage.engine import migrate, open_storage

ROOT = Path(__file__).parents[1]
CHANNELS = "channels:\n  - {id: newsroom, platform: slack, target: '#news'}\n"
QUESTIONS = ("latest", "search detention center", "help", "sources", "health", "claims raid")
#: Seconds from one command to the next: a lively newsroom's worst minute.
PACE = 0.25


@asynccontextmanager
async def started(*command: str, env: dict[str, str] | None = None):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.communicate()


@asynccontextmanager
async def open_slack() -> AsyncIterator[str]:
    """A strict Slack in a process of its own, so that only the bot can be slow."""
    async with started("-m", "tests.fakes.fake_slack", "--port", "0") as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        yield line.split()[-1]


async def make_all_due(url: str, farm: Farm) -> None:
    """Store every feed as polled long ago: the first tick finds them all due."""
    await migrate(url)
    storage = await open_storage(url)
    now = datetime.now(UTC)
    async with storage.begin() as unit:
        for number, address in enumerate(farm.urls()):
            state = FeedState(
                feed=FeedId(f"outlet-{number}"),
                url=address,
                next_poll_at=now - timedelta(hours=1),
                primed=True,
            )
            await unit.feeds.save(state)
        await unit.commit()
    await storage.close()


async def until_connected(admin: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(60):
        while True:
            async with admin.get("/_admin/state") as answer:
                if (await answer.json())["sockets"]:
                    return
            await asyncio.sleep(0.05)


class Asked:
    """What each command waited, in milliseconds."""

    def __init__(self) -> None:
        self.acked: list[float] = []
        self.answered: list[float] = []
        self.lost = 0

    async def ask(self, admin: aiohttp.ClientSession, question: str) -> None:
        started_at = time.perf_counter()
        call = {"command": "/news", "text": question, "wait": 10, "followup_wait": 20}
        async with admin.post("/_admin/slash", json=call) as answer:
            envelope = await answer.json()
        if envelope["ack_ms"] is None or not envelope["responses"]:
            self.lost += 1
            return
        self.acked.append(envelope["ack_ms"])
        self.answered.append((time.perf_counter() - started_at) * 1e3)

    def row(self, name: str, column: list[float]) -> list[object]:
        shares = [percentile(column, share) for share in (0.5, 0.95, 0.99)]
        return [name, len(column), *shares, max(column)]


async def ask_steadily(admin: aiohttp.ClientSession, count: int, pace: float) -> Asked:
    asked = Asked()
    async with asyncio.TaskGroup() as group:
        for question, _ in zip(cycle(QUESTIONS), range(count), strict=False):
            group.create_task(asked.ask(admin, question))
            await asyncio.sleep(pace)
    return asked


def stored(path: Path) -> int:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM articles").fetchone()[0]


async def measure(
    feed_count: int, per_feed: int, count: int, pace: float, archive: Path | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if archive is not None:
            shutil.copy(archive, path / "bench.db")
        async with open_farm(feed_count, per_feed) as farm, open_slack() as slack:
            (path / "feeds.yaml").write_text(farm.feeds_yaml(CHANNELS))
            env = {
                "DATABASE_URL": f"sqlite:///{path / 'bench.db'}",
                "FEEDS_FILE": str(path / "feeds.yaml"),
                "FETCH_ALLOW_PRIVATE": farm.allowed(),
                "LOG_LEVEL": "ERROR",
                "SLACK_BOT_TOKEN": "xoxb-fake",
                "SLACK_APP_TOKEN": "xapp-fake",
                "SLACK_API_BASE_URL": f"{slack}/api/",
            }
            await make_all_due(env["DATABASE_URL"], farm)
            async with (
                started("-m", "bot", "run", env=env) as bot,
                aiohttp.ClientSession(slack) as admin,
            ):
                await until_connected(admin)
                while not farm.request_count:
                    await asyncio.sleep(0.05)
                before, started_at = stored(path / "bench.db"), time.perf_counter()
                asked = await ask_steadily(admin, count, pace)
                seconds = time.perf_counter() - started_at
                report(asked, before, stored(path / "bench.db"), seconds, bot.pid)
                async with admin.get("/_admin/violations") as answer:
                    print(f"Rules of Slack broken: {len(await answer.json())}.")


def report(asked: Asked, before: int, after: int, seconds: float, pid: int) -> None:
    print_table(
        "A slash command while the farm is polled, milliseconds; goal: acknowledged < 1,000 at p99",
        ("what", "commands", "p50", "p95", "p99", "max"),
        [asked.row("acknowledged", asked.acked), asked.row("answered", asked.answered)],
    )
    memory = psutil.Process(pid).memory_info().rss / 1e6
    print(
        f"\nWithin {seconds:.0f} s the archive grew from {before:,} to {after:,} articles; "
        f"{asked.lost} commands without an answer; main process {memory:.0f} MB."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=10)
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--pace", type=float, default=PACE, help="seconds between commands")
    parser.add_argument(
        "--archive", type=Path, help="begin with a copy of this, made by benchmarks.answering"
    )
    given = parser.parse_args()
    asyncio.run(measure(given.feeds, given.entries, given.commands, given.pace, given.archive))


if __name__ == "__main__":
    print_machine()
    main()
