"""What goes out of the bot and comes in as files: subscriptions and the archive."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.acceptance.running import Bot
from tests.fakes.newsstand import a_story_of, open_newsstand, spread
from tests.integration.test_cli_streams import feeds_of

OPML = """\
<opml version="2.0"><body>
  <outline text="court"><outline text="Docket: Watch #1" xmlUrl="https://docket.example/f"/></outline>
  <outline text="Zweite" xmlUrl="https://two.example/f"/>
  <outline text="Zweite" xmlUrl="https://three.example/f"/>
  <outline text="新聞" xmlUrl="https://kanji.example/f"/>
  <outline text="Known" xmlUrl="https://known.example/f"/>
  <outline text="Odd" xmlUrl="feed:whatever"/>
</body></opml>
"""
KNOWN = """\
version: 1
feeds:
  # a comment that stays
  - {id: zweite, name: Known, url: "https://known.example/f", kind: wire}
"""


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot(folder=tmp_path)


async def test_subscriptions_become_lines_that_feeds_yaml_takes_as_they_are(bot: Bot):
    bot.feeds.write_text(KNOWN)
    (bot.folder / "reader.opml").write_text(OPML, encoding="utf-8")

    ran = await bot.run("import-opml", str(bot.folder / "reader.opml"))
    unchanged = bot.feeds.read_text()
    bot.feeds.write_text(KNOWN + ran.out, encoding="utf-8")
    checked = await bot.run("check")
    back = await bot.run("export-opml")

    assert ran.code == 0
    assert unchanged == KNOWN
    assert "reader.opml:6: Known: left out, listed already." in ran.err
    assert "reader.opml:7: Odd: left out, no address of the web." in ran.err
    ids = ["docket-watch-1", "zweite-2", "zweite-3", "kanji-example"]
    assert [line.split(",")[0].split()[-1] for line in ran.out.splitlines()[2:]] == ids
    assert "kind: court}" in ran.out
    assert "5 feeds (5 enabled)" in checked.out
    assert 'title="新聞" xmlUrl="https://kanji.example/f"' in back.out


async def test_a_file_without_subscriptions_is_the_callers_mistake(bot: Bot):
    (bot.folder / "page.opml").write_text("<html></html>")
    (bot.folder / "empty.opml").write_text("<opml/>")

    page = await bot.run("import-opml", str(bot.folder / "page.opml"))
    empty = await bot.run("import-opml", str(bot.folder / "empty.opml"))
    absent = await bot.run("import-opml", str(bot.folder / "absent.opml"))

    assert [page.code, empty.code, absent.code] == [1, 1, 1]
    assert "is no OPML" in page.err
    assert "lists no feed" in empty.err
    assert "cannot be read" in absent.err


async def test_the_archive_is_written_whole_in_four_forms(bot: Bot):
    async with open_newsstand(spread(4, 1)) as stand:
        bot.env["FETCH_ALLOW_PRIVATE"] = f"127.0.0.1:{stand.port}"
        bot.feeds.write_text(feeds_of(stand.base, 1))
        await bot.run("run", "--once")
        titles = {story.title for story in stand.stories}
    ran = {
        form: await bot.run("export", "--format", form) for form in ("csv", "jsonl", "md", "rss")
    }
    found = await bot.run("export", "--format", "jsonl", "search", "roofers")
    wrong = await bot.run("export", "--format", "jsonl", "since:soon")

    assert {each.code for each in ran.values()} == {0}
    assert {row["title"] for row in csv.DictReader(StringIO(ran["csv"].out))} == titles
    assert {json.loads(line)["title"] for line in ran["jsonl"].out.splitlines()} == titles
    assert len(ran["md"].out.splitlines()) == len(titles)
    items = ET.fromstring(ran["rss"].out).findall("channel/item")
    assert {item.findtext("title") for item in items} == titles
    assert ["roofers" in json.loads(line)["title"] for line in found.out.splitlines()] == [True]
    assert wrong.code == 1
    assert "is no time" in wrong.err


async def test_past_articles_are_loaded_without_a_message(bot: Bot):
    bot.feeds.write_text(KNOWN)
    told = a_story_of(0)
    row = {"title": told.title, "text": told.text, "url": told.url, "source": "Stand"}
    good = json.dumps({**row, "date": "2025-03-01T10:00:00Z"})
    (bot.folder / "past.jsonl").write_text(f"{good}\nno json\n")

    ran = await bot.run("backfill", str(bot.folder / "past.jsonl"))
    absent = await bot.run("backfill", str(bot.folder / "absent.jsonl"))
    status = json.loads((await bot.run("status", "--json")).out)

    assert (ran.code, absent.code) == (1, 1)
    assert ran.out.startswith("1 article: 1 kept (1 new story, 0 joined)")
    assert ran.out.endswith("; 1 row at fault\n")
    assert ran.err.startswith(f"{bot.folder}/past.jsonl:2: is no JSON; write one article a line: ")
    assert "absent.jsonl: cannot be read: No such file or directory" in absent.err
    assert status["queues"] == []


@pytest.mark.parametrize("name", ["bot.db", "bot.db-wal", "bot.db.lock", "link.db"])
async def test_a_backup_never_replaces_the_archive_it_copies(bot: Bot, name: str):
    bot.feeds.write_text(KNOWN)
    await bot.run("migrate")
    (bot.folder / "link.db").symlink_to(bot.folder / "bot.db")
    before = (bot.folder / "bot.db").stat().st_ino

    ran = await bot.run("backup", str(bot.folder / name))

    assert ran.code == 1
    assert ran.err == f"{bot.folder / name}: is the archive itself. Name a new file.\n"
    assert (bot.folder / "bot.db").stat().st_ino == before


async def test_a_file_of_an_answer_is_written_where_asked_and_else_the_way_is_told(bot: Bot):
    async with open_newsstand(spread(2, 1)) as stand:
        bot.env["FETCH_ALLOW_PRIVATE"] = f"127.0.0.1:{stand.port}"
        bot.feeds.write_text(feeds_of(stand.base, 1))
        ran = await bot.run("run", "--once")
    out = bot.folder / "found.csv"

    told = await bot.run("ask", "export roofers")
    written = await bot.run("ask", "export roofers", "--out", str(out))

    assert ran.out.splitlines()[-3].startswith("1 feed: 1 read, 0 unchanged, 0 failed; 2 entries")
    assert told.err == "The file is not written. To have it, add: --out FILE\n"
    assert written.err == f"Saved as {out}\n"
    assert "roofers" in out.read_text(encoding="utf-8")
