"""Articles that no story was opened for: put together from their readings alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.articles import Article, ArticleId, Draft, Reading, StoryId
from bot.domain.feeds import FeedId, FeedKind
from bot.domain.stories import Story
from bot.services.dossier import Dossier, lead_of
from bot.services.placing import place


def shelve(
    drafts: Sequence[Draft],
    readings: Sequence[Reading],
    kind: FeedKind = FeedKind.NATIONAL,
    *,
    as_given: bool = False,
) -> Dossier:
    """Return one story of these drafts, numbered from 1; at least one.

    Each is judged alone: which of them came first, and so who rewrote whom, nobody has said.
    `as_given` takes every one for work of its own, as whoever chose them did.
    """
    bare = [
        _article(number, draft, reading, kind)
        for number, (draft, reading) in enumerate(zip(drafts, readings, strict=True), start=1)
    ]
    articles = tuple(
        article if as_given else place(article, reading, earlier=None, copy_of=None)
        for article, reading in zip(bare, readings, strict=True)
    )
    if not articles:
        raise ValueError("articles: none given")
    lead = lead_of(articles)
    story = Story(
        id=lead.story,
        headline=lead.title,
        lead=lead.id,
        opened_at=min(article.published_at for article in articles),
        updated_at=max(article.published_at for article in articles),
        article_count=len(articles),
    )
    return Dossier(story=story, articles=articles, readings=tuple(readings))


def _article(number: int, draft: Draft, reading: Reading, kind: FeedKind) -> Article:
    return Article(
        id=ArticleId(number),
        story=StoryId(0),
        feed=FeedId("analyze"),
        outlet=draft.outlet,
        kind=kind,
        url=draft.url,
        guid=None,
        title=draft.title,
        text=reading.body,
        byline=reading.byline,
        published_at=draft.published_at,
        dated=True,
        first_seen_at=draft.published_at,
        language="en",
        content_hash="",
        score=reading.relevance.score,
    )
