"""Watch digests: one message a morning of what fits somebody's digest watches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from bot.domain.delivery import Delivery, DeliveryKind, DigestPlan, delivery_key
from bot.domain.watches import Notify, Owner, Watch
from bot.ports import Clock, Storage, StoryFilter, UnitOfWork
from bot.services.digesting import MOST_STORIES, due_moments
from bot.services.dossier import Dossier, dossier_of
from bot.services.routing import Router
from bot.services.watching import fitting

#: When a watch's digest comes, in the operators' zone.
MORNINGS = DigestPlan(at=(time(8),))
#: Stories looked at for one digest.
LOOKED_AT = 200
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
            for watch in await unit.watches.active()
            if watch.notify is Notify.DIGEST and watch.created_at <= moment
        ]
        owed = 0
        for owner, stories in (await _gathered(unit, held, before, moment)).items():
            delivery = Delivery(
                key=delivery_key(DeliveryKind.DIGEST, owner.route, f"digest:{label}"),
                kind=DeliveryKind.DIGEST,
                route=owner.route,
                channel=owner.channel,
                due_at=moment,
                created_at=self._clock.now(),
                stories=tuple(dossier.story.id for dossier in stories[:MOST_STORIES]),
            )
            owed += await unit.deliveries.owe(delivery)
        return owed


async def _gathered(
    unit: UnitOfWork, watches: Sequence[Watch], since: datetime, until: datetime
) -> Mapping[Owner, list[Dossier]]:
    """Return each owner's stories of a span, newest first."""
    gathered: dict[Owner, list[Dossier]] = {}
    if not watches:
        return gathered
    which = StoryFilter(since=since, until=until)
    for story in await unit.stories.newest(which, limit=LOOKED_AT):
        dossier = await dossier_of(unit, story)
        if dossier is None or not story.announced:
            continue
        for owner in dict.fromkeys(watch.owner for watch in fitting(watches, dossier)):
            gathered.setdefault(owner, []).append(dossier)
    return gathered
