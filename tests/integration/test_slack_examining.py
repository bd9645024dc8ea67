"""What the bot finds out about Slack before it works: tokens, rights, channels."""

from __future__ import annotations

import pytest

from bot.adapters.clock import SystemClock
from bot.chat.slack.app import SlackApp
from bot.chat.slack.examining import SCOPES
from bot.domain.delivery import ChannelRef, Platform
from tests.fakes.fake_slack import FakeSlack
from tests.integration.slack_world import APP_TOKEN, BOT_TOKEN, ScriptedDesk, make_app, open_world


def channels(*targets: str) -> list[ChannelRef]:
    return [ChannelRef(platform=Platform.SLACK, target=one) for one in targets]


async def found(world, *targets: str):
    """The findings by subject."""
    return {one.subject: one for one in await world.app.examine(channels(*targets))}


async def test_a_sound_app_is_well_before_it_starts_and_posts_nothing():
    async with open_world(app_token=APP_TOKEN, start=False) as world:
        findings = await world.app.examine(channels("#news", "C0LEGAL", "C0PRIVATE", "U0ALICE"))

        assert [one.subject for one in findings] == [
            "slack token",
            "slack rights",
            "slack socket token",
            "#news",
            "C0LEGAL",
            "C0PRIVATE",
            "U0ALICE",
        ]
        assert all(one.is_well and not one.remedy for one in findings)
        assert findings[0].words == "@newsbot in the workspace Fake"
        assert world.fake.messages == []


@pytest.mark.parametrize(
    ("target", "words", "remedy"),
    [
        ("C0OTHER", "the bot is not in it", "type /invite @newsbot in the channel"),
        ("C0ARCHIVED", "it is archived", "unarchive it, or name another channel in feeds.yaml"),
        (
            "C0NOWHERE",
            "Slack says channel_not_found",
            "check its name in feeds.yaml, or invite the bot if it is private",
        ),
        (
            "#nowhere",
            "Slack shows the bot no channel #nowhere.",
            "check its name in feeds.yaml, or invite the bot if it is private",
        ),
        (
            "U0NOBODY",
            "Slack says user_not_found",
            "copy the member's id again from their profile",
        ),
    ],
)
async def test_a_channel_that_cannot_be_served_comes_with_its_remedy(target, words, remedy):
    async with open_world(start=False) as world:
        finding = (await found(world, target))[target]

        assert (finding.is_well, finding.words, finding.remedy) == (False, words, remedy)


async def test_an_account_that_was_closed_is_found():
    async with open_world(start=False) as world:
        await world.call("user", id="U0ALICE", deleted=True)

        assert (await found(world, "U0ALICE"))["U0ALICE"].words == "the account is closed"


async def test_a_right_that_is_missing_is_named_with_what_is_lost():
    async with open_world(start=False) as world:
        await world.call("config", scopes=[one for one in SCOPES if one != "files:write"])
        rights = (await found(world))["slack rights"]

        assert rights.words == "without files:write (exports and pictures cannot be sent)"
        assert "docs/slack-manifest.yaml" in rights.remedy


async def test_a_refused_token_is_the_only_thing_found():
    fake = FakeSlack()
    await fake.start()
    app = make_app(fake, ScriptedDesk(), bot_token="xoxb-wrong")
    findings = await app.examine(channels("C0NEWS"))
    await fake.stop()

    assert [(one.subject, one.words) for one in findings] == [
        ("slack token", "Slack says invalid_auth")
    ]
    assert "SLACK_BOT_TOKEN" in findings[0].remedy


async def test_a_socket_token_of_the_wrong_kind_is_found():
    async with open_world(app_token=BOT_TOKEN, start=False) as world:
        socket = (await found(world))["slack socket token"]

        assert not socket.is_well
        assert "connections:write" in socket.remedy


async def test_slack_out_of_reach_is_a_finding_and_no_error():
    app = SlackApp(
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=None,
        base_url="http://127.0.0.1:9/api/",
        desk=ScriptedDesk(),
        clock=SystemClock(),
    )
    (finding,) = await app.examine(channels("C0NEWS"))

    assert (finding.is_well, finding.words) == (False, "Slack cannot be reached")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"action": "error", "error": "ratelimited"}, "Slack asks to wait"),
        ({"action": "html"}, "Slack cannot be reached"),
        ({"action": "hang", "seconds": 0}, "Slack cannot be reached"),
        ({"action": "error", "error": "internal_error"}, "Slack says internal_error"),
    ],
)
async def test_what_goes_wrong_with_one_channel_is_said_of_that_channel(fault, words):
    async with open_world(start=False) as world:
        await world.call("faults", match="conversations.info", **fault)
        findings = await found(world, "C0NEWS", "C0LEGAL")

        assert findings["C0NEWS"].words == words
        assert findings["C0LEGAL"].is_well


async def test_an_examination_waits_as_slack_asks_and_goes_on():
    async with open_world(start=False, clock=SystemClock()) as world:
        await world.call("faults", match="conversations.info", action="ratelimit", retry_after=1)
        findings = await found(world, "C0NEWS", "C0LEGAL")

        assert findings["C0NEWS"].is_well
        assert findings["C0LEGAL"].is_well


async def test_direct_messages_are_not_looked_at():
    async with open_world(start=False) as world:
        assert (await found(world, "D0ALICE"))["D0ALICE"].is_well
