"""Groups H, N and Z of the catalogue through the whole house: when a feed is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.integration.household import NEWS, OPS

DAY = timedelta(days=1)


async def wait_after(household, feed) -> timedelta:
    """How long after the last poll the next one is planned."""
    state = await household.state(feed)
    return state.next_poll_at - state.last_polled_at


async def due(household, *feeds) -> list:
    household.house.rounds.watch(feeds)
    return await household.house.rounds.due()


async def test_h01_a_feed_that_fails_is_asked_more_and_more_seldom_and_at_once_after_it_recovers(
    household,
):
    feed = household.feed("/moody", notify_after=9)
    household.server.memory["moods"] = [500, 503, 403, 404]
    waits = []
    for _ in range(5):
        await household.round(feed)
        waits.append(await wait_after(household, feed))

    assert waits[:4] == sorted(waits[:4])
    assert waits[3] >= 4 * waits[0]
    assert waits[4] == feed.interval
    assert (await household.state(feed)).failure_count == 0


async def test_h02_a_server_that_asks_for_a_rest_is_left_in_peace_for_a_day_at_most(household):
    feed = household.feed("/429-retry-after-absurd")
    await household.round(feed)

    assert await wait_after(household, feed) == DAY
    household.clock.time += timedelta(hours=23)
    assert await due(household, feed) == []


async def test_h03_a_feed_that_is_gone_is_asked_no_more_and_told_once(household):
    feed = household.feed("/410-gone")
    await household.round(feed)
    later = []
    for _ in range(5):
        household.clock.time += 10 * DAY
        later += await due(household, feed)

    assert later == []
    assert len(household.notices()) == 1
    # What a restart reads.
    assert (await household.state(feed)).pause_reason == "gone"


@pytest.mark.parametrize(
    ("path", "wait"),
    [("/cache-control", timedelta(minutes=50)), ("/ttl-skiphours", timedelta(hours=2))],
)
async def test_h06_a_feed_that_says_how_long_it_is_fresh_is_asked_after_that(household, path, wait):
    feed = household.feed(path)
    await household.round(feed)

    assert wait <= await wait_after(household, feed) <= DAY


@pytest.mark.parametrize("path", ["/truncated", "/reset", "/bad-chunk", "/gzip-cut", "/not-http"])
async def test_h07_nothing_of_a_broken_answer_is_filed_and_it_is_asked_again(household, path):
    feed = household.feed(path)
    (poll,) = await household.round(feed)

    assert poll.ending == "failed"
    assert await household.articles() == []
    assert await wait_after(household, feed) <= 2 * feed.interval


async def test_h08_a_feed_that_fails_every_second_time_is_read_and_no_cause_for_alarm(household):
    feed = household.feed("/flaky", notify_after=2)
    endings = [(await household.round(feed))[0].ending for _ in range(6)]

    assert endings[::2] == ["failed"] * 3
    assert {"ok", "unchanged"} >= set(endings[1::2])
    assert household.notices() == []
    assert len(household.posts()) > 0


# The server's own pages may be fetched: nothing but our restraint keeps us from them.
@pytest.mark.parametrize("path", ["/private-link", "/enclosure-bomb", "/relative-links"])
async def test_n06_what_items_link_to_is_never_asked(household, path):
    await household.round(household.feed(path))

    assert await household.articles()
    assert [visit.target for visit in household.server.log] == [path]


@pytest.mark.slow
async def test_z05_a_thousand_stories_at_once_are_filed_and_an_hours_limit_is_posted(household):
    router = household.house.router
    router.reload([replace(NEWS, max_posts_per_hour=10), OPS], router.zone)
    feed = household.feed("/1k-new-items", backfill=2_000)
    await household.house.rounds.ask([feed])
    for _ in range(40):
        await household.house.delivering.turn()
        household.clock.time += timedelta(seconds=1)

    assert len(await household.articles()) == 1_000
    assert len(household.posts()) == 10
