"""Connecting to Discord: login, the gateway's troubles, and the registration of commands."""

from __future__ import annotations

import asyncio

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.domain.errors import OperatorError
from tests.builders import a_notice
from tests.fakes.discord_state import GUILD
from tests.integration.discord_world import (
    KEY,
    KeptText,
    ScriptedDesk,
    channel,
    make_app,
    open_world,
)

REGISTER = "PUT /applications/{id}/commands"


def identifies(world) -> int:
    return len(world.fake.identifies)


async def test_a_started_app_is_connected_and_has_no_trouble():
    async with open_world() as world:
        assert world.app.trouble is None
        assert identifies(world) == 1
        assert world.fake.log[0]["route"] == "GET /users/@me"


async def test_only_the_servers_intent_is_asked_for():
    async with open_world() as world:
        asked = next(one for one in world.fake.log if one["kind"] == "identify")

        assert asked["intents"] == 1


async def test_the_librarys_addresses_are_put_back_when_the_app_stops():
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    async with open_world() as world:
        assert world.fake.base in Route.BASE

    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_d07_a_wrong_token_stops_the_start_with_a_remedy_and_no_second_login():
    before = Route.BASE
    async with open_world(start=False, token="wrong.bot.token") as world:
        with pytest.raises(OperatorError, match=r"DISCORD_TOKEN.*Remedy") as caught:
            await world.app.start()

        assert "wrong.bot.token" not in str(caught.value)
        assert len(world.calls("GET /users/@me")) == 1
    assert before == Route.BASE


@pytest.mark.parametrize(("code", "words"), [(4004, "DISCORD_TOKEN"), (4014, "intents")])
async def test_d07_a_gateway_that_refuses_for_good_is_not_asked_again(code, words):
    async with open_world() as world:
        await world.call("gateway", action="close", code=code)
        await world.until(lambda: words in (world.app.trouble or ""))
        await asyncio.sleep(0.2)

        assert identifies(world) == 1


@pytest.mark.parametrize("action", ["kill", "reconnect"])
async def test_d06_a_lost_connection_is_resumed_without_a_new_identify(action):
    async with open_world() as world:
        await world.call("gateway", action=action)
        await world.until(lambda: any(one["kind"] == "resume" for one in world.fake.log))
        await world.until(lambda: world.app.trouble is None)
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1
        assert identifies(world) == 1


async def test_d06_a_session_that_discord_calls_invalid_costs_one_identify():
    async with open_world() as world:
        await world.call("gateway", action="invalid_session")
        await world.until(lambda: identifies(world) == 2)
        await world.until(lambda: world.app.trouble is None)
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1


async def test_d06_a_gateway_that_no_longer_answers_heartbeats_is_left_and_resumed():
    async with open_world(heartbeat_ms=300) as world:
        # The library waits a minute before it gives a silent gateway up.
        world.app._connection._client.ws._keep_alive.heartbeat_timeout = 0.5
        await world.call("gateway", action="no_ack")
        await world.until(lambda: any(one["kind"] == "resume" for one in world.fake.log))
        await world.until(lambda: world.app.trouble is None)
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1
        assert identifies(world) == 1


async def test_garbage_from_the_gateway_does_not_end_the_bot():
    async with open_world() as world:
        await world.call("gateway", action="garbage")
        await world.until(lambda: identifies(world) == 2 and world.app.trouble is None)
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1


async def test_a_gateway_that_is_away_at_the_start_is_tried_again():
    async with open_world(start=False) as world:
        await world.call("faults", match="GET /users/@me", action="http503")
        await world.app.start()

        assert "503" in world.app.trouble
        await world.until(lambda: world.app.trouble is None)
        await world.app.messenger.post(channel(), a_notice(), KEY)


async def test_a_server_that_the_bot_is_thrown_out_of_leaves_the_bot_running():
    async with open_world() as world:
        await world.call("event", t="GUILD_DELETE", d={"id": GUILD})
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1


async def test_stopping_lets_an_answer_under_way_arrive():
    async with open_world(desk=ScriptedDesk(delay=0.4)) as world:
        asking = asyncio.create_task(world.news("latest"))
        await world.until(lambda: world.desk.asked)
        await world.app.stop()
        seen = await asking

        assert len(seen["messages"]) == 1
        assert world.app.trouble == "stopped"


async def test_stopping_an_app_that_never_started_is_quiet():
    async with open_world(start=False) as world:
        await world.app.stop()


# ---- commands


async def test_d08_commands_are_registered_once_and_not_again_by_twenty_later_starts():
    async with open_world() as world:
        for _ in range(20):
            await world.app.stop()
            world.app = make_app(world.fake, world.desk, world.clock)
            await world.app.start()

        assert len(world.calls(REGISTER)) == 1
        assert [one["name"] for one in world.fake.commands[None]] == ["news"]
        await world.app.stop()


async def test_with_a_memory_discord_is_not_even_asked():
    memory = KeptText()
    async with open_world(memory=memory) as world:
        await world.app.stop()
        world.app = make_app(world.fake, world.desk, world.clock, memory=memory)
        await world.app.start()

        assert len(world.calls(REGISTER)) == 1
        assert len(world.calls("GET /applications/{id}/commands")) == 1
        await world.app.stop()


async def test_commands_that_differ_are_replaced():
    async with open_world(start=False) as world:
        world.fake.commands[None] = [{"id": "1", "name": "old", "type": 1, "description": "x"}]
        await world.app.start()

        assert [one["name"] for one in world.fake.commands[None]] == ["news"]


async def test_a_refused_registration_is_a_trouble_and_posts_still_go_out():
    async with open_world(start=False) as world:
        await world.call(
            "faults", match=REGISTER, action="error", status=400, code=30034, message="daily limit"
        )
        await world.app.start()
        await world.app.messenger.post(channel(), a_notice(), KEY)

        assert "/news could not be registered" in world.app.trouble
        assert len(world.in_channel()) == 1


async def test_d07_intents_refused_at_the_start_stop_it_with_a_remedy(monkeypatch):
    monkeypatch.setattr("tests.fakes.discord_gateway.PRIVILEGED", {1: "GUILDS"})
    async with open_world(
        start=False, expected=["privileged intents requested but not enabled"]
    ) as world:
        with pytest.raises(OperatorError, match=r"intents.*Remedy"):
            await world.app.start()

        assert identifies(world) == 1
