"""Groups I and H of the catalogue through the whole house: what is news again, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import ChannelRef, Platform, RouteId
from bot.domain.feeds import FeedId
from tests.integration.household import NEWS


@pytest.mark.parametrize("path", ["/guid-churn", "/url-churn", "/churn"])
async def test_i01_a_new_guid_or_address_at_each_poll_is_no_news(household, path):
    for _ in range(3):
        await household.round(household.feed(path))

    assert len(household.posts()) == 1


async def test_i02_one_guid_for_whatever_is_newest_gives_each_story_its_post(household):
    for _ in range(3):
        await household.round(household.feed("/guid-reuse"))

    assert len(household.posts()) == 3


async def test_i03_an_edited_headline_edits_the_one_post(household):
    for _ in range(3):
        await household.round(household.feed("/title-edits"))

    (post,) = household.posts()
    assert "edition 3" in post["text"]


@pytest.mark.parametrize("path", ["/reordered", "/vanishing", "/empty-then-full"])
async def test_i04_order_absence_and_return_are_no_news(household, path):
    await household.round(household.feed(path))
    before = [post["ts"] for post in household.posts()]
    later = [poll for _ in range(3) for poll in await household.round(household.feed(path))]

    assert before
    assert sum(poll.new_count for poll in later) == 0
    assert [post["ts"] for post in household.posts()] == before


async def test_i05_one_item_three_times_is_one_story(household):
    await household.round(household.feed("/duplicate-entries"))

    assert len(await household.articles()) == len(household.posts()) == 1


async def test_i06_one_story_in_two_outlets_is_one_post_with_both(household):
    first = household.feed("/same-story-a", "capital ledger", id=FeedId("a"))
    second = household.feed("/same-story-b", "lakeshore tribune", id=FeedId("b"))
    await household.round(first)
    await household.round(second)

    (post,) = household.posts()
    assert "https://tribune.example/plant" in str(post["blocks"])


async def test_i07_an_item_of_nothing_posts_nothing(household):
    (poll,) = await household.round(household.feed("/missing-everything"))

    assert poll.ending in {"ok", "failed"}
    assert household.posts() == []


async def test_i08_two_feeds_with_one_address_are_one_story_and_serve_both_channels(household):
    one = household.feed("/good", id=FeedId("one"))
    two = replace(one, id=FeedId("two"))
    legal = ChannelRef(platform=Platform.SLACK, target="C0LEGAL")
    routes = [
        replace(NEWS, feeds=frozenset({one.id})),
        replace(NEWS, id=RouteId("legal"), channel=legal, feeds=frozenset({two.id})),
    ]
    household.house.router.reload(routes, household.house.router.zone)
    for _ in range(2):
        await household.round(one, two)

    stories = {article.story for article in await household.articles()}
    assert len(await household.articles()) == 5
    assert len(household.posts()) == len(household.notices()) == len(stories)


async def test_h04_a_feed_that_did_not_change_is_asked_conditionally_and_posts_nothing(household):
    feed = household.feed("/etag")
    await household.round(feed)
    before = len(household.posts())
    (second,) = await household.round(feed)

    assert second.ending == "unchanged"
    assert "if-none-match" in household.server.visits("/etag")[-1].headers
    assert len(household.posts()) == before > 0


async def test_h05_a_server_that_says_unchanged_for_ever_is_asked_in_full_once_a_day(household):
    feed = household.feed("/etag-lies")
    await household.round(feed)
    await household.round(feed)
    household.clock.time += timedelta(hours=25)
    await household.round(feed)

    asked = [
        "if-none-match" in visit.headers or "if-modified-since" in visit.headers
        for visit in household.server.visits("/etag-lies")
    ]
    assert asked == [False, True, False]


async def test_h05_an_unasked_304_harms_nothing(household):
    (poll,) = await household.round(household.feed("/304-without-etag"))

    assert poll.ending in {"unchanged", "failed"}
    assert household.posts() == []
