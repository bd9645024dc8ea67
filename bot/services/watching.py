"""Watching: which saved questions a story fits, and what their owners are owed for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.articles import Article, Reading
from bot.domain.delivery import Route
from bot.domain.errors import QuestionError
from bot.domain.questions import Query
from bot.domain.watches import WATCH_ROUTES, Notify, Watch
from bot.ports import UnitOfWork
from bot.services.dossier import Dossier
from bot.services.homes import Homes
from bot.services.muting import is_muted
from bot.text.asking.asked import Wording, asks_for, wording
from bot.text.asking.queries import parse_query
from bot.text.names.entities import look_up
from bot.text.prose.tokens import fold


async def owed_to(
    unit: UnitOfWork, dossier: Dossier, routes: Sequence[Route], now: datetime, homes: Homes
) -> list[Route]:
    """Return to whom a story is owed: the operators' routes that want it, and watches it fits.

    Nobody, while it is muted. The router owes to a watch's owner as to a route.
    """
    if not dossier.story.announced or await is_muted(unit, dossier, now):
        return []
    return [*routes, *await watch_routes(unit, dossier, homes, besides=routes)]


async def watch_routes(
    unit: UnitOfWork, dossier: Dossier, homes: Homes, *, besides: Sequence[Route] = ()
) -> list[Route]:
    """Return a route for every owner of a watch that a story fits and that tells at once.

    `besides` are the routes that are owed the story anyway: a channel is not told it twice.
    """
    served = {homes.channel(route.channel) for route in besides}
    held = [each for each in await running(unit) if each.notify is Notify.INSTANT]
    owners = dict.fromkeys(watch.owner for watch in fitting(held, dossier))
    routes = [Route(id=owner.route, channel=homes.channel(owner.channel)) for owner in owners]
    return [route for route in routes if route.channel not in served]


async def running(unit: UnitOfWork) -> list[Watch]:
    """Return every watch that may tell: a workspace that removed the bot is told nothing."""
    active = await unit.watches.active()
    if not active:
        return []
    removed = await unit.installations.removed()
    return [
        watch for watch in active if (watch.owner.platform, watch.owner.workspace) not in removed
    ]


async def is_merely_followed(unit: UnitOfWork, dossier: Dossier, route: Route) -> bool:
    """Whether a route is a watch owner's to whom a story is owed only because they follow it."""
    if not route.id.startswith(WATCH_ROUTES):
        return False
    held = [each for each in await running(unit) if each.owner.route == route.id]
    found = fitting([each for each in held if each.notify is Notify.INSTANT], dossier)
    return bool(found) and all(watch.story == dossier.story.id for watch in found)


def fitting(watches: Sequence[Watch], dossier: Dossier) -> list[Watch]:
    """Return the watches that a story fits: one of its articles fits the whole question."""
    if not watches:
        return []
    wordings = [
        wording(article.title, reading.body, article.outlet) for article, reading in dossier
    ]
    articles = list(zip(dossier.articles, dossier.readings, wordings, strict=True))
    return [watch for watch in watches if _fits(watch, dossier, articles)]


_Article = tuple[Article, Reading, Wording]


def _fits(watch: Watch, dossier: Dossier, articles: Sequence[_Article]) -> bool:
    if watch.story is not None:
        # Who follows a story also wants to know of its next turn.
        return watch.story in {dossier.story.id, dossier.story.continues}
    try:
        # A watch has no times, so it means the same whenever it is read.
        query = parse_query(watch.query, now=watch.created_at)
    except QuestionError:
        return False  # kept by an older version whose grammar was another
    return any(
        is_asked_for(query, article, reading) and asks_for(query, words)
        for article, reading, words in articles
    )


def is_asked_for(query: Query, article: Article, reading: Reading) -> bool:
    """Whether an article passes a query's filters on outlet, kind, state and entity."""
    if query.outlet is not None and fold(query.outlet) not in fold(article.outlet):
        return False
    if query.kind is not None and query.kind != article.kind.value:
        return False
    if query.state is not None and query.state not in article.states:
        return False
    return query.entity is None or _names(reading, query.entity)


def _names(reading: Reading, entity: str) -> bool:
    """Whether an article names an entity, by whatever name the lists or the article have for it."""
    meant = {fold(entity), *(listed.id for listed in look_up(entity))}
    return any(
        not meant.isdisjoint({each.entity.id, fold(each.entity.name), fold(each.surface)})
        for each in reading.mentions
    )
