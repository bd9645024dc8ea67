"""What a new feeds.yaml does to the history of feeds and to what is owed to channels."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.configuration import Configuration
from bot.domain.delivery import DeliveryState, Platform
from tests.fakes.newsstand import a_story_of
from tests.fakes.town import OPS, Town, a_feed, a_route, a_town, an_entry

ZONE = ZoneInfo("America/New_York")
LEDGER, TRIBUNE = a_feed("ledger"), a_feed("tribune")


async def publish(town: Town, feed: str, number: int) -> None:
    told = a_story_of(number)
    at = town.clock.now() - timedelta(minutes=1)
    await town.publishes(feed, an_entry(told.title, told.text, url=told.url, published_at=at))


def take(town: Town, feeds, routes) -> None:
    configuration = Configuration(feeds=tuple(feeds), routes=tuple(routes), zone=ZONE)
    town.house.reload(configuration, frozenset({Platform.TERMINAL}))


async def test_p07_a_feed_taken_out_and_listed_again_keeps_its_history_and_repeats_nothing():
    routes = (a_route(), OPS)
    town = a_town(LEDGER, TRIBUNE, backfill=0)
    await publish(town, "tribune", 1)
    await town.settles()

    take(town, [LEDGER], routes)
    await town.house.rounds.stagger()
    town.clock.turn(timedelta(days=3))
    await publish(town, "tribune", 2)
    await town.settles()
    while_out = town.web.asked.count("tribune")
    take(town, [LEDGER, TRIBUNE], routes)
    await town.house.rounds.stagger()
    await town.settles()

    assert while_out == 1
    # A feed that had no history would store the second in silence.
    assert [post.brief.headline for post in town.posts] == [a_story_of(2).title]


async def test_what_is_owed_to_a_channel_that_left_feeds_yaml_is_given_up_with_the_reason():
    town = a_town(LEDGER, routes=(a_route("newsroom"), a_route("legal")))
    await publish(town, "ledger", 1)
    await town.house.rounds.ask(town.house.rounds.feeds)

    take(town, [LEDGER], [a_route("newsroom")])
    await town.house.delivering.drain(until=town.clock.now() + timedelta(minutes=5))

    ended = {each.route: each for each in town.storage.state.deliveries.values()}
    assert [post.channel for post in town.posts] == ["newsroom"]
    assert ended["legal"].state is DeliveryState.ABANDONED
    assert ended["legal"].last_error == "its channel is no longer listed in feeds.yaml"


async def test_what_is_owed_to_a_platform_that_is_not_connected_waits_for_it():
    town = a_town(LEDGER)
    await publish(town, "ledger", 1)
    await town.house.rounds.ask(town.house.rounds.feeds)
    messenger = town.house.messengers.pop(Platform.TERMINAL)
    take(town, [LEDGER], [])
    town.house.router.reload([], ZONE)
    await town.house.delivering.turn()

    town.house.messengers[Platform.TERMINAL] = messenger
    take(town, [LEDGER], [a_route()])
    town.clock.turn(timedelta(minutes=6))
    await town.house.delivering.turn()

    assert len(town.posts) == 1
