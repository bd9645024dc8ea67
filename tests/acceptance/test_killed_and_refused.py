"""P04 to P06, P08, P09, P12: what happens around a running bot, over real processes."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.acceptance.killing import Siege, open_siege
from tests.fakes.fake_discord import FakeDiscord
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.hostile_feeds import open_hostile_server
from tests.fakes.newsstand import a_story_of

#: Promise 15.
LONGEST_GOODBYE = 10.0
OPS = "  - {id: ops, platform: slack, target: C0NEWS, role: ops, max_posts_per_hour: 60}\n"


@pytest.mark.slow
async def test_p04_p05_a_second_bot_is_refused_and_a_stopped_one_loses_nothing(tmp_path: Path):
    async with open_siege(tmp_path, stories=12, feeds=3, platforms=("slack",)) as siege:
        async with siege.running() as process:
            await siege.until(lambda: siege.posted().total() >= 2)
            second = await siege.bot.run("run", "--once")
            loop = asyncio.get_running_loop()
            stopped_at = loop.time()
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), LONGEST_GOODBYE + 5)
            goodbye = loop.time() - stopped_at
        cut_short = siege.posted().total()
        await siege.finish()
        posted = siege.posted()

    assert second.code == 1
    assert second.out == ""
    assert second.err.startswith("Another bot works on this database")
    assert second.err.count("\n") == 1
    assert code == 0
    assert goodbye < LONGEST_GOODBYE
    assert cut_short < 12
    assert len(posted) == 12
    assert posted.total() == 12


@pytest.mark.slow
async def test_p05_a_stop_is_obeyed_while_a_worker_a_feed_and_a_platform_hang(tmp_path: Path):
    slack = FakeSlack(rate_limit=False)
    slack.faults.append({"match": "chat.postMessage", "action": "hang", "times": 1})
    async with (
        open_hostile_server() as server,
        open_siege(tmp_path, stories=3, feeds=1, platforms=("slack",), slack=slack) as siege,
    ):
        troubled = [
            f"  - {{id: {name}, name: {name}, url: '{server.url(f'/{name}')}', kind: local}}\n"
            for name in ("spin", "hang")
        ]
        siege.bot.env["FETCH_ALLOW_PRIVATE"] += f",127.0.0.1:{server.port}"
        text = siege.bot.feeds.read_text()
        siege.bot.feeds.write_text(text.replace("channels:\n", "".join([*troubled, "channels:\n"])))
        siege.bot.env["NUTGRAF_TEST_SPIN"] = "1"
        async with siege.running() as process:
            await siege.until(lambda: server.visits("/spin") and server.visits("/hang"))
            await siege.until(lambda: any(one.get("fault") == "hang" for one in slack.log))
            loop = asyncio.get_running_loop()
            stopped_at = loop.time()
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), LONGEST_GOODBYE + 20)
            goodbye = loop.time() - stopped_at
        siege.bot.feeds.write_text(text)
        await siege.finish()
        posted = siege.posted()

    assert code == 0
    assert goodbye < LONGEST_GOODBYE
    assert list(posted.values()) == [1, 1, 1]


@pytest.mark.slow
async def test_p12_a_backup_made_while_the_bot_posts_goes_on_without_repeats(tmp_path: Path):
    async with open_siege(tmp_path, stories=15, feeds=3, platforms=("slack",)) as siege:
        copy = tmp_path / "backup.db"
        async with siege.running():
            await siege.until(lambda: siege.posted().total() >= 3)
            made = await siege.bot.run("backup", str(copy))
            at_backup = siege.posted().total()
            await siege.until(lambda: siege.posted().total() >= at_backup + 3)
        # The machine is lost here, and with it what was written since.
        lost_at = siege.posted().total()
        for path in tmp_path.glob("bot.db*"):
            path.unlink()
        copy.rename(tmp_path / "bot.db")
        ended = await siege.finish()
        posted = siege.posted()

    assert made.code == 0, made.err
    assert at_backup < lost_at < 15
    assert ended.code == 0, ended.out
    assert len(posted) == 15
    assert set(posted.values()) == {1}, posted.most_common(3)


def bombs(good: str) -> dict[str, str | None]:
    """Broken files by what is wrong with them; None is a file that is gone."""
    twice = good.replace("version: 1\n", "version: 1\nversion: 1\n")
    return {
        "tab": good.replace("feeds:\n", "feeds:\n\t"),
        "empty": "",
        "twice": twice,
        "unknown": good.replace("version: 1", "version: 1\nfeedz: []"),
        "python": good.replace("version: 1", "version: !!python/object/apply:os.system [true]"),
        "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nversion: *c\n",
        "no": good.replace("id: stand-0", "id: no"),
        "clock": good.replace("{backfill: 50}", "{interval: 1:30}"),
        "huge": good + "# " + "x" * 20_000_000 + "\n",
        "gone": None,
    }


async def tell_of(siege: Siege, text: str | None) -> str:
    """Save a feeds.yaml as an editor does; return what the ops channel is told."""
    before = len(in_ops(siege))
    if text is None:
        siege.bot.feeds.unlink()
    else:
        saved = siege.bot.feeds.with_suffix(".tmp")
        saved.write_text(text, encoding="utf-8")
        saved.replace(siege.bot.feeds)
    await siege.until(lambda: len(in_ops(siege)) > before, 15)
    return str(in_ops(siege)[-1])


def in_ops(siege: Siege) -> list[dict]:
    return [one for one in siege.slack.messages if one["channel"] == "C0NEWS"]


@pytest.mark.slow
async def test_p06_a_broken_feeds_file_is_told_once_and_the_last_good_one_stays(tmp_path: Path):
    async with open_siege(
        tmp_path, stories=2, feeds=2, platforms=("slack",), slack=FakeSlack(rate_limit=False)
    ) as siege:
        good = siege.bot.feeds.read_text() + OPS
        siege.bot.feeds.write_text(good)
        async with siege.running() as process:
            await siege.until(lambda: siege.posted().total() == 2)
            told = {name: await tell_of(siege, text) for name, text in bombs(good).items()}
            count = len(in_ops(siege))
            await asyncio.sleep(1.0)
            again = len(in_ops(siege))
            siege.stand.feeds["late"] = [a_story_of(30)]
            late = f"  - {{id: late, name: Late, url: '{siege.stand.base}/late', kind: local}}\n"
            siege.bot.feeds.write_text(good.replace("channels:\n", late + "channels:\n"))
            await siege.until(lambda: siege.stand.asked.get("late"), 20)
            alive = process.returncode is None

    assert alive
    assert again == count == len(told)
    assert all("feeds.yaml" in text for text in told.values()), told
    assert "line" in told["twice"] or "feeds.yaml:" in told["twice"]


@pytest.mark.slow
async def test_p08_a_bot_that_starts_without_a_network_delivers_when_it_comes(tmp_path: Path):
    async with open_siege(tmp_path, stories=2, feeds=2, platforms=("slack",)) as siege:
        port = int(siege.slack.base.rsplit(":", 1)[1])
        await siege.slack.stop()
        nowhere = "  - {id: nowhere, name: Nowhere, url: 'https://nowhere.invalid/', kind: local}\n"
        text = siege.bot.feeds.read_text().replace("channels:\n", nowhere + "channels:\n")
        siege.bot.feeds.write_text(text)
        async with siege.running() as process:
            await siege.until(lambda: len(siege.stand.asked) == 2)
            await asyncio.sleep(1)
            alive = process.returncode is None
            await siege.slack.start(port)
            await siege.until(lambda: siege.posted().total() == 2, 60)

    assert alive
    assert siege.posted().total() == 2


MARKED = {
    "SLACK_BOT_TOKEN": "xoxb-7777-marked-slack-bot-token",
    "SLACK_APP_TOKEN": "xapp-1-marked-slack-app-token",
    "SLACK_SIGNING_SECRET": "marked0signing0secret0of0slack0",
    "DISCORD_TOKEN": "MTEyMzQ1Njc4OTAxMjM0NTY3.GmArKd.marked-discord-token-of-this-test-01",
}


@pytest.mark.slow
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "refused"])
async def test_p09_no_token_is_printed_stored_or_posted(tmp_path: Path, accepted: bool):
    slack = FakeSlack(MARKED["SLACK_BOT_TOKEN"], MARKED["SLACK_APP_TOKEN"], rate_limit=False)
    discord = FakeDiscord(MARKED["DISCORD_TOKEN"], rate_limit=False)
    async with open_siege(tmp_path, stories=4, feeds=2, slack=slack, discord=discord) as siege:
        siege.bot.env.update({**MARKED, "LOG_LEVEL": "DEBUG"})
        if not accepted:
            slack.bot_token, discord.token = "xoxb-another", "another.bot.token"
        process = await siege.start("run", "--once")
        async with asyncio.timeout(60):
            await process.wait()
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        kept = {path.name: path.read_bytes() for path in files if path.name != "feeds.yaml"}
        shown = repr([siege.slack.messages, siege.discord.messages]).encode()

    leaks = [
        (name, key)
        for name, content in {**kept, "posts": shown}.items()
        for key, secret in MARKED.items()
        if secret.encode() in content
    ]
    assert leaks == []
    assert {"bot.db", "out.txt"} <= set(kept)
    assert siege.posted().total() == (8 if accepted else 0)
