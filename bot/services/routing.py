"""Routing: from what happened to a story to the deliveries that are owed for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.articles import Article, Revision
from bot.domain.briefs import Notice, Update
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Route,
    RouteMode,
    RouteRole,
    UpdatePolicy,
    delivery_key,
)
from bot.domain.stories import Story
from bot.ports import UnitOfWork
from bot.services.dossier import Dossier
from bot.services.news import news_of_article, news_of_revision
from bot.services.watching import owed_to


def wants(route: Route, dossier: Dossier) -> bool:
    """Whether a route's operator asked for a story like this."""
    story = dossier.story
    if route.role is not RouteRole.NEWS:
        return False
    if not any(_from(route, article) for article in dossier.articles):
        return False
    if route.jurisdictions and route.jurisdictions.isdisjoint(story.states):
        return "US" in route.jurisdictions and not story.states
    if route.entities:
        named = {mention.entity.id for reading in dossier.readings for mention in reading.mentions}
        return not route.entities.isdisjoint(named)
    return True


def _from(route: Route, article: Article) -> bool:
    if route.feeds and article.feed not in route.feeds:
        return False
    return not route.kinds or article.kind in route.kinds


def not_before(route: Route, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the earliest time a route may be posted to: now, or the end of its quiet hours."""
    quiet = route.quiet
    local = now.astimezone(zone)
    if quiet is None or not quiet.holds(local.time()):
        return now
    end = local.replace(
        hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0, fold=0
    )
    if end <= local:
        end += timedelta(days=1)
    # A wall time that the spring change skips is read as the same instant an hour later.
    return end.astimezone(now.tzinfo)


class Router:
    """Owes deliveries inside the transaction that made them due."""

    def __init__(self, routes: Sequence[Route], zone: ZoneInfo) -> None:
        self._routes = tuple(routes)
        self._zone = zone

    @property
    def routes(self) -> Sequence[Route]:
        """The operators' routes now in force."""
        return self._routes

    @property
    def zone(self) -> ZoneInfo:
        """The operators' zone, for quiet hours and digests."""
        return self._zone

    def reload(self, routes: Sequence[Route], zone: ZoneInfo) -> None:
        """Take the routes of a new feeds.yaml."""
        self._routes = tuple(routes)
        self._zone = zone

    async def opened(self, unit: UnitOfWork, dossier: Dossier, now: datetime) -> None:
        """Owe the root message of a new story to every channel that wants it."""
        for route in await owed_to(unit, dossier, self._wanting(dossier), now):
            await unit.deliveries.owe(self._root(route, dossier.story, now))

    async def joined(
        self, unit: UnitOfWork, dossier: Dossier, article: Article, now: datetime
    ) -> None:
        """Owe what a further article changes: the root where there is none, else its revision."""
        news = _News(f"article:{article.id}", lambda: news_of_article(dossier, article))
        for route in await owed_to(unit, dossier, self._wanting(dossier), now):
            if not await unit.deliveries.owe(self._root(route, dossier.story, now)):
                await self._develop(unit, route, dossier.story, news, now)

    async def revised(
        self, unit: UnitOfWork, dossier: Dossier, revision: Revision, now: datetime
    ) -> None:
        """Owe what a changed article changes; nothing where the story was never posted."""
        news = _News(
            f"revision:{revision.article}:{revision.replaced_at.isoformat()}",
            lambda: news_of_revision(dossier, revision),
        )
        for route in await owed_to(unit, dossier, self._wanting(dossier), now):
            if await unit.deliveries.root(dossier.story.id, route.id) is not None:
                await self._develop(unit, route, dossier.story, news, now)

    async def tell(self, unit: UnitOfWork, notice: Notice, subject: str, now: datetime) -> None:
        """Owe a line to every ops channel."""
        for route in self._routes:
            if route.role is RouteRole.OPS:
                delivery = Delivery(
                    key=delivery_key(DeliveryKind.NOTICE, route.id, subject),
                    kind=DeliveryKind.NOTICE,
                    route=route.id,
                    channel=route.channel,
                    due_at=now,
                    created_at=now,
                    message=notice,
                )
                await unit.deliveries.owe(delivery)

    def _wanting(self, dossier: Dossier) -> list[Route]:
        if not dossier.story.announced:
            return []
        return [
            route
            for route in self._routes
            if route.mode is not RouteMode.DIGEST and wants(route, dossier)
        ]

    def _root(self, route: Route, story: Story, now: datetime) -> Delivery:
        return Delivery(
            key=delivery_key(DeliveryKind.ROOT, route.id, f"story:{story.id}"),
            kind=DeliveryKind.ROOT,
            route=route.id,
            channel=route.channel,
            due_at=not_before(route, now, self._zone),
            created_at=now,
            story=story.id,
        )

    async def _develop(
        self, unit: UnitOfWork, route: Route, story: Story, news: _News, now: datetime
    ) -> None:
        if route.updates is UpdatePolicy.NONE and not (news.update and news.update.is_correction):
            return
        pending = [
            each
            for each in await unit.deliveries.of_story(story.id)
            if each.route == route.id
            and each.kind in {DeliveryKind.ROOT, DeliveryKind.REVISION}
            and each.state is DeliveryState.OWED
        ]
        # A message is built when it is sent, so one that is still owed will already tell this.
        if not pending:
            revision = self._about(DeliveryKind.REVISION, route, story, news.subject, now)
            await unit.deliveries.owe(revision)
        untold = any(each.kind is DeliveryKind.ROOT for each in pending)
        update = None if untold else news.update
        if update is not None and _threads(route, update):
            thread = self._about(DeliveryKind.UPDATE, route, story, news.subject, now)
            await unit.deliveries.owe(replace(thread, message=update))

    def _about(
        self, kind: DeliveryKind, route: Route, story: Story, subject: str, now: datetime
    ) -> Delivery:
        return Delivery(
            key=delivery_key(kind, route.id, f"{story.id}:{subject}"),
            kind=kind,
            route=route.id,
            channel=route.channel,
            due_at=not_before(route, now, self._zone),
            created_at=now,
            story=story.id,
        )


class _News:
    """What happened to a posted story, and the note it is worth, reckoned when it is needed."""

    def __init__(self, subject: str, tell: Callable[[], Update | None]) -> None:
        self.subject = subject
        self._tell = tell

    @cached_property
    def update(self) -> Update | None:
        """The note; None when nothing is materially new."""
        return self._tell()


def _threads(route: Route, update: Update) -> bool:
    return route.updates is UpdatePolicy.THREAD or update.is_correction
