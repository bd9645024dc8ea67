"""P13: what stands still is told once, and once that it moves again."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.domain.briefs import Notice
from bot.domain.delivery import Platform
from bot.domain.errors import DeliveryDeferredError, FetchError
from bot.services.alarming import HEALTH
from tests.fakes.newsstand import a_story_of
from tests.fakes.town import OPS, Town, a_feed, a_route, a_town, an_entry

MINUTE = timedelta(minutes=1)


async def live(town: Town, minutes: int, *, rounds: int = 1) -> tuple[str, ...]:
    """Let the bot live so many minutes: due feeds, deliveries, a look a minute."""
    hanging: tuple[str, ...] = ()
    town.rounds = getattr(town, "rounds", 0)
    for _ in range(minutes):
        await town.house.rounds.ask(await town.house.rounds.due())
        await town.house.delivering.turn()
        town.rounds += rounds
        hanging = await town.house.alarming.look(town.house.rounds.feeds, {"poll": town.rounds})
        town.clock.turn(MINUTE)
    await town.house.delivering.drain(until=town.clock.now() + MINUTE)
    return hanging


def told(town: Town) -> list[str]:
    return [post.message.title for post in town.posts if isinstance(post.message, Notice)]


async def health(town: Town) -> dict:
    async with town.storage.look() as unit:
        return json.loads(await unit.memory.recall(HEALTH))


def a_quiet_town(**changes) -> Town:
    """Feeds whose own failures are not told, so that only alarms are."""
    return a_town(a_feed("ledger", notify_after=10_000), a_feed("courier", notify_after=10_000))


def unplug(town: Town) -> None:
    for feed in ("ledger", "courier"):
        town.web.errors[feed] = FetchError("no network", reason="connection")


async def test_p13_no_feed_read_for_an_hour_is_told_once_and_so_is_the_end():
    town = a_quiet_town()
    await live(town, 30)
    unplug(town)
    await live(town, 40)
    early = told(town)
    await live(town, 200)
    alarmed = told(town)
    since = (await health(town))["alarms"]["polling"]
    town.web.errors.clear()
    await live(town, 300)

    assert early == []
    assert alarmed == ["Nothing is polled any more"]
    assert since is not None
    assert told(town) == ["Nothing is polled any more", "All is well again"]
    assert (await health(town))["alarms"]["polling"] is None


async def test_p13_one_feed_that_fails_is_no_alarm():
    town = a_quiet_town()
    town.web.errors["ledger"] = FetchError("no network", reason="connection")
    await live(town, 200)

    assert told(town) == []


async def test_p13_a_restart_tells_the_alarm_neither_again_nor_as_over():
    town = a_quiet_town()
    unplug(town)
    await live(town, 100)
    town.house.alarming.__init__(storage=town.storage, router=town.house.router, clock=town.clock)
    await live(town, 100)

    assert told(town) == ["Nothing is polled any more"]


async def test_p13_a_machine_that_slept_for_a_night_alarms_nobody():
    town = a_quiet_town()
    await live(town, 30)
    town.clock.turn(timedelta(hours=8))
    await live(town, 30)

    assert told(town) == []


async def test_p13_a_feed_that_asked_for_a_long_rest_is_no_alarm():
    town = a_town(a_feed("weekly", interval=timedelta(hours=6)))
    await live(town, 9 * 60)

    assert told(town) == []


class Down:
    """A platform that answers nothing."""

    platform = Platform.SLACK

    async def post(self, channel, message, key):
        raise DeliveryDeferredError("Slack cannot be reached", retry_after=timedelta(minutes=3))


async def test_p13_a_channel_that_gets_nothing_it_is_owed_for_an_hour_is_told_once():
    down = a_route("slack-news")
    channel = type(down.channel)(platform=Platform.SLACK, target="C0NEWS")
    down = type(down)(id=down.id, channel=channel)
    town = a_quiet_town()
    town.house.router.reload([a_route(), down, OPS], town.house.router.zone)
    town.house.messengers[Platform.SLACK] = Down()
    story = a_story_of(1)
    await town.publishes("ledger", an_entry(story.title, story.text, url=story.url))
    await live(town, 50)
    early = told(town)
    await live(town, 100)
    alarmed = told(town)
    town.house.messengers[Platform.SLACK] = town.messenger
    await live(town, 20)

    assert early == []
    assert alarmed == ["Something is owed and nothing arrives"]
    assert told(town)[1:] == ["All is well again"]
    assert "slack C0NEWS" in str([post.message for post in town.posts])


async def test_p13_a_loop_that_does_not_come_round_is_named():
    town = a_quiet_town()
    well = await live(town, 20)
    hanging = await live(town, 20, rounds=0)

    assert (well, hanging) == ((), ("poll",))
    assert (await health(town))["hanging"] == ["poll"]
