"""Group S of the catalogue through the whole house: promises that one call alone cannot keep."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import aiohttp
import pytest

from bot.domain.delivery import ChannelRef, Platform, RouteId
from tests.fakes import fake_slack, slack_state
from tests.fakes.slack_audit import words
from tests.integration.household import NEWS, OPS, open_household
from tests.integration.slack_world import APP_TOKEN, ScriptedDesk, World, make_app

#: A feed of three stories, the oldest first.
STORIES = "/reordered"
HEADLINES = ["Story number 1", "Story number 4", "Story number 5"]
POST = "chat.postMessage"


@pytest.fixture
def turned(household, monkeypatch):
    """The house with a Slack whose waits pass as the clock is turned by hand."""

    def seconds() -> float:
        return household.clock.now().timestamp()

    time = SimpleNamespace(time=seconds, monotonic=seconds)
    monkeypatch.setattr(slack_state, "time", time)
    monkeypatch.setattr(fake_slack, "time", time)
    return household


def headlines(posts: list[dict]) -> list[str]:
    return [post["text"].split(".")[0] for post in posts]


def calls(house, method: str = POST) -> list[dict]:
    return [one for one in house.slack.log if one.get("method") == method]


async def test_s01_a_command_is_acknowledged_at_once_whatever_the_feeds_do(
    tmp_path, empty_sqlite_file
):
    async with open_household(
        tmp_path, empty_sqlite_file, processes=True, deadline=timedelta(seconds=3)
    ) as house:
        app = make_app(house.slack, ScriptedDesk(), app_token=APP_TOKEN)
        await app.start()
        feeds = [house.feed("/hang", f"hanging-{number}") for number in range(50)]
        polling = asyncio.create_task(
            house.house.rounds.ask([*feeds, house.feed("/many-attributes?n=100000")])
        )
        async with aiohttp.ClientSession() as admin:
            world = World(fake=house.slack, app=app, desk=ScriptedDesk(), admin=admin)
            seen = [await world.slash("latest", followup_wait=0) for _ in range(60)]
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await app.stop()
        late = [one for one in seen if one["ack_ms"] is None]

    # Within the three seconds that Slack waits; one may be late on a machine that stands still.
    assert len(late) <= 1


async def test_s06_a_rate_limit_is_waited_out_and_the_order_kept(turned):
    turned.slack.faults.append(
        {"match": POST, "action": "ratelimit", "retry_after": 40, "times": 1}
    )
    await turned.round(turned.feed(STORIES))

    assert headlines(turned.posts()) == HEADLINES
    assert len(calls(turned)) == len(HEADLINES) + 1


async def test_s07_answers_lost_again_and_again_leave_one_message_each(household):
    household.slack.faults.append({"match": POST, "action": "drop_after", "times": 3})
    await household.round(household.feed(STORIES))
    for _ in range(4):
        await household.round()

    assert sorted(headlines(household.posts())) == HEADLINES
    assert len(calls(household)) == len(HEADLINES)


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "drop_before"},
        {"action": "http500"},
        {"action": "http503"},
        {"action": "hang", "seconds": 0.05},
        {"action": "bad_json"},
        {"action": "html"},
        {"action": "error", "error": "fatal_error"},
    ],
)
async def test_s08_what_never_arrived_is_posted_once_after_recovery(household, fault):
    household.slack.faults.append({"match": POST, "times": 4, **fault})
    await household.round(household.feed(STORIES))
    for _ in range(6):
        await household.round()

    assert sorted(headlines(household.posts())) == HEADLINES


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_s09_a_channel_that_refuses_pauses_alone_is_told_once_and_resumes(household, code):
    legal = ChannelRef(platform=Platform.SLACK, target="C0PRIVATE")
    router = household.house.router
    router.reload([NEWS, replace(NEWS, id=RouteId("legal"), channel=legal), OPS], router.zone)
    fault = {"match": POST, "channel": "C0NEWS", "action": "error", "error": code, "times": 99}
    household.slack.faults.append(fault)
    await household.round(household.feed(STORIES))
    for _ in range(3):
        await household.house.upkeep.turn(())
        await household.round()

    in_legal = [one for one in household.slack.messages if one["channel"] == "C0PRIVATE"]
    assert headlines(in_legal) == HEADLINES
    assert household.posts() == []
    assert len(household.notices()) == 1
    assert code in words(household.notices()[0])

    household.slack.faults.clear()
    for _ in range(3):
        await household.house.upkeep.turn(())
        await household.round()

    assert sorted(headlines(household.posts())) == HEADLINES
    assert "served again" in words(household.notices()[1])


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked"])
async def test_s10_a_refused_token_is_loud_and_cold_and_stories_are_kept(household, code, caplog):
    household.slack.faults.append({"match": "*", "action": "error", "error": code, "times": 9999})
    await household.round(household.feed(STORIES))
    for _ in range(4):
        await household.house.upkeep.turn(())
        await household.round()

    loud = [one for one in caplog.records if one.levelname == "ERROR"]
    assert len(await household.articles()) == 5
    assert any(code in str(one.__dict__.get("error")) for one in loud)
    assert code in str(household.house.messengers[Platform.SLACK].trouble)
    # Two channels, five quarters of an hour, each tried once a quarter.
    assert len(calls(household)) <= 2 * 5

    household.slack.faults.clear()
    for _ in range(3):
        await household.house.upkeep.turn(())
        await household.round()

    assert sorted(headlines(household.posts())) == HEADLINES


async def test_s12_an_admin_command_is_refused_to_who_is_no_admin_any_more(household):
    app = make_app(household.slack, household.house.desk, app_token=APP_TOKEN)
    household.house.connect([app])
    await app.start()
    household.house.rounds.watch((household.feed(STORIES, "ice-news"),))
    async with aiohttp.ClientSession() as session:
        world = World(fake=household.slack, app=app, desk=ScriptedDesk(), admin=session)
        stranger = await world.slash("feed pause ice-news", user_id="U0ALICE")
        paused = await world.slash("feed pause ice-news", user_id="U0ADMIN")
        audit = await world.slash("audit", user_id="U0ADMIN")
        await world.call("user", id="U0ADMIN", is_admin=False)
        former = await world.slash("feed resume ice-news", user_id="U0ADMIN")
    await app.stop()

    assert "is for admins" in words(stranger["responses"][0])
    assert "is asked no more" in words(paused["responses"][0])
    assert "U0ADMIN on slack" in words(audit["responses"][0])
    assert "is for admins" in words(former["responses"][0])


async def test_s14_a_private_channels_question_is_answered_there_to_the_asker_alone(household):
    app = make_app(household.slack, ScriptedDesk(), app_token=APP_TOKEN)
    await app.start()
    async with aiohttp.ClientSession() as session:
        world = World(fake=household.slack, app=app, desk=ScriptedDesk(), admin=session)
        await world.slash("search letters", channel_id="C0PRIVATE")
        told = [(one["channel"], one["visible"]) for one in household.slack.messages]
    await app.stop()

    assert told == [("C0PRIVATE", "ephemeral")]
