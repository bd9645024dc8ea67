"""Forgetting in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

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
    unsettled = {each.story for each in state.deliveries.values() if each.state in UNSETTLED}
    old = {
        each.id
        for each in state.stories.values()
        if each.updated_at < articles_before and each.id not in unsettled
    }
    gone = {each.id for each in state.articles.values() if each.story in old}
    for number in gone:
        state.readings.pop(number, None)
        state.revisions.pop(number, None)
    return Pruned(
        story_count=_drop(state.stories, lambda number, _: number in old),
        article_count=_drop(state.articles, lambda number, _: number in gone),
        delivery_count=_drop(
            state.deliveries,
            lambda _, each: (
                each.story in old
                or (
                    each.story is None
                    and each.state not in UNSETTLED
                    and each.created_at < articles_before
                )
            ),
        ),
        trace_count=_drop(
            state.traces,
            lambda _, each: (
                each.article in gone or (each.article is None and each.at < dropped_before)
            ),
        ),
        key_count=_drop(state.seen, lambda _, at: keys_before is not None and at < keys_before),
        line_count=_drop(state.lines, lambda _, at: lines_before is not None and at < lines_before),
    )


def _drop(mapping: dict[K, V], goes: Callable[[K, V], bool]) -> int:
    doomed = [key for key, value in mapping.items() if goes(key, value)]
    for key in doomed:
        del mapping[key]
    return len(doomed)
