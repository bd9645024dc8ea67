"""Group K of the catalogue over the house: clocks that jump, change, or stood still."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.briefs import Brief, Digest
from bot.domain.delivery import ChannelRef, DigestPlan, Platform, QuietHours, RouteMode
from bot.domain.errors import DeliveryUncertainError
from tests.fakes.newsstand import a_story_of
from tests.fakes.town import Town, TownMessenger, a_feed, a_route, a_town, an_entry

JUMP = timedelta(hours=3)


async def publish(town: Town, number: int) -> None:
    """Put a story that no other resembles on top of the one feed, published now."""
    told = a_story_of(number)
    at = town.clock.now() - timedelta(minutes=1)
    await town.publishes("ledger", an_entry(told.title, told.text, url=told.url, published_at=at))


def heads(town: Town) -> Counter[str]:
    return Counter(post.brief.headline for post in town.posts if isinstance(post.message, Brief))


async def due_and_settled(town: Town) -> int:
    """Ask what is due, deliver, and return how many feeds were asked."""
    polls = await town.house.rounds.ask(await town.house.rounds.due())
    await town.house.delivering.drain(until=town.clock.now() + timedelta(minutes=5))
    return len(polls)


@pytest.mark.parametrize("jump", [JUMP, -JUMP], ids=["forwards", "backwards"])
async def test_k04_a_clock_that_jumps_asks_each_feed_once_and_repeats_nothing(jump):
    feeds = (a_feed("ledger"), a_feed("tribune"), a_feed("courier"))
    town = a_town(*feeds)
    await publish(town, 1)
    await due_and_settled(town)

    town.clock.turn(jump)
    await publish(town, 2)
    asked = await due_and_settled(town)
    again = await due_and_settled(town)

    assert (asked, again) == (3, 0)
    assert list(heads(town).values()) == [1, 1]


async def test_k04_a_channel_is_posted_to_at_once_after_the_clock_was_set_back():
    channel = ChannelRef(platform=Platform.SLACK, target="C0NEWS")
    town = a_town(a_feed("ledger"))
    # The terminal needs no pace; Slack does.
    town.house.router.reload([a_route(channel=channel)], town.house.router.zone)
    town.house.messengers[Platform.SLACK] = town.messenger
    await publish(town, 1)
    await due_and_settled(town)

    town.clock.turn(-JUMP)
    await publish(town, 2)
    await due_and_settled(town)

    assert list(heads(town).values()) == [1, 1]


class Punctual(TownMessenger):
    """A platform with a clock of its own, which nobody sets; it is looked into by that clock."""

    def __init__(self, behind: timedelta) -> None:
        super().__init__()
        self.behind = behind
        self.stood_at: list[datetime] = []

    async def post(self, channel, message, key):
        self.stood_at.append(self.town.clock.now() - self.behind)
        return await super().post(channel, message, key)

    async def find(self, channel, key, *, since, thread):
        found = await super().find(channel, key, since=since, thread=thread)
        return found if found and self.stood_at[int(found.value)] >= since else None


async def test_k04_what_a_clock_three_hours_fast_lost_sight_of_is_found_after_it_is_set_right():
    town = a_town(a_feed("ledger"))
    messenger = Punctual(behind=JUMP)
    messenger.town = town
    town.house.messengers[messenger.platform] = messenger
    messenger.failures = [("after", DeliveryUncertainError("connection lost"))]
    await publish(town, 1)
    await town.house.rounds.ask(town.house.rounds.feeds)
    await town.house.delivering.turn()

    town.clock.turn(-JUMP)
    messenger.behind = timedelta(0)
    for _ in range(8):
        town.clock.turn(timedelta(minutes=30))
        await town.house.delivering.turn()

    assert len(messenger.posts) == 1


async def night(town: Town, start: datetime, hours: int) -> None:
    """Let a night pass in steps of five minutes, with a story every hour."""
    town.clock._now = start
    for step in range(hours * 12):
        if step % 12 == 6:
            await publish(town, step // 12)
        await town.house.rounds.ask(await town.house.rounds.due())
        await town.house.digesting.turn()
        await town.house.delivering.turn()
        town.clock.turn(timedelta(minutes=5))


#: The nights of the changes in New York, from local midnight of the day before.
CHANGES = {
    "spring": datetime(2026, 3, 7, 5, 0, tzinfo=UTC),
    "autumn": datetime(2026, 10, 31, 4, 0, tzinfo=UTC),
}


#: A wall time that does not exist falls an hour later; one that comes twice is the first.
MOMENTS = {
    "spring": ["07 01:30", "07 02:30", "08 01:30", "08 03:30", "09 01:30", "09 02:30"],
    "autumn": ["31 01:30", "31 02:30", "01 01:30", "01 02:30", "02 01:30", "02 02:30"],
}


@pytest.mark.parametrize("change", CHANGES)
async def test_k05_a_digest_comes_once_a_local_date_when_clocks_change(change):
    plan = DigestPlan(at=(time(1, 30), time(2, 30)))
    town = a_town(a_feed("ledger"), routes=(a_route(mode=RouteMode.DIGEST, digest=plan),))

    await night(town, CHANGES[change], 72)

    digests = [post.message for post in town.posts]
    told = Counter(brief.story for digest in digests for brief in digest.briefs)
    assert all(isinstance(digest, Digest) for digest in digests)
    assert set(told.values()) == {1}
    sent = sorted(each.sent_at for each in town.storage.state.deliveries.values())
    local = [at.astimezone(town.house.router.zone).strftime("%d %H:%M") for at in sent]
    assert local == MOMENTS[change]


@pytest.mark.parametrize(
    ("change", "ends_at"),
    [
        # The wall time 02:30 that spring skips is the same instant an hour later.
        ("spring", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("autumn", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    ],
)
async def test_k05_quiet_hours_end_once_when_clocks_change(change, ends_at):
    quiet = QuietHours(start=time(22), end=time(2, 30))
    town = a_town(a_feed("ledger"), routes=(a_route(quiet=quiet),))
    town.clock._now = CHANGES[change] + timedelta(hours=24, minutes=20)
    await publish(town, 1)
    await town.house.rounds.ask(town.house.rounds.feeds)

    town.clock._now = ends_at - timedelta(minutes=1)
    await town.house.delivering.turn()
    early = len(town.posts)
    town.clock._now = ends_at
    await town.house.delivering.turn()

    assert (early, len(town.posts)) == (0, 1)


async def test_k06_eight_hours_asleep_are_one_round_and_what_is_due_is_posted_once():
    town = a_town(a_feed("ledger"), a_feed("tribune"))
    await publish(town, 1)
    await due_and_settled(town)

    town.clock.turn(timedelta(hours=8))
    for number in (2, 3):
        await publish(town, number)
    asked = await due_and_settled(town)
    again = await due_and_settled(town)

    assert (asked, again) == (2, 0)
    assert list(heads(town).values()) == [1, 1, 1]
