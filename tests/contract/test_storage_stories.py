"""What every archive promises about stories, feed states and small facts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import StoryId
from bot.domain.feeds import FeedId, FeedKind, FeedState
from bot.ports import StoryFilter
from tests.builders import NOON
from tests.fakes.stored import DAY, MINUTE, a_mention, a_reading, a_story, an_article, store

pytest_plugins = ("tests.fakes.archives",)


async def add(storage, *stories):
    async with storage.begin() as unit:
        for story in stories:
            await unit.stories.add(story)
        await unit.commit()


async def newest(storage, limit=10, offset=0, **which):
    async with storage.look() as unit:
        chosen = StoryFilter(**which)
        stories = await unit.stories.newest(chosen, limit=limit, offset=offset)
        if offset == 0 and len(stories) < limit:
            assert await unit.stories.count(chosen) == len(stories)
    return [story.id for story in stories]


async def test_a_story_comes_back_as_it_was_saved(storage):
    story = a_story(
        continues=StoryId(3), related=(StoryId(4), StoryId(5)), states=("IL",), announced=False
    )
    await add(storage, a_story())

    async with storage.begin() as unit:
        await unit.stories.save(story)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.stories.get(story.id) == story
        assert await unit.stories.get(StoryId(99)) is None


async def test_story_ids_are_never_given_twice(storage):
    async with storage.begin() as unit:
        first = await unit.stories.next_id()
    async with storage.begin() as unit:
        assert await unit.stories.next_id() != first


async def test_a_story_that_is_not_stored_cannot_be_saved(storage):
    async with storage.begin() as unit:
        with pytest.raises(LookupError, match="story 1 is not stored"):
            await unit.stories.save(a_story())


async def test_stories_are_listed_newest_update_first_and_page_by_page(storage):
    await add(storage, a_story(1), a_story(3), a_story(2), a_story(4, updated_at=NOON))

    assert await newest(storage) == [3, 2, 1, 4]
    assert await newest(storage, limit=2) == [3, 2]
    assert await newest(storage, limit=2, offset=2) == [1, 4]


async def test_a_merged_story_is_not_listed_but_can_be_looked_up(storage):
    merged = a_story(1, merged_into=StoryId(2))
    await add(storage, merged, a_story(2))

    assert await newest(storage) == [2]
    async with storage.look() as unit:
        assert await unit.stories.get(StoryId(1)) == merged


async def test_since_counts_and_until_does_not(storage):
    await add(storage, a_story(1), a_story(2), a_story(3))

    assert await newest(storage, since=NOON + 2 * MINUTE) == [3, 2]
    assert await newest(storage, until=NOON + 2 * MINUTE) == [1]


async def test_stories_are_chosen_by_state_after_every_save(storage):
    story = a_story(1, states=("IL",))
    await add(storage, story, a_story(2, states=("NY",)))

    async with storage.begin() as unit:
        await unit.stories.save(replace(story, states=("IL", "NY")))
        await unit.commit()

    assert await newest(storage, state="IL") == [1]
    assert await newest(storage, state="ny") == [2, 1]


async def test_stories_are_chosen_by_what_their_articles_are(storage):
    await add(storage, a_story(1), a_story(2), a_story(3))
    await store(storage, an_article(1, outlet="Capital Ledger"), reading=a_reading(a_mention()))
    await store(storage, an_article(2, outlet="Lakeshore 100% News", kind=FeedKind.LOCAL))

    assert await newest(storage, outlet="LEDGER") == [1]
    assert await newest(storage, outlet="0% n") == [2]
    assert await newest(storage, outlet="%") == [2]
    assert await newest(storage, outlet="_") == []
    assert await newest(storage, kind="local") == [2]
    assert await newest(storage, entity="agency:ice") == [1]
    assert await newest(storage, entity="ICE") == [1]
    assert await newest(storage, entity="nobody") == []


async def test_a_feeds_state_comes_back_as_it_was_saved(storage):
    fresh = FeedState(feed=FeedId("b"), url="https://b.example/feed", next_poll_at=NOON)
    known = FeedState(
        feed=FeedId("B"),
        url="https://ledger.example/feed",
        next_poll_at=NOON + MINUTE,
        etag='"abc"',
        last_modified="Sat, 21 Nov 2026 12:00:00 GMT",
        body_hash="00ff",
        last_polled_at=NOON,
        last_success_at=NOON,
        last_full_at=NOON,
        last_new_at=NOON,
        usual_gap=timedelta(hours=3, microseconds=1),
        failure_count=2,
        failing_since=NOON,
        last_error="503",
        paused_at=NOON + DAY,
        pause_reason="gone",
        failure_told=True,
        primed=True,
        moved_to="https://ledger.example/rss",
    )

    async with storage.begin() as unit:
        await unit.feeds.save(replace(known, failure_count=1))
        await unit.feeds.save(known)
        await unit.feeds.save(fresh)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.feeds.get(FeedId("B")) == known
        assert await unit.feeds.get(FeedId("nowhere")) is None
        assert await unit.feeds.all() == [known, fresh]


async def test_small_facts_are_kept_and_replaced(storage):
    async with storage.begin() as unit:
        assert await unit.memory.recall("digest:newsroom") is None
        await unit.memory.keep("digest:newsroom", "2026-11-20")
        await unit.memory.keep("digest:newsroom", "2026-11-21")
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.memory.recall("digest:newsroom") == "2026-11-21"
