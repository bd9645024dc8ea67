"""Exactly once, whatever the platform does."""

from __future__ import annotations

from datetime import time, timedelta

from bot.domain.briefs import Brief, Digest, Notice
from bot.domain.delivery import (
    DeliveryKind,
    DeliveryState,
    DigestPlan,
    QuietHours,
    RouteMode,
)
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from tests.fakes.town import Post, Town, a_feed, a_route, a_town, an_entry
from tests.unit.services.texts import LETTERS, RULING

TITLE = "Homeland Security gives Oregon until Friday on jail detainers"


def shown(town: Town) -> list[Post]:
    return [post for post in town.posts if isinstance(post.message, Brief)]


def states_of(town: Town, kind: DeliveryKind) -> list[DeliveryState]:
    held = town.storage.state.deliveries.values()
    return [delivery.state for delivery in held if delivery.kind is kind]


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
    refused = states_of(town, DeliveryKind.ROOT)

    async with town.storage.begin() as unit:
        route = town.house.router.routes[0]
        await unit.deliveries.resume_channel(route.channel, town.clock.now())
        await unit.commit()
    await town.settles()

    assert refused == [DeliveryState.REFUSED]
    assert len(shown(town)) == 1


async def test_a_closed_channel_is_told_once_and_so_is_its_opening():
    town = a_town(a_feed("ledger"))
    closed = DeliveryRefusedError("is_archived")
    town.messenger.failures = [("before", closed)]
    await a_story(town)
    await town.settles()
    for _ in range(2):
        town.messenger.failures = [("before", closed)]
        town.clock.turn(timedelta(minutes=10))
        await town.house.upkeep.turn(town.house.rounds.feeds)
        await town.house.delivering.turn()

    for _ in range(3):
        town.clock.turn(timedelta(minutes=10))
        await town.house.upkeep.turn(town.house.rounds.feeds)
        await town.settles()

    titles = [post.message.title for post in town.posts if isinstance(post.message, Notice)]
    assert titles == ["A channel is closed to the bot", "A channel is open again"]
    assert len(shown(town)) == 1


async def test_a_lost_post_is_found_however_often_looking_for_it_failed():
    town = a_town(a_feed("ledger"))
    lost = DeliveryUncertainError("connection lost")
    town.messenger.failures = [("after", lost)]
    await a_story(town)
    await town.house.rounds.ask(list(town.house.rounds.feeds))
    await town.house.delivering.turn()
    (first,) = town.storage.state.deliveries.values()

    for _ in range(4):
        town.messenger.finding_fails.append(lost)
        town.clock.turn(timedelta(minutes=20))
        await town.house.delivering.turn()
    (still,) = town.storage.state.deliveries.values()
    town.clock.turn(timedelta(minutes=20))
    await town.settles()

    assert still.sending_since == first.sending_since
    assert len(town.posts) == 1


async def test_an_uncertain_post_in_a_channel_that_closed_is_looked_for_when_it_opens():
    town = a_town(a_feed("ledger"))
    town.messenger.failures = [("after", DeliveryUncertainError("connection lost"))]
    await a_story(town)
    await town.house.rounds.ask(list(town.house.rounds.feeds))
    await town.house.delivering.turn()
    town.messenger.finding_fails = [DeliveryRefusedError("not_in_channel")]
    town.clock.turn(timedelta(minutes=1))
    await town.house.delivering.turn()

    town.clock.turn(timedelta(minutes=10))
    await town.house.upkeep.turn(town.house.rounds.feeds)
    await town.settles()

    assert len(shown(town)) == 1
    assert states_of(town, DeliveryKind.ROOT) == [DeliveryState.SENT]


async def test_revising_a_message_that_somebody_deleted_ends_quietly(caplog):
    town = a_town(a_feed("ledger"))
    await a_story(town)
    await town.settles()
    gone = MessageInvalidError("chat.update to C1: message_not_found", gone=True)
    town.messenger.failures = [("before", gone)]
    await a_story(town, TITLE, LETTERS.replace("62%", "52%"))
    await town.settles()

    revisions = [
        each
        for each in town.storage.state.deliveries.values()
        if each.kind is DeliveryKind.REVISION
    ]
    assert [each.last_error for each in revisions] == ["the message was deleted"]
    assert [each.levelname for each in caplog.records if each.levelname == "ERROR"] == []


async def test_a_round_does_not_wait_for_what_is_due_much_later():
    town = a_town(a_feed("ledger"), routes=(a_route(max_posts_per_hour=1),))
    await a_story(town)
    await a_story(town, "Judge orders bond hearings for ICE detainees in Georgia", RULING)
    started = town.clock.now()

    await town.settles()

    assert town.clock.now() - started < timedelta(minutes=1)


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
