"""How fast the archive files and finds: python -m benchmarks.storage [ARTICLES] [URL].

Texts are drawn from a vocabulary with Zipf's distribution, words of the beat among the common
ones, so that the commonest searches match half of all articles: bm25's bad case.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import insert

from bot.domain.articles import Article, ArticleId, Fingerprint, Reading, StoryId, Traits
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.domain.feeds import FeedId, FeedKind
from bot.domain.questions import Query
from bot.domain.stories import Story
from bot.ports import StoryFilter
from storage.articles import ENTITIES, _article_row
from storage.engine import SqlStorage, migrate, open_storage
from storage.search import index
from storage.tables import (
    article_ids,
    article_states,
    articles,
    counters,
    entities,
    entity_names,
    mentions,
    readings,
    story_ids,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BEAT = [
    *("immigration", "enforcement", "ice", "detainer", "sheriff", "county", "judge", "court"),
    *("border", "deportation", "asylum", "agents", "arrest", "custody", "federal", "state"),
    *("agreement", "jail", "sanctuary", "officials"),
]
VOCABULARY = [
    word
    for rank in range(20_000 // 20)
    for word in ([BEAT[rank]] if rank < len(BEAT) else []) + [f"w{rank}x{n}" for n in range(20)]
]
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(VOCABULARY))))
PLACES = [
    Entity(id=EntityId(f"place:{n}"), kind=EntityKind.PLACE, name=f"Place number {n}")
    for n in range(2_000)
]
STATES = ("IL", "NY", "CA", "TX", "FL", "AZ", "GA", "NJ")


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=count))


def reading(chance: random.Random, text: str) -> Reading:
    named = chance.sample(PLACES, 8)
    return Reading(
        body=text,
        fingerprint=Fingerprint(
            hashes=tuple(chance.getrandbits(32) for _ in range(128)), shingle_count=380
        ),
        traits=Traits(terms=tuple((word, 1.5) for word in sorted(set(text.split()))[:80])),
        mentions=tuple(
            Mention(entity=each, surface=each.name, start=0, end=9) for each in named for _ in "ab"
        ),
    )


def article(chance: random.Random, number: int, total: int, text: str) -> Article:
    at = NOW - timedelta(minutes=5) * (total - number)
    return Article(
        id=ArticleId(number),
        story=StoryId((number + 2) // 3),
        feed=FeedId(f"feed-{number % 300}"),
        outlet=f"Outlet {number % 250}",
        kind=FeedKind.LOCAL if number % 3 else FeedKind.NATIONAL,
        url=f"https://outlet{number % 250}.example/{number}",
        guid=f"guid-{number}",
        title=words(chance, 10),
        text=text,
        byline=None,
        published_at=at,
        dated=True,
        first_seen_at=at,
        language="en",
        content_hash=f"{number:032x}",
        states=(STATES[number % len(STATES)],),
    )


async def fill(storage: SqlStorage, total: int) -> None:
    """File the archive's bulk a thousand a commit, and its newest articles as the bot does."""
    chance = random.Random(7)
    measured = min(total, 1_500)
    for start in range(1, total - measured + 1, 1_000):
        numbers = range(start, min(start + 1_000, total - measured + 1))
        made = [article(chance, number, total, words(chance, 400)) for number in numbers]
        await file_bulk(storage, chance, made)
    spent = 0.0
    for start in range(total - measured + 1, total + 1, 30):
        made = [
            article(chance, number, total, words(chance, 400))
            for number in range(start, min(start + 30, total + 1))
        ]
        read = [reading(chance, each.text) for each in made]
        began = time.perf_counter()
        async with storage.begin() as unit:
            for each, what in zip(made, read, strict=True):
                await unit.articles.add(each, what)
                if each.id % 3 == 1:
                    await unit.stories.add(story(each))
            await unit.commit()
        spent += time.perf_counter() - began
    if not storage.is_postgres:
        await give_out(storage, total)
    print(f"the last {measured} filed, 30 a commit: {measured / spent:,.0f} articles/s")


async def give_out(storage: SqlStorage, total: int) -> None:
    """Say which numbers are given, so that a bot may go on with the archive."""
    given = [{"name": each.name, "value": total} for each in (article_ids, story_ids)]
    async with storage.begin() as unit:
        await unit.transaction.write(unit.transaction.upsert(counters), given)
        await unit.commit()


async def file_bulk(storage: SqlStorage, chance: random.Random, made: list[Article]) -> None:
    named = [(each, place) for each in made for place in chance.sample(PLACES, 8)]
    async with storage.begin() as unit:
        write = unit.transaction.write
        await write(insert(articles), [_article_row(each) for each in made])
        if unit.transaction.is_postgres:
            for each in made:
                await index(unit.transaction, each, known=False)
        await write(insert(readings), [{"article_id": each.id, "rest": "{}"} for each in made])
        await write(
            insert(article_states),
            [{"article_id": each.id, "state": each.states[0]} for each in made],
        )
        await write(
            unit.transaction.upsert(entities),
            [{**ENTITIES.row(place), "name_key": place.name.lower()} for place in PLACES],
        )
        await write(
            unit.transaction.insert_new(entity_names),
            [{"name_key": place.name.lower(), "entity_id": place.id} for place in PLACES],
        )
        await write(
            insert(mentions),
            [
                {"article_id": each.id, "entity_id": place.id, "mention_count": 2}
                for each, place in named
            ],
        )
        for each in made:
            if each.id % 3 == 1:
                await unit.stories.add(story(each))
        await unit.commit()


def story(lead: Article) -> Story:
    return Story(
        id=lead.story,
        headline=lead.title,
        lead=lead.id,
        opened_at=lead.published_at,
        updated_at=lead.published_at,
        states=lead.states,
    )


async def timed(name: str, calls: list) -> None:
    taken = []
    for call in calls:
        began = time.perf_counter()
        await call()
        taken.append((time.perf_counter() - began) * 1000)
    p95 = quantiles(taken, n=20)[-1]
    print(f"{name:48} p50 {median(taken):7.1f}  p95 {p95:7.1f}  max {max(taken):7.1f} ms")


async def ask(storage: SqlStorage) -> None:
    chance = random.Random(11)

    def searches(width: int, sort: str, **filters):
        def one():
            terms = chance.choices(VOCABULARY[:400] + BEAT * 20, k=width)
            query = Query(groups=tuple((term,) for term in terms), **filters)

            async def call():
                async with storage.look() as unit:
                    await unit.articles.search(query, sort=sort, limit=5, offset=0)

            return call

        return [one() for _ in range(60)]

    for width in (1, 2, 3):
        for sort in ("relevance", "new"):
            await timed(f"search, {width} words, {sort}", searches(width, sort))
    rare = {"outlet": "Outlet 17"}
    for name, filters in {
        "since 30 days": {"since": NOW - timedelta(days=30)},
        "until a year ago": {"until": NOW - timedelta(days=300)},
        "outlet, 1 of 250": rare,
        "state, 1 of 8": {"state": "IL"},
        "entity, 1 of 250 articles": {"entity": "Place number 5"},
        "nothing fits": {"outlet": "nobody"},
    }.items():
        await timed(f"search, 1 word, {name}", searches(1, "relevance", **filters))
    await timed("search, no word, outlet", searches(0, "new", **rare))

    async def newest():
        async with storage.look() as unit:
            await unit.stories.newest(StoryFilter(state="IL", outlet="Outlet 17"), limit=5)

    async def named():
        async with storage.look() as unit:
            await unit.articles.entities("number 1", limit=10)

    async def everybody():
        async with storage.look() as unit:
            await unit.articles.entities("", limit=10)

    async def outlets():
        async with storage.look() as unit:
            await unit.articles.outlets()

    async def window():
        async with storage.look() as unit:
            [each async for each in unit.articles.filed_since(NOW - timedelta(hours=36))]

    for call in (newest, named, everybody, outlets, window):
        await timed(call.__name__, [call] * 10)


def size_of(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).iterdir())


async def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/bot.db"
        await migrate(url)
        storage = await open_storage(url)
        await fill(storage, total)
        print(f"{size_of(folder) / 1e6:,.0f} MB")
        await ask(storage)
        await storage.close()


if __name__ == "__main__":
    asyncio.run(main())
