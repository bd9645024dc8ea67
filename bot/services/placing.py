"""Placing: how a new article relates to its story, and how the story grows by it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article, ArticleId, Reading, StoryId
from bot.domain.stories import Story
from bot.services.dossier import Dossier, lead_of
from bot.text.comparing.provenance import Earlier, Evidence, Judgement, SameText, judge
from bot.text.events.fingerprint import containment


def place(
    article: Article, reading: Reading, *, earlier: Dossier | None, copy_of: ArticleId | None
) -> Article:
    """Return the article with its provenance judged against the earlier ones of its story."""
    judgement = judge(
        Evidence(
            kind=article.kind,
            outlet=article.outlet,
            body=reading.body,
            byline=article.byline,
            claims=reading.claims,
            entities=_entities(reading),
            signs=reading.rewrite_signs,
            same_text=_same_text(reading, earlier, copy_of),
            earlier=_earlier(earlier),
        )
    )
    return _with(article, judgement)


def _with(article: Article, judgement: Judgement) -> Article:
    return replace(
        article,
        provenance=judgement.provenance,
        provenance_reasons=judgement.reasons,
        derived_from=judgement.derived_from,
    )


def _entities(reading: Reading) -> frozenset[str]:
    return frozenset(mention.entity.id for mention in reading.mentions)


def _same_text(
    reading: Reading, earlier: Dossier | None, copy_of: ArticleId | None
) -> SameText | None:
    if earlier is None or copy_of is None:
        return None
    for article, other in earlier:
        if article.id == copy_of:
            return SameText(
                article=article.id,
                outlet=article.outlet,
                kind=article.kind,
                containment=containment(reading.fingerprint, other.fingerprint),
                provenance=article.provenance,
            )
    return None


def _earlier(dossier: Dossier | None) -> tuple[Earlier, ...]:
    if dossier is None:
        return ()
    return tuple(
        Earlier(
            article=article.id,
            outlet=article.outlet,
            claims=reading.claims,
            entities=_entities(reading),
            provenance=article.provenance,
        )
        for article, reading in dossier
    )


def news_at(story: Story, article: Article, articles: Sequence[Article], at: datetime) -> datetime:
    """Return when a story last had news, with what one of its articles brought at `at`.

    What is brought in after its time is no news to a story that was told by others at its time.
    """
    late = article.is_backfilled and not all(each.is_backfilled for each in articles)
    return story.updated_at if late else max(story.updated_at, at)


def grown(story: Story, articles: tuple[Article, ...], related: tuple[StoryId, ...]) -> Story:
    """Return a story as it stands with these articles, of which the last is new."""
    lead, new = lead_of(articles), articles[-1]
    return replace(
        story,
        headline=lead.title,
        lead=lead.id,
        updated_at=news_at(story, new, articles, new.published_at),
        article_count=len(articles),
        related=tuple(dict.fromkeys((*story.related, *related))),
        states=states_of_story(articles),
    )


def states_of_story(articles: Sequence[Article]) -> tuple[str, ...]:
    """Return the states at least a third of the articles are about, most often named first.

    One rewrite that lists every sanctuary state must not send the story to every state's channel.
    """
    counts = Counter(state for article in articles for state in article.states)
    enough = max(1, len(articles) / 3)
    kept = [state for state, count in counts.items() if count >= enough]
    return tuple(sorted(kept, key=lambda state: (-counts[state], state)))
