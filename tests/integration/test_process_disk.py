"""P02 and P03 at the house and at the command: deaths and disks."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import open_storage
from tests.acceptance.running import ROOT, Bot
from tests.fakes.newsstand import open_newsstand, spread


async def pragma(storage, words: str) -> None:
    """Set something of the one writing connection."""
    async with storage.begin() as unit:
        await unit.transaction.write(text(f"PRAGMA {words}"))


async def test_p03_a_poll_that_finds_the_disk_full_is_made_up_for_when_there_is_space(household):
    # A text that no free page of the file can take.
    feed = household.feed("/long-everything")
    # No less than there are: the file does not grow any more.
    await pragma(household.storage, "max_page_count = 1")
    (poll,) = await household.house.rounds.ask([feed])
    stored_meanwhile = await household.articles()

    await pragma(household.storage, "max_page_count = 1000000")
    await household.round(feed)

    assert poll.ending == "failed"
    assert stored_meanwhile == []
    assert len(await household.articles()) == len(household.posts()) == 1


async def test_p03_what_is_owed_survives_a_writer_that_holds_the_database(household):
    await household.house.rounds.ask([household.feed("/good")])
    await pragma(household.storage, "busy_timeout = 100")
    with closing(sqlite3.connect(household.storage.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="another process has been writing for too long"):
            await household.house.delivering.turn()
        other.execute("ROLLBACK")

    await household.house.delivering.drain(until=household.clock.now() + timedelta(minutes=5))

    assert len(household.posts()) == len({each.story for each in await household.articles()})


async def a_bot_with_news(folder: Path, base: str, port: int) -> Bot:
    bot = Bot(folder=folder, env={"FETCH_ALLOW_PRIVATE": f"127.0.0.1:{port}"})
    feed = f"{{id: stand-0, name: Stand, url: '{base}/stand-0', kind: local}}"
    bot.feeds.write_text(f"version: 1\ndefaults: {{backfill: 50}}\nfeeds:\n  - {feed}\n")
    return bot


@pytest.mark.slow
async def test_p03_a_damaged_archive_is_one_line_with_the_way_back_and_a_backup_restores_it(
    tmp_path,
):
    async with open_newsstand(spread(8, 1)) as stand:
        bot = await a_bot_with_news(tmp_path, stand.base, stand.port)
        first = await bot.run("run", "--once")
        backup = await bot.run("backup", str(tmp_path / "backup.db"))
        database = tmp_path / "bot.db"
        content = bytearray(database.read_bytes())
        content[8192:] = b"\x5a" * (len(content) - 8192)
        database.write_bytes(content)
        damaged = await bot.run("run", "--once")
        for path in tmp_path.glob("bot.db*"):
            path.unlink()
        (tmp_path / "backup.db").rename(database)
        restored = await bot.run("run", "--once")

    assert (first.code, backup.code) == (0, 0)
    assert damaged.code in {1, 3}
    assert "Traceback" not in damaged.err
    assert damaged.err.count("\n") == 1
    assert "restore the newest backup (README, Backup)" in damaged.err
    assert restored.code == 0
    assert "0 posted" in restored.out


@pytest.mark.slow
async def test_p03_a_disk_quota_that_is_used_up_is_told_and_what_is_there_stays_sound(tmp_path):
    async with open_newsstand(spread(60, 1)) as stand:
        bot = await a_bot_with_news(tmp_path, stand.base, stand.port)
        await bot.run("migrate")
        limit = (tmp_path / "bot.db").stat().st_size + 20_000
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--once",
            cwd=ROOT,
            env=bot.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        out, _ = await asyncio.wait_for(process.communicate(), 60)
        again = await bot.run("run", "--once")

    assert process.returncode == 3, out.decode()
    assert b"Traceback" not in out
    assert b"failed" in out
    assert again.code == 0
    assert "60 entries" in again.out
    assert await faults(tmp_path / "bot.db") == ()


async def faults(database: Path) -> tuple[str, ...]:
    storage = await open_storage(f"sqlite:///{database}")
    found = await storage.integrity()
    await storage.close()
    return found


#: Commits and folds the log back into the file after each, until it is killed.
WRITER = """
import asyncio, sqlite3, sys
from storage.engine import open_storage
from tests.fakes.stored import an_article, a_reading

async def main():
    storage = await open_storage(sys.argv[1])
    for number in range(1, 100_000):
        async with storage.begin() as unit:
            await unit.articles.add(an_article(number, text="detainer " * 300), a_reading())
            await unit.commit()
        print(number, flush=True)
        sqlite3.connect(storage.place).execute("PRAGMA wal_checkpoint(TRUNCATE)")

asyncio.run(main())
"""


@pytest.mark.slow
async def test_p02_a_writer_killed_between_commits_and_checkpoints_loses_nothing_it_committed(
    tmp_path, empty_sqlite_file
):
    for after in (3, 7, 12):
        database = tmp_path / f"{after}.db"
        database.write_bytes(empty_sqlite_file.read_bytes())
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            WRITER,
            f"sqlite:///{database}",
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        committed = [int(await process.stdout.readline()) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        await process.wait()

        with closing(sqlite3.connect(database)) as look:
            kept = {number for (number,) in look.execute("SELECT id FROM articles")}
        assert set(committed) <= kept
        assert await faults(database) == ()


@pytest.mark.slow
async def test_p02_a_migration_killed_at_any_moment_is_finished_by_the_next_start(tmp_path):
    bot = Bot(folder=tmp_path)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await bot.run("migrate")
    whole = loop.time() - began
    for share in (0.5, 0.7, 0.8, 0.9, 0.95):
        for path in tmp_path.glob("bot.db*"):
            path.unlink()
        process = await bot.start("migrate")
        await asyncio.sleep(share * whole)
        if process.returncode is None:
            process.kill()
        await process.communicate()
        after = await bot.run("migrate")

        assert after.code == 0, after.err
        assert await faults(tmp_path / "bot.db") == ()
