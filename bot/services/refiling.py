"""Refiling: an admin's merge or split of stories, kept because articles name their story.

The index of open stories is replayed from the articles, so what is refiled stays so after a
restart; a later article is compared with the stories as the admin left them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState, delivery_key
from bot.domain.stories import Story
from bot.ports import UnitOfWork
from bot.services.dossier import Dossier
from bot.services.placing import grown, place


async def merge_stories(unit: UnitOfWork, story: Dossier, into: Dossier, now: datetime) -> Story:
    """File every article of `story` under `into`, with who follows it; return what `into` is now.

    Posted cards of both show the merged story from now on; what was owed for `story` alone is
    owed for `into`.
    """
    target = into.story
    moved = [replace(article, story=target.id) for article in story.articles]
    for article in moved:
        await unit.articles.file(article)
    every = tuple(sorted((*into.articles, *moved), key=_age))
    merged = replace(
        grown(target, every, story.story.related),
        opened_at=min(target.opened_at, story.story.opened_at),
        announced=target.announced or story.story.announced,
    )
    ours = {target.id, story.story.id}
    merged = replace(merged, related=tuple(each for each in merged.related if each not in ours))
    await unit.stories.save(merged)
    await unit.stories.save(replace(story.story, merged_into=target.id))
    for watch in await unit.watches.active():
        if watch.story == story.story.id:
            await unit.watches.save(replace(watch, story=target.id))
    await _pass_on(unit, story.story, merged, now)
    for each in (story.story, merged):
        await owe_revisions(unit, each, f"merge:{story.story.id}:{target.id}", now)
    return merged


async def split_story(
    unit: UnitOfWork, dossier: Dossier, article: Article, now: datetime
) -> tuple[Dossier, Dossier]:
    """File one article as a story of its own; return what is left, and the new story.

    The article must be one of at least two of the dossier.
    """
    reading = dossier.reading_of(article.id)
    number = await unit.stories.next_id()
    own = replace(place(article, reading, earlier=None, copy_of=None), story=number)
    story = Story(
        id=number,
        headline=own.title,
        lead=own.id,
        opened_at=own.published_at,
        updated_at=own.published_at,
        announced=dossier.story.announced,
        states=own.states,
    )
    await unit.stories.add(story)
    await unit.articles.file(own)
    rest = tuple((each, read) for each, read in dossier if each.id != article.id)
    articles = tuple(each for each, _ in rest)
    left = Dossier(
        story=grown(dossier.story, articles, ()),
        articles=articles,
        readings=tuple(read for _, read in rest),
    )
    await unit.stories.save(left.story)
    await owe_revisions(unit, left.story, f"split:{article.id}", now)
    return left, Dossier(story=story, articles=(own,), readings=(reading,))


async def owe_revisions(unit: UnitOfWork, story: Story, subject: str, now: datetime) -> None:
    """Owe the posted cards of a story a revision."""
    for root in await unit.deliveries.of_story(story.id):
        if root.kind is DeliveryKind.ROOT and root.state is DeliveryState.SENT:
            revision = Delivery(
                key=delivery_key(DeliveryKind.REVISION, root.route, f"{story.id}:{subject}:{now}"),
                kind=DeliveryKind.REVISION,
                route=root.route,
                channel=root.channel,
                due_at=now,
                created_at=now,
                story=story.id,
            )
            await unit.deliveries.owe(revision)


async def drop_owed(unit: UnitOfWork, story: Story, reason: str) -> Sequence[Delivery]:
    """Give up what is owed for a story; return it."""
    owed = [
        each
        for each in await unit.deliveries.of_story(story.id)
        if each.state is DeliveryState.OWED
    ]
    for each in owed:
        given_up = replace(each, state=DeliveryState.ABANDONED, last_error=reason)
        await unit.deliveries.save(given_up)
    return owed


async def _pass_on(unit: UnitOfWork, story: Story, into: Story, now: datetime) -> None:
    """Owe the roots that were still owed for `story` for `into`, where it has none."""
    for owed in await drop_owed(unit, story, f"merged into story {into.id}"):
        if owed.kind is DeliveryKind.ROOT:
            key = delivery_key(DeliveryKind.ROOT, owed.route, f"story:{into.id}")
            await unit.deliveries.owe(replace(owed, key=key, story=into.id, created_at=now))


def _age(article: Article) -> tuple[datetime, int]:
    return article.published_at, article.id
