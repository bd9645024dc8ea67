"""The sample news day through the real command, a real database and a strict Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.app.sample_day import SampleDay, open_sample_day
from tests.acceptance.running import Bot
from tests.fakes.fake_slack import FakeSlack

CHANNELS = """
channels:
  - {id: newsroom, platform: slack, target: "#news", max_posts_per_hour: 60}
"""


@dataclass
class NewsDay:
    """A day's feeds, the bot, and the channel it posts to."""

    day: SampleDay
    bot: Bot
    slack: FakeSlack

    async def admin(self, what: str) -> object:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.slack.base}/_admin/{what}") as answer,
        ):
            return await answer.json()

    async def roots(self) -> list[dict]:
        messages = await self.admin("messages")
        return [m for m in messages if m.get("thread_ts") in {None, m["ts"]}]


@pytest.fixture
async def news_day(tmp_path: Path) -> AsyncIterator[NewsDay]:
    slack = FakeSlack("xoxb-fake", "xapp-fake", "secret", False)
    base = await slack.start()
    async with open_sample_day(datetime.now(UTC)) as day:
        bot = Bot(
            folder=tmp_path,
            env={
                "SLACK_BOT_TOKEN": "xoxb-fake",
                "SLACK_API_BASE_URL": f"{base}/api/",
                "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{day.port}",
            },
        )
        feeds = day.feeds_yaml.split("channels:")[0].replace(
            "body: feed}", "body: feed, backfill: 50}"
        )
        bot.feeds.write_text(feeds + CHANNELS, encoding="utf-8")
        yield NewsDay(day=day, bot=bot, slack=slack)
    await slack.stop()


async def test_each_story_is_one_card_and_a_second_round_posts_nothing(news_day: NewsDay):
    news_day.day.edition = 2

    first = await news_day.bot.run("run", "--once")
    cards = await news_day.roots()
    second = await news_day.bot.run("run", "--once")

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert cards, first.out + first.err
    assert len(await news_day.roots()) == len(cards)
    assert "0 posted" in second.out
    assert await news_day.admin("violations") == []


async def test_an_evening_of_copies_and_corrections_edits_the_cards_it_belongs_to(
    news_day: NewsDay,
):
    news_day.day.edition = 2
    await news_day.bot.run("run", "--once")
    before = {card["ts"] for card in await news_day.roots()}

    news_day.day.edition = 3
    ran = await news_day.bot.run("run", "--once")
    cards = await news_day.roots()

    assert ran.code == 0, ran.err
    letters = [card for card in cards if "ledger-letters" in str(card)]
    assert len(letters) == 1
    assert letters[0]["ts"] in before
    assert "1,420" in str(letters[0])
    assert await news_day.admin("violations") == []


async def test_a_process_killed_while_it_posts_loses_and_doubles_nothing(news_day: NewsDay):
    news_day.day.edition = 2
    process = await news_day.bot.start("run", "--once")
    while not await news_day.roots():
        assert process.returncode is None
        await asyncio.sleep(0.05)
    process.kill()
    await process.communicate()
    killed_at = len(await news_day.roots())

    await news_day.bot.run("run", "--once")
    headlines = [card["text"].splitlines()[0] for card in await news_day.roots()]

    assert len(headlines) > killed_at
    assert len(headlines) == len(set(headlines))
    assert await news_day.admin("violations") == []
