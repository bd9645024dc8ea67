"""Digesting: several stories in one message, at local times that survive a change of clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.articles import StoryId
from bot.domain.briefs import Digest
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DigestPlan,
    Route,
    RouteMode,
    delivery_key,
)
from bot.ports import Clock, Storage, StoryFilter, UnitOfWork
from bot.services.dossier import dossier_of
from bot.services.routing import Router, wants

MOST_STORIES = 20
#: A digest that was missed for longer than this (the bot was down) is not made up for.
CATCH_UP = timedelta(hours=12)


def digest_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a local digest time, once a day whatever the clocks do.

    A wall time the spring change skips falls an hour later; one that comes twice in autumn is
    taken the first time (PEP 495, fold 0).
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def due_moments(
    plan: DigestPlan, zone: ZoneInfo, now: datetime
) -> list[tuple[str, datetime, datetime]]:
    """Return (local label, moment, moment before it) of the digests due within the catch-up."""
    today = now.astimezone(zone).date()
    moments = sorted(
        (
            digest_moment(today + timedelta(days=shift), at, zone),
            f"{today + timedelta(days=shift)} {at:%H:%M}",
        )
        for shift in range(-8, 1)
        for at in plan.at
        if (today + timedelta(days=shift)).weekday() in plan.days
    )
    due = []
    for index, (moment, label) in enumerate(moments):
        if now - CATCH_UP < moment <= now:
            before = moments[index - 1][0] if index else moment - timedelta(days=1)
            due.append((label, moment, before))
    return due


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """Return a local day as a headline has it: "Monday, March 2"."""
    local = at.astimezone(zone)
    return f"{local:%A}, {local:%B} {local.day}"


def digest_title(plan: DigestPlan, moment: datetime, zone: ZoneInfo) -> str:
    """Return what a scheduled digest is called: its date, and its time where a day has several."""
    local = moment.astimezone(zone)
    day = f"Digest for {day_words(moment, zone)}, {local.year}"
    return f"{day}, {local.hour % 12 or 12}:{local:%M %p}" if len(plan.at) > 1 else day


class Digesting:
    """Owes the digests whose local time has come; the local date is part of their key."""

    def __init__(self, *, storage: Storage, router: Router, clock: Clock) -> None:
        self._storage = storage
        self._router = router
        self._clock = clock

    async def turn(self) -> int:
        """Owe what is due; return how many digests that is."""
        now = self._clock.now()
        owed = 0
        for route in self._router.routes:
            if route.mode is RouteMode.INSTANT or route.digest is None:
                continue
            for label, moment, before in due_moments(route.digest, self._router.zone, now):
                title = digest_title(route.digest, moment, self._router.zone)
                async with self._storage.begin() as unit:
                    owed += await self._owe(unit, route, label, (before, moment), title)
                    await unit.commit()
        return owed

    async def _owe(
        self,
        unit: UnitOfWork,
        route: Route,
        label: str,
        span: tuple[datetime, datetime],
        title: str,
    ) -> bool:
        key = delivery_key(DeliveryKind.DIGEST, route.id, f"digest:{label}")
        if await unit.deliveries.get(key) is not None:
            return False
        stories = await self._stories(unit, route, *span)
        if not stories:
            return False
        return await unit.deliveries.owe(
            Delivery(
                key=key,
                kind=DeliveryKind.DIGEST,
                route=route.id,
                channel=route.channel,
                due_at=span[1],
                created_at=self._clock.now(),
                stories=tuple(stories[:MOST_STORIES]),
                message=Digest(
                    title=title, briefs=(), omitted_count=max(0, len(stories) - MOST_STORIES)
                ),
            )
        )

    async def _stories(
        self, unit: UnitOfWork, route: Route, since: datetime, until: datetime
    ) -> Sequence[StoryId]:
        found = await unit.stories.newest(StoryFilter(since=since, until=until), limit=200)
        wanted: list[StoryId] = []
        for story in found:
            dossier = await dossier_of(unit, story)
            if dossier is not None and story.announced and wants(route, dossier):
                wanted.append(story.id)
        return wanted
