"""What becomes of workers when their parent is killed, or told to stop from the keyboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]

PARENT = """
import asyncio, sys
from bot.adapters.workers import ProcessWorkshop
from bot.domain.feeds import Feed, FeedId
from bot.ports.fetching import Retrieved
from tests.fakes import workshop_jobs as jobs

async def main(job):
    shop = ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read)
    feed = Feed(id=FeedId("a"), name="A", url="http://feed.example/")
    def document(text):
        return Retrieved(url="", content=text.encode(), media_type="", charset=None)
    parsed = await shop.parse(feed, document("warm"))
    print(parsed.title, flush=True)
    await shop.parse(feed, document(job))

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.parametrize("job", ["spin", "sleep 30"])
def test_p01_workers_die_with_a_parent_that_is_killed(job):
    parent, worker = start(job)

    parent.kill()
    parent.wait()

    assert is_gone(worker)


def test_a_worker_ignores_what_the_terminal_says_to_its_parent():
    parent, worker = start("sleep 30")

    os.kill(worker, signal.SIGINT)
    os.kill(worker, signal.SIGTERM)
    time.sleep(0.2)

    assert psutil.Process(worker).is_running()
    assert os.getpgid(worker) != os.getpgid(parent.pid)
    parent.kill()
    parent.wait()
    assert is_gone(worker)


def start(job: str) -> tuple[subprocess.Popen, int]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, job], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with parent.stdout:
        worker = int(parent.stdout.readline())
    time.sleep(0.1)
    return parent, worker


def is_gone(process: int) -> bool:
    until = time.monotonic() + 3
    while time.monotonic() < until:
        if not psutil.pid_exists(process) or psutil.Process(process).status() == "zombie":
            return True
        time.sleep(0.02)
    return False
