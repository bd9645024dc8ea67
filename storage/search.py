"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL; the same words find the same.

The asker's words are text. For FTS5 each term is quoted; for PostgreSQL it is cut into words
first, as FTS5's unicode61 cuts them, so that `287(g)`, `U.S.` and `ice-detainers` are phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
)

from bot.domain.articles import Article, StoryId
from bot.domain.questions import Query
from storage.filters import article_conditions
from storage.tables import articles
from storage.terms import (
    HALF_DAYS,
    OUTLET_WEIGHT,
    RANKED,
    RECENCY_SHARE,
    TEXT_WEIGHT,
    TITLE_WEIGHT,
    plan,
)
from storage.transaction import Transaction
from storage.words import storable, words_of

#: PostgreSQL takes no more than a megabyte of words for one article.
_INDEXED_CHARACTERS = 200_000

_index = table(
    "article_search", column("rowid"), column("article_id"), column("title"), column("words")
)

Found = tuple[int, float]


async def search(
    tx: Transaction, query: Query, *, sort: str, limit: int, offset: int
) -> tuple[list[Found], int]:
    """Return article numbers with scores, best first, and how many fit, at most RANKED.

    `limit` is at least 1. Of more matches than RANKED the newest arrivals are ranked, whatever
    the order asked for.
    """
    matches = _matches(tx, query)
    if matches is None:
        return [], 0
    candidates = matches.limit(RANKED).cte("found")
    score = candidates.c.score * _freshness(tx, candidates)
    order: list[ColumnElement[Any]] = [candidates.c.published_at.desc(), candidates.c.id.desc()]
    if sort == "relevance":
        order.insert(0, score.desc())
    # Counted in the same pass: matching is the dear part.
    count = func.count().over().label("found_count")
    page = select(candidates.c.id, score.label("score"), count)
    paged = page.order_by(*order).limit(limit).offset(offset)
    rows = await tx.rows(paged, slow=True)
    found = [(int(row.id), float(row.score)) for row in rows]
    if rows or not offset:
        return found, int(rows[0].found_count) if rows else 0
    counted = await tx.rows(select(func.count()).select_from(candidates), slow=True)
    return found, int(counted[0][0])


async def arrived(tx: Transaction, query: Query, *, before: int | None, limit: int) -> list[int]:
    """Return the numbers of articles that fit, the last to arrive first; before one of them."""
    matches = _matches(tx, query, before=before)
    if matches is None:
        return []
    rows = await tx.rows(matches.with_only_columns(articles.c.id).limit(limit), slow=True)
    return [int(row.id) for row in rows]


async def told(tx: Transaction, query: Query, *, limit: int) -> list[tuple[StoryId, datetime]]:
    """Return story and time of the articles that fit, newest first; at most RANKED are looked at.

    No article is ranked or read whole: this is for counting.
    """
    matches = _matches(tx, query)
    if matches is None:
        return []
    found = matches.limit(RANKED).cte("found")
    rows = await tx.rows(
        select(articles.c.story_id, articles.c.published_at)
        .join(found, found.c.id == articles.c.id)
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit),
        slow=True,
    )
    return [(StoryId(row.story_id), row.published_at) for row in rows]


async def index(tx: Transaction, article: Article, *, known: bool) -> None:
    """Make an article findable in the same transaction; on SQLite its triggers do it."""
    if not tx.is_postgres:
        return
    statement = (
        "UPDATE article_search SET words = {words} WHERE article_id = :id"
        if known
        else "INSERT INTO article_search (article_id, words) VALUES (:id, {words})"
    )
    row = {
        "id": article.id,
        "title": _plain(article.title),
        "text": _plain(article.text),
        "outlet": _plain(article.outlet),
    }
    await tx.write(text(statement.format(words=_POSTGRES_WORDS)), [row])


_POSTGRES_WORDS = " || ".join(
    f"setweight(to_tsvector('{language}', CAST(:{part} AS text)), '{weight}')"
    for language in ("english", "simple")
    for part, weight in (("title", "A"), ("outlet", "B"), ("text", "D"))
)


def _plain(words: str) -> str:
    return " ".join(words_of(storable(words[:_INDEXED_CHARACTERS])))


def _matches(tx: Transaction, query: Query, *, before: int | None = None) -> Select[Any] | None:
    """Return the articles that fit, the last to arrive first; None when no word is asked for."""
    groups, excluded = plan(query)
    if query.groups and not groups:
        return None
    make = _postgres_matches if tx.is_postgres else _sqlite_matches
    found = make(groups, excluded, article_conditions(query))
    if before is None:
        return found
    # FTS5 begins where its own number says; that of the articles would be looked up for each.
    number = _index.c.rowid if groups and not tx.is_postgres else articles.c.id
    return found.where(number < before)


def _sqlite_matches(
    groups: Sequence[Sequence[str]], excluded: Sequence[str], conditions: list[ColumnElement[bool]]
) -> Select[Any]:
    if not groups:
        return _unranked(
            conditions,
            select(_index.c.rowid).where(_fts5_match(_fts5_any(excluded))) if excluded else None,
        )
    wanted = " AND ".join(f"({_fts5_any(group)})" for group in groups)
    if excluded:
        wanted = f"({wanted}) NOT ({_fts5_any(excluded)})"
    # The weights stand in the order of the index's columns.
    score = -func.bm25(literal_column("article_search"), TITLE_WEIGHT, TEXT_WEIGHT, OUTLET_WEIGHT)
    return (
        select(articles.c.id, articles.c.published_at, score.label("score"))
        .select_from(_index.join(articles, articles.c.id == _index.c.rowid))
        .where(_fts5_match(wanted), *conditions)
        # The index walks its rows backwards without sorting; only what is taken is ranked.
        .order_by(_index.c.rowid.desc())
    )


def _fts5_match(expression: str) -> ColumnElement[bool]:
    return literal_column("article_search").op("MATCH", is_comparison=True)(expression)


def _fts5_any(terms: Sequence[str]) -> str:
    return " OR ".join('"' + storable(term).replace('"', " ") + '"' for term in terms)


def _postgres_matches(
    groups: Sequence[Sequence[str]], excluded: Sequence[str], conditions: list[ColumnElement[bool]]
) -> Select[Any]:
    unwanted = or_(*map(_holds, excluded)) if excluded else None
    if not groups:
        ids = None if unwanted is None else select(_index.c.article_id).where(unwanted)
        return _unranked(conditions, ids)
    wanted = and_(*(or_(*map(_holds, group)) for group in groups))
    if unwanted is not None:
        wanted = and_(wanted, not_(unwanted))
    score: Any = sum(
        (func.ts_rank(_index.c.words, _tsquery(term)) for group in groups for term in group),
        start=literal_column("0.0"),
    )
    return (
        select(articles.c.id, articles.c.published_at, score.label("score"))
        .select_from(_index.join(articles, articles.c.id == _index.c.article_id))
        .where(wanted, *conditions)
        .order_by(articles.c.id.desc())
    )


def _holds(term: str) -> ColumnElement[bool]:
    return _index.c.words.op("@@", is_comparison=True)(_tsquery(term))


def _tsquery(term: str) -> ColumnElement[Any]:
    plain = _plain(term)
    english: ColumnElement[Any] = func.phraseto_tsquery(literal_column("'english'"), plain)
    # "simple" knows no stop words, so that "who" or "the border" can be looked for at all.
    return english.op("||")(func.phraseto_tsquery(literal_column("'simple'"), plain))


def _unranked(conditions: list[ColumnElement[bool]], without: Select[Any] | None) -> Select[Any]:
    chosen = select(
        articles.c.id, articles.c.published_at, literal_column("1.0").label("score")
    ).where(*conditions)
    if without is not None:
        chosen = chosen.where(articles.c.id.not_in(without))
    return chosen.order_by(articles.c.id.desc())


def _freshness(tx: Transaction, found: FromClause) -> ColumnElement[Any]:
    """The factor from 1 to 1 + RECENCY_SHARE, by age against the newest article found."""
    newest = select(func.max(found.c.published_at)).scalar_subquery()
    if tx.is_postgres:
        epoch: ColumnElement[str] = literal_column("'epoch'")
        seconds = func.date_part(epoch, newest) - func.date_part(epoch, found.c.published_at)
        days: ColumnElement[Any] = seconds / 86_400.0
    else:
        days = func.julianday(newest) - func.julianday(found.c.published_at)
    return 1 + RECENCY_SHARE / (1 + days / HALF_DAYS)
