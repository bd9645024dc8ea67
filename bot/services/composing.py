"""Composing: what a delivery says, built when it is sent, so that it is true at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.briefs import Brief, Digest, Message, StoryLink
from bot.domain.delivery import Delivery, DeliveryState, Platform, Receipt
from bot.domain.errors import DeliveryDeferredError
from bot.domain.stories import Story
from bot.ports import Messenger, Storage, UnitOfWork
from bot.services.briefing import Briefing, stub
from bot.services.dossier import open_dossier
from bot.services.gathering import overflow_title
from bot.services.posts import post_of, posts_of
from bot.services.routing import Router

#: How soon a post that gives way to a newer one looks for it again.
A_MOMENT = timedelta(seconds=2)
#: How often; a correction must not wait for a link.
MOST_WAITS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A card and the posts it links: addresses are asked for when the archive is closed again."""

    brief: Brief
    earlier: Receipt | None = None
    later: Receipt | None = None
    next_turn: Receipt | None = None


class Composing:
    """Builds messages from the archive and from what stands in the channel already."""

    def __init__(
        self,
        *,
        storage: Storage,
        briefing: Briefing,
        router: Router,
        messengers: Mapping[Platform, Messenger],
    ) -> None:
        self._storage = storage
        self._briefing = briefing
        self._router = router
        self._messengers = messengers

    async def message(self, delivery: Delivery) -> Message | None:
        """Return what a delivery says; None when nothing is left to say.

        Raises DeliveryDeferredError while a post that it should link is about to come.
        """
        if delivery.stories:
            return await self._digest(delivery)
        if delivery.message is not None:
            return delivery.message
        return await self._card(delivery)

    async def _digest(self, delivery: Delivery) -> Digest | None:
        route = self._router.route(delivery.route, delivery.channel)
        async with self._storage.look() as unit:
            briefs = [
                await self._briefing.brief(unit, story, route=route) for story in delivery.stories
            ]
        found = {brief.story: brief for brief in briefs if brief is not None}
        if not found:
            return None
        titled = delivery.message if isinstance(delivery.message, Digest) else None
        digest = titled or Digest(title=overflow_title(len(found)), briefs=())
        return replace(digest, briefs=tuple(found.values()))

    async def _card(self, delivery: Delivery) -> Brief | None:
        async with self._storage.look() as unit:
            story = await unit.stories.get(delivery.story) if delivery.story is not None else None
            if story is None:
                return None
            merged = story.merged_into is not None
            draft = await (self._merged if merged else self._told)(unit, story, delivery)
        return await self._linked(draft, delivery) if draft is not None else None

    async def _told(self, unit: UnitOfWork, story: Story, delivery: Delivery) -> _Draft | None:
        """Draft the card of one post: of the last one, or of one that a newer took over from."""
        posts = await posts_of(unit, story.id, delivery.route)
        this = post_of(delivery, posts)
        place = posts.index(this) if this in posts else len(posts)
        earlier = posts[place - 1] if place else None
        later = posts[place + 1] if place + 1 < len(posts) else None
        _wait_for(later, delivery)
        brief = await self._briefing.brief(
            unit,
            story.id,
            route=self._router.route(delivery.route, delivery.channel),
            since=this.created_at if this is not None and earlier is not None else None,
            before=later.created_at if later is not None else None,
        )
        if brief is None:
            return None
        link = StoryLink(story=story.id, headline=story.headline)
        if earlier is not None:
            brief = replace(brief, continues=link)
        else:
            earlier = await _newest(unit, brief.continues, delivery)
        turn = await _newest(unit, brief.next_turn, delivery)
        _wait_for(turn, delivery)
        return _Draft(
            brief=replace(brief, goes_on_in=link if later is not None else None),
            earlier=earlier.receipt if earlier is not None else None,
            later=later.receipt if later is not None else None,
            next_turn=turn.receipt if turn is not None else None,
        )

    async def _merged(self, unit: UnitOfWork, story: Story, delivery: Delivery) -> _Draft | None:
        """Draft what is left of the post of a story that was merged into another."""
        into = await open_dossier(unit, story.id)
        if into is None:
            return None
        posts = await posts_of(unit, into.story.id, delivery.route)
        brief = await stub(unit, story) if posts else None
        if brief is None:
            whole = await self._briefing.brief(unit, into.story.id)
            return _Draft(brief=whole) if whole is not None else None
        link = StoryLink(story=into.story.id, headline=into.story.headline)
        return _Draft(brief=replace(brief, goes_on_in=link), later=posts[-1].receipt)

    async def _linked(self, draft: _Draft, delivery: Delivery) -> Brief:
        """Return the card with the addresses of the posts it names."""

        async def linked(link: StoryLink | None, receipt: Receipt | None) -> StoryLink | None:
            messenger = self._messengers.get(delivery.channel.platform)
            if link is None or receipt is None or messenger is None:
                return link
            return replace(link, url=await messenger.link(receipt))

        brief = draft.brief
        return replace(
            brief,
            continues=await linked(brief.continues, draft.earlier),
            goes_on_in=await linked(brief.goes_on_in, draft.later),
            next_turn=await linked(brief.next_turn, draft.next_turn),
        )


def _wait_for(post: Delivery | None, delivery: Delivery) -> None:
    """Raise DeliveryDeferredError while a post that is to be linked may come any moment."""
    is_coming = post is not None and post.state in _ON_ITS_WAY
    if is_coming and delivery.attempt_count <= MOST_WAITS:
        raise DeliveryDeferredError("waiting for the post it leads to", retry_after=A_MOMENT)


async def _newest(unit: UnitOfWork, link: StoryLink | None, delivery: Delivery) -> Delivery | None:
    """Return the newest post of another story on the same route."""
    posts = await posts_of(unit, link.story, delivery.route) if link is not None else []
    return posts[-1] if posts else None


_ON_ITS_WAY = {DeliveryState.OWED, DeliveryState.SENDING, DeliveryState.UNCERTAIN}
