"""What `doctor` learns from Discord: the real discord.py against the strict fake, no gateway."""

from __future__ import annotations

from datetime import timedelta

import pytest
from discord.http import Route

from bot.chat.discord.rights import INVITED
from bot.domain.delivery import ChannelRef, Platform
from tests.fakes.discord_state import (
    BOT,
    DENIED,
    EMBED,
    FORUM,
    GUILD,
    HIDDEN,
    HISTORY,
    LEGAL,
    NEWS,
    OPEN_THREADS,
    OWNER,
    SEND,
    SEND_THREADS,
    THREAD_ARCHIVED,
    USUAL,
)
from tests.integration.discord_world import World, channel, open_world


async def found(world: World, *targets: str) -> dict[str, str]:
    """What is said about each subject: "well: …", or what is ill and its remedy."""
    findings = await world.app.examine([channel(target) for target in targets])
    return {
        one.subject: f"well: {one.words}" if one.is_well else f"{one.words} -> {one.remedy}"
        for one in findings
    }


async def about(world: World, target: str) -> str:
    return (await found(world, target))[f"discord {target}"]


async def test_a_bot_that_may_do_its_work_is_well_before_it_runs():
    async with open_world(start=False) as world:
        said = await found(world, NEWS, "#legal", FORUM)

        assert all(words.startswith("well: ") for words in said.values())
        assert said["discord token"] == "well: Discord knows it as newsbot"
        assert said["discord servers"] == "well: the bot is on 1: Fake Guild"
        assert said["discord #legal"] == "well: #legal on Fake Guild: the bot may do all it needs"


async def test_examining_posts_nothing_opens_no_gateway_and_leaves_the_library_as_it_was():
    before = Route.BASE
    async with open_world(start=False) as world:
        await found(world, NEWS, "#legal", FORUM, OWNER)
        verbs = {one["route"].split(" ")[0] for one in world.fake.log if one["kind"] == "rest"}

        assert verbs == {"GET"}
        assert world.fake.identifies == []
        assert before == Route.BASE


async def test_a_running_bot_can_be_examined_and_goes_on():
    async with open_world() as world:
        await found(world, NEWS)
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1
        assert len(world.fake.identifies) == 1


async def test_a_refused_token_is_a_finding_and_the_only_one():
    async with open_world(start=False, token="wrong.bot.token") as world:
        said = await found(world, NEWS)

        assert list(said) == ["discord token"]
        assert said["discord token"].startswith("Discord refuses DISCORD_TOKEN. -> reset the bot")
        assert "wrong.bot.token" not in str(said)


async def test_a_discord_that_cannot_be_reached_is_a_finding():
    async with open_world(start=False) as world:
        await world.call("faults", match="GET /users/@me", action="http503", times=9)
        said = await found(world, NEWS)

        assert said == {
            "discord token": "Discord answered 503 to the login -> try again in a few minutes"
        }


async def test_the_invitation_asks_for_the_least():
    async with open_world(start=False) as world:
        words = (await found(world))["discord invitation"]

        assert f"client_id={BOT}&scope=bot+applications.commands&permissions={INVITED}" in words
        assert "guilds alone" in words


async def test_d09_interactions_that_go_to_an_address_never_reach_the_bot_and_that_is_said():
    async with open_world(start=False) as world:
        world.fake.application_more = {"interactions_endpoint_url": "https://elsewhere.example/"}
        words = (await found(world))["discord application"]

        assert "never reaches the bot -> empty Interactions Endpoint URL" in words


async def test_a_bot_that_nobody_invited_is_told_how():
    async with open_world(start=False) as world:
        world.fake.guilds = False
        words = (await found(world))["discord servers"]

        assert "on no server -> invite it with https://discord.com/oauth2/authorize" in words


# ---- channels


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (HIDDEN, "View Channel"),
        (DENIED, "not allowed Send Messages -> allow it: Edit Channel, Permissions"),
        (THREAD_ARCHIVED, "#old-thread on Fake Guild is locked -> unlock the thread"),
        ("400000000000000099", "-> check the channel in feeds.yaml; it may have been deleted"),
        ("#newz", "no channel has this name -> write the channel's id"),
    ],
)
async def test_d05_a_channel_that_is_closed_to_the_bot_is_named_with_its_remedy(target, words):
    async with open_world(start=False) as world:
        assert words in await about(world, target)


@pytest.mark.parametrize(
    ("bit", "name"),
    [
        (SEND, "Send Messages"),
        (EMBED, "Embed Links"),
        (HISTORY, "Read Message History"),
        (1 << 15, "Attach Files"),
        (OPEN_THREADS, "Create Public Threads"),
        (SEND_THREADS, "Send Messages in Threads"),
    ],
)
async def test_d05_each_permission_that_the_role_lacks_is_named(bit, name):
    async with open_world(start=False) as world:
        world.fake.role_permissions = USUAL & ~bit
        words = await about(world, NEWS)

        assert words.endswith(
            f"not allowed {name} -> allow it: Server Settings, Roles, the bot's role: {name}"
        )


async def test_d05_what_the_role_lacks_and_what_the_channel_takes_are_mended_in_two_places():
    async with open_world(start=False) as world:
        world.fake.role_permissions = USUAL & ~(HISTORY | SEND_THREADS)
        taken = {"id": GUILD, "type": 0, "allow": "0", "deny": str(EMBED)}
        await world.call("channel", id=LEGAL, permission_overwrites=[taken])
        words = await about(world, "#legal")

        assert "not allowed Embed Links, Read Message History, Send Messages in Threads" in words
        assert "bot's role: Read Message History and Send Messages in Threads; Edit" in words
        assert words.endswith("Edit Channel, Permissions, the bot's role: Embed Links")


async def test_what_a_channel_takes_from_everybody_it_may_give_back_to_the_bot():
    async with open_world(start=False) as world:
        exceptions = [
            {"id": BOT, "type": 1, "allow": str(SEND), "deny": "0"},
            {"id": GUILD, "type": 0, "allow": "0", "deny": str(SEND)},
        ]
        await world.call("channel", id=LEGAL, permission_overwrites=exceptions)

        assert (await about(world, "#legal")).startswith("well: ")


async def test_an_administrator_may_do_all_it_needs():
    async with open_world(start=False) as world:
        world.fake.role_permissions = 8

        assert (await about(world, DENIED)).startswith("well: ")


async def test_a_forum_needs_no_threads_of_its_own_and_a_thread_its_own_permission():
    async with open_world(start=False) as world:
        world.fake.role_permissions = USUAL & ~(OPEN_THREADS | SEND)
        thread = world.fake.open_thread(world.fake.channels[NEWS], "a beat", "400000000000000077")

        assert "not allowed Send Messages ->" in await about(world, FORUM)
        assert (await about(world, thread)).startswith("well: ")


async def test_a_forum_that_asks_for_a_tag_and_has_none_to_give_is_a_finding():
    async with open_world(start=False) as world:
        moderated = [{"id": "7", "name": "Desk", "moderated": True}]
        await world.call("channel", id=FORUM, available_tags=moderated, flags=1 << 4)

        assert "make tags optional" in await about(world, FORUM)


async def test_a_channel_that_takes_no_posts_is_a_finding():
    async with open_world(start=False) as world:
        await world.call("channel", id=LEGAL, type=4)

        assert "takes no posts -> name a text, announcement or forum" in await about(world, LEGAL)


async def test_a_bot_that_is_timed_out_is_a_finding():
    async with open_world(start=False) as world:
        until = world.clock.now() + timedelta(hours=1)
        world.fake.timed_out_until = until.isoformat()

        assert "timed out on Fake Guild until" in await about(world, NEWS)


async def test_a_timeout_that_is_over_hinders_nothing():
    async with open_world(start=False) as world:
        world.fake.timed_out_until = "2025-01-01T00:00:00+00:00"

        assert (await about(world, NEWS)).startswith("well: ")


async def test_a_name_that_two_channels_bear_asks_for_the_id():
    async with open_world(start=False) as world:
        await world.call("channel", id=LEGAL, name="news")

        assert "2 channels have this name" in await about(world, "#news")


async def test_each_server_is_asked_once_however_many_channels_are_named():
    async with open_world(start=False) as world:
        await found(world, "#news", "#legal", NEWS, FORUM)
        asked = [len(world.calls(f"GET /guilds/{{id}}{part}")) for part in ("", "/channels")]

        assert asked == [1, 1]


async def test_a_name_is_looked_for_on_its_own_server_alone():
    async with open_world(start=False) as world:
        there = ChannelRef(platform=Platform.DISCORD, target="#news", workspace=GUILD)
        elsewhere = ChannelRef(platform=Platform.DISCORD, target="#news", workspace="9")
        findings = await world.app.examine([there, elsewhere])

        assert [one.is_well for one in findings[-2:]] == [True, False]


async def test_a_person_is_well_and_whether_they_take_messages_is_left_open():
    async with open_world(start=False) as world:
        assert (await about(world, OWNER)).startswith(
            "well: direct messages to reader; whether they take them shows when one is sent"
        )


async def test_a_limit_while_examining_is_a_finding_and_no_error():
    async with open_world(start=False) as world:
        await world.call("faults", match="GET /guilds/{id}", action="ratelimit", retry_after=9)

        assert "try again in a few minutes" in await about(world, NEWS)
