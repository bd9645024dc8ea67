"""The house: every room built once and handed what it needs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.adapters.environment import Settings
from bot.domain.configuration import Configuration
from bot.domain.delivery import ChannelRef, Platform, Route, RouteId
from bot.ports import Chance, ChatApp, Clock, Messenger, Plotter, Retriever, Storage, Workshop
from bot.services.alarming import Alarming
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.appointing import Appointing
from bot.services.briefing import Briefing
from bot.services.delivering import Delivering
from bot.services.digesting import Digesting
from bot.services.filing import Filing
from bot.services.homes import Homes
from bot.services.open_stories import OpenStories
from bot.services.polling import Polling
from bot.services.rounds import Rounds
from bot.services.routing import Router
from bot.services.sampling import Sampling
from bot.services.upkeep import Upkeep
from bot.services.watch_digests import WatchDigests

log = logging.getLogger(__name__)

#: Where cards go when no platform's token is set.
TERMINAL_ROUTE = Route(
    id=RouteId("terminal"),
    channel=ChannelRef(platform=Platform.TERMINAL, target="terminal"),
    max_posts_per_hour=10_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The rooms that touch the outside; tests and the demo bring their own."""

    storage: Storage
    retriever: Retriever
    workshop: Workshop
    clock: Clock
    chance: Chance
    #: Draws what answers count; None where answers are words alone.
    plotter: Plotter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The use cases, wired."""

    rooms: Rooms
    appointing: Appointing
    router: Router
    open_stories: OpenStories
    filing: Filing
    rounds: Rounds
    delivering: Delivering
    digesting: Digesting
    watch_digests: WatchDigests
    upkeep: Upkeep
    alarming: Alarming
    desk: AnswerDesk
    messengers: dict[Platform, Messenger]
    #: Who may use admin commands besides the platforms' own admins.
    admins: dict[Platform, frozenset[str]]
    #: The platforms' connections; each knows which workspaces are the operators' own.
    chats: list[ChatApp]

    def connect(self, chats: Sequence[ChatApp]) -> None:
        """Let deliveries reach these platforms."""
        self.chats[:] = chats
        for chat in chats:
            self.messengers[chat.platform] = chat.messenger

    def reload(self, configuration: Configuration, platforms: frozenset[Platform]) -> None:
        """Take a new feeds.yaml; what is stored stays."""
        self.router.reload(routes_for(configuration, platforms), configuration.zone)
        self.rounds.watch(configuration.feeds)
        self.appointing.officials = configuration.officials
        self.upkeep.retention = configuration.retention
        self.admins.clear()
        self.admins.update(configuration.admins)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the use cases stand on together."""

    #: Its workshop reads with the operators' officials.
    rooms: Rooms
    appointing: Appointing
    router: Router
    open_stories: OpenStories
    homes: Homes
    chats: list[ChatApp]
    admins: dict[Platform, frozenset[str]]


def build_house(
    rooms: Rooms,
    configuration: Configuration,
    platforms: frozenset[Platform],
    *,
    reload: Callable[[bool], Awaitable[Sequence[str]]] | None = None,
) -> House:
    """Wire the use cases over the rooms. Nothing runs yet.

    `reload` reads feeds.yaml anew for an admin; see `Backstage`.
    """
    ground = _ground(rooms, configuration, platforms)
    rooms, router = ground.rooms, ground.router
    storage, clock = rooms.storage, rooms.clock
    filing = Filing(storage, ground.open_stories, router)
    briefing = Briefing(clock)
    rounds = _rounds(rooms, filing, router)
    rounds.watch(configuration.feeds)
    messengers: dict[Platform, Messenger] = {}
    upkeep = Upkeep(storage=storage, router=router, open_stories=ground.open_stories, clock=clock)
    upkeep.retention = configuration.retention
    return House(
        rooms=rooms,
        appointing=ground.appointing,
        router=router,
        open_stories=ground.open_stories,
        filing=filing,
        rounds=rounds,
        delivering=_delivering(rooms, messengers, briefing, router),
        digesting=Digesting(storage=storage, router=router, clock=clock),
        watch_digests=WatchDigests(storage=storage, router=router, clock=clock),
        upkeep=upkeep,
        alarming=Alarming(storage=storage, router=router, clock=clock),
        desk=_desk(rooms, briefing, rounds, _backstage(ground, reload)),
        messengers=messengers,
        admins=ground.admins,
        chats=ground.chats,
    )


def _ground(rooms: Rooms, configuration: Configuration, platforms: frozenset[Platform]) -> _Ground:
    appointing = Appointing(rooms.workshop, configuration.officials)
    chats: list[ChatApp] = []
    homes = Homes(ids=lambda: homes_of(chats, router.routes))
    router = Router(routes_for(configuration, platforms), configuration.zone, homes=homes)
    return _Ground(
        rooms=replace(rooms, workshop=appointing),
        appointing=appointing,
        router=router,
        open_stories=OpenStories(),
        homes=homes,
        chats=chats,
        admins=dict(configuration.admins),
    )


def _backstage(
    ground: _Ground, reload: Callable[[bool], Awaitable[Sequence[str]]] | None
) -> Backstage:
    """Return what answers need of the running house; what feeds.yaml says, as it stands now."""
    rooms, router = ground.rooms, ground.router
    return Backstage(
        open_stories=ground.open_stories,
        router=router,
        read=rooms.workshop.read,
        reload=reload,
        admins=lambda: ground.admins,
        officials=lambda: ground.appointing.officials,
        homes=ground.homes,
        sampling=_sampling(rooms, ground.open_stories),
        zone=lambda: router.zone,
        plotter=rooms.plotter,
    )


def _sampling(rooms: Rooms, open_stories: OpenStories) -> Sampling:
    return Sampling(
        retriever=rooms.retriever,
        parse=rooms.workshop.parse,
        read=rooms.workshop.read,
        open_stories=open_stories,
        clock=rooms.clock,
    )


def _rounds(rooms: Rooms, filing: Filing, router: Router) -> Rounds:
    polling = Polling(
        storage=rooms.storage,
        retriever=rooms.retriever,
        workshop=rooms.workshop,
        filing=filing,
        clock=rooms.clock,
        chance=rooms.chance,
    )
    return Rounds(
        polling=polling,
        storage=rooms.storage,
        router=router,
        clock=rooms.clock,
        chance=rooms.chance,
    )


def _delivering(
    rooms: Rooms, messengers: dict[Platform, Messenger], briefing: Briefing, router: Router
) -> Delivering:
    return Delivering(
        storage=rooms.storage,
        messengers=messengers,
        briefing=briefing,
        router=router,
        clock=rooms.clock,
        chance=rooms.chance,
    )


def _desk(rooms: Rooms, briefing: Briefing, rounds: Rounds, backstage: Backstage) -> AnswerDesk:
    return AnswerDesk(
        storage=rooms.storage,
        briefing=briefing,
        feeds=lambda: rounds.feeds,
        clock=rooms.clock,
        backstage=backstage,
    )


def homes_of(chats: Sequence[ChatApp], routes: Sequence[Route]) -> dict[Platform, frozenset[str]]:
    """Return the operators' own workspaces and servers, as the platforms know them now."""
    return {
        chat.platform: chat.homes(
            [route.channel for route in routes if route.channel.platform is chat.platform]
        )
        for chat in chats
    }


def platforms_of(settings: Settings) -> frozenset[Platform]:
    """Return the platforms whose tokens are set; the terminal when none is."""
    found = set()
    if settings.slack_bot_token is not None:
        found.add(Platform.SLACK)
    if settings.discord_token is not None:
        found.add(Platform.DISCORD)
    return frozenset(found or {Platform.TERMINAL})


def routes_for(configuration: Configuration, platforms: frozenset[Platform]) -> tuple[Route, ...]:
    """Return the routes that can be served; a terminal route when there is nowhere else to go.

    A channel whose platform has no token is left out with a warning, so that nothing piles up
    for it; once the token is set it gets what is new from then on.
    """
    served = []
    for route in configuration.routes:
        if route.channel.platform in platforms:
            served.append(route)
        else:
            log.warning(
                "channel not served",
                extra={"route": route.id, "platform": route.channel.platform.value},
            )
    for platform in platforms - {route.channel.platform for route in served}:
        if platform is not Platform.TERMINAL:
            log.warning(
                "platform without a channel in feeds.yaml", extra={"platform": platform.value}
            )
    if Platform.TERMINAL in platforms and not any(
        route.channel.platform is Platform.TERMINAL for route in served
    ):
        served.append(TERMINAL_ROUTE)
    return tuple(served)


def with_backfill(configuration: Configuration, count: int) -> Configuration:
    """Return the configuration with every feed's backfill set to `count`."""
    feeds = tuple(replace(feed, backfill=count) for feed in configuration.feeds)
    return replace(configuration, feeds=feeds)
