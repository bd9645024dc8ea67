"""The running bot with PORT: the real settings, rooms, loops and web room, a fake Slack outside."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from shutil import copy
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.adapters.environment import load_settings
from bot.adapters.feeds_file import load_feeds_file
from bot.app.bot import RunningBot, open_bot
from tests.fakes.fake_slack import FakeSlack

KEY, OTHER_KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=", "M" * 43 + "="
FEEDS = """\
version: 1
feeds:
  - {id: ledger, name: Ledger, url: 'https://ledger.invalid/feed', kind: local, enabled: false}
channels:
  - {id: newsroom, platform: slack, target: C0NEWS}
"""


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Web:
    """A bot that listens on a port, its Slack, and a browser."""

    bot: RunningBot
    slack: FakeSlack
    port: int
    browser: aiohttp.ClientSession
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def get(self, path: str, **options) -> aiohttp.ClientResponse:
        """What a browser gets; it keeps cookies, follows nothing, and its connection is ours."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        options = {"headers": headers, "allow_redirects": False} | options
        async with self.browser.get(self.base + path, **options) as answer:
            await answer.read()
        for value in answer.headers.getall("Set-Cookie", ()):
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return answer

    async def post(self, body: bytes, headers: dict[str, str], path: str = "/slack/events"):
        async with self.browser.post(self.base + path, data=body, headers=headers) as answer:
            return answer.status, await answer.text(), dict(answer.headers)

    async def call(self, what: str, **data):
        async with self.browser.post(f"{self.slack.base}/_admin/{what}", json=data) as answer:
            return await answer.json()

    async def slash(self, text: str, **data):
        """Send a signed command; return what came back at once."""
        url = f"{self.base}/slack/events"
        return await self.call("slash", command="/news", text=text, via="http", url=url, **data)

    async def asks(self, text: str, **data) -> str:
        """What somebody reads after a command."""
        count = len(self.slack.messages)
        answer = await self.slash(text, **data)
        assert answer["status"] == 200, answer
        await self.until(lambda: len(self.slack.messages) > count)
        return str(self.slack.messages[-1])

    async def begins(self) -> str:
        """Begin an installation; return its state."""
        answer = await self.get("/slack/install")
        assert answer.status == 302
        return parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]

    async def installs(self, team: str = "T0GUEST", **more) -> aiohttp.ClientResponse:
        """Somebody of another workspace installs the app."""
        state = await self.begins()
        code = self.slack.grant(team, **more)
        return await self.get(f"/slack/oauth_redirect?code={code}&state={state}")

    async def leaves(self, event: dict, team: str = "T0GUEST") -> int:
        """Slack tells an event of a workspace, signed."""
        payload = {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A0FAKE",
            "event_id": f"Ev{time.monotonic_ns()}",
            "event": event,
        }
        status, _, _ = await self.post(*signed(payload))
        return status

    async def until(self, claim: Callable[[], object], seconds: float = 10.0) -> None:
        async with asyncio.timeout(seconds):
            while not claim():
                await asyncio.sleep(0.02)


def signed(payload: dict | bytes, *, at: float | None = None, secret: str = "fake-signing-secret"):
    """A body and the headers with which Slack would send it."""
    as_json = isinstance(payload, dict)
    body = json.dumps(payload).encode() if as_json else payload
    stamp = str(int(time.time() if at is None else at))
    code = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    return body, {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={code}",
    }


@asynccontextmanager
async def open_bot_with_port(
    folder: Path,
    template: Path,
    *,
    slack: FakeSlack | None = None,
    feeds: str = FEEDS,
    oauth: bool = True,
    **env: str,
) -> AsyncIterator[Web]:
    """Open the bot as `run` does; at the end no rule of Slack was broken."""
    slack, owned = slack or FakeSlack(rate_limit=False), slack is None
    if owned:
        await slack.start()
    if not (folder / "bot.db").exists():
        copy(template, folder / "bot.db")
    (folder / "feeds.yaml").write_text(feeds)
    port = a_free_port()
    given = {
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_BASE_URL": f"{slack.base}/api/",
        "PORT": str(port),
    }
    if oauth:
        credentials = {
            "SLACK_CLIENT_ID": slack.client_id,
            "SLACK_CLIENT_SECRET": slack.client_secret,
        }
        given |= {**credentials, "TOKEN_KEY": KEY}
    settings = load_settings({**given, **env}, dotenv=None)
    stop = asyncio.Event()
    try:
        async with (
            open_bot(
                settings,
                load_feeds_file(folder / "feeds.yaml"),
                folder / "feeds.yaml",
                listen=True,
            ) as bot,
            aiohttp.ClientSession() as browser,
        ):
            running = asyncio.create_task(bot.run(stop))
            try:
                yield Web(bot=bot, slack=slack, port=port, browser=browser)
            finally:
                stop.set()
                await running
    finally:
        if owned:
            await slack.stop()
    assert slack.violations == []


def told(caplog) -> str:
    """Everything the log would print, extras and traces included."""
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(record)} {record.__dict__}" for record in caplog.records)
