"""Articles, their readings, revisions and traces on a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update

from bot.domain.articles import Article, ArticleId, Reading, Revision, StoryId
from bot.domain.entities import Entity
from bot.domain.feeds import FeedId
from bot.domain.questions import Query
from bot.domain.verdicts import Trace
from bot.ports import EntityCount, Hit
from bot.text.names.citations import citation_keys
from storage import search
from storage.numbers import Numbers
from storage.records import Record
from storage.tables import (
    article_ids,
    article_states,
    articles,
    citations,
    entities,
    entity_names,
    identities,
    mentions,
    readings,
    revisions,
    traces,
)
from storage.traces import address_of, number_in
from storage.transaction import Transaction, chunks
from storage.words import fold, like_part

ARTICLES = Record(Article, articles, story="story_id")
READINGS = Record(Reading, readings)
ENTITIES = Record(Entity, entities)
REVISIONS = Record(Revision, revisions, article="article_id")
TRACES = Record(Trace, traces, article="article_id")

#: Half a millisecond each to decode, and 100 kB: between so many the event loop serves others.
READINGS_AT_ONCE = 25
#: The same of articles, which take a twentieth.
ARTICLES_AT_ONCE = 200

#: What `file` leaves alone: the article's own words and identity.
_TEXT = ("id", "title", "text", "content_hash", "outlet", "outlet_key")

_READING_COLUMNS = (
    readings.c.article_id,
    func.coalesce(readings.c.body, articles.c.text).label("body"),
    readings.c.rest,
)


def key_hash(key: str) -> str:
    """Return the digest an identity key is kept as."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class SqlArticles:
    """`Articles` on a database."""

    def __init__(self, transaction: Transaction, numbers: Numbers) -> None:
        self._tx = transaction
        self._numbers = numbers

    async def next_id(self) -> ArticleId:
        return ArticleId(await self._numbers.next(self._tx, article_ids))

    async def add(self, article: Article, reading: Reading) -> None:
        await self._tx.write(insert(articles), [_article_row(article)])
        await search.index(self._tx, article, known=False)
        await self._tx.write(insert(readings), [_reading_row(article, reading)])
        await self._add_states(article)
        await self._add_mentions(article.id, reading)
        await self._tx.write(insert(citations), citation_rows(article.id, reading))

    async def replace(self, article: Article, reading: Reading, revision: Revision) -> None:
        await self._update(article, _article_row(article))
        await search.index(self._tx, article, known=True)
        await self._tx.write(self._tx.upsert(readings), [_reading_row(article, reading)])
        await self._tx.write(insert(revisions), [REVISIONS.row(revision)])
        await self._drop_states(article.id)
        await self._add_states(article)
        await self._tx.write(delete(mentions).where(mentions.c.article_id == article.id))
        await self._add_mentions(article.id, reading)
        await self._tx.write(delete(citations).where(citations.c.article_id == article.id))
        await self._tx.write(insert(citations), citation_rows(article.id, reading))

    async def file(self, article: Article) -> None:
        row = _article_row(article)
        await self._update(article, {name: row[name] for name in row if name not in _TEXT})
        await self._drop_states(article.id)
        await self._add_states(article)

    async def get(self, article: ArticleId) -> Article | None:
        return await self._one(articles.c.id == article)

    async def by_guids(self, feed: FeedId, guids: Sequence[str]) -> dict[str, Article]:
        found: dict[str, Article] = {}
        for some in chunks(guids):
            held = select(articles).where(articles.c.feed == feed, articles.c.guid.in_(some))
            # The newest comes last and stays.
            for article in await self._many(held.order_by(articles.c.id)):
                found[article.guid or ""] = article
        return found

    async def by_urls(self, urls: Sequence[str]) -> dict[str, Article]:
        found: dict[str, Article] = {}
        for some in chunks(urls):
            held = select(articles).where(articles.c.url.in_(some)).order_by(articles.c.id)
            found.update((article.url, article) for article in await self._many(held))
        return found

    async def by_url(self, url: str) -> Article | None:
        return await self._one(articles.c.url == url)

    async def by_content(self, content_hash: str, feed: FeedId) -> Article | None:
        return await self._one(articles.c.feed == feed, articles.c.content_hash == content_hash)

    async def of_story(self, story: StoryId) -> Sequence[Article]:
        return await self._many(
            select(articles)
            .where(articles.c.story_id == story)
            .order_by(articles.c.published_at, articles.c.id)
        )

    async def reading(self, article: ArticleId) -> Reading | None:
        return (await self.readings([article])).get(article)

    async def readings(self, articles_: Sequence[ArticleId]) -> dict[ArticleId, Reading]:
        found: dict[ArticleId, Reading] = {}
        for some in chunks(articles_, READINGS_AT_ONCE):
            statement = select(*_READING_COLUMNS).join_from(readings, articles)
            for row in await self._tx.rows(statement.where(readings.c.article_id.in_(some))):
                found[ArticleId(row.article_id)] = READINGS.value(row)
        return found

    async def filed_since(self, since: datetime) -> AsyncIterator[tuple[Article, Reading]]:
        recent = await self._tx.rows(
            select(articles.c.id)
            .where(articles.c.first_seen_at >= since)
            .order_by(articles.c.first_seen_at, articles.c.id)
        )
        for some in chunks([row.id for row in recent], READINGS_AT_ONCE):
            read = await self.readings(some)
            for article in await self._held(some):
                yield article, read[article.id]

    async def revisions(self, article: ArticleId) -> Sequence[Revision]:
        rows = await self._tx.rows(
            select(revisions)
            .where(revisions.c.article_id == article)
            .order_by(revisions.c.replaced_at, revisions.c.id)
        )
        return [REVISIONS.value(row) for row in rows]

    async def search(
        self, query: Query, *, sort: str, limit: int, offset: int
    ) -> tuple[Sequence[Hit], int]:
        """Return hits and the count, which is at most `storage.terms.RANKED` (5,000)."""
        found, count = await search.search(self._tx, query, sort=sort, limit=limit, offset=offset)
        held = await self._held([number for number, _ in found])
        return [
            Hit(article=article, score=score)
            for article, (_, score) in zip(held, found, strict=True)
        ], count

    async def arrived(
        self, query: Query, *, before: ArticleId | None, limit: int
    ) -> Sequence[Article]:
        return await self._held(await search.arrived(self._tx, query, before=before, limit=limit))

    async def told(self, query: Query, *, limit: int) -> Sequence[tuple[StoryId, datetime]]:
        return await search.told(self._tx, query, limit=limit)

    async def citing(self, key: str, *, limit: int) -> Sequence[Article]:
        cited = select(citations.c.article_id).where(citations.c.key == key)
        newest = (articles.c.published_at.desc(), articles.c.id.desc())
        return await self._many(
            select(articles).where(articles.c.id.in_(cited)).order_by(*newest).limit(limit)
        )

    async def entities(self, text: str, *, limit: int) -> Sequence[EntityCount]:
        """Return entities whose name contains `text` or that an article called just that."""
        count = func.count().label("article_count")
        called = select(entity_names.c.entity_id).where(entity_names.c.name_key == fold(text))
        identity = entities.c.id.collate("C") if self._tx.is_postgres else entities.c.id
        rows: Sequence[Any] = await self._tx.rows(
            select(entities, count)
            .join_from(entities, mentions)
            .where(
                or_(
                    entities.c.name_key.like(like_part(text), escape="\\"),
                    entities.c.id.in_(called),
                )
            )
            .group_by(entities.c.id)
            .order_by(count.desc(), identity)
            .limit(limit),
            slow=True,
        )
        return [
            EntityCount(entity=ENTITIES.value(row), article_count=row.article_count) for row in rows
        ]

    async def outlets(self) -> Sequence[str]:
        rows = await self._tx.rows(
            select(articles.c.outlet, func.count().label("told")).group_by(articles.c.outlet),
            slow=True,
        )
        ordered = sorted(rows, key=lambda row: (-row.told, row.outlet))
        return [row.outlet for row in ordered]

    async def trace(self, trace: Trace) -> None:
        row = {**TRACES.row(trace), "address": address_of(trace)}
        await self._tx.write(self._tx.upsert(traces, newer="at"), [row])

    async def trace_of(self, reference: str) -> Trace | None:
        fits = [traces.c.address == reference, traces.c.guid == reference]
        number = number_in(reference)
        if number is not None:
            fits.append(traces.c.article_id == number)
        row = await self._tx.row(
            select(traces).where(or_(*fits)).order_by(traces.c.at.desc(), traces.c.address)
        )
        return None if row is None else TRACES.value(row)

    async def seen(self, feed: FeedId, keys: Sequence[str]) -> frozenset[str]:
        hashes = {key_hash(key): key for key in keys}
        known: set[str] = set()
        for some in chunks(list(hashes)):
            rows = await self._tx.rows(
                select(identities.c.key_hash).where(
                    identities.c.feed == feed, identities.c.key_hash.in_(some)
                )
            )
            known.update(hashes[row[0]] for row in rows)
        return frozenset(known)

    async def remember(self, feed: FeedId, keys: Sequence[str], at: datetime) -> None:
        # Sorted, so that two writers on PostgreSQL lock the same rows in the same order.
        hashes = sorted({key_hash(key) for key in keys})
        rows = [{"feed": feed, "key_hash": each, "at": at} for each in hashes]
        await self._tx.write(self._tx.upsert(identities), rows)

    async def _one(self, *conditions: ColumnElement[bool]) -> Article | None:
        newest = select(articles).where(*conditions).order_by(articles.c.id.desc()).limit(1)
        row = await self._tx.row(newest)
        return None if row is None else ARTICLES.value(row)

    async def _held(self, numbers: Sequence[int]) -> list[Article]:
        """Return the articles of these numbers, in their order."""
        found: dict[int, Article] = {}
        for some in chunks(numbers, ARTICLES_AT_ONCE):
            held = await self._many(select(articles).where(articles.c.id.in_(some)))
            found.update((article.id, article) for article in held)
        return [found[number] for number in numbers]

    async def _many(self, statement: Select[Any]) -> list[Article]:
        return [ARTICLES.value(row) for row in await self._tx.rows(statement)]

    async def _update(self, article: Article, values: dict[str, Any]) -> None:
        changed = update(articles).where(articles.c.id == article.id).values(values)
        if not await self._tx.write(changed):
            raise LookupError(f"article {article.id} is not stored")

    async def _drop_states(self, article: ArticleId) -> None:
        await self._tx.write(delete(article_states).where(article_states.c.article_id == article))

    async def _add_states(self, article: Article) -> None:
        states = sorted({state.upper() for state in article.states})
        rows = [{"article_id": article.id, "state": state} for state in states]
        await self._tx.write(insert(article_states), rows)

    async def _add_mentions(self, article: ArticleId, reading: Reading) -> None:
        named = {mention.entity.id: mention.entity for mention in reading.mentions}
        forms = {(fold(mention.surface), mention.entity.id) for mention in reading.mentions}
        forms |= {(fold(name), each.id) for each in named.values() for name in (each.name, each.id)}
        counts = Counter(mention.entity.id for mention in reading.mentions)
        await self._tx.write(
            self._tx.upsert(entities),
            [
                {**ENTITIES.row(each), "name_key": fold(each.name)}
                for _, each in sorted(named.items())
            ],
        )
        await self._tx.write(
            self._tx.insert_new(entity_names),
            [{"name_key": form, "entity_id": id_} for form, id_ in sorted(forms)],
        )
        await self._tx.write(
            insert(mentions),
            [
                {"article_id": article, "entity_id": id_, "mention_count": count}
                for id_, count in sorted(counts.items())
            ],
        )


def citation_rows(article: int, reading: Reading) -> list[dict[str, Any]]:
    """Return the keys under which an article's documents are found, as rows."""
    keys = {key for document in reading.documents for key in citation_keys(document)}
    return [{"article_id": article, "key": key} for key in sorted(keys)]


def _article_row(article: Article) -> dict[str, Any]:
    return {**ARTICLES.row(article), "outlet_key": fold(article.outlet)}


def _reading_row(article: Article, reading: Reading) -> dict[str, Any]:
    row = {**READINGS.row(reading), "article_id": article.id}
    return {**row, "body": None} if reading.body == article.text else row
