"""What the twin in memory holds, and how a unit of work reaches it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from bot.domain.articles import Article, ArticleId, Reading, Revision, StoryId
from bot.domain.deeds import Deed
from bot.domain.delivery import ChannelRef, Delivery, DeliveryKey, Platform
from bot.domain.entities import Entity, EntityId
from bot.domain.feeds import FeedId, FeedState
from bot.domain.installations import Installation
from bot.domain.stories import Story
from bot.domain.verdicts import Trace
from bot.domain.watches import Watch, WatchId


@dataclass(slots=True, kw_only=True)
class State:
    """Everything stored. Values are frozen, so a copy of the dictionaries is a copy of all."""

    feeds: dict[FeedId, FeedState] = field(default_factory=dict)
    articles: dict[ArticleId, Article] = field(default_factory=dict)
    readings: dict[ArticleId, Reading] = field(default_factory=dict)
    revisions: dict[ArticleId, tuple[Revision, ...]] = field(default_factory=dict)
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    #: Which entities were called so, by folded form.
    called: dict[str, frozenset[EntityId]] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    seen: dict[tuple[FeedId, str], datetime] = field(default_factory=dict)
    stories: dict[StoryId, Story] = field(default_factory=dict)
    #: In the order of owing.
    deliveries: dict[DeliveryKey, Delivery] = field(default_factory=dict)
    #: Every channel ever owed a message; the reason when it is refused.
    channels: dict[ChannelRef, str | None] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    #: When a line of an outlet was last seen in a story.
    lines: dict[tuple[str, int, StoryId], datetime] = field(default_factory=dict)
    watches: dict[WatchId, Watch] = field(default_factory=dict)
    #: By their number, from 1.
    deeds: dict[int, Deed] = field(default_factory=dict)
    installations: dict[tuple[Platform, str], Installation] = field(default_factory=dict)
    #: Until when each state of an installation under way is expected.
    expected_states: dict[str, datetime] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return a state that changes on its own."""
        parts = {each.name: dict(getattr(self, each.name)) for each in dataclasses.fields(self)}
        return type(self)(**parts)


class View:
    """A unit's way to its state: refuses writes of a unit that looks, and all use after its end."""

    def __init__(self, state: State, *, writable: bool) -> None:
        self._state = state
        self._writable = writable
        self._open = True

    @property
    def state(self) -> State:
        """The state, to read."""
        if not self._open:
            raise RuntimeError("this unit of work is over: open another")
        return self._state

    @property
    def draft(self) -> State:
        """The state, to change."""
        if not self._writable:
            raise RuntimeError("this unit of work only looks: open one with begin()")
        return self.state

    def end(self) -> None:
        """Refuse everything from now on."""
        self._open = False
