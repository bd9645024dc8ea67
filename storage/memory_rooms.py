"""Feed states, stories, deliveries and small facts in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import StoryId
from bot.domain.delivery import (
    ChannelRef,
    Delivery,
    DeliveryKey,
    DeliveryKind,
    DeliveryState,
    RouteId,
)
from bot.domain.feeds import FeedId, FeedState
from bot.domain.stories import Story
from bot.ports import QueueState, StoryFilter
from storage.leasing import LEASABLE, LEASED, OWED, channel_order, taken
from storage.memory_articles import is_in, is_told_so
from storage.memory_state import View
from storage.outlet_lines import most_repeated


class MemoryFeedStates:
    """`FeedStates` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def get(self, feed: FeedId) -> FeedState | None:
        return self._view.state.feeds.get(feed)

    async def all(self) -> Sequence[FeedState]:
        return sorted(self._view.state.feeds.values(), key=lambda state: state.feed)

    async def save(self, state: FeedState) -> None:
        self._view.draft.feeds[state.feed] = state


class MemoryKept:
    """`Memory` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def recall(self, key: str) -> str | None:
        return self._view.state.kept.get(key)

    async def keep(self, key: str, value: str) -> None:
        self._view.draft.kept[key] = value


class MemoryOutletLines:
    """`OutletLines` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def note(self, outlet: str, story: StoryId, lines: Sequence[int], at: datetime) -> None:
        held = self._view.draft.lines
        for line in lines:
            held[outlet, line, story] = max(at, held.get((outlet, line, story), at))

    async def recurring(
        self, outlets: Sequence[str], *, stories: int, limit: int
    ) -> Mapping[str, Sequence[int]]:
        counts = Counter(
            (outlet, line) for outlet, line, _ in self._view.state.lines if outlet in outlets
        )
        found = ((*key, count) for key, count in counts.items() if count >= stories)
        return most_repeated(found, limit)


class MemoryStories:
    """`Stories` in memory."""

    def __init__(self, view: View, numbers: Iterator[int]) -> None:
        self._view = view
        self._numbers = numbers

    async def next_id(self) -> StoryId:
        self._view.draft  # noqa: B018  # a unit that looks gives no numbers
        return StoryId(next(self._numbers))

    async def add(self, story: Story) -> None:
        self._view.draft.stories[story.id] = story

    async def save(self, story: Story) -> None:
        if story.id not in self._view.draft.stories:
            raise LookupError(f"story {story.id} is not stored")
        self._view.draft.stories[story.id] = story

    async def get(self, story: StoryId) -> Story | None:
        return self._view.state.stories.get(story)

    async def newest(self, which: StoryFilter, *, limit: int, offset: int = 0) -> Sequence[Story]:
        fitting = [each for each in self._view.state.stories.values() if self._fits(each, which)]
        fitting.sort(key=lambda each: (each.updated_at, each.id), reverse=True)
        return fitting[offset : offset + limit]

    async def count(self, which: StoryFilter) -> int:
        return sum(self._fits(each, which) for each in self._view.state.stories.values())

    def _fits(self, story: Story, which: StoryFilter) -> bool:
        if story.merged_into is not None:
            return False
        if which.since is not None and story.updated_at < which.since:
            return False
        if which.until is not None and story.updated_at >= which.until:
            return False
        if which.news_since is not None and not self._is_news(story, which.news_since):
            return False
        if which.state is not None and not is_in(which.state, story.states):
            return False
        return (
            self._is_told(story, outlet=which.outlet)
            and self._is_told(story, kind=which.kind)
            and self._is_told(story, entity=which.entity)
        )

    def _is_news(self, story: Story, since: datetime) -> bool:
        return story.updated_at >= since or any(
            article.story == story.id and article.first_seen_at >= since
            for article in self._view.state.articles.values()
        )

    def _is_told(
        self,
        story: Story,
        *,
        outlet: str | None = None,
        kind: str | None = None,
        entity: str | None = None,
    ) -> bool:
        if outlet is kind is entity is None:
            return True
        state = self._view.state
        return any(
            is_told_so(state, article, outlet=outlet, kind=kind, entity=entity)
            for article in state.articles.values()
            if article.story == story.id
        )


class MemoryDeliveries:
    """`Deliveries` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def owe(self, delivery: Delivery) -> bool:
        draft = self._view.draft
        draft.channels.setdefault(delivery.channel, None)
        if delivery.key in draft.deliveries:
            return False
        draft.deliveries[delivery.key] = delivery
        return True

    async def lease(self, now: datetime, until: datetime, *, limit: int) -> Sequence[Delivery]:
        draft = self._view.draft
        busy = {each.channel for each in self._held(LEASED) if _runs(each, now)}
        busy |= {channel for channel, reason in draft.channels.items() if reason is not None}
        leased: list[Delivery] = []
        for delivery in self._held(LEASABLE):
            due = delivery.due_at <= now and not _runs(delivery, now)
            if due and delivery.channel not in busy and len(leased) < limit:
                busy.add(delivery.channel)
                leased.append(taken(delivery, now, until))
        draft.deliveries.update({delivery.key: delivery for delivery in leased})
        return leased

    async def save(self, delivery: Delivery) -> None:
        if delivery.key not in self._view.draft.deliveries:
            raise LookupError(f"delivery {delivery.key} is not stored")
        self._view.draft.deliveries[delivery.key] = delivery

    async def get(self, key: DeliveryKey) -> Delivery | None:
        return self._view.state.deliveries.get(key)

    async def root(self, story: StoryId, route: RouteId) -> Delivery | None:
        roots = [
            each
            for each in await self.of_story(story)
            if each.route == route and each.kind is DeliveryKind.ROOT
        ]
        return roots[-1] if roots else None

    async def of_story(self, story: StoryId) -> Sequence[Delivery]:
        return [each for each in self._held(DeliveryState) if each.story == story]

    async def sent_since(self, route: RouteId, since: datetime) -> int:
        return sum(
            each.route == route
            and each.kind in {DeliveryKind.ROOT, DeliveryKind.DIGEST}
            and each.sent_at is not None
            and each.sent_at >= since
            for each in self._held((DeliveryState.SENT,))
        )

    async def refuse_channel(self, channel: ChannelRef, reason: str) -> int:
        draft = self._view.draft
        draft.channels[channel] = reason
        owed = [each for each in self._held((DeliveryState.OWED,)) if each.channel == channel]
        for each in owed:
            draft.deliveries[each.key] = replace(
                each, state=DeliveryState.REFUSED, last_error=reason
            )
        return len(owed)

    async def resume_channel(self, channel: ChannelRef, now: datetime) -> int:
        draft = self._view.draft
        draft.channels[channel] = None
        held = [each for each in self._held((DeliveryState.REFUSED,)) if each.channel == channel]
        for each in held:
            draft.deliveries[each.key] = replace(
                each,
                state=DeliveryState.OWED,
                due_at=max(each.due_at, now),
                leased_until=None,
                last_error=None,
            )
        return len(held)

    async def queues(self) -> Sequence[QueueState]:
        channels = sorted(self._view.state.channels, key=channel_order)
        return [self._queue(channel) for channel in channels]

    def _held(self, states: Iterable[DeliveryState]) -> list[Delivery]:
        """The deliveries in these states, oldest first; of one moment, as they were owed."""
        wanted = set(states)
        held = [each for each in self._view.state.deliveries.values() if each.state in wanted]
        return sorted(held, key=lambda each: each.created_at)

    def _queue(self, channel: ChannelRef) -> QueueState:
        mine = [each for each in self._view.state.deliveries.values() if each.channel == channel]
        owed = [each for each in mine if each.state in OWED]
        errors = [each.last_error for each in mine if each.state in LEASABLE and each.last_error]
        return QueueState(
            channel=channel,
            owed_count=len(owed),
            uncertain_count=sum(each.state is DeliveryState.UNCERTAIN for each in mine),
            refused_count=sum(each.state is DeliveryState.REFUSED for each in mine),
            sent_count=sum(each.state is DeliveryState.SENT for each in mine),
            oldest_owed_at=min((each.created_at for each in owed), default=None),
            last_sent_at=max((each.sent_at for each in mine if each.sent_at), default=None),
            last_error=self._view.state.channels[channel] or (errors[-1] if errors else None),
        )


def _runs(delivery: Delivery, now: datetime) -> bool:
    return delivery.leased_until is not None and delivery.leased_until > now
