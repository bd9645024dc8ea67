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
from bot.services.posts import posts_among


async def merge_stories(unit: UnitOfWork, story: Dossier, into: Dossier, now: datetime) -> Story:
    """File every article of `story` under `into`, with who follows it; return what `into` is now.

    Where both were posted, the post of `story` leads to that of `into`; where `story` alone was,
    its post is that of `into` from now on. What was owed for `story` is owed for `into`.
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
    subject = f"merge:{story.story.id}:{target.id}"
    # Before the posts move: those that stay behind have to say where they lead.
    await owe_revisions(unit, target, subject, now)
    await _pass_on(unit, story.story, merged, subject, now)
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
    for post in await unit.deliveries.of_story(story.id):
        if post.kind is DeliveryKind.ROOT and post.state is DeliveryState.SENT:
            await _owe_revision(unit, post, subject, now)


async def _owe_revision(unit: UnitOfWork, post: Delivery, subject: str, now: datetime) -> None:
    subject = f"{post.story}:{subject}:{now}:{post.key}"
    revision = Delivery(
        key=delivery_key(DeliveryKind.REVISION, post.route, subject),
        kind=DeliveryKind.REVISION,
        route=post.route,
        channel=post.channel,
        due_at=now,
        created_at=now,
        story=post.story,
        receipt=post.receipt,
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


async def _pass_on(
    unit: UnitOfWork, story: Story, into: Story, subject: str, now: datetime
) -> None:
    """Give `into` the posts of `story`, sent or still owed, on every route where it has none."""
    posted = await unit.deliveries.of_story(story.id)
    owed = await drop_owed(unit, story, f"merged into story {into.id}")
    theirs = await unit.deliveries.of_story(into.id)
    for post in posted:
        if post.kind is not DeliveryKind.ROOT:
            continue
        is_told = bool(posts_among(theirs, post.route))
        if post.state is DeliveryState.SENT:
            kept = post if is_told else replace(post, story=into.id)
            await unit.deliveries.save(kept)
            await _owe_revision(unit, kept, subject, now)
        elif post in owed and not is_told:
            key = delivery_key(DeliveryKind.ROOT, post.route, f"story:{into.id}")
            await unit.deliveries.owe(replace(post, key=key, story=into.id, created_at=now))


def _age(article: Article) -> tuple[datetime, int]:
    return article.published_at, article.id
