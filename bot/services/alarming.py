"""Alarming: when nothing moves any more, the operators hear it once, and once that it moves again.

It counts looks, a minute apart, in which nothing moved; so a machine that slept for a night, or a
clock that was set, alarms nobody.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.briefs import Notice
from bot.domain.delivery import ChannelRef
from bot.domain.feeds import Feed, FeedState
from bot.ports import Clock, QueueState, Storage, UnitOfWork
from bot.services.routing import Router

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=1)
#: Nothing was polled, or nothing delivered although owed, for so long (decision 0075).
PATIENCE = timedelta(hours=1)
#: A loop that has not come round for so long hangs; the slowest takes half a minute a round.
LONGEST_ROUND = timedelta(minutes=15)
MOST_NAMED = 5
#: Where the archive keeps what was seen at the last look, for whoever asks from outside.
HEALTH = "health"

#: The words of an alarm: when it begins, and when it is over.
_WORDS = {
    "polling": (
        "Nothing is polled any more",
        "No feed could be read for an hour. `status` shows why; look at the network and DNS.",
        "Feeds are read again.",
    ),
    "delivering": (
        "Something is owed and nothing arrives",
        "Nothing was delivered for an hour to {what}, although it is due.",
        "What was owed is delivered again.",
    ),
}


class Alarming:
    """Looks every minute; what it told survives a restart, what it counted does not."""

    def __init__(self, *, storage: Storage, router: Router, clock: Clock) -> None:
        self._storage = storage
        self._router = router
        self._clock = clock
        self._polls = _Stillness()
        self._sends: dict[ChannelRef, _Stillness] = {}
        self._rounds: dict[str, _Stillness] = {}

    async def look(self, feeds: Sequence[Feed], rounds: Mapping[str, int]) -> tuple[str, ...]:
        """Look at what moved since the last look, tell what is new, and keep it in the archive.

        `rounds` are how often each loop has come round; returned are the loops that hang.
        """
        now = self._clock.now()
        async with self._storage.begin() as unit:
            states = await unit.feeds.all()
            findings = (
                self._polling(feeds, states),
                self._delivering(await unit.deliveries.queues()),
            )
            alarms = {each.alarm: await self._tell(unit, each, now) for each in findings}
            hanging = self._hanging(rounds)
            await unit.memory.keep(HEALTH, _health(now, alarms, hanging))
            await unit.commit()
        return hanging

    def _polling(self, feeds: Sequence[Feed], states: Sequence[FeedState]) -> _Finding:
        intervals = {feed.id: feed.interval for feed in feeds if feed.enabled}
        asked = [each for each in states if each.feed in intervals and each.paused_at is None]
        successes = [each.last_success_at for each in asked if each.last_success_at]
        has_moved = self._polls.moved(max(successes, default=None))
        # Twice the shortest wait there is: a server may have asked for a long one.
        waits = [max(intervals[each.feed], _planned(each)) for each in asked]
        patience = max(PATIENCE, 2 * min(waits, default=PATIENCE))
        return _Finding(
            alarm="polling",
            is_still=bool(asked) and self._polls.lasts(patience),
            is_over=has_moved,
        )

    def _delivering(self, queues: Sequence[QueueState]) -> _Finding:
        waiting = {queue.channel: queue.last_sent_at for queue in queues if _tries(queue)}
        self._sends = {channel: self._sends.get(channel, _Stillness()) for channel in waiting}
        for channel, last_sent_at in waiting.items():
            self._sends[channel].moved(last_sent_at)
        stuck = [channel.name for channel, sends in self._sends.items() if sends.lasts(PATIENCE)]
        return _Finding(
            alarm="delivering",
            what=", ".join(stuck[:MOST_NAMED]),
            is_still=bool(stuck),
            is_over=not waiting,
        )

    def _hanging(self, rounds: Mapping[str, int]) -> tuple[str, ...]:
        for name, count in rounds.items():
            self._rounds.setdefault(name, _Stillness()).moved(count)
        return tuple(name for name, each in self._rounds.items() if each.lasts(LONGEST_ROUND))

    async def _tell(self, unit: UnitOfWork, finding: _Finding, now: datetime) -> datetime | None:
        """Tell that an alarm begins or ends, once; return since when it is on."""
        key = f"alarm:{finding.alarm}"
        kept = await unit.memory.recall(key)
        if finding.is_still and not kept:
            notice, kept_now = _begins(finding), now.isoformat()
            log.error("alarm", extra={"alarm": finding.alarm, "what": finding.what})
        elif kept and finding.is_over and not finding.is_still:
            notice, kept_now = _ends(finding, datetime.fromisoformat(kept)), ""
            log.warning("alarm over", extra={"alarm": finding.alarm, "since": kept})
        else:
            return datetime.fromisoformat(kept) if kept else None
        await self._router.tell(unit, notice, f"{key}:{now.isoformat()}", now)
        await unit.memory.keep(key, kept_now)
        return now if kept_now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What one look found about one alarm."""

    alarm: str
    what: str = ""
    is_still: bool
    is_over: bool


_NOTHING = object()


class _Stillness:
    """Counts looks in a row at which a value was the same as before."""

    def __init__(self) -> None:
        self._last: object = _NOTHING
        self._looks = 0

    def moved(self, value: object) -> bool:
        """Note the value at this look; whether it is another one than at the last."""
        is_other, is_first = value != self._last, self._last is _NOTHING
        self._looks = 0 if is_other else self._looks + 1
        self._last = value
        return is_other and not is_first

    def lasts(self, span: timedelta) -> bool:
        """Whether nothing moved for so long."""
        return self._looks * LOOK_EVERY >= span


def _tries(queue: QueueState) -> bool:
    """Whether a channel has something owed that was tried in vain; what is not due has no error."""
    owes = bool(queue.owed_count or queue.uncertain_count)
    return owes and queue.last_error is not None and not queue.refused_count


def _planned(state: FeedState) -> timedelta:
    """Return the wait a server asked for; after a failure it is ours and does not count."""
    if state.failure_count or state.last_polled_at is None:
        return timedelta(0)
    return state.next_poll_at - state.last_polled_at


def _begins(finding: _Finding) -> Notice:
    title, begun, _ = _WORDS[finding.alarm]
    return Notice(title=title, lines=(begun.format(what=finding.what),))


def _ends(finding: _Finding, since: datetime) -> Notice:
    line = f"{_WORDS[finding.alarm][2]} The alarm began at {since:%Y-%m-%d %H:%M} UTC."
    return Notice(title="All is well again", lines=(line,))


def _health(now: datetime, alarms: Mapping[str, datetime | None], hanging: Sequence[str]) -> str:
    since = {name: at.isoformat() if at else None for name, at in alarms.items()}
    return json.dumps({"looked_at": now.isoformat(), "alarms": since, "hanging": list(hanging)})
