"""Watch digests: one message a morning of what fits somebody's digest watches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from bot.domain.articles import StoryId
from bot.domain.briefs import Digest
from bot.domain.delivery import Delivery, DeliveryKind, DigestPlan, delivery_key
from bot.domain.watches import Notify, Owner, Watch
from bot.ports import Clock, Storage, StoryFilter, UnitOfWork
from bot.services.digesting import MOST_STORIES, day_words, due_moments
from bot.services.dossier import dossier_of
from bot.services.routing import Router
from bot.services.watching import fitting, running

#: When a watch's digest comes, in the operators' zone.
MORNINGS = DigestPlan(at=(time(8),))
#: Stories looked at for one digest.
LOOKED_AT = 200
#: Names of watches in a digest's title.
MOST_NAMES = 3
_LAST_DIGEST = "watch-digest"


class WatchDigests:
    """Owes each owner one digest a morning of what fits their digest watches."""

    def __init__(self, *, storage: Storage, router: Router, clock: Clock) -> None:
        self._storage = storage
        self._router = router
        self._clock = clock

    async def turn(self) -> int:
        """Owe what is due; return how many digests that is. Each morning is looked at once."""
        now = self._clock.now()
        due = due_moments(MORNINGS, self._router.zone, now)
        if not due:
            return 0
        label, moment, before = due[-1]
        async with self._storage.look() as unit:
            if await unit.memory.recall(_LAST_DIGEST) == label:
                return 0
        async with self._storage.begin() as unit:
            owed = await self._owe(unit, label, moment, before)
            await unit.memory.keep(_LAST_DIGEST, label)
            await unit.commit()
        return owed

    async def _owe(self, unit: UnitOfWork, label: str, moment: datetime, before: datetime) -> int:
        held = [
            watch
            for watch in await running(unit)
            if watch.notify is Notify.DIGEST and watch.created_at <= moment
        ]
        owed = 0
        for owner, found in (await _gathered(unit, held, before, moment)).items():
            stories = list(dict.fromkeys(story for story, _ in found))
            fitted = {name for _, name in found}
            names = [each.name for each in held if each.owner == owner and each.name in fitted]
            delivery = Delivery(
                key=delivery_key(DeliveryKind.DIGEST, owner.route, f"digest:{label}"),
                kind=DeliveryKind.DIGEST,
                route=owner.route,
                channel=self._router.homes.channel(owner.channel),
                due_at=moment,
                created_at=self._clock.now(),
                stories=tuple(stories[:MOST_STORIES]),
                message=Digest(
                    title=_title(names, day_words(before, self._router.zone)),
                    briefs=(),
                    omitted_count=max(0, len(stories) - MOST_STORIES),
                ),
            )
            owed += await unit.deliveries.owe(delivery)
        return owed


def _title(names: Sequence[str], since: str) -> str:
    """Return what an owner's digest is called: the watches that found something, and its span."""
    shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{'Watch' if len(names) == 1 else 'Watches'} {shown}{more}, since {since}"


async def _gathered(
    unit: UnitOfWork, watches: Sequence[Watch], since: datetime, until: datetime
) -> Mapping[Owner, list[tuple[StoryId, str]]]:
    """Return each owner's stories of a span, newest first, with the watch that each fits."""
    gathered: dict[Owner, list[tuple[StoryId, str]]] = {}
    if not watches:
        return gathered
    which = StoryFilter(since=since, until=until)
    for story in await unit.stories.newest(which, limit=LOOKED_AT):
        dossier = await dossier_of(unit, story)
        if dossier is None or not story.announced:
            continue
        for watch in fitting(watches, dossier):
            gathered.setdefault(watch.owner, []).append((story.id, watch.name))
    return gathered
