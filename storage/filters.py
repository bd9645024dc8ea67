"""The filters of searches and lists as conditions on articles and stories."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select

from bot.domain.questions import Query
from bot.ports import StoryFilter
from storage.tables import (
    article_states,
    articles,
    entity_names,
    mentions,
    stories,
    story_states,
)
from storage.words import fold, like_part

Condition = ColumnElement[bool]


def article_conditions(query: Query) -> list[Condition]:
    """Return what an article must fulfil besides the words; `since` counts, `until` does not."""
    conditions = []
    if query.since is not None:
        conditions.append(articles.c.published_at >= query.since)
    if query.until is not None:
        conditions.append(articles.c.published_at < query.until)
    if query.kind is not None:
        conditions.append(articles.c.kind == query.kind.casefold())
    if query.outlet is not None:
        conditions.append(_outlet(query.outlet))
    if query.state is not None:
        conditions.append(
            exists().where(
                article_states.c.article_id == articles.c.id,
                article_states.c.state == query.state.upper(),
            )
        )
    if query.entity is not None:
        conditions.append(_mentions(query.entity))
    return conditions


def story_conditions(which: StoryFilter) -> list[Condition]:
    """Return what an unmerged story must fulfil; times are those of its newest update."""
    conditions: list[Condition] = [stories.c.merged_into.is_(None)]
    if which.since is not None:
        conditions.append(stories.c.updated_at >= which.since)
    if which.until is not None:
        conditions.append(stories.c.updated_at < which.until)
    if which.news_since is not None:
        # Listed once by its own index, not looked up for each story: 2 ms, not 21, at 6,000.
        seen = select(articles.c.story_id).where(articles.c.first_seen_at >= which.news_since)
        conditions.append(or_(stories.c.updated_at >= which.news_since, stories.c.id.in_(seen)))
    if which.state is not None:
        conditions.append(
            exists().where(
                story_states.c.story_id == stories.c.id,
                story_states.c.state == which.state.upper(),
            )
        )
    if which.kind is not None:
        conditions.append(_told_by(articles.c.kind == which.kind.casefold()))
    if which.outlet is not None:
        conditions.append(_told_by(_outlet(which.outlet)))
    if which.entity is not None:
        conditions.append(_told_by(_mentions(which.entity)))
    return conditions


def _told_by(condition: Condition) -> Condition:
    return exists().where(articles.c.story_id == stories.c.id, condition)


def _outlet(part: str) -> Condition:
    return articles.c.outlet_key.like(like_part(part), escape="\\")


def _mentions(name: str) -> Condition:
    called = select(entity_names.c.entity_id).where(entity_names.c.name_key == fold(name))
    named = select(mentions.c.article_id).where(mentions.c.entity_id.in_(called))
    # The sum keeps SQLite from asking the text index anew for each of these articles.
    return (articles.c.id + 0).in_(named)
