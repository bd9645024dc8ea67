"""Exactly once, whatever the platform does."""

from __future__ import annotations

from datetime import time, timedelta

from bot.domain.briefs import Digest
from bot.domain.delivery import DeliveryState, DigestPlan, QuietHours, RouteMode
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from tests.fakes.town import Town, a_feed, a_route, a_town, an_entry
from tests.unit.services.texts import LETTERS, RULING

TITLE = "Homeland Security gives Oregon until Friday on jail detainers"


async def a_story(town: Town, title: str = TITLE, text: str = LETTERS) -> None:
    await town.publishes("ledger", an_entry(title, text))


async def test_an_answer_that_was_lost_after_the_post_is_found_and_not_posted_again():
    town = a_town(a_feed("ledger"))
    town.messenger.failures = [("after", DeliveryUncertainError("connection lost"))]
    await a_story(town)

    await town.settles()

    assert len(town.posts) == 1
    states = [delivery.state for delivery in town.storage.state.deliveries.values()]
    assert states == [DeliveryState.SENT]


async def test_a_request_that_never_arrived_is_sent_again():
    town = a_town(a_feed("ledger"))
    town.messenger.failures = [("before", DeliveryUncertainError("connection lost"))]
    await a_story(town)

    await town.settles()

    assert len(town.posts) == 1


async def test_a_process_that_died_while_sending_posts_once_after_the_lease():
    town = a_town(a_feed("ledger"))
    await a_story(town)
    await town.house.rounds.ask(list(town.house.rounds.feeds))
    async with town.storage.begin() as unit:
        now = town.clock.now()
        await unit.deliveries.lease(now, now + timedelta(seconds=60), limit=10)
        await unit.commit()

    town.clock.turn(timedelta(seconds=61))
    await town.settles()

    assert len(town.posts) == 1


async def test_a_platform_that_asks_to_wait_is_obeyed():
    town = a_town(a_feed("ledger"))
    wait = DeliveryDeferredError("429", retry_after=timedelta(seconds=30))
    town.messenger.failures = [("before", wait)]
    await a_story(town)
    await town.house.rounds.ask(list(town.house.rounds.feeds))

    await town.house.delivering.turn()
    town.clock.turn(timedelta(seconds=29))
    await town.house.delivering.turn()
    early = len(town.posts)
    town.clock.turn(timedelta(seconds=2))
    await town.house.delivering.turn()

    assert (early, len(town.posts)) == (0, 1)


async def test_a_refused_channel_keeps_its_deliveries_until_it_is_mended():
    town = a_town(a_feed("ledger"))
    town.messenger.failures = [("before", DeliveryRefusedError("is_archived"))]
    await a_story(town)
    await town.settles()
    refused = [delivery.state for delivery in town.storage.state.deliveries.values()]

    async with town.storage.begin() as unit:
        route = town.house.router.routes[0]
        await unit.deliveries.resume_channel(route.channel, town.clock.now())
        await unit.commit()
    await town.settles()

    assert refused == [DeliveryState.REFUSED]
    assert len(town.posts) == 1


async def test_a_message_the_platform_calls_invalid_is_given_up_and_others_go_on():
    town = a_town(a_feed("ledger"))
    town.messenger.failures = [("before", MessageInvalidError("invalid_blocks"))]
    await a_story(town)
    await a_story(town, "Judge orders bond hearings for ICE detainees in Georgia", RULING)

    await town.settles()

    assert len(town.posts) == 1


async def test_what_exceeds_the_hour_is_gathered_into_one_message():
    town = a_town(a_feed("ledger"), routes=(a_route(max_posts_per_hour=1),))
    await a_story(town)
    await a_story(town, "Judge orders bond hearings for ICE detainees in Georgia", RULING)
    await town.settles()
    before = len(town.posts)

    town.clock.turn(timedelta(hours=1))
    await town.settles()

    assert before == 1
    assert [type(post.message) for post in town.posts[1:]] == [Digest]


async def test_quiet_hours_hold_a_story_until_they_end():
    # 12:00 UTC is 07:00 in New York in March.
    quiet = QuietHours(start=time(21, 0), end=time(8, 0))
    town = a_town(a_feed("ledger"), routes=(a_route(quiet=quiet),))
    await a_story(town)
    await town.settles()
    held = len(town.posts)

    town.clock.turn(timedelta(minutes=61))
    await town.settles()

    assert (held, len(town.posts)) == (0, 1)


async def test_a_digest_comes_once_at_its_local_time():
    plan = DigestPlan(at=(time(8, 0),))
    route = a_route(mode=RouteMode.DIGEST, digest=plan)
    town = a_town(a_feed("ledger"), routes=(route,))
    await a_story(town)
    await town.settles()

    town.clock.turn(timedelta(hours=1, minutes=1))
    for _ in range(3):
        await town.house.digesting.turn()
        await town.settles()

    assert [type(post.message) for post in town.posts] == [Digest]
