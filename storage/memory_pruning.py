"""Forgetting in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.domain.articles import ArticleId, StoryId
from bot.domain.delivery import Delivery
from bot.ports import Pruned
from storage.memory_state import State
from storage.pruning import UNSETTLED

K = TypeVar("K")
V = TypeVar("V")


def prune_state(
    state: State,
    *,
    articles_before: datetime,
    dropped_before: datetime,
    keys_before: datetime | None,
    lines_before: datetime | None,
) -> Pruned:
    """Forget in `state` what `SqlStorage.prune` forgets."""
    stories, gone = _old(state, articles_before)
    for number in gone:
        state.readings.pop(number, None)
        state.revisions.pop(number, None)
    return Pruned(
        story_count=_drop(state.stories, lambda each: each.id in stories),
        article_count=_drop(state.articles, lambda each: each.id in gone),
        delivery_count=_drop(
            state.deliveries,
            lambda each: each.story in stories or _is_past(each, articles_before),
        ),
        trace_count=_drop(
            state.traces,
            lambda each: (
                each.article in gone or (each.article is None and each.at < dropped_before)
            ),
        ),
        key_count=_drop(state.seen, lambda at: keys_before is not None and at < keys_before),
        line_count=_drop(state.lines, lambda at: lines_before is not None and at < lines_before),
    )


def _old(state: State, before: datetime) -> tuple[set[StoryId], set[ArticleId]]:
    """Return the stories that go, and their articles; what is still owed keeps its story."""
    unsettled = {each.story for each in state.deliveries.values() if each.state in UNSETTLED}
    stories = {
        each.id
        for each in state.stories.values()
        if each.updated_at < before and each.id not in unsettled
    }
    return stories, {each.id for each in state.articles.values() if each.story in stories}


def _is_past(delivery: Delivery, before: datetime) -> bool:
    """Whether it is of no story, is settled and is as old as what is forgotten."""
    return (
        delivery.story is None and delivery.state not in UNSETTLED and delivery.created_at < before
    )


def _drop(mapping: dict[K, V], goes: Callable[[V], bool]) -> int:
    doomed = [key for key, value in mapping.items() if goes(value)]
    for key in doomed:
        del mapping[key]
    return len(doomed)
