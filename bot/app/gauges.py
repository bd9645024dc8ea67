"""What monitoring reads of the running bot, counted in the archive when it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

from bot.domain.feeds import Feed, FeedState
from bot.ports import ChatApp, QueueState, Storage, StoryFilter
from bot.web.metrics import Gauge


async def read_gauges(
    storage: Storage, feeds: Sequence[Feed], chats: Sequence[ChatApp]
) -> tuple[Gauge, ...]:
    """Return the figures of this moment. Raises StorageError."""
    async with storage.look() as unit:
        states = {state.feed: state for state in await unit.feeds.all()}
        queues = await unit.deliveries.queues()
        stories = await unit.stories.count(StoryFilter())
    return (
        _gauge("build_info", "The version that runs.", ({"version": version("nutgraf")}, 1)),
        _gauge(
            "platform_connected",
            "Whether a platform can be reached (1) or not (0).",
            *(({"platform": chat.platform.value}, not chat.trouble) for chat in chats),
        ),
        *_of_feeds([(feed, states.get(feed.id)) for feed in feeds]),
        _gauge("stories", "Stories in the archive.", ({}, stories)),
        _gauge("deliveries", "Messages by platform and state.", *_deliveries(queues)),
        *_last(
            "last_sent_timestamp_seconds",
            "When a message was last posted.",
            [queue.last_sent_at for queue in queues],
        ),
    )


def _gauge(name: str, about: str, *values: tuple[dict[str, str], float]) -> Gauge:
    return Gauge(name=f"nutgraf_{name}", about=about, values=values)


def _of_feeds(known: Sequence[tuple[Feed, FeedState | None]]) -> Iterator[Gauge]:
    healths = (({"state": word}, count) for word, count in _healths(known))
    yield _gauge("feeds", "Feeds of feeds.yaml by how they do.", *healths)
    yield from _last(
        "last_poll_success_timestamp_seconds",
        "When a feed last answered.",
        [state.last_success_at for feed, state in known if feed.enabled and state is not None],
    )


def _healths(known: Iterable[tuple[Feed, FeedState | None]]) -> list[tuple[str, int]]:
    words = Counter(
        "off" if not feed.enabled else "not asked" if state is None else state.health.value
        for feed, state in known
    )
    return sorted(words.items())


def _deliveries(queues: Sequence[QueueState]) -> Iterable[tuple[dict[str, str], int]]:
    """Yield the sums of each platform's channels."""
    sums: Counter[tuple[str, str]] = Counter()
    for queue in queues:
        platform = queue.channel.platform.value
        sums[platform, "sent"] += queue.sent_count
        sums[platform, "waiting"] += queue.owed_count
        sums[platform, "uncertain"] += queue.uncertain_count
        sums[platform, "refused"] += queue.refused_count
    for (platform, state), count in sorted(sums.items()):
        yield {"platform": platform, "state": state}, count


def _last(name: str, about: str, times: Iterable[datetime | None]) -> list[Gauge]:
    """Return the latest of these times; no figure stands for one that never was."""
    known = [at for at in times if at is not None]
    if not known:
        return []
    return [_gauge(name, about, ({}, max(known).timestamp()))]
