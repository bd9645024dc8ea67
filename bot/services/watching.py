"""Watching: which saved questions a story fits, and what their owners are owed for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

from bot.domain.articles import Article, Reading
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DigestPlan,
    Route,
    delivery_key,
)
from bot.domain.errors import QuestionError
from bot.domain.questions import Query
from bot.domain.watches import Notify, Owner, Watch
from bot.ports import Clock, Storage, StoryFilter, UnitOfWork
from bot.services.digesting import MOST_STORIES, due_moments
from bot.services.dossier import Dossier, dossier_of
from bot.services.routing import Router
from bot.text.asked import Wording, asks_for, wording
from bot.text.entities import look_up
from bot.text.queries import parse_query
from bot.text.tokens import fold

#: When a watch's digest comes, in the operators' zone.
MORNINGS = DigestPlan(at=(time(8),))
#: Stories looked at for one digest.
LOOKED_AT = 200
_LAST_DIGEST = "watch-digest"


async def watch_routes(
    unit: UnitOfWork, dossier: Dossier, *, besides: Iterable[Route] = ()
) -> list[Route]:
    """Return a route for every owner of a watch that a story fits and that tells at once.

    The router owes to them as to an operator's route. `besides` are the routes that are owed
    the story anyway: a channel is not told the same twice.
    """
    served = {route.channel for route in besides}
    held = [each for each in await unit.watches.active() if each.notify is Notify.INSTANT]
    found = fitting(held, dossier)
    owners = dict.fromkeys(watch.owner for watch in found)
    return [
        Route(id=owner.route, channel=owner.channel)
        for owner in owners
        if owner.channel not in served
    ]


def fitting(watches: Sequence[Watch], dossier: Dossier) -> list[Watch]:
    """Return the watches that a story fits: one of its articles fits the whole question."""
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
            )
            chosen = tuple(dossier.story.id for dossier in stories[:MOST_STORIES])
            owed += await unit.deliveries.owe(replace(delivery, stories=chosen))
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
