"""What every archive promises about forgetting."""

from bot.domain.articles import ArticleId, StoryId
from bot.domain.delivery import DeliveryKey, DeliveryState
from bot.domain.questions import Query
from bot.ports import Pruned
from tests.builders import NOON
from tests.fakes.stored import (
    DAY,
    FEED,
    MINUTE,
    a_delivery,
    a_mention,
    a_reading,
    a_story,
    a_trace,
    an_article,
    owe,
    store,
)

pytest_plugins = ("tests.fakes.archives",)

LONG_AGO = NOON - 100 * DAY


async def fill(storage):
    """An old story, an old story with a message owed, and a new one, each with an article."""
    reading = a_reading(a_mention())
    await store(storage, *(an_article(number, title="Detainers") for number in (1, 2, 3)))
    await store(storage, an_article(4, story=StoryId(1), title="Detainers"), reading=reading)
    async with storage.begin() as unit:
        await unit.stories.add(a_story(1, updated_at=LONG_AGO, states=("IL",)))
        await unit.stories.add(a_story(2, updated_at=LONG_AGO))
        await unit.stories.add(a_story(3))
        await unit.articles.trace(a_trace(1, article=ArticleId(1), at=NOON))
        await unit.articles.trace(a_trace(8, at=NOON - 9 * DAY))
        await unit.articles.trace(a_trace(9, at=NOON))
        await unit.articles.remember(FEED, ["old"], LONG_AGO)
        await unit.articles.remember(FEED, ["new"], NOON)
        await unit.commit()
    await owe(
        storage,
        a_delivery("sent", state=DeliveryState.SENT, sent_at=LONG_AGO),
        a_delivery("refused", story=StoryId(2), state=DeliveryState.REFUSED),
        a_delivery("notice", story=None, state=DeliveryState.SENT, created_at=LONG_AGO),
        a_delivery("recent", story=None, state=DeliveryState.SENT),
    )


async def prune(storage, **more):
    return await storage.prune(
        articles_before=NOON - 90 * DAY, dropped_before=NOON - 3 * DAY, **more
    )


async def test_an_old_story_goes_with_everything_of_its_own(storage):
    await fill(storage)

    pruned = await prune(storage)

    assert pruned == Pruned(story_count=1, article_count=2, delivery_count=2, trace_count=2)
    async with storage.look() as unit:
        assert await unit.stories.get(StoryId(1)) is None
        assert await unit.articles.get(ArticleId(4)) is None
        assert await unit.articles.readings([ArticleId(1), ArticleId(4)]) == {}
        assert await unit.articles.entities("", limit=5) == []
        assert await unit.articles.trace_of("1") is None
        assert await unit.deliveries.get(DeliveryKey("sent")) is None
        _, count = await unit.articles.search(
            Query(groups=(("detainers",),)), sort="new", limit=9, offset=0
        )
        assert count == 2


async def test_what_is_new_or_still_owed_stays(storage):
    await fill(storage)

    await prune(storage)

    async with storage.look() as unit:
        assert await unit.stories.get(StoryId(2)) is not None
        assert await unit.stories.get(StoryId(3)) is not None
        assert await unit.articles.trace_of("ledger-9") is not None
        assert await unit.deliveries.get(DeliveryKey("recent")) is not None
        assert await unit.articles.seen(FEED, ["old", "new"]) == {"old", "new"}


async def test_identity_keys_are_forgotten_only_when_asked(storage):
    await fill(storage)

    pruned = await prune(storage, keys_before=NOON - MINUTE)

    assert pruned.key_count == 1
    async with storage.look() as unit:
        assert await unit.articles.seen(FEED, ["old", "new"]) == {"new"}


async def test_forgetting_twice_forgets_nothing_more(storage):
    await fill(storage)
    await prune(storage)

    assert await prune(storage) == Pruned()


async def test_many_old_stories_are_forgotten_in_one_call(storage):
    async with storage.begin() as unit:
        for number in range(1, 451):
            await unit.stories.add(a_story(number, updated_at=LONG_AGO))
        await unit.commit()

    assert (await prune(storage)).story_count == 450
