"""The running bot on both platforms at once: the same question has the same content everywhere."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.app.sample_day import open_sample_day
from tests.acceptance.running import Bot
from tests.fakes.discord_review import words as discord_words
from tests.fakes.fake_discord import FakeDiscord
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.slack_audit import words as slack_words

CHANNELS = """
channels:
  - {id: slack-news, platform: slack, target: "#news", max_posts_per_hour: 60}
  - {id: discord-news, platform: discord, target: "400000000000000001", max_posts_per_hour: 60}
"""


@dataclass
class BothPlatforms:
    """The bot's archive, and what people on each platform see."""

    bot: Bot
    slack: FakeSlack
    discord: FakeDiscord
    admin: aiohttp.ClientSession

    async def in_slack(self, question: str) -> str:
        seen = await self._call(
            self.slack.base, "slash", command="/news", text=question, followup_wait=8
        )
        return slack_words(seen["responses"][0])

    async def in_discord(self, command: str, given: dict[str, str]) -> str:
        options = [{"name": name, "type": 3, "value": value} for name, value in given.items()]
        path = [{"name": command, "type": 1, "options": options}]
        seen = await self._call(
            self.discord.base, "interaction", name="news", options=path, followup_wait=8
        )
        return discord_words(seen["messages"][0])

    async def _call(self, base: str, what: str, **data: object) -> dict:
        async with self.admin.post(f"{base}/_admin/{what}", json=data) as answer:
            return await answer.json()


@pytest.fixture
async def platforms(tmp_path: Path) -> AsyncIterator[BothPlatforms]:
    slack = FakeSlack("xoxb-fake", "xapp-fake", "secret", False)
    discord = FakeDiscord(rate_limit=False, heartbeat_ms=5000)
    await slack.start()
    await discord.start()
    async with open_sample_day(datetime.now(UTC)) as day, aiohttp.ClientSession() as admin:
        day.edition = 2
        bot = Bot(
            folder=tmp_path,
            env={
                "SLACK_BOT_TOKEN": "xoxb-fake",
                "SLACK_APP_TOKEN": "xapp-fake",
                "SLACK_API_BASE_URL": f"{slack.base}/api/",
                "DISCORD_TOKEN": "fake.bot.token",
                "DISCORD_API_BASE_URL": f"{discord.base}/api/v10/",
                "DISCORD_GATEWAY_URL": f"{discord.base.replace('http', 'ws')}/gateway",
                "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{day.port}",
            },
        )
        feeds = day.feeds_yaml.split("channels:")[0]
        feeds = feeds.replace("body: feed}", "body: feed, backfill: 50}")
        bot.feeds.write_text(feeds + CHANNELS, encoding="utf-8")
        yield BothPlatforms(bot=bot, slack=slack, discord=discord, admin=admin)
    await discord.stop()
    await slack.stop()
    assert [one["what"] for one in discord.violations] == []
    assert slack.violations == []


async def test_a_question_has_the_same_content_in_slack_discord_and_the_terminal(
    platforms: BothPlatforms,
):
    once = await platforms.bot.run("run", "--once")
    posted = len(platforms.slack.messages), len(platforms.discord.messages)
    process = await platforms.bot.start("run")
    await connected(platforms)

    latest = json.loads((await platforms.bot.run("ask", "--json", "latest n:5")).out)
    headlines = [line["text"] for line in latest["sections"][0]["lines"]]
    story = str(latest["sections"][0]["lines"][0]["story"])
    searched = json.loads((await platforms.bot.run("ask", "--json", "search detainers")).out)
    claimed = json.loads((await platforms.bot.run("ask", "--json", f"claims {story}")).out)
    found = [line["text"] for line in searched["sections"][0]["lines"]]
    outlets = {
        evidence["outlet"]
        for section in claimed["sections"]
        for line in section["lines"]
        for evidence in line["evidence"]
    }
    questions = ("latest n:5", f"story {story}", "search detainers", f"claims {story}")
    in_slack = [await platforms.in_slack(each) for each in questions]
    in_discord = [
        await platforms.in_discord("latest", {}),
        await platforms.in_discord("story", {"story": story}),
        await platforms.in_discord("search", {"query": "detainers"}),
        await platforms.in_discord("claims", {"target": story}),
    ]
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        _, err = await process.communicate()

    assert once.code == 0, once.err
    assert posted[0] == posted[1] > 0
    assert process.returncode == 0, err.decode()
    for latest_there, story_there, search_there, claims_there in (in_slack, in_discord):
        assert found
        assert all(headline in search_there for headline in found)
        assert outlets
        assert all(outlet in claims_there for outlet in outlets)
        assert all(headline in latest_there for headline in headlines)
        assert headlines[0] in story_there


async def connected(platforms: BothPlatforms) -> None:
    """Wait until both platforms can hand the bot a question."""
    async with asyncio.timeout(30):
        while not (platforms.slack.sockets and platforms.discord.sessions):
            await asyncio.sleep(0.05)
