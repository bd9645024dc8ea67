"""P10 and P11: what thousands of polls and stories leave behind, and how fast they are searched."""

from __future__ import annotations

import asyncio
import gc
import time
from datetime import timedelta

import psutil
import pytest

from bot.domain.feeds import FeedId
from bot.domain.questions import Query
from tests.builders import NOON
from tests.fakes.hostile.exchange import CASES
from tests.fakes.stored import a_reading, a_story, an_article
from tests.integration.household import open_household

pytest_plugins = ("tests.fakes.archives",)

#: They wait for the deadline, or move megabytes: one of each is in the rounds of the soak.
SLOW = {
    "/hang",
    "/slowloris",
    "/slow-headers",
    "/endless",
    "/announced-large",
    "/100k-items",
    "/10MB-title",
    "/gzip-bomb",
    "/1k-new-items",
    "/spin",
    "/redirect-downgrade",
    "/redirect-to-other-host",
}
ROUNDS = 12
STORIES = 10_000


@pytest.mark.slow
async def test_p11_a_thousand_polls_of_hostile_feeds_leave_no_file_task_or_memory_behind(
    tmp_path, empty_sqlite_file
):
    async with open_household(
        tmp_path, empty_sqlite_file, processes=True, deadline=timedelta(seconds=2)
    ) as household:
        feeds = [
            household.feed(path, id=FeedId(f"h{number}"))
            for number, path in enumerate(sorted(set(CASES) - SLOW))
        ]
        seen = []
        for _ in range(ROUNDS):
            await household.house.rounds.ask(feeds)
            await household.house.delivering.drain(
                until=household.clock.now() + timedelta(minutes=5)
            )
            household.clock.time += timedelta(hours=1)
            gc.collect()
            seen.append(_traces())

    files, tasks, megabytes = zip(*seen[ROUNDS // 3 :], strict=True)
    assert len(feeds) * ROUNDS > 900
    assert max(files) - min(files) <= 4, files
    assert max(tasks) - min(tasks) <= 4, tasks
    assert megabytes[-1] - megabytes[0] < 15, megabytes


def _traces() -> tuple[int, int, float]:
    process = psutil.Process()
    return process.num_fds(), len(asyncio.all_tasks()), process.memory_info().rss / 1e6


@pytest.mark.slow
async def test_p10_ten_thousand_stories_are_searched_at_once_and_forgotten_in_time(sqlite):
    for start in range(0, STORIES, 500):
        async with sqlite.begin() as unit:
            for number in range(start + 1, start + 501):
                words = f"detainer {number} county {number % 97} " * 20
                await unit.stories.add(a_story(number))
                await unit.articles.add(an_article(number, story=number, text=words), a_reading())
            await unit.commit()
    waits = []
    async with sqlite.look() as unit:
        for word in ("detainer", "county", "97", "detainer county", "nothing"):
            query = Query(groups=tuple((each,) for each in word.split()))
            began = time.perf_counter()
            await unit.articles.search(query, sort="relevance", limit=10, offset=0)
            waits.append(time.perf_counter() - began)
    later = NOON + timedelta(days=400)
    pruned = await sqlite.prune(articles_before=later, dropped_before=later, keys_before=later)

    assert max(waits) < 0.3, waits
    assert pruned.article_count == STORIES
    assert await sqlite.integrity() == ()
