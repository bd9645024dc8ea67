"""Watches: held against what comes in, told to their owners, at once or in a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.briefs import Digest
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.watches import Owner, Watch, watch_id
from bot.services.muting import mute, story_key
from bot.services.watch_digests import WatchDigests
from bot.services.watching import fitting, owed_to, watch_routes
from tests.fakes.town import MORNING, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import OPERATOR, ask
from tests.unit.services.texts import LETTERS, LETTERS_TITLE, RULING_TITLE
from tests.unit.services.watched import a_newsroom, dossier_called, routes, story_called


def a_watch(query: str, **changes) -> Watch:
    owner = Owner(platform=Platform.TERMINAL, workspace=None, target="operator")
    watch = Watch(
        id=watch_id(owner, query, MORNING),
        owner=owner,
        name=query,
        query=query,
        created_at=MORNING,
        created_by="operator",
    )
    return replace(watch, **changes)


async def test_who_follows_a_story_is_told_of_its_next_turn():
    town = await a_newsroom()
    story = await story_called(town, LETTERS_TITLE)
    await ask(town, f"follow {story}")
    dossier = await dossier_called(town, RULING_TITLE)

    turned = replace(dossier, story=replace(dossier.story, continues=story))
    async with town.storage.look() as unit:
        found = await watch_routes(unit, turned, town.house.router.homes)

    assert [route.id for route in found] == ["watch:slack:T1:U1"]


# ---- what fits


@pytest.mark.parametrize(
    "query",
    [
        "detainer",
        '"detainer letters"',
        "from:ledger",
        "kind:national",
        "state:OR",
        "entity:DHS",
        'entity:"Department of Homeland Security" jails',
        "georgia OR oregon",
        "oregon -georgia",
    ],
)
async def test_a_story_fits_what_its_articles_say(query):
    dossier = await dossier_called(await a_newsroom(), LETTERS_TITLE)

    assert fitting([a_watch(query)], dossier)


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "from:herald",
        "kind:official",
        "state:GA",
        "entity:USCIS",
        "oregon -jails",
        "kind:banana",
    ],
)
async def test_a_story_does_not_fit_what_none_of_its_articles_says(query):
    dossier = await dossier_called(await a_newsroom(), LETTERS_TITLE)

    assert fitting([a_watch(query)], dossier) == []


async def test_a_story_that_fits_two_watches_of_one_owner_is_told_once():
    town = await a_newsroom()
    await ask(town, "watch add oregon")
    await ask(town, "watch add jails")

    assert await routes(town, LETTERS_TITLE) == ["watch:slack:T1:U1"]


async def test_a_person_is_told_in_direct_messages():
    town = await a_newsroom()
    await ask(town, "watch add oregon")

    async with town.storage.look() as unit:
        dossier = await dossier_called(town, LETTERS_TITLE)
        (route,) = await watch_routes(unit, dossier, town.house.router.homes)

    assert route.channel == ChannelRef(platform=Platform.SLACK, target="U1")


async def test_a_channel_that_gets_the_story_anyway_is_not_told_twice():
    town = await a_newsroom()
    await ask(town, "watch add oregon to:here")
    newsroom = a_route(channel=ChannelRef(platform=Platform.SLACK, target="C1"))

    assert await routes(town, LETTERS_TITLE) == ["watch:slack:T1:C1"]
    assert await routes(town, LETTERS_TITLE, besides=[newsroom]) == []


async def test_a_story_is_owed_to_routes_and_watches_unless_it_is_silent_or_muted():
    town = await a_newsroom()
    await ask(town, "watch add oregon")
    dossier = await dossier_called(town, LETTERS_TITLE)
    silent = replace(dossier, story=replace(dossier.story, announced=False))
    now, homes = town.clock.now(), town.house.router.homes

    async with town.storage.begin() as unit:
        owed = await owed_to(unit, dossier, [a_route()], now, homes)
        unannounced = await owed_to(unit, silent, [a_route()], now, homes)
        await mute(unit, story_key(dossier.story.id), now + timedelta(hours=1))
        muted = await owed_to(unit, dossier, [a_route()], now, homes)

    assert [route.id for route in owed] == ["newsroom", "watch:slack:T1:U1"]
    assert unannounced == muted == []


# ---- digests


def digests(town) -> WatchDigests:
    return WatchDigests(storage=town.storage, router=town.house.router, clock=town.clock)


async def test_a_digest_watch_is_told_once_in_the_morning_of_the_operators_zone():
    town = await a_newsroom()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    await ask(town, "watch add georgia", OPERATOR)
    town.clock.turn(timedelta(hours=1, minutes=5))  # 08:05 in New York

    owed = [await digests(town).turn(), await digests(town).turn()]
    await town.settles()

    assert owed == [1, 0]
    (post,) = [post for post in town.posts if isinstance(post.message, Digest)]
    assert post.channel == "operator"
    assert [brief.headline for brief in post.message.briefs] == [LETTERS_TITLE]


async def test_before_the_first_morning_nothing_is_owed():
    town = await a_newsroom()
    town.clock.turn(timedelta(hours=10))

    assert await digests(town).turn() == 0
    town.clock.turn(timedelta(hours=4))  # 21:00, longer than a digest is caught up with
    assert await digests(town).turn() == 0


async def test_a_watch_set_up_after_the_morning_waits_for_the_next():
    town = await a_newsroom()
    town.clock.turn(timedelta(hours=2))
    await ask(town, "watch add oregon notify:digest", OPERATOR)

    assert await digests(town).turn() == 0


async def test_a_story_that_came_in_silently_stands_in_no_digest():
    town = a_town(a_feed("ledger"), backfill=0)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    town.clock.turn(timedelta(hours=1, minutes=5))

    assert await digests(town).turn() == 0


async def test_a_story_without_articles_stands_in_no_digest():
    town = await a_newsroom()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    town.storage.state.articles.clear()
    town.clock.turn(timedelta(hours=1, minutes=5))

    assert await digests(town).turn() == 0
