"""What every archive promises about cited documents, counts over time, and what is new."""

from bot.domain.articles import ArticleId, Revision, StoryId
from bot.domain.questions import Query
from bot.ports import StoryFilter
from bot.text.names.documents import find_documents
from tests.builders import NOON
from tests.fakes.stored import DAY, MINUTE, a_reading, a_story, an_article, store

pytest_plugins = ("tests.fakes.archives",)


def citing(words: str):
    return a_reading(documents=find_documents(words))


async def found(storage, key: str, limit: int = 5) -> list[int]:
    async with storage.look() as unit:
        return [article.id for article in await unit.articles.citing(key, limit=limit)]


async def test_articles_that_cite_a_document_are_found_newest_first(storage):
    await store(storage, an_article(1), an_article(2), reading=citing("See 8 CFR 287.7(d)."))
    await store(storage, an_article(3))

    assert await found(storage, "8cfr287.7(d)") == [2, 1]
    assert await found(storage, "8cfr287.7(d)", limit=1) == [2]


async def test_a_section_finds_its_subsections_and_its_place_in_the_act(storage):
    await store(storage, an_article(1), reading=citing("under 8 U.S.C. § 1357(g)(1)"))
    await store(storage, an_article(2), reading=citing("a 287(g) agreement"))

    assert await found(storage, "8u.s.c.§1357(g)") == [2, 1]
    assert await found(storage, "8u.s.c.§1357(g)(1)") == [1]


async def test_a_changed_text_is_found_by_what_it_cites_now(storage):
    await store(storage, an_article(1), reading=citing("See 8 CFR 287.7."))
    revision = Revision(article=ArticleId(1), title="t", text="x", replaced_at=NOON)
    async with storage.begin() as unit:
        await unit.articles.replace(an_article(1), citing("See 8 CFR 239.1."), revision)
        await unit.commit()

    assert await found(storage, "8cfr287.7") == []
    assert await found(storage, "8cfr239.1") == [1]


async def test_forgotten_articles_are_cited_from_nowhere(storage):
    async with storage.begin() as unit:
        await unit.stories.add(a_story(1))
        await unit.articles.add(an_article(1), citing("See 8 CFR 287.7."))
        await unit.commit()

    await storage.prune(articles_before=NOON + DAY, dropped_before=NOON)

    assert await found(storage, "8cfr287.7") == []


async def test_what_fits_a_query_is_told_with_its_times_newest_first(storage):
    await store(
        storage,
        an_article(1, title="Detainer letters sent", story=StoryId(7)),
        an_article(2, title="Detainer letters answered", story=StoryId(7)),
        an_article(3, title="A fair opens"),
    )

    async with storage.look() as unit:
        told = await unit.articles.told(Query(groups=(("detainer letters",),)), limit=5)
        none = await unit.articles.told(Query(groups=(("--",),)), limit=5)
        last = await unit.articles.told(Query(), limit=1)

    assert told == [(7, NOON + 2 * MINUTE), (7, NOON + MINUTE)]
    assert none == []
    assert last == [(3, NOON + 3 * MINUTE)]


async def test_an_article_shown_late_is_news_from_when_it_was_seen(storage):
    late = an_article(1, published_at=NOON - DAY, first_seen_at=NOON)
    async with storage.begin() as unit:
        await unit.stories.add(a_story(1, updated_at=NOON - DAY))
        await unit.articles.add(late, a_reading())
        await unit.stories.add(a_story(2, updated_at=NOON))
        await unit.stories.add(a_story(3, updated_at=NOON - DAY))
        await unit.commit()

    async with storage.look() as unit:
        news = await unit.stories.newest(StoryFilter(news_since=NOON - MINUTE), limit=5)

    assert [story.id for story in news] == [2, 1]
