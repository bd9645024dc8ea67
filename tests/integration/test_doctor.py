"""`doctor`: each thing that keeps the bot from its work is a line with its remedy."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.adapters.clock import SystemClock
from bot.adapters.sealing import FernetSeal
from bot.adapters.workers import InlineWorkshop
from bot.app import examining, samples
from bot.app.examining import Examined, examine
from bot.domain.delivery import Platform
from bot.domain.installations import Installation
from storage.engine import open_storage
from tests.acceptance.running import Bot
from tests.builders import NOON
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.stored import an_article, store
from tests.integration.web_world import FEEDS, KEY, OTHER_KEY

MARKED = {
    "SLACK_BOT_TOKEN": "xoxb-marked-bot-token",
    "SLACK_APP_TOKEN": "xapp-marked-app-token",
    "SLACK_CLIENT_SECRET": "markedclientsecret",
    "SLACK_CLIENT_ID": "1111.2222",
    "SLACK_SIGNING_SECRET": "markedsigningsecret",
    "PORT": "39871",
    "TOKEN_KEY": KEY,
}


@pytest.fixture
def place(tmp_path, monkeypatch, empty_sqlite_file):
    """A folder with an archive and a feeds.yaml, and an environment without a word of ours."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "DISCORD_", "DATABASE", "FEEDS_", "TOKEN_", "PORT", "LOG_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    shutil.copy(empty_sqlite_file, tmp_path / "bot.db")
    (tmp_path / "feeds.yaml").write_text(FEEDS)
    return tmp_path


@pytest.fixture(autouse=True)
def quick_workers(request, monkeypatch):
    """Worker processes take seconds to start; the tests about them start them."""
    if "workers" not in request.node.name:
        monkeypatch.setattr(examining, "ProcessWorkshop", InlineWorkshop)


def ill(examined: Examined) -> dict[str, str]:
    return {
        each.subject: f"{each.words} -> {each.remedy}" for each in examined.all if not each.is_well
    }


async def looked(online: bool = False) -> Examined:
    return await examine(None, SystemClock(), online=online)


async def test_all_is_well_where_all_is_there(place, monkeypatch):
    for name, value in MARKED.items():
        monkeypatch.setenv(name, value)

    examined = await looked()

    assert ill(examined) == {}
    subjects = [each.subject for each in examined.here]
    for subject in ("tokens", "feeds", "archive", "clock", "disk", "workers", "time zones"):
        assert subject in subjects
    assert "slack samples" in subjects


async def test_nothing_secret_is_told(place, monkeypatch):
    for name, value in MARKED.items():
        monkeypatch.setenv(name, value)

    told = repr(await looked())

    assert [value for name, value in MARKED.items() if "marked" in value and value in told] == []
    assert KEY not in told


async def test_an_environment_that_cannot_be_read_names_each_variable(place, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-swapped")
    monkeypatch.setenv("PORT", "many")

    words = str([each.words for each in (await looked()).here])

    assert "SLACK_BOT_TOKEN" in words
    assert "PORT" in words
    assert "xapp-swapped" not in words


async def test_a_slack_that_cannot_hear_commands_is_told(place, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")

    assert "SLACK_APP_TOKEN" in ill(await looked())["slack settings"]


async def test_a_channel_without_its_platforms_token_is_told(place, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")

    assert "newsroom gets nothing" in ill(await looked())["channel"]


async def test_a_broken_feeds_file_names_its_line(place):
    (place / "feeds.yaml").write_text(FEEDS + "surprise: 1\n")

    assert "feeds.yaml:6" in ill(await looked())["feeds"]


async def test_an_archive_that_is_not_made_yet_is_well_and_is_not_made_by_looking(place):
    (place / "bot.db").unlink()

    examined = await looked()

    assert "archive" not in ill(examined)
    assert not (place / "bot.db").exists()


async def test_an_archive_of_an_older_version_wants_to_be_migrated(place):
    storage = await open_storage(f"sqlite:///{place}/bot.db")
    async with storage.begin() as unit:
        await unit.transaction.write(text("UPDATE alembic_version SET version_num = '0001'"))
        await unit.commit()
    await storage.close()

    assert ill(await looked())["archive"].endswith("python -m bot migrate")


async def test_an_archive_that_is_none_is_told(place):
    (place / "bot.db").write_bytes(b"this is no database, whatever its name may say" * 100)

    assert "DATABASE_URL names another file" in ill(await looked())["archive"]


async def test_looking_leaves_nothing_in_the_archive(place):
    await looked()

    storage = await open_storage(f"sqlite:///{place}/bot.db")
    async with storage.look() as unit:
        assert await unit.memory.recall("doctor") is None
    await storage.close()


async def test_a_clock_that_was_set_back_is_told(place):
    storage = await open_storage(f"sqlite:///{place}/bot.db")
    ahead = SystemClock().now() + timedelta(hours=3)
    await store(storage, replace(an_article(), first_seen_at=ahead))
    await storage.close()

    assert "10" in ill(await looked())["clock"]


async def test_a_disk_that_is_nearly_full_is_told(place, monkeypatch):
    usage = SimpleNamespace(free=1)
    monkeypatch.setattr(examining.shutil, "disk_usage", lambda _: usage)

    assert ill(await looked())["disk"].startswith("0 MB free")


async def test_workers_that_start_are_well(place):
    assert "workers" not in ill(await looked())


async def test_workers_that_do_not_start_are_told(place, monkeypatch):
    monkeypatch.setattr(examining.jobs.read, "__module__", "nowhere.at_all")

    assert "workers" in ill(await looked())


async def test_missing_zones_are_told(place, monkeypatch):
    monkeypatch.setattr(examining, "available_timezones", lambda: {"UTC"})

    assert ill(await looked())["time zones"].endswith("pip install tzdata")


async def test_a_card_over_a_platforms_limit_is_told(place, monkeypatch):
    monkeypatch.setattr(samples, "SLACK_BLOCKS", 1)
    for name, value in MARKED.items():
        monkeypatch.setenv(name, value)

    assert "blocks; Slack takes 1" in ill(await looked())["slack samples"]


@pytest.mark.parametrize("platform", list(Platform))
def test_the_samples_fit_every_platform(platform):
    assert samples.faults_of(platform, NOON) == []


def test_each_limit_is_held(monkeypatch):
    found = []
    for name, platform in (
        ("SLACK_WEIGHT", Platform.SLACK),
        ("SLACK_TEXT", Platform.SLACK),
        ("DISCORD_WEIGHT", Platform.DISCORD),
    ):
        with monkeypatch.context() as narrow:
            narrow.setattr(samples, name, 10)
            found.append(samples.faults_of(platform, NOON)[0])

    assert [word.rsplit(" ", 1)[1] for word in found] == ["10", "10", "10"]


# ---- installations


async def an_installation(place, sealed: str) -> None:
    storage = await open_storage(f"sqlite:///{place}/bot.db")
    async with storage.begin() as unit:
        await unit.installations.save(
            Installation(
                platform=Platform.SLACK,
                workspace="T0GUEST",
                name="Guests",
                enterprise=None,
                sealed_token=sealed,
                bot="B",
                bot_user="U",
                scopes=(),
                installed_by="U",
                installed_at=NOON,
            )
        )
        await unit.commit()
    await storage.close()


async def test_a_stored_token_that_the_key_does_not_open_is_told(place, monkeypatch):
    await an_installation(place, FernetSeal(OTHER_KEY).close("xoxb-guest"))
    monkeypatch.setenv("TOKEN_KEY", KEY)

    assert "TOKEN_KEY=new,old" in ill(await looked())["workspace Guests"]


async def test_stored_tokens_without_a_key_are_told(place):
    await an_installation(place, "gAAAA")

    assert ill(await looked())["workspaces"].endswith("-> set TOKEN_KEY")


# ---- online


@pytest.fixture
async def slack(place, monkeypatch):
    fake = FakeSlack(rate_limit=False)
    await fake.start()
    monkeypatch.setenv("SLACK_BOT_TOKEN", fake.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", fake.app_token)
    monkeypatch.setenv("SLACK_API_BASE_URL", f"{fake.base}/api/")
    yield fake
    await fake.stop()


@pytest.fixture
async def feed(place, monkeypatch):
    """A feed on loopback whose server says what time it is."""

    async def answer(_):
        return web.Response(text="<rss version='2.0'><channel></channel></rss>")

    app = web.Application()
    app.router.add_get("/feed", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE", f"127.0.0.1:{port}")
    listed = FEEDS.replace("https://ledger.invalid/feed", f"http://127.0.0.1:{port}/feed")
    (place / "feeds.yaml").write_text(listed.replace(", enabled: false", ""))
    yield
    await runner.cleanup()


async def test_online_the_platform_says_what_it_thinks_and_nothing_is_posted(slack, feed):
    examined = await looked(online=True)

    subjects = {each.subject: each for each in examined.there}
    assert subjects["clock outside"].is_well
    assert subjects["slack token"].is_well
    assert any("C0NEWS" in each or "news" in each for each in subjects)
    assert slack.messages == []


async def test_online_a_refused_token_is_told_with_its_remedy(slack, feed):
    slack.bot_token = "xoxb-another"

    assert "SLACK_BOT_TOKEN" in ill(await looked(online=True))["slack token"]


async def test_online_a_channel_of_a_workspace_nobody_installed_is_told(slack, feed, place):
    text = (place / "feeds.yaml").read_text()
    guests = '  - {id: guests, platform: slack, target: "#news", workspace: T0GUEST}\n'
    (place / "feeds.yaml").write_text(text + guests)

    assert "set TOKEN_KEY" in ill(await looked(online=True))["slack workspace T0GUEST"]


async def test_online_a_channel_that_names_the_home_workspace_is_at_home(slack, feed, place):
    listed = (place / "feeds.yaml").read_text()
    own = "  - {id: own, platform: slack, target: C0LEGAL, workspace: T0FAKE}\n"
    (place / "feeds.yaml").write_text(listed + own)

    examined = await looked(online=True)

    assert [each for each in examined.there if "T0FAKE" in each.subject] == []
    assert ill(examined) == {}


async def test_online_channels_of_a_guest_are_looked_at_with_its_own_token(
    slack, feed, place, monkeypatch
):
    slack.add_team()["token"] = "xoxb-guest"
    await an_installation(place, FernetSeal(KEY).close("xoxb-guest"))
    monkeypatch.setenv("TOKEN_KEY", KEY)
    listed = (place / "feeds.yaml").read_text()
    guests = '  - {id: guests, platform: slack, target: "#news", workspace: T0GUEST}\n'
    (place / "feeds.yaml").write_text(listed + guests)

    examined = await looked(online=True)

    assert ill(examined) == {}
    assert any("Guests" in each.words for each in examined.there)


async def test_online_a_clock_that_is_wrong_is_told(slack, feed):
    class Fast(SystemClock):
        def now(self):
            return super().now() + timedelta(minutes=7)

    examined = await examine(None, Fast(), online=True)

    assert "NTP" in ill(examined)["clock outside"]


async def test_online_without_a_network_the_feed_that_was_asked_is_named(slack, place):
    (place / "feeds.yaml").write_text(FEEDS.replace(", enabled: false", ""))

    assert "python -m bot check --live" in ill(await looked(online=True))["network"]


# ---- the command


@pytest.fixture
def bot(place):
    return Bot(folder=place)


async def test_the_command_tells_a_line_each_and_ends_with_zero(bot, place):
    (place / "feeds.yaml").write_text(FEEDS.replace("slack, target: C0NEWS", "terminal, target: t"))

    ran = await bot.run("doctor")

    assert (ran.code, ran.err) == (0, "")
    assert all(line.startswith("ok  ") for line in ran.out.splitlines())
    assert "ok   workers: a worker process starts and reads" in ran.out.splitlines()


async def test_the_command_ends_with_one_for_what_the_operator_mends(bot, place):
    (place / "feeds.yaml").unlink()

    ran = await bot.run("doctor", "--json")

    assert ran.code == 1
    told = json.loads(ran.out)
    assert told["well"] is False
    assert [each["remedy"] for each in told["findings"] if not each["is_well"]]


async def test_the_command_ends_with_three_for_what_others_say(bot, slack, feed):
    slack.bot_token = "xoxb-another"
    kept = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_BASE_URL", "FETCH_ALLOW_PRIVATE")
    bot.env.update({name: os.environ[name] for name in kept})

    ran = await bot.run("doctor", "--online")

    assert ran.code == 3, ran.out
    assert "FAIL slack token" in ran.out
    assert "Traceback" not in ran.err
