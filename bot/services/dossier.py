"""Dossiers: a story with its articles and what was understood of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.articles import Article, ArticleId, Provenance, Reading, StoryId
from bot.domain.stories import Story
from bot.ports import UnitOfWork

#: Merged stories are followed this far; a chain that is longer is a fault of ours.
LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One story with its articles, oldest first: what a line of a list needs."""

    story: Story
    articles: tuple[Article, ...]

    @property
    def lead(self) -> Article:
        """The article whose headline stands for the story."""
        return lead_of(self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Outline):
    """All we hold of one story: each article has its reading."""

    readings: tuple[Reading, ...]

    def __iter__(self) -> Iterator[tuple[Article, Reading]]:
        return iter(zip(self.articles, self.readings, strict=True))

    def reading_of(self, article: ArticleId) -> Reading:
        """Return the reading of one of its articles."""
        return next(reading for each, reading in self if each.id == article)


def lead_of(articles: tuple[Article, ...]) -> Article:
    """Return the article whose headline stands for the story: the first in rank."""
    return min(articles, key=rank)


#: Rewrites stand last; a newspaper's own report leads before an agency's release on the same
#: event, because it also carries the other side.
_RANKS = {
    Provenance.ORIGINAL: 0,
    Provenance.OFFICIAL: 1,
    Provenance.WIRE_COPY: 2,
    Provenance.PRESS_RELEASE_COPY: 3,
    Provenance.REWRITE: 4,
}


#: What an article stands by among those of its story.
Rank = tuple[bool, int, datetime, int]


def rank(article: Article) -> Rank:
    """Return the order in which a story's sources are numbered.

    What was brought in after its time stands last: it must not take over a card that was posted.
    """
    place = _RANKS[article.provenance]
    return (article.is_backfilled, place, article.published_at, article.id)


def is_news_since(article: Article, moment: datetime) -> bool:
    """Whether an article was first seen from then on, and not brought in after its time."""
    return article.first_seen_at >= moment and not article.is_backfilled


async def open_story(unit: UnitOfWork, story_id: StoryId) -> Story | None:
    """Return the story that a number leads to, following merges; None when there is none."""
    for _ in range(LONGEST_CHAIN):
        story = await unit.stories.get(story_id)
        if story is None or story.merged_into is None:
            return story
        story_id = story.merged_into
    return None


async def open_dossier(unit: UnitOfWork, story_id: StoryId) -> Dossier | None:
    """Return the dossier of a story, following merges; None when there is no such story."""
    story = await open_story(unit, story_id)
    return await dossier_of(unit, story) if story is not None else None


async def open_outline(unit: UnitOfWork, story_id: StoryId) -> Outline | None:
    """Return the outline of a story, following merges; None when there is no such story."""
    story = await open_story(unit, story_id)
    return await outline_of(unit, story) if story is not None else None


async def outline_of(unit: UnitOfWork, story: Story) -> Outline | None:
    """Return the outline of a story at hand; None when it has no article."""
    articles = tuple(await unit.articles.of_story(story.id))
    return Outline(story=story, articles=articles) if articles else None


async def dossier_of(unit: UnitOfWork, story: Story) -> Dossier | None:
    """Return the dossier of a story at hand; None when it has no article."""
    outline = await outline_of(unit, story)
    return await dossier_from(unit, outline) if outline is not None else None


async def dossier_from(unit: UnitOfWork, outline: Outline) -> Dossier:
    """Return the dossier of an outline, which may be that of a part of a story's articles."""
    found = await unit.articles.readings([article.id for article in outline.articles])
    return Dossier(
        story=outline.story,
        articles=outline.articles,
        readings=tuple(found[article.id] for article in outline.articles),
    )
