"""Routing: from what happened to a story to the deliveries that are owed for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.articles import Article, Revision
from bot.domain.briefs import Notice
from bot.domain.delivery import (
    ChannelRef,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Route,
    RouteId,
    RouteMode,
    RouteRole,
    delivery_key,
)
from bot.domain.stories import Story
from bot.domain.watches import WATCH_ROUTES
from bot.ports import UnitOfWork
from bot.services.developing import Developing, News
from bot.services.dossier import Dossier
from bot.services.homes import Homes
from bot.services.news import news_of_article, news_of_revision
from bot.services.posts import posts_among
from bot.services.watching import is_merely_followed, owed_to

#: An article about more states than this is about none of them in particular.
MOST_STATES = 3


def wants(route: Route, dossier: Dossier) -> bool:
    """Whether a route's operator asked for a story like this."""
    if route.role is not RouteRole.NEWS:
        return False
    if not any(_from(route, article) for article in dossier.articles):
        return False
    if not _about(route, dossier):
        return False
    if route.entities:
        named = {mention.entity.id for reading in dossier.readings for mention in reading.mentions}
        return not route.entities.isdisjoint(named)
    return True


def _from(route: Route, article: Article) -> bool:
    if route.feeds and article.feed not in route.feeds:
        return False
    return not route.kinds or article.kind in route.kinds


def _about(route: Route, dossier: Dossier) -> bool:
    """Whether a story is about a state of the route's, or one report of it mainly is."""
    if not route.jurisdictions:
        return True
    states = {*dossier.story.states, *_local_states(dossier.articles)}
    if states:
        return not route.jurisdictions.isdisjoint(states)
    return "US" in route.jurisdictions


def _local_states(articles: Iterable[Article]) -> Iterable[str]:
    """Yield the states of reports with work of their own that are about a few states only."""
    for article in articles:
        if not article.provenance.is_derivative and len(article.states) <= MOST_STATES:
            yield from article.states


class Router:
    """Owes deliveries inside the transaction that made them due."""

    def __init__(
        self, routes: Sequence[Route], zone: ZoneInfo, *, homes: Homes | None = None
    ) -> None:
        self._routes = tuple(routes)
        self._zone = zone
        #: The operators' own workspaces, whose channels are written without them.
        self.homes = homes or Homes()

    @property
    def routes(self) -> Sequence[Route]:
        """The operators' routes now in force."""
        return self._routes

    @property
    def zone(self) -> ZoneInfo:
        """The operators' zone, for quiet hours and digests."""
        return self._zone

    def route(self, wanted: RouteId, channel: ChannelRef) -> Route | None:
        """Return the route in force by its id, or that of a watch's owner; None when it is gone."""
        if wanted.startswith(WATCH_ROUTES):
            return Route(id=wanted, channel=channel)
        return next((route for route in self._routes if route.id == wanted), None)

    def reload(self, routes: Sequence[Route], zone: ZoneInfo) -> None:
        """Take the routes of a new feeds.yaml."""
        self._routes = tuple(routes)
        self._zone = zone

    async def opened(self, unit: UnitOfWork, dossier: Dossier, now: datetime) -> None:
        """Owe the root message of a story to every channel that wants it and has none."""
        owed = await unit.deliveries.of_story(dossier.story.id)
        for route in await owed_to(unit, dossier, self._wanting(dossier), now, self.homes):
            story = self._developing(unit, route, dossier, owed, now)
            if not story.was_told:
                await story.tell()
        await self._turned(unit, dossier.story, now)

    async def _turned(self, unit: UnitOfWork, story: Story, now: datetime) -> None:
        """Owe the posts of the story that this one continues a line that leads here."""
        if story.continues is None or not story.announced:
            return
        earlier = await unit.stories.get(story.continues)
        for post in await unit.deliveries.of_story(story.continues):
            route = self.route(post.route, post.channel)
            if earlier is None or route is None:
                continue
            if post.kind is DeliveryKind.ROOT and post.state is DeliveryState.SENT:
                told = Developing(unit, route, earlier, [post], now=now, zone=self._zone)
                await told.lead_on(f"turn:{story.id}")

    async def joined(
        self, unit: UnitOfWork, dossier: Dossier, article: Article, now: datetime
    ) -> None:
        """Owe what a further article changes: a root where there is none, else its revision.

        Where the story had gone quiet, work of its own re-opens it with a new root.
        """
        news = News(
            f"article:{article.id}",
            lambda: news_of_article(dossier, article),
            # What another article says takes nothing back of what this one said.
            may_correct=False,
        )
        owed = await unit.deliveries.of_story(dossier.story.id)
        for route in await self._audience(unit, dossier, owed, now):
            story = self._developing(unit, route, dossier, owed, now)
            if story.was_told and story.is_reopened_by(dossier, article):
                await story.reopen(news)
            elif story.was_told:
                await story.develop(news)
            elif await is_merely_followed(unit, dossier, route):
                await story.tell_news(news)
            else:
                await story.tell()

    async def revised(
        self, unit: UnitOfWork, dossier: Dossier, revision: Revision, now: datetime
    ) -> None:
        """Owe what a changed article changes, where the story was posted or is followed."""
        news = News(
            f"revision:{revision.article}:{revision.replaced_at.isoformat()}",
            lambda: news_of_revision(dossier, revision),
            may_correct=True,
        )
        owed = await unit.deliveries.of_story(dossier.story.id)
        for route in await self._audience(unit, dossier, owed, now):
            story = self._developing(unit, route, dossier, owed, now)
            if story.was_told:
                await story.develop(news)
            elif await is_merely_followed(unit, dossier, route):
                await story.tell_news(news)

    def _developing(
        self,
        unit: UnitOfWork,
        route: Route,
        dossier: Dossier,
        owed: Sequence[Delivery],
        now: datetime,
    ) -> Developing:
        return Developing(unit, route, dossier.story, owed, now=now, zone=self._zone)

    async def _audience(
        self, unit: UnitOfWork, dossier: Dossier, owed: Sequence[Delivery], now: datetime
    ) -> list[Route]:
        """Return the routes that want a story as it is now, and those that carry it already."""
        wanting = self._wanting(dossier)
        carrying = [
            route
            for route in self._routes
            if route not in wanting and route.role is RouteRole.NEWS and posts_among(owed, route.id)
        ]
        return await owed_to(unit, dossier, [*wanting, *carrying], now, self.homes)

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
