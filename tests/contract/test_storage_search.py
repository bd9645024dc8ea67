"""What every archive promises about full-text search: the asker's words are text."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.articles import Revision
from bot.domain.feeds import FeedKind
from bot.domain.questions import Query
from storage import memory_articles, search
from tests.builders import NOON
from tests.fakes.stored import DAY, SHERIFF, a_mention, a_reading, an_article, store

pytest_plugins = ("tests.fakes.archives",)

ARTICLES = (
    an_article(
        1,
        title="Sheriff weighs 287(g) agreement",
        text="The county may join the program. ICE detainers were discussed.",
        states=("IL",),
    ),
    an_article(
        2,
        title="Board meets",
        text="A speaker mentioned the sheriff, once, near the end of a long evening in the U.S.",
        outlet="Lakeshore Tribune",
        kind=FeedKind.LOCAL,
        states=("NY",),
    ),
    an_article(
        3,
        title="Détention à Marlow",
        text="The detainer letters went out; who signed them is not known. Notice of deportation.",
        published_at=NOON - 40 * DAY,
    ),
)


async def find(storage, *groups, sort="relevance", limit=10, offset=0, **filters):
    query = Query(groups=tuple(map(tuple, groups)), **filters)
    async with storage.look() as unit:
        hits, count = await unit.articles.search(query, sort=sort, limit=limit, offset=offset)
    if len(hits) < limit and offset == 0:
        assert count == len(hits)
    return [hit.article.id for hit in hits]


@pytest.fixture
async def archive(storage):
    await store(storage, *ARTICLES)
    return storage


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("287(g)", [1]),
        ("U.S.", [2]),
        ("ice-detainers", [1]),
        ("detainer", [1, 3]),
        ("detention", [3]),
        ("DÉTENTION", [3]),
        ("county may join", [1]),
        ("join may county", []),
        ("lakeshore", [2]),
        ("who", [3]),
        ("title:sheriff", []),
        ("sheriff*", [1, 2]),
        ("NEAR(sheriff board)", []),
        ("AND", []),
        ("NOT", [3]),
        ("sheriff AND board", []),
        ('say "sheriff', []),
        ("' OR 1=1 --", []),
        ("board'; DROP TABLE articles; --", []),
        ("{title} : sheriff", []),
        ("^sheriff", [1, 2]),
        ("-sheriff", [1, 2]),
        ("sheriff & !board | x:*", []),
        ("\\", []),
        ("%", []),
        ("\x00", []),
        ("", []),
    ],
)
async def test_a_term_is_text_and_never_syntax(archive, term, expected):
    assert sorted(await find(archive, [term], sort="new")) == expected


async def test_a_title_weighs_more_than_three_words_of_a_text(storage):
    at = {"published_at": NOON}
    await store(
        storage,
        an_article(1, title="Detainers at issue", text="The county board met on Friday.", **at),
        an_article(2, title="Board at issue", text="Detainers, detainers, detainers here.", **at),
        an_article(3, title="Nothing at issue", text="The county board did not meet.", **at),
    )

    assert await find(storage, ["detainers"]) == [1, 2]


async def test_of_two_equal_texts_the_newer_comes_first(storage):
    words = {"title": "Sheriff speaks", "text": "Detainers."}
    await store(
        storage,
        an_article(1, published_at=NOON, **words),
        an_article(2, published_at=NOON - 90 * DAY, **words),
    )

    assert await find(storage, ["sheriff"]) == [1, 2]


async def test_every_group_must_match_and_one_term_of_a_group_is_enough(archive):
    assert await find(archive, ["sheriff"], ["board", "letters"]) == [2]
    assert sorted(await find(archive, ["sheriff", "letters"])) == [1, 2, 3]
    assert await find(archive, ["sheriff"], ["letters"]) == []


async def test_excluded_terms_do_not_occur(archive):
    assert await find(archive, ["sheriff"], excluded=("287(g)",)) == [2]
    assert await find(archive, ["sheriff"], excluded=("evening", "agreement")) == []
    assert await find(archive, sort="new", excluded=("sheriff",)) == [3]


async def test_signs_without_letters_ask_for_nothing(archive):
    assert await find(archive, ["sheriff"], ["&"], excluded=("--", "(")) == [1, 2]
    assert await find(archive, ["&"], ["--"]) == []


async def test_a_search_without_words_lists_the_newest(archive):
    assert await find(archive, sort="new") == [2, 1, 3]
    assert await find(archive, sort="relevance") == [2, 1, 3]


async def test_filters_narrow_a_search(archive):
    reading = a_reading(a_mention(SHERIFF, "Sheriff Whitfield"))
    await store(archive, an_article(4, title="Sheriff resigns"), reading=reading)

    assert await find(archive, ["sheriff"], outlet="TRIBUNE") == [2]
    assert await find(archive, ["sheriff"], kind="local") == [2]
    assert await find(archive, ["sheriff"], state="il") == [1]
    assert await find(archive, ["sheriff"], entity="official:whitfield") == [4]
    assert await find(archive, ["sheriff"], entity="dana whitfield") == [4]
    assert await find(archive, ["detainer"], since=NOON) == [1]
    assert await find(archive, ["detainer"], until=NOON) == [3]
    assert await find(archive, sort="new", outlet="100%") == []
    assert await find(archive, entity="sheriff whitfield", kind="local") == []


async def test_results_come_page_by_page_with_the_count_of_all(archive):
    async with archive.look() as unit:
        query = Query(groups=(("sheriff", "detainer"),))
        pages = [
            await unit.articles.search(query, sort="new", limit=2, offset=offset)
            for offset in (0, 2, 4)
        ]

    assert [[hit.article.id for hit in hits] for hits, _ in pages] == [[2, 1], [3], []]
    assert [count for _, count in pages] == [3, 3, 3]


async def test_a_better_hit_has_a_higher_score(archive):
    async with archive.look() as unit:
        hits, _ = await unit.articles.search(
            Query(groups=(("sheriff",),)), sort="relevance", limit=5, offset=0
        )

    assert hits[0].score > hits[1].score > 0


async def test_a_changed_text_is_found_by_its_new_words_only(archive):
    changed = replace(ARTICLES[0], title="Sheriff declines", text="No program.")
    revision = Revision(article=changed.id, title="", text="", replaced_at=NOON)

    async with archive.begin() as unit:
        await unit.articles.replace(changed, a_reading(), revision)
        assert (
            await unit.articles.search(
                Query(groups=(("declines",),)), sort="new", limit=1, offset=0
            )
        )[1] == 1
        await unit.commit()

    assert await find(archive, ["287(g)"]) == []
    assert await find(archive, ["declines"]) == [1]


async def test_what_was_not_committed_is_not_found(storage):
    async with storage.begin() as unit:
        await unit.articles.add(ARTICLES[0], a_reading())

    assert await find(storage, ["sheriff"]) == []


async def test_a_question_of_a_thousand_words_is_answered(archive):
    words = tuple(f"word{number}" for number in range(1000))

    assert await find(archive, words, ["sheriff"]) == []
    assert await find(archive, *((word,) for word in words)) == []
    assert await find(archive, ["sheriff"], excluded=words) == [1, 2]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    term=st.text(max_size=40), other=st.text(alphabet='"()*^:-+{}ANDORTNE sheriff\\%', max_size=30)
)
async def test_no_question_breaks_a_search(archive, term, other):
    await find(archive, [term, other], [other], excluded=(term,))
    await find(archive, outlet=term, entity=other, state=term, kind=other)


async def pages(storage, *groups, limit=2, **filters):
    """Every page of what arrived, until one is empty."""
    query, last, found = Query(groups=tuple(map(tuple, groups)), **filters), None, []
    async with storage.look() as unit:
        while page := await unit.articles.arrived(query, before=last, limit=limit):
            found.append([each.id for each in page])
            last = page[-1].id
    return found


async def test_page_after_page_gives_each_article_once_in_the_order_of_arrival(archive):
    await store(archive, an_article(4, title="Sheriff resigns", published_at=NOON - 90 * DAY))

    assert await pages(archive) == [[4, 3], [2, 1]]
    assert await pages(archive, ["sheriff"]) == [[4, 2], [1]]
    assert await pages(archive, ["sheriff"], excluded=("evening",)) == [[4, 1]]
    assert await pages(archive, excluded=("evening",)) == [[4, 3], [1]]
    assert await pages(archive, ["detainer"], state="il") == [[1]]
    assert await pages(archive, ["&"]) == []


async def test_what_arrived_is_not_bounded_by_what_is_ranked(storage, monkeypatch):
    for module in (memory_articles, search):
        monkeypatch.setattr(module, "RANKED", 1)
    await store(storage, an_article(1, title="Sheriff"), an_article(2, title="Sheriff"))

    assert await find(storage, ["sheriff"]) == [2]
    assert await pages(storage, ["sheriff"]) == [[2, 1]]
