"""A simulated week in an hour: hostile feeds, lost answers, outages, kills; each story once.

    python -m tests.soak --days 7 --feeds 500 --seed 1     about an hour
    python -m tests.soak --days 7 --interval 45            half of it: each feed every 45 minutes
    python -m tests.soak --days 0.2 --feeds 60             minutes

The clock is injected and runs in steps of five minutes. The fetcher, the parsers' processes, the
database, both platforms' clients and the hostile server are real; feeds and platforms live in a
process of their own (`tests.soak.world`). A kill drops every task and room within a step and opens
them anew over the same database. It prints a line for each life, and in the end a report; exit 1
when a story was lost, posted twice or left unpaid, or when memory, files or tasks grow.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.domain.delivery import DeliveryKind, DeliveryState, Platform
from storage.engine import migrate, open_storage
from tests.fakes.newsstand import a_story_of
from tests.integration.household import NOON
from tests.soak.lives import Lives, Outside, Sample, SoakClock, feeds_of, sample

#: What may grow a simulated day, over the second half of the run. Memory does for two weeks: open
#: stories are kept that long, at 6 kB an article (decision 0019), some 4 MB a day here.
MOST_A_DAY = {"megabytes": 8.0, "files": 5.0, "tasks": 0.5}
#: Where a run that is kept is told; docs/reliability.md takes it from there.
KEPT = Path(__file__).with_name("last_run.md")
#: Hours without news in the end, in which everything due must be paid: a full one among them.
QUIET = timedelta(hours=3)


def slope(samples: list[Sample], name: str) -> float:
    """Return the least squares slope a day of the second half; 0 for too few samples."""
    late = samples[len(samples) // 2 :]
    if len(late) < 3:
        return 0.0
    days, values = [each.day for each in late], [getattr(each, name) for each in late]
    middle_day, middle = sum(days) / len(days), sum(values) / len(values)
    spread = sum((day - middle_day) ** 2 for day in days)
    products = zip(days, values, strict=True)
    return sum((day - middle_day) * (value - middle) for day, value in products) / spread


async def faults_of(url: str, seen: dict[str, Any]) -> list[str]:
    """Return what was lost, doubled or left; empty when all is well."""
    storage = await open_storage(url)
    faults = list(seen["violations"])
    if seen["canary"]:
        faults.append(f"the canary sang {seen['canary']} times")
    standing = {Platform.SLACK: Counter(seen["slack"]), Platform.DISCORD: Counter(seen["discord"])}
    for platform, keys in standing.items():
        faults += [f"{platform}: {key} stands {n} times" for key, n in keys.items() if n > 1]
    async with storage.look() as unit:
        for number in range(seen["published"]):
            if await unit.articles.trace_of(a_story_of(number).url) is None:
                faults.append(f"story {number} was never decided about")
        for queue in await unit.deliveries.queues():
            left = queue.owed_count + queue.uncertain_count + queue.refused_count
            if left:
                faults.append(f"{queue.channel.name}: {left} not paid ({queue.last_error})")
        for story in range(1, 2 * seen["published"] + 200):
            for each in await unit.deliveries.of_story(story):
                is_post = each.kind in {DeliveryKind.ROOT, DeliveryKind.UPDATE}
                stands = standing[each.channel.platform][each.key]
                if is_post and each.state is DeliveryState.SENT and stands != 1:
                    faults.append(f"story {story}: sent, but stands {stands} times")
    faults += list(await storage.integrity())
    await storage.close()
    return faults


def line(lives: Lives, started: float) -> str:
    """Return one life's line."""
    latest = lives.samples[-1] if lives.samples else sample(lives.clock.now())
    return (
        f"{lives.clock.now():%a %d %b %H:%M}  polls {lives.polls.total():6d} "
        f"(failed {lives.polls['failed']})  kills {lives.kills:3d}  "
        f"rss {latest.megabytes:.0f} MB  files {latest.files}  tasks {latest.tasks}  "
        f"{time.monotonic() - started:.0f} s"
    )


def report(lives: Lives, seen: dict[str, Any], started: float) -> str:
    """Return the run in words."""
    wall, polls, samples = time.monotonic() - started, lives.polls.total(), lives.samples
    slopes = {name: slope(samples, name) for name in MOST_A_DAY}
    return (
        f"{samples[-1].day:.2f} simulated days in {wall / 60:.0f} minutes: {len(lives.feeds)} "
        f"feeds, the hostile set among them; {polls} polls ({1000 * wall / polls:.1f} ms each, "
        f"{lives.polls['failed']} failed; {time.process_time():.0f} s of CPU in the bot's "
        f"process), {seen['published']} stories, {seen['messages'][0]} messages on Slack and "
        f"{seen['messages'][1]} on Discord, {lives.kills} kills, {sum(seen['lost'])} lost "
        f"answers, {sum(seen['outages'])} outages. The bot's process by simulated day, over the "
        f"second half of the run: {slopes['megabytes']:+.2f} MB, {slopes['files']:+.2f} files, "
        f"{slopes['tasks']:+.2f} tasks; at most {max(each.megabytes for each in samples):.0f} MB, "
        f"{max(each.files for each in samples)} files."
    )


def growing(lives: Lives) -> list[str]:
    """Return what grows by more than noise; a run of less than a day is too short to say."""
    if not lives.samples or lives.samples[-1].day < 1:
        return []
    found = {name: slope(lives.samples, name) for name in MOST_A_DAY}
    return [
        f"{name} grow by {value:.2f} a day"
        for name, value in found.items()
        if value > MOST_A_DAY[name]
    ]


async def soak(days: float, feeds: int, seed: int, interval: int, *, keep: bool) -> int:
    """Run; return the exit code."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        async with Outside.opened(feeds, seed) as world:
            lives = Lives(
                folder=Path(folder),
                world=world,
                clock=SoakClock(NOON),
                random=Random(seed),
                feeds=feeds_of(world.addresses, feeds, timedelta(minutes=interval)),
            )
            await migrate(lives.url)
            ends = NOON + timedelta(days=days)
            while lives.clock.now() < ends:
                await lives.live(ends)
                print(line(lives, started), flush=True)
            await lives.live(ends + QUIET, quiet=True)
            seen = await world.order("verdict")
            faults = await faults_of(lives.url, seen)
        faults += growing(lives)
        verdict = "\n".join(faults[:40]) or "Nothing lost, nothing doubled, nothing left."
        told = f"{report(lives, seen, started)} {verdict}"
    print(f"\n{told}")
    if keep:
        command = (
            f"python -m tests.soak --days {days:g} --feeds {feeds} --seed {seed} "
            f"--interval {interval}"
        )
        KEPT.write_text(f"`{command}`: {told}\n", encoding="utf-8")
    return 1 if faults else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--interval", type=int, default=15, help="minutes between two polls")
    parser.add_argument("--keep", action="store_true", help=f"write the report to {KEPT.name}")
    given = parser.parse_args()
    # Failures are what this is about; the library's warnings of them would fill the screen.
    logging.disable(logging.CRITICAL)
    days, feeds, seed, interval = given.days, given.feeds, given.seed, given.interval
    sys.exit(asyncio.run(soak(days, feeds, seed, interval, keep=given.keep)))


if __name__ == "__main__":
    main()
