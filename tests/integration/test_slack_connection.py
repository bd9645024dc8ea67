"""The connection to Slack: tokens, refreshes, broken sockets, and signed HTTP."""

from __future__ import annotations

import asyncio
import gc
import json
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.domain.errors import OperatorError, QuestionError
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.slack_audit import actions_of, words
from tests.fakes.slack_views import state_of
from tests.integration.slack_world import (
    APP_TOKEN,
    SIGNING_SECRET,
    QuickClock,
    ScriptedDesk,
    make_app,
    open_world,
)


async def test_a_running_app_has_no_trouble():
    async with open_world(app_token=APP_TOKEN) as world:
        assert world.app.trouble is None


async def test_a_wrong_bot_token_stops_the_start_with_a_remedy():
    async with open_world(start=False) as world:
        app = make_app(world.fake, world.desk, bot_token="xoxb-wrong")
        with pytest.raises(OperatorError, match=r"SLACK_BOT_TOKEN \(invalid_auth\)\. Remedy"):
            await app.start()


async def test_a_wrong_app_token_stops_the_start_with_a_remedy():
    async with open_world(start=False) as world:
        app = make_app(world.fake, world.desk, app_token="xapp-wrong")
        with pytest.raises(OperatorError, match=r"SLACK_APP_TOKEN .*connections:write"):
            await app.start()


async def test_s04_commands_work_after_slack_refreshes_the_socket():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("socket", action="refresh")
        opened = sum(one["kind"] == "socket_open" for one in world.fake.log)
        await world.until(
            lambda: (
                sum(one["kind"] == "socket_open" for one in world.fake.log) > opened - 1
                and world.app.trouble is None
                and len(world.fake.sockets) == 1
            )
        )
        await asyncio.sleep(0.3)
        seen = await world.slash("latest")

        assert len(seen["responses"]) == 1


async def test_s04_commands_work_after_the_socket_was_cut():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("socket", action="kill")
        await world.until(lambda: not world.fake.sockets)
        await world.until(lambda: world.fake.sockets and world.app.trouble is None)
        seen = await world.slash("latest")

        assert len(seen["responses"]) == 1


async def test_s04_garbage_on_the_socket_disturbs_nobody():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("socket", action="garbage")
        await world.call("socket", action="garbage", text="{broken")
        seen = await world.slash("latest")

        assert len(seen["responses"]) == 1


async def test_s04_a_socket_address_that_no_longer_opens_is_replaced():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="link", action="http503", times=2)
        await world.call("socket", action="kill")
        await world.until(lambda: world.app.trouble is not None)
        await world.until(lambda: world.fake.sockets and world.app.trouble is None, seconds=20)
        seen = await world.slash("latest")

        assert len(seen["responses"]) == 1


async def test_the_ticket_of_a_failed_connection_stands_in_no_log_line(caplog):
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="link", action="http503")
        await world.call("socket", action="kill")
        await world.until(lambda: "Failed to connect" in caplog.text)

        assert "ticket=…" in caplog.text
        assert "ticket=" not in caplog.text.replace("ticket=…", "")


async def test_a_start_without_network_goes_on_in_the_background():
    async with open_world(start=False) as world:
        await world.call("faults", match="auth.test", action="http503")
        await world.app.start()

        assert "auth.test" in world.app.trouble


async def test_a_stopped_app_leaves_no_socket_behind():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.app.stop()
        await world.until(lambda: not world.fake.sockets)

        assert world.app.trouble == "stopped"


async def test_an_app_stopped_while_it_reconnects_leaves_nothing_open():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="link", action="http503", times=99)
        await world.call("socket", action="kill")
        opens = [one for one in world.fake.log if one.get("method") == "apps.connections.open"]
        await world.until(
            lambda: (
                sum(one.get("method") == "apps.connections.open" for one in world.fake.log)
                > len(opens) + 1
            )
        )
        await asyncio.sleep(0.2)
        await world.app.stop()
    gc.collect()  # an unclosed session would warn here, and warnings are errors


async def test_an_answer_under_way_arrives_before_the_app_stops():
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(delay=0.5)) as world:
        await world.slash("latest", followup_wait=0)
        await world.app.stop()

        assert len(world.fake.messages) == 1


@asynccontextmanager
async def served(world):
    """The app's HTTP endpoint on a loopback port."""
    app = web.Application()
    app.router.add_post("/slack/events", world.app.handle_http)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/slack/events"
    finally:
        await runner.cleanup()


async def test_a_signed_command_over_http_is_acknowledged_and_answered():
    async with open_world(signing_secret=SIGNING_SECRET) as world, served(world) as url:
        seen = await world.call("slash", command="/news", text="latest", via="http", url=url)
        await world.until(lambda: world.fake.messages)

        assert (seen["status"], seen["body"]) == (200, "")
        assert seen["ack_ms"] is not None
        assert "Marlow County ends" in words(world.fake.messages[0])


async def test_a_signed_button_over_http_is_answered():
    async with open_world(signing_secret=SIGNING_SECRET) as world, served(world) as url:
        await world.call("slash", command="/news", text="latest", via="http", url=url)
        await world.until(lambda: world.fake.messages)
        following = actions_of(world.fake.messages[0])["Next"]
        payload = {
            "type": "block_actions",
            "channel": {"id": "C0NEWS"},
            "actions": [{"type": "button", **following}],
        }
        seen = await world.call("interactive", payload=payload, via="http", url=url)
        await world.until(lambda: len(world.fake.messages) == 2)

        assert seen["status"] == 200
        assert world.desk.asked[-1][:2] == ("latest", 2)


async def test_what_is_wrong_with_a_form_over_http_is_said_in_the_form():
    desk = ScriptedDesk(answers={"report": QuestionError("I know no story “12”.")})
    async with open_world(signing_secret=SIGNING_SECRET, desk=desk) as world, served(world) as url:
        await world.call("slash", command="/news", text="report 12", via="http", url=url)
        await world.until(lambda: world.fake.views)
        form = world.form()
        view = form | {"state": state_of(form, {"reason": "other"})}
        payload = {"type": "view_submission", "view": view}
        seen = await world.call("interactive", payload=payload, via="http", url=url)

        assert json.loads(seen["body"]) == {
            "response_action": "errors",
            "errors": {"reason": "I know no story “12”."},
        }


@pytest.mark.parametrize("tamper", ["signature", "stale", "missing", "garbage"])
async def test_s11_what_slack_did_not_sign_is_refused(tamper):
    async with open_world(signing_secret=SIGNING_SECRET) as world, served(world) as url:
        seen = await world.call(
            "slash", command="/news", text="latest", via="http", url=url, tamper=tamper
        )

        assert seen["status"] == 401
        assert world.desk.asked == []


async def test_without_a_signing_secret_nothing_is_taken_over_http():
    async with open_world() as world, served(world) as url:
        seen = await world.call("slash", command="/news", text="latest", via="http", url=url)

        assert seen["status"] == 404


async def test_a_platform_that_is_down_at_the_start_is_joined_when_it_is_back():
    fake = FakeSlack()
    base = await fake.start()
    port = int(base.rsplit(":", 1)[1])
    await fake.stop()
    app = make_app(fake, ScriptedDesk(), clock=QuickClock())
    await app.start()
    assert "cannot be reached" in app.trouble
    await fake.start(port=port)
    async with asyncio.timeout(15):
        while app.trouble is not None:
            await asyncio.sleep(0.1)
    await app.stop()
    await fake.stop()
