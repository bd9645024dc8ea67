"""What every archive promises about articles, readings, revisions, traces and identities."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.articles import (
    ArticleId,
    Change,
    ChangeKind,
    Fingerprint,
    Provenance,
    Reading,
    Revision,
    StoryId,
    Traits,
)
from bot.domain.claims import Claim, ClaimKind, DocumentKind, Figure, PrimaryDocument, Speaker
from bot.domain.feeds import FeedId
from bot.ports import Storage
from storage.memory import MemoryStorage
from tests.builders import NOON
from tests.fakes.stored import (
    DAY,
    FEED,
    ICE,
    MINUTE,
    SHERIFF,
    a_mention,
    a_reading,
    a_trace,
    an_article,
    store,
)

pytest_plugins = ("tests.fakes.archives",)

FULL_READING = Reading(
    body="The sheriff said 70% were charged.",
    byline="Rosa Lindqvist",
    printed_at=NOON,
    fingerprint=Fingerprint(hashes=(1, 2**63, 2**64 - 1), shingle_count=3),
    traits=Traits(terms=(("sheriff", 1.5),), quoted=(7,)),
    mentions=(a_mention(), a_mention(SHERIFF, "Dana Whitfield")),
    claims=(
        Claim(
            kind=ClaimKind.STATEMENT,
            words="70% were charged",
            sentence="The sheriff said 70% were charged.",
            start=0,
            end=34,
            speaker=Speaker(name="Dana Whitfield", role="county sheriff"),
            figures=(Figure(value=Decimal("70.10"), unit="percent", counts="charged"),),
        ),
    ),
    documents=(PrimaryDocument(kind=DocumentKind.FORM, citation="Form I-247A"),),
    correction="An earlier version gave the wrong day.",
)


async def test_an_article_and_its_reading_come_back_as_they_were_stored(storage):
    article = an_article(
        title="Détention à Marlow: “no deal”",
        byline="Rosa Lindqvist",
        provenance=Provenance.WIRE_COPY,
        provenance_reasons=("same text as [1]",),
        derived_from=ArticleId(9),
        score=0.75,
        states=("IL", "NY"),
        revised_at=NOON + DAY,
    )

    await store(storage, article, reading=FULL_READING)

    async with storage.look() as unit:
        assert await unit.articles.get(article.id) == article
        assert await unit.articles.reading(article.id) == FULL_READING
        assert await unit.articles.readings([article.id, ArticleId(99)]) == {
            article.id: FULL_READING
        }


async def test_what_is_not_stored_is_none(storage):
    async with storage.look() as unit:
        assert await unit.articles.get(ArticleId(1)) is None
        assert await unit.articles.reading(ArticleId(1)) is None
        assert await unit.articles.by_guids(FEED, ["ledger-1"]) == {}
        assert await unit.articles.by_urls(["https://ledger.example/news/1"]) == {}
        assert await unit.articles.by_url("https://ledger.example/news/1") is None
        assert await unit.articles.by_content("0", FEED) is None
        assert await unit.articles.trace_of("1") is None


async def test_ids_are_given_once_also_when_the_unit_that_took_one_is_undone(storage):
    async with storage.begin() as unit:
        first = await unit.articles.next_id()
    async with storage.begin() as unit:
        second = await unit.articles.next_id()
        await unit.commit()
    async with storage.begin() as unit:
        third = await unit.articles.next_id()

    assert len({first, second, third}) == 3


async def test_the_newest_article_of_a_guid_or_address_is_found(storage):
    address = "https://ledger.example/a"
    older = an_article(1, guid="same", url=address)
    newer = an_article(2, guid="same", url=address)
    foreign = an_article(3, guid="same", feed=FeedId("wire"))

    await store(storage, older, newer, foreign)

    async with storage.look() as unit:
        assert await unit.articles.by_guids(FEED, ["same", "none"]) == {"same": newer}
        assert await unit.articles.by_url(address) == newer
        assert await unit.articles.by_urls([address, foreign.url]) == {
            address: newer,
            foreign.url: foreign,
        }
        assert await unit.articles.by_guids(FeedId("wire"), ["same"]) == {"same": foreign}


async def test_the_same_words_count_as_known_within_their_feed_only(storage):
    article = an_article()

    await store(storage, article)

    async with storage.look() as unit:
        assert await unit.articles.by_content(article.content_hash, FEED) == article
        assert await unit.articles.by_content(article.content_hash, FeedId("wire")) is None


async def test_a_story_lists_its_articles_oldest_publication_first(storage):
    late = an_article(1, story=StoryId(7), published_at=NOON + DAY)
    early = an_article(2, story=StoryId(7), published_at=NOON)
    other = an_article(3, story=StoryId(8))

    await store(storage, late, early, other)

    async with storage.look() as unit:
        assert await unit.articles.of_story(StoryId(7)) == [early, late]


async def test_articles_filed_since_a_moment_come_with_their_readings(storage):
    before = an_article(1, first_seen_at=NOON - MINUTE)
    second = an_article(2, first_seen_at=NOON + MINUTE)
    first = an_article(3, first_seen_at=NOON)

    await store(storage, before, second, first)

    async with storage.look() as unit:
        filed = [each async for each in unit.articles.filed_since(NOON)]
    assert filed == [
        (first, Reading(body=first.text)),
        (second, Reading(body=second.text)),
    ]


async def test_a_revised_article_keeps_its_earlier_text(storage):
    article = an_article(states=("IL",))
    await store(storage, article, reading=a_reading(a_mention()))
    newer = replace(article, title="Board corrects figure", text="Nine, not four.", states=("NY",))
    revision = Revision(
        article=article.id,
        title=article.title,
        text=article.text,
        replaced_at=NOON,
        changes=(Change(kind=ChangeKind.NUMBER, before="four", after="nine"),),
    )

    async with storage.begin() as unit:
        await unit.articles.replace(newer, a_reading(a_mention(SHERIFF, "Whitfield")), revision)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.get(article.id) == newer
        assert await unit.articles.revisions(article.id) == [revision]
        assert (await unit.articles.reading(article.id)).mentions[0].entity == SHERIFF
        counts = await unit.articles.entities("", limit=5)
        assert [each.entity for each in counts] == [SHERIFF]


async def test_filing_an_article_elsewhere_leaves_its_text(storage):
    article = an_article(states=("IL",))
    await store(storage, article)
    filed = replace(
        article,
        story=StoryId(5),
        provenance=Provenance.REWRITE,
        provenance_reasons=("adds nothing",),
        states=("NY",),
    )

    async with storage.begin() as unit:
        await unit.articles.file(replace(filed, title="not this", text="nor this"))
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.get(article.id) == filed
        assert await unit.articles.of_story(StoryId(1)) == []
        assert await unit.articles.of_story(StoryId(5)) == [filed]


async def test_an_article_that_is_not_stored_cannot_be_changed(storage):
    article = an_article()
    revision = Revision(article=article.id, title="", text="", replaced_at=NOON)

    async with storage.begin() as unit:
        with pytest.raises(LookupError, match="article 1 is not stored"):
            await unit.articles.file(article)
        with pytest.raises(LookupError, match="article 1 is not stored"):
            await unit.articles.replace(article, a_reading(), revision)


async def test_entities_are_counted_by_article_and_found_by_part_or_printed_form(storage):
    both = a_reading(a_mention(), a_mention(), a_mention(SHERIFF, "Sheriff Whitfield"))
    await store(storage, an_article(1), reading=both)
    await store(storage, an_article(2), reading=a_reading(a_mention()))

    async with storage.look() as unit:
        everybody = await unit.articles.entities("", limit=5)
        one = await unit.articles.entities("", limit=1)
        by_part = await unit.articles.entities("CUSTOMS", limit=5)
        by_form = await unit.articles.entities("ice", limit=5)
        by_sign = await unit.articles.entities("%", limit=5)

    assert [(each.entity, each.article_count) for each in everybody] == [(ICE, 2), (SHERIFF, 1)]
    assert one == everybody[:1]
    assert [each.entity for each in by_part] == [ICE]
    assert [each.entity for each in by_form] == [ICE]
    assert by_sign == []


async def test_an_entity_has_the_role_it_was_last_given(storage):
    promoted = replace(SHERIFF, role="state police director")
    await store(storage, an_article(1), reading=a_reading(a_mention(SHERIFF)))
    await store(storage, an_article(2), reading=a_reading(a_mention(promoted)))

    async with storage.look() as unit:
        (found,) = await unit.articles.entities("whitfield", limit=5)

    assert found.entity == promoted
    assert found.article_count == 2


async def test_outlets_with_most_articles_come_first(storage):
    await store(
        storage,
        an_article(1, outlet="Lakeshore Tribune"),
        an_article(2, outlet="Sample Wire"),
        an_article(3, outlet="Sample Wire"),
        an_article(4, outlet="Capital Ledger"),
    )

    async with storage.look() as unit:
        outlets = await unit.articles.outlets()

    assert outlets == ["Sample Wire", "Capital Ledger", "Lakeshore Tribune"]


async def test_a_trace_is_found_by_address_guid_and_article_number(storage):
    trace = a_trace(article=ArticleId(12), story=StoryId(3), verdict="opened")

    async with storage.begin() as unit:
        await unit.articles.trace(trace)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.trace_of(trace.url) == trace
        assert await unit.articles.trace_of("ledger-1") == trace
        assert await unit.articles.trace_of("12") == trace
        assert await unit.articles.trace_of("9" * 40) is None


async def test_the_newer_trace_of_an_address_stands_whatever_came_first(storage):
    newer = a_trace(at=NOON + MINUTE, verdict="joined")

    async with storage.begin() as unit:
        for trace in (a_trace(at=NOON), newer, a_trace(at=NOON - MINUTE)):
            await unit.articles.trace(trace)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.trace_of(newer.url) == newer


async def test_entries_without_an_address_have_each_their_own_trace(storage):
    first, second = a_trace(url="", guid="a"), a_trace(url="", guid="b")

    async with storage.begin() as unit:
        await unit.articles.trace(first)
        await unit.articles.trace(second)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.trace_of("a") == first
        assert await unit.articles.trace_of("b") == second


async def test_identity_keys_are_known_within_their_feed(storage):
    keys = [f"guid:{number}" for number in range(1200)]

    async with storage.begin() as unit:
        await unit.articles.remember(FEED, keys, NOON)
        await unit.articles.remember(FEED, keys[:3], NOON + DAY)
        await unit.commit()

    async with storage.look() as unit:
        assert await unit.articles.seen(FEED, [*keys, "new"]) == frozenset(keys)
        assert await unit.articles.seen(FeedId("wire"), keys) == frozenset()
        assert await unit.articles.seen(FEED, []) == frozenset()


async def test_text_no_database_takes_does_not_stop_an_article(storage):
    broken = an_article(title="Detainer \x00 letters \ud800", text="NUL \x00 and half \udfff")

    await store(storage, broken, reading=Reading(body=broken.text, byline="\x00\ud800"))

    async with storage.look() as unit:
        stored = await unit.articles.get(broken.id)
        assert stored.title.startswith("Detainer ")
        assert stored.text.startswith("NUL ")
        assert await unit.articles.reading(broken.id) is not None
        assert await unit.articles.by_guids(FEED, ["\x00\ud800"]) == {}


def test_every_archive_is_a_storage():
    archive: Storage = MemoryStorage()

    assert archive is not None
