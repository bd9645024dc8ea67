"""Digests: once a day by the wall clock, whatever it does, and called what they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.briefs import Brief, Digest
from bot.domain.delivery import DigestPlan, QuietHours, RouteMode
from bot.services.developing import not_before
from bot.services.digesting import MOST_STORIES, digest_title, due_moments
from bot.services.gathering import overflow_title
from tests.fakes.newsstand import a_story_of
from tests.fakes.town import MORNING, Town, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import OPERATOR, ask

NEW_YORK = ZoneInfo("America/New_York")
HALF_PAST_ONE, HALF_PAST_TWO = time(1, 30), time(2, 30)
#: Minutes between two turns of the digest's loop, in this test.
STEP = timedelta(minutes=10)


def local(*given: int) -> datetime:
    return datetime(*given, tzinfo=NEW_YORK).astimezone(UTC)


def moments_of(plan: DigestPlan, since: datetime, until: datetime) -> dict[str, set[datetime]]:
    """Every label a loop would owe a digest for between two instants, with its moments."""
    owed: dict[str, set[datetime]] = {}
    now = since
    while now < until:
        for label, moment, _ in due_moments(plan, NEW_YORK, now):
            if moment >= since:
                owed.setdefault(label, set()).add(moment)
        now += STEP
    return owed


async def publish(town: Town, count: int) -> None:
    stories = [a_story_of(number) for number in range(count)]
    entries = [an_entry(each.title, each.text, guid=each.url, url=each.url) for each in stories]
    await town.publishes("ledger", *entries)
    await town.settles()


@pytest.mark.parametrize("at", [HALF_PAST_ONE, HALF_PAST_TWO])
@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (local(2026, 3, 7, 12), local(2026, 3, 9, 12), ("2026-03-08", "2026-03-09")),
        (local(2026, 10, 31, 12), local(2026, 11, 2, 12), ("2026-11-01", "2026-11-02")),
    ],
    ids=["spring", "autumn"],
)
def test_a_day_whose_clocks_change_has_one_digest_as_every_other(at, since, until, days):
    owed = moments_of(DigestPlan(at=(at,)), since, until)

    assert list(owed) == [f"{day} {at:%H:%M}" for day in days]
    assert all(len(moments) == 1 for moments in owed.values())


def test_the_time_that_spring_skips_is_an_hour_later_and_the_doubled_one_the_first():
    spring = due_moments(DigestPlan(at=(HALF_PAST_TWO,)), NEW_YORK, local(2026, 3, 8, 4))
    autumn = due_moments(DigestPlan(at=(HALF_PAST_ONE,)), NEW_YORK, local(2026, 11, 1, 4))

    assert spring[-1][1] == local(2026, 3, 8, 3, 30)
    assert autumn[-1][1] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_digest_is_called_by_its_day_and_by_its_time_where_there_are_several():
    moment = local(2026, 3, 2, 8)

    assert digest_title(DigestPlan(at=(time(8),)), moment, NEW_YORK) == (
        "Digest for Monday, March 2, 2026"
    )
    assert digest_title(DigestPlan(at=(time(8), time(17, 30))), moment, NEW_YORK) == (
        "Digest for Monday, March 2, 2026, 8:00 AM"
    )


def test_what_an_hour_leaves_over_is_called_more():
    assert [overflow_title(count) for count in (1, 2)] == ["1 more story", "2 more stories"]


async def test_a_scheduled_digest_bears_its_date_and_counts_what_does_not_fit():
    route = a_route(mode=RouteMode.DIGEST, digest=DigestPlan(at=(time(8),)))
    town = a_town(a_feed("ledger"), routes=(route,))
    await publish(town, MOST_STORIES + 3)
    town.clock.turn(timedelta(hours=1, minutes=1))

    await town.house.digesting.turn()
    await town.settles()

    (post,) = town.posts
    assert post.message.title == "Digest for Monday, March 2, 2026"
    assert len(post.message.briefs) == MOST_STORIES
    assert post.message.omitted_count == 3


async def test_a_watchs_digest_bears_the_watchs_name_and_since_when():
    town = a_town(a_feed("ledger"))
    await ask(town, "watch add roofers name:roofs notify:digest", OPERATOR)
    town.clock.turn(timedelta(minutes=1))
    await ask(town, "watch add detention name:centers notify:digest", OPERATOR)
    await publish(town, 8)
    town.clock.turn(timedelta(hours=1, minutes=5))

    await town.house.watch_digests.turn()
    await town.settles()

    (post,) = [post for post in town.posts if post.channel == "operator"]
    assert post.message.title == "Watches “roofs”, “centers”, since Sunday, March 1"


async def test_a_watch_is_told_at_most_eight_stories_an_hour_and_the_rest_in_one_message():
    town = a_town(a_feed("ledger"), routes=(a_route("ops-only", max_posts_per_hour=60),))
    await ask(town, "watch add from:ledger", OPERATOR)
    await publish(town, 12)
    at_once = [post for post in town.posts if post.channel == "operator"]
    town.clock.turn(timedelta(hours=1))
    await town.settles()

    told = [post for post in town.posts if post.channel == "operator"]
    assert [type(post.message) for post in at_once] == [Brief] * 8
    assert [type(post.message) for post in told[8:]] == [Digest]
    assert told[8].message.title == "4 more stories"


async def test_what_quiet_hours_held_comes_within_the_hours_limit_when_they_end():
    quiet = QuietHours(start=time(21), end=time(8))
    town = a_town(a_feed("ledger"), routes=(a_route(quiet=quiet, max_posts_per_hour=3),))
    await publish(town, 5)
    held = len(town.posts)

    town.clock.turn(local(2026, 3, 2, 8, 0) - MORNING)
    await town.settles()
    town.clock.turn(timedelta(hours=1))
    await town.settles()

    assert held == 0
    assert [type(post.message) for post in town.posts] == [Brief] * 3 + [Digest]
    assert town.posts[3].message.title == "2 more stories"


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (local(2026, 3, 8, 1, 0), local(2026, 3, 8, 3, 30)),
        (local(2026, 11, 1, 0, 30), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    ],
    ids=["spring", "autumn"],
)
def test_quiet_hours_end_once_on_a_day_whose_clocks_change(now, end):
    route = a_route(quiet=QuietHours(start=time(23), end=HALF_PAST_TWO))

    assert not_before(route, now, NEW_YORK) == end
    assert not_before(route, end, NEW_YORK) == end
