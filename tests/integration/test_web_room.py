"""The web room of the running bot: what is answered over HTTP, and what is refused and how."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import signal
import time
from urllib.parse import urlencode

import pytest

from bot.chat.slack import signatures
from bot.domain.errors import ConfigError, StorageError
from tests.acceptance.running import Bot
from tests.fakes.fake_slack import FakeSlack
from tests.integration.web_world import (
    FEEDS,
    Web,
    a_free_port,
    open_bot_with_port,
    signed,
    told,
)

MEGABYTE = 1024 * 1024


@pytest.fixture
async def web(tmp_path, empty_sqlite_file):
    async with open_bot_with_port(tmp_path, empty_sqlite_file, oauth=False) as opened:
        yield opened


def a_command(web: Web, text: str = "help", trigger: str = "1.2.3") -> bytes:
    fields = {
        "team_id": "T0FAKE",
        "channel_id": "C0NEWS",
        "user_id": "U0ALICE",
        "command": "/news",
        "text": text,
        "response_url": web.slack.new_response_url("C0NEWS", "U0ALICE"),
        "trigger_id": trigger,
    }
    return urlencode(fields).encode()


# ---- answered


async def test_a_signed_command_is_acknowledged_at_once_and_answered(web):
    answer = await web.slash("help")
    await web.until(lambda: web.slack.messages)

    assert (answer["status"], answer["body"]) == (200, "")
    assert "What you can ask" in str(web.slack.messages[-1])


async def test_health_is_well_while_the_platforms_are(web):
    answer = await web.get("/healthz")
    web.bot.chats[0]._trouble = "Slack cannot be reached"
    ill = await web.get("/healthz")

    assert (answer.status, await answer.text()) == (200, "ok")
    assert (ill.status, await ill.text()) == (503, "slack: Slack cannot be reached")


async def test_monitoring_reads_figures_that_name_no_channel_and_no_feed(web):
    await web.asks("help")
    answer = await web.get("/metrics")
    page = await answer.text()
    lines = [line for line in page.splitlines() if not line.startswith("#")]

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'nutgraf_feeds{state="off"} 1' in lines
    assert 'nutgraf_platform_connected{platform="slack"} 1' in lines
    assert "nutgraf_stories 0" in lines
    assert "ledger" not in page
    assert "C0NEWS" not in page


async def test_monitoring_is_told_of_a_platform_that_cannot_be_reached(web):
    web.bot.chats[0]._trouble = "Slack cannot be reached"

    page = await (await web.get("/metrics")).text()

    assert 'nutgraf_platform_connected{platform="slack"} 0' in page


async def test_figures_that_cannot_be_counted_are_a_503_that_quotes_nothing(web, monkeypatch):
    def broken():
        raise StorageError("postgresql://secret-host is gone")

    monkeypatch.setattr(web.bot.house.rooms.storage, "look", broken)

    answer = await web.get("/metrics")

    assert (answer.status, await answer.text()) == (503, "")


async def test_slack_checks_the_address_with_a_challenge(web):
    status, text, _ = await web.post(*signed({"type": "url_verification", "challenge": "abc"}))

    assert status == 200
    assert "abc" in text


async def test_a_button_is_answered_over_http_too(web):
    url = f"{web.base}/slack/events"
    payload = {
        "type": "block_actions",
        "channel": {"id": "C0NEWS"},
        "container": {"type": "message", "is_ephemeral": True},
        "actions": [{"type": "button", "action_id": "nutgraf_open", "value": "help"}],
    }

    answer = await web.call("interactive", payload=payload, via="http", url=url)

    assert answer["status"] == 200


# ---- refused


@pytest.mark.parametrize("tamper", ["signature", "stale", "missing", "garbage"])
async def test_what_slack_did_not_sign_just_now_is_refused(web, caplog, tamper):
    answer = await web.slash("help", tamper=tamper)

    assert answer["status"] == 401
    assert web.slack.messages == []
    assert "Traceback" not in told(caplog)


async def test_a_signature_of_another_body_is_refused(web):
    _, headers = signed(a_command(web))

    status, text, _ = await web.post(a_command(web, text="latest"), headers)

    assert status == 401
    assert "latest" not in text


async def test_a_signature_from_the_future_is_refused(web):
    body, headers = signed(a_command(web), at=time.time() + 600)

    assert (await web.post(body, headers))[0] == 401


async def test_a_command_sent_again_has_one_effect(web):
    body, headers = signed(a_command(web))

    statuses = [(await web.post(body, headers))[0] for _ in range(3)]
    await web.until(lambda: web.slack.messages)
    await asyncio.sleep(0.3)

    assert statuses == [200, 200, 200]
    assert len(web.slack.messages) == 1


async def test_a_body_of_twenty_megabytes_is_refused_and_read_no_further(web, caplog):
    body, headers = signed(b"text=" + b"x" * 20 * MEGABYTE)
    status = 413
    try:
        status, text, _ = await web.post(io.BytesIO(body), headers)
    except OSError:
        text = ""  # the connection was closed while we were still sending

    assert status == 413
    assert text == ""
    assert "Traceback" not in told(caplog)
    assert (await web.get("/healthz")).status == 200


async def test_a_body_without_an_announced_length_is_measured_all_the_same(web):
    async def endless():
        for _ in range(40):
            yield b"x" * MEGABYTE

    _, headers = signed(b"")
    status = 413
    try:
        async with web.browser.post(
            f"{web.base}/slack/events", data=endless(), headers=headers
        ) as answer:
            status = answer.status
    except OSError:
        pass

    assert status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/slack/install", 404),
        ("GET", "/slack/oauth_redirect?code=x&state=y", 404),
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/healthz", 405),
        ("POST", "/discord/events", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/metrics/../.env", 404),
    ],
)
async def test_any_other_path_says_nothing_of_what_serves_here(web, caplog, method, path, status):
    async with web.browser.request(method, web.base + path) as answer:
        text = await answer.text()

    assert answer.status == status
    assert text == ""
    assert answer.headers["Server"] == "nutgraf"
    assert "Traceback" not in told(caplog)


async def test_garbage_on_the_wire_takes_nothing_down(web, caplog):
    for noise in (b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n", b"POST\r\n\r\n" * 50):
        reader, writer = await asyncio.open_connection("127.0.0.1", web.port)
        writer.write(noise)
        await writer.drain()
        await asyncio.wait_for(reader.read(200), 5)
        writer.close()

    assert (await web.get("/healthz")).status == 200
    assert all(record.levelno < logging.ERROR for record in caplog.records)


async def test_bytes_that_are_no_text_are_answered_in_good_order(web):
    body, headers = signed(b"command=%2Fnews&text=\xff\xfe&trigger_id=9")

    status, _, _ = await web.post(body, headers)

    assert status in {200, 404}
    assert (await web.get("/healthz")).status == 200


async def test_a_wrong_signature_is_compared_in_constant_time_wherever_it_is_wrong(
    web, monkeypatch
):
    """Every signature, whole or short, is compared by the function made for it, and by nothing."""
    compared: list[bytes] = []

    def noted(one: bytes, other: bytes) -> bool:
        compared.append(other)
        return one == other

    body, headers = signed(a_command(web))
    right = headers["X-Slack-Signature"]
    wrong = [f"v0={'f' * 64}", right[:-1] + ("0" if right[-1] != "0" else "1"), "v0=", "x", right]
    monkeypatch.setattr(signatures.hmac, "compare_digest", noted)

    statuses = [(await web.post(body, headers | {"X-Slack-Signature": each}))[0] for each in wrong]

    assert statuses == [401, 401, 401, 401, 200]
    assert compared == [each.encode() for each in wrong]


async def test_a_port_that_is_taken_is_the_operators_to_choose_anew(
    web, tmp_path, empty_sqlite_file
):
    other = tmp_path / "other"
    other.mkdir()

    with pytest.raises(ConfigError, match=rf"PORT={web.port} cannot be opened"):
        async with open_bot_with_port(other, empty_sqlite_file, oauth=False, PORT=str(web.port)):
            pass


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_SECRET"),
        ("TOKEN_KEY", "TOKEN_KEY"),
        ("SLACK_CLIENT_ID", "SLACK_CLIENT_ID"),
    ],
)
async def test_half_an_installation_names_the_variable_that_is_missing(
    tmp_path, empty_sqlite_file, left_out, missing
):
    with pytest.raises(ConfigError, match=f"set {missing}"):
        async with open_bot_with_port(tmp_path, empty_sqlite_file, **{left_out: ""}):
            pass


# ---- the end


async def test_a_request_under_way_is_answered_before_the_bot_stops(tmp_path):
    """SIGTERM to the process while a command is being sent: acknowledged, answered, exit 0."""
    slack = FakeSlack(rate_limit=False)
    await slack.start()
    port = a_free_port()
    (tmp_path / "feeds.yaml").write_text(FEEDS)
    bot = Bot(
        folder=tmp_path,
        env={
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_BASE_URL": f"{slack.base}/api/",
            "PORT": str(port),
        },
    )
    process = await bot.start("run")
    try:
        reader, writer = await _connected(port)
        url = slack.new_response_url("C0NEWS", "U0ALICE")
        fields = {"command": "/news", "text": "help", "team_id": "T0FAKE", "trigger_id": "7"}
        body, headers = signed(
            urlencode(
                {**fields, "user_id": "U0ALICE", "channel_id": "C0NEWS", "response_url": url}
            ).encode()
        )
        lines = ["POST /slack/events HTTP/1.1", "Host: bot", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        writer.write(body[:20])
        await writer.drain()
        await asyncio.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.2)
        writer.write(body[20:])
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(200), 5)
        writer.close()
        began = time.monotonic()
        code = await asyncio.wait_for(process.wait(), 12)
        goodbye = time.monotonic() - began
    finally:
        if process.returncode is None:
            process.kill()
        _, err = await process.communicate()
        await slack.stop()

    assert answer.startswith(b"HTTP/1.1 200")
    assert code == 0
    assert goodbye < 10
    assert "What you can ask" in json.dumps(slack.messages, default=str)
    assert b"Traceback" not in err


async def _connected(port: int):
    async with asyncio.timeout(30):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
