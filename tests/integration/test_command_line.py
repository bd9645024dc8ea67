"""The command line as operators and programs meet it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.sample_day import open_sample_day
from bot.services.alarming import HEALTH
from storage.engine import open_storage
from tests.acceptance.running import Bot, Ran

FEEDS = """\
version: 1
feeds:
  - {id: ledger, name: Ledger, url: "http://127.0.0.1:9/feed", kind: national}
"""


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    bot = Bot(folder=tmp_path)
    bot.feeds.write_text(FEEDS, encoding="utf-8")
    return bot


def says_one_thing(ran: Ran) -> bool:
    return "Traceback" not in ran.err + ran.out and len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["run"],
        ["demo"],
        ["check"],
        ["test-feed"],
        ["ask"],
        ["explain"],
        ["status"],
        ["analyze"],
        ["migrate"],
        ["backup"],
        ["backfill"],
        ["export"],
        ["import-opml"],
        ["export-opml"],
        ["doctor"],
        ["installations"],
    ],
)
async def test_every_command_has_help_with_an_example(bot: Bot, command: list[str]):
    ran = await bot.run(*command, "--help")

    assert ran.code == 0
    assert "Example:" in ran.out


async def test_an_unknown_command_is_a_usage_error(bot: Bot):
    assert (await bot.run("dance")).code == 2


async def test_a_good_feeds_file_is_said_to_be_fine(bot: Bot):
    ran = await bot.run("check")

    assert (ran.code, ran.out) == (
        0,
        f"{bot.feeds}: fine. 1 feed (1 enabled), 0 channels, zone America/New_York.\n",
    )


async def test_a_private_detail_that_is_left_out_of_redact_is_warned_of(bot: Bot):
    bot.feeds.write_text(f"{FEEDS}privacy: {{redact: [a_number]}}\n")

    ran = await bot.run("check")

    assert ran.code == 0
    assert "warning: privacy.redact leaves out phone, street_address" in ran.out


async def test_each_fault_of_a_feeds_file_is_a_line_of_its_own(bot: Bot):
    bot.feeds.write_text(FEEDS.replace("national", "tabloid").replace("http:", "gopher:"))

    ran = await bot.run("check")

    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
        "feeds.yaml:3",
        "feeds.yaml:3",
    ]


async def test_a_feed_that_cannot_be_reached_is_told_and_exits_with_three(bot: Bot):
    bot.env["FETCH_ALLOW_PRIVATE"] = "127.0.0.1:9"

    live = await bot.run("check", "--live")
    once = await bot.run("run", "--once")

    assert (live.code, once.code) == (3, 3)
    assert "ledger: failed" in live.out
    assert "ledger: failed" in once.out


async def test_a_private_address_is_refused_unless_it_is_allowed(bot: Bot):
    ran = await bot.run("test-feed", "http://127.0.0.1:9/feed")

    assert ran.code == 3
    assert says_one_thing(ran)


async def test_a_wrong_token_is_one_line_with_the_remedy(bot: Bot):
    bot.env["SLACK_BOT_TOKEN"] = "xapp-not-a-bot-token"

    ran = await bot.run("run", "--once")

    assert ran.code == 1
    assert says_one_thing(ran)
    assert "SLACK_BOT_TOKEN" in ran.err
    assert "xapp-not" not in ran.err


async def test_a_token_without_a_way_to_listen_says_what_is_missing(bot: Bot):
    bot.env["SLACK_BOT_TOKEN"] = "xoxb-fake"

    ran = await bot.run("run")

    assert ran.code == 1
    assert "SLACK_APP_TOKEN" in ran.err


async def test_a_question_nobody_can_answer_says_what_to_type(bot: Bot):
    unknown = await bot.run("ask", "serach", "x")
    story = await bot.run("ask", "story 99")

    assert (unknown.code, story.code) == (1, 1)
    assert "Did you mean `search`?" in unknown.err
    assert "no story" in story.err


async def test_analyze_answers_bad_rows_and_goes_on(bot: Bot):
    rows = bot.folder / "rows.jsonl"
    rows.write_text('{"id": 1, "title": "ICE agents arrest 12"}\nnot json\n{"id": 3, "title": 4}\n')
    answers = await bot.pipe(rows, "analyze", "relevance")

    assert [row.get("id") for row in answers] == [1, None, 3]
    assert answers[0]["relevant"] is True
    assert "error" in answers[1]
    assert "error" in answers[2]


async def test_a_second_database_error_is_one_line(bot: Bot):
    bot.env["DATABASE_URL"] = "mysql://somewhere/db"

    ran = await bot.run("migrate")

    assert ran.code == 1
    assert says_one_thing(ran)


async def test_what_one_round_stored_is_answered_explained_and_reported(bot: Bot):
    async with open_sample_day(datetime.now(UTC)) as day:
        day.edition = 2
        bot.feeds.write_text(day.feeds_yaml.replace("body: feed}", "body: feed, backfill: 9}"))
        bot.env["FETCH_ALLOW_PRIVATE"] = f"127.0.0.1:{day.port}"

        once = await bot.run("run", "--once", "--json")
        live = await bot.run("check", "--live")
        tested = await bot.run("test-feed", f"{day.base}/sample-wire.xml")
    status = json.loads((await bot.run("status", "--json")).out)
    asked = await bot.run("ask", "search detainers")
    explained = await bot.run("explain", "https://harbor-post.example/museum")
    as_json = json.loads((await bot.run("ask", "--json", "latest n:2")).out)

    copied = await bot.run("backup", str(bot.folder / "copy.db"))
    nowhere = await bot.run("backup", str(bot.folder / "no" / "copy.db"))
    restored = Bot(folder=bot.folder, env={"DATABASE_URL": f"sqlite:///{bot.folder}/copy.db"})
    from_copy = await restored.run("ask", "search detainers")

    totals = json.loads(once.out)
    assert copied.code == 0
    assert nowhere.code in {1, 3}
    assert says_one_thing(nowhere)
    assert from_copy.out == asked.out
    assert totals["kept"] > 0
    assert totals["posted"] == totals["opened"]
    assert "sample-wire: 2 entries" in live.out
    assert "kept" in tested.out
    assert len(status["feeds"]) == totals["feeds"]
    assert "-letters" in asked.out
    assert "It was not kept." in explained.out
    assert len(as_json["sections"][0]["lines"]) == 2


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (["status", "--alive"], 3, "No bot has worked on this archive yet"),
        (["backup", "copy.db"], 1, "there is no archive yet"),
    ],
)
async def test_where_no_archive_is_none_is_made(bot: Bot, command: list[str], code: int, told: str):
    elsewhere = {"DATABASE_URL": f"sqlite:///{bot.folder}/data/bot.db"}

    ran = await Bot(folder=bot.folder, env=elsewhere).run(*command)

    assert ran.code == code
    assert says_one_thing(ran)
    assert told in ran.err
    assert sorted(each.name for each in bot.folder.iterdir()) == ["feeds.yaml"]


async def looked(bot: Bot, ago: timedelta) -> None:
    """Keep in the archive that a bot looked after itself so long ago."""
    storage = await open_storage(f"sqlite:///{bot.folder}/bot.db")
    await storage.migrate()
    async with storage.begin() as unit:
        at = datetime.now(UTC) - ago
        await unit.memory.keep(HEALTH, json.dumps({"looked_at": at.isoformat()}))
        await unit.commit()
    await storage.close()


async def test_a_supervisor_is_told_whether_the_bot_is_at_work(bot: Bot):
    await bot.run("migrate")
    never = await bot.run("status", "--alive")
    await looked(bot, timedelta(minutes=1))
    alive = await bot.run("status", "--alive")
    await looked(bot, timedelta(minutes=10))
    still = await bot.run("status", "--alive")

    assert [never.code, alive.code, still.code] == [3, 0, 3]
    assert "No bot has worked on this archive yet" in never.err
    assert alive.out.startswith("The bot looked ")
    assert "is not there, or stands still" in still.err
