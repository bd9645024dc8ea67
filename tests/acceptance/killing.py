"""What the tests of killed processes share: a town of feeds, both platforms, and a way to kill."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.acceptance.running import ROOT, Bot, Ran
from tests.fakes.fake_discord import FakeDiscord
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.newsstand import Newsstand, open_newsstand, spread

#: Every so many posts the answer is lost after the message stands in the channel.
LOST = 10


class ForgetfulSlack(FakeSlack):
    """Posts, and now and then dies before it answers."""

    posts = 0

    def take_fault(self, name, channel=None):
        if name == "chat.postMessage":
            self.posts += 1
            if self.posts % LOST == 0:
                return {"action": "drop_after"}
        return super().take_fault(name, channel)


class ForgetfulDiscord(FakeDiscord):
    """Posts, and now and then dies before it answers."""

    posts = 0

    def take_fault(self, name):
        if name == "POST /channels/{id}/messages":
            self.posts += 1
            if self.posts % LOST == 0:
                return {"action": "drop_after"}
        return super().take_fault(name)


@dataclass
class Siege:
    """A bot that gets killed, what it should tell, and where it tells it."""

    bot: Bot
    stand: Newsstand
    slack: FakeSlack
    discord: FakeDiscord
    random: Random = field(default_factory=lambda: Random(20_260_302))

    async def start(self, *args: str) -> asyncio.subprocess.Process:
        """Start the command with short leases; what it prints goes to a file."""
        with (self.bot.folder / "out.txt").open("ab") as out:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.acceptance.hasty",
                *args,
                cwd=ROOT,
                env=self.bot.environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Keep the bot running; killed at the end when it still does."""
        self.bot.env["SLACK_APP_TOKEN"] = self.slack.app_token
        process = await self.start("run")
        try:
            yield process
        finally:
            await self.kill(process)

    async def until(self, claim: Callable[[], object], seconds: float = 40.0) -> None:
        """Wait until the claim holds; fails when it does not come true in time."""
        try:
            async with asyncio.timeout(seconds):
                while not claim():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"not in {seconds} s; printed:\n{self.printed}") from None

    @property
    def printed(self) -> str:
        return (self.bot.folder / "out.txt").read_text()

    def posted(self) -> Counter[tuple[str, str]]:
        """How often each headline stands as a root message in each channel."""
        slack = (
            (one["channel"], one["text"].splitlines()[0])
            for one in self.slack.messages
            if one.get("thread_ts") in {None, one["ts"]}
        )
        discord = (
            (one["channel_id"], one["embeds"][0]["title"])
            for one in self.discord.messages
            if one.get("embeds")
        )
        return Counter([*slack, *discord])

    async def run_and_die(self, after: float) -> None:
        """Start a round and kill the process that many seconds later, whatever it does then."""
        process = await self.start("run", "--once")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), after)
        await self.kill(process)

    async def post_and_die(self, after: float) -> None:
        """Start a round; kill it that many seconds after its next message stands in a channel."""
        before = sum(self.posted().values())
        process = await self.start("run", "--once")
        async with asyncio.timeout(40):
            while sum(self.posted().values()) == before and process.returncode is None:
                await asyncio.sleep(0.01)
        await asyncio.sleep(after)
        await self.kill(process)

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def finish(self) -> Ran:
        process = await self.start("run", "--once")
        async with asyncio.timeout(240):
            code = await process.wait()
        return Ran(code=code, out=self.printed, err="")


@asynccontextmanager
async def open_siege(
    folder: Path,
    *,
    stories: int,
    feeds: int,
    platforms: tuple[str, ...] = ("slack", "discord"),
    slack: FakeSlack | None = None,
    discord: FakeDiscord | None = None,
) -> AsyncIterator[Siege]:
    """Feeds of `stories` stories; each feed has a channel of its own on each platform."""
    slack, discord = slack or ForgetfulSlack(), discord or ForgetfulDiscord()
    slack_base, discord_base = await slack.start(), await discord.start()
    async with open_newsstand(spread(stories, feeds)) as stand:
        bot = Bot(
            folder=folder,
            env={
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_API_BASE_URL": f"{slack_base}/api/",
                "DISCORD_TOKEN": discord.token,
                "DISCORD_API_BASE_URL": f"{discord_base}/api/v10",
                "DISCORD_GATEWAY_URL": discord_base.replace("http", "ws") + "/gateway",
                "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{stand.port}",
            },
        )
        for name in {"slack", "discord"} - set(platforms):
            for key in [key for key in bot.env if key.startswith(name.upper())]:
                del bot.env[key]
        bot.feeds.write_text(_feeds_yaml(stand, slack, discord, platforms), encoding="utf-8")
        try:
            yield Siege(bot=bot, stand=stand, slack=slack, discord=discord)
        finally:
            await slack.stop()
            await discord.stop()


def _feeds_yaml(
    stand: Newsstand, slack: FakeSlack, discord: FakeDiscord, platforms: tuple[str, ...]
) -> str:
    lines = ["version: 1", "defaults: {backfill: 50}", "feeds:"]
    lines += [
        f"  - {{id: {feed}, name: {feed.title()}, url: '{stand.base}/{feed}', kind: local}}"
        for feed in stand.feeds
    ]
    lines.append("channels:")
    for number, feed in enumerate(stand.feeds):
        targets = {
            "slack": _slack_channel(slack, number),
            "discord": _discord_channel(discord, number),
        }
        lines += [
            f"  - {{id: {platform}-{number}, platform: {platform}, target: '{targets[platform]}', "
            f"feeds: [{feed}], max_posts_per_hour: 60}}"
            for platform in platforms
        ]
    return "\n".join(lines) + "\n"


def _slack_channel(slack: FakeSlack, number: int) -> str:
    name = f"C0TOWN{number}"
    slack.channels[name] = {**slack.channels["C0NEWS"], "id": name, "name": f"town-{number}"}
    return name


def _discord_channel(discord: FakeDiscord, number: int) -> str:
    name = f"{500000000000000000 + number}"
    news = next(each for each in discord.channels.values() if each["name"] == "news")
    discord.channels[name] = {**news, "id": name, "name": f"town-{number}"}
    return name
