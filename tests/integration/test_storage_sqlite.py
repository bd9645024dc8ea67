"""SQLite as operators meet it: addresses, full disks, damaged files, second bots, backups."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Integer, TypeDecorator, literal_column, select, text

from bot.domain.articles import ArticleId
from bot.domain.errors import OperatorError, StorageError
from bot.domain.questions import Query
from bot.ports import StoryFilter
from storage import engine, instance
from storage import sqlite as sqlite_module
from storage.engine import migrate, open_storage
from tests.builders import NOON
from tests.fakes.stored import MINUTE, a_delivery, a_reading, a_story, an_article, lease, owe, store

pytest_plugins = ("tests.fakes.archives",)

TTL = timedelta(minutes=1)


async def run(storage, statement: str) -> None:
    async with storage.begin() as unit:
        await unit.transaction.write(text(statement))
        await unit.commit()


async def pragma(storage, name: str):
    async with storage.begin() as unit:
        return await unit.transaction.scalar(text(f"PRAGMA {name}"))


def damage(place: str) -> None:
    """Overwrite everything but the first two pages and the last."""
    path = Path(place)
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\x5a" * (len(content) - 12288)
    path.write_bytes(content)


async def test_a_relative_address_makes_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    await migrate("sqlite:///data/deep/bot.db")

    assert (tmp_path / "data" / "deep" / "bot.db").is_file()


@pytest.mark.parametrize(
    "url",
    ["", "bot.db", "sqlite://", "sqlite:///:memory:", "mysql://u:hunter2@h/db", "http://x", "::"],
)
async def test_an_address_that_names_no_archive_is_refused_without_repeating_it(url):
    with pytest.raises(OperatorError, match="DATABASE_URL") as caught:
        await open_storage(url)

    assert "hunter2" not in str(caught.value)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(OperatorError, match=r"data.*make it"):
        await open_storage(f"sqlite:///{tmp_path}/data/bot.db")


async def test_commits_survive_power_loss(sqlite):
    assert await pragma(sqlite, "journal_mode") == "wal"
    assert await pragma(sqlite, "synchronous") == 2
    assert await pragma(sqlite, "foreign_keys") == 1


async def test_the_archive_is_there_after_a_restart(sqlite):
    await store(sqlite, an_article())
    await sqlite.close()

    again = await open_storage(f"sqlite:///{sqlite.place}")

    async with again.look() as unit:
        assert await unit.articles.get(ArticleId(1)) == an_article()
    await again.close()


KILLED = """
import asyncio, sys
from datetime import timedelta
from storage.engine import open_storage
from tests.builders import NOON
from tests.fakes.stored import a_delivery, an_article, store
async def main():
    storage = await open_storage("sqlite:///" + sys.argv[1])
    assert await storage.claim_instance("first", NOON, timedelta(days=1))
    await store(storage, an_article(1))
    async with storage.begin() as unit:
        await unit.deliveries.owe(a_delivery())
        await unit.memory.keep("k", "lost")
        print("ready", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture
def other_bot(sqlite):
    """A second process that has committed one article and is in the middle of a unit."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, sqlite.place],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.readline() == b"ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


async def test_p02_a_killed_process_leaves_what_it_committed_and_nothing_else(sqlite, other_bot):
    other_bot.send_signal(signal.SIGKILL)
    other_bot.wait()

    async with sqlite.look() as unit:
        assert await unit.articles.get(ArticleId(1)) == an_article(1)
        assert await unit.memory.recall("k") is None
        assert await unit.deliveries.queues() == []
    assert await sqlite.integrity() == ()


async def test_p04_a_second_bot_is_refused_until_the_first_is_gone(sqlite, other_bot):
    assert not await sqlite.claim_instance("second", NOON, TTL)
    assert await sqlite.instance_owner() == "first"

    other_bot.send_signal(signal.SIGKILL)
    other_bot.wait()

    assert await sqlite.claim_instance("second", NOON, TTL)
    assert await sqlite.claim_instance("second", NOON + MINUTE, TTL)
    assert await sqlite.instance_owner() == "second"


async def test_a_released_database_is_free_at_once(sqlite):
    other = await open_storage(f"sqlite:///{sqlite.place}")
    assert await sqlite.claim_instance("first", NOON, TTL)
    assert not await other.claim_instance("second", NOON, TTL)

    await sqlite.release_instance("first")

    assert await other.claim_instance("second", NOON, TTL)
    await other.close()


async def test_where_files_cannot_be_locked_a_claim_ends_by_itself(sqlite, monkeypatch):
    monkeypatch.setattr(instance, "fcntl", None)
    other = await open_storage(f"sqlite:///{sqlite.place}")

    assert await sqlite.claim_instance("first", NOON, TTL)
    assert not await other.claim_instance("second", NOON, TTL)
    assert await other.claim_instance("second", NOON + TTL, TTL)
    await other.close()


async def test_who_looks_does_not_wait_for_another_process_that_writes(sqlite, other_bot):
    async with asyncio.timeout(2), sqlite.look() as unit:
        assert await unit.articles.get(ArticleId(1)) is not None


async def test_two_storages_of_one_file_never_lease_the_same_delivery(sqlite):
    other = await open_storage(f"sqlite:///{sqlite.place}")
    await owe(sqlite, *(a_delivery(f"d{number}") for number in range(3)))

    leased = await asyncio.gather(*(lease(each) for each in (sqlite, other) * 4))

    assert [delivery.key for each in leased for delivery in each] == ["d0"]
    await other.close()


async def test_p03_a_locked_database_is_told_with_the_remedy(sqlite, monkeypatch, tmp_path):
    hurried = ("PRAGMA busy_timeout = 20", *sqlite_module._PRAGMAS[1:])
    monkeypatch.setattr(sqlite_module, "_PRAGMAS", hurried)
    impatient = await open_storage(f"sqlite:///{sqlite.place}")
    with closing(sqlite3.connect(sqlite.place)) as editor:
        editor.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="another process has been writing"):
            await owe(impatient, a_delivery())

    await owe(impatient, a_delivery())
    await impatient.close()


async def test_a_unit_that_never_ends_is_told_and_not_waited_for(sqlite, monkeypatch):
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.01)

    async with sqlite.begin():
        with pytest.raises(StorageError, match="another unit of work has been writing"):
            await owe(sqlite, a_delivery())


async def test_p03_a_full_disk_is_told_and_loses_nothing(sqlite):
    await owe(sqlite, a_delivery())
    pages = await pragma(sqlite, "page_count")
    await pragma(sqlite, f"max_page_count = {pages}")

    with pytest.raises(StorageError, match="the disk is full: free some space"):
        await store(sqlite, an_article(text="detainer " * 50_000))

    await pragma(sqlite, "max_page_count = 1000000")
    await store(sqlite, an_article())
    async with sqlite.look() as unit:
        assert (await unit.deliveries.queues())[0].owed_count == 1
    assert await sqlite.integrity() == ()


async def test_p03_a_read_only_database_is_told_with_the_remedy(sqlite):
    await run(sqlite, "PRAGMA query_only = ON")

    with pytest.raises(StorageError, match="read-only: give this user the right to write"):
        await owe(sqlite, a_delivery())


async def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "bot.db").write_text("feeds:\n" * 500)

    with pytest.raises(StorageError, match="no SQLite database: DATABASE_URL names another file"):
        await migrate(f"sqlite:///{tmp_path}/bot.db")


async def test_p03_a_damaged_file_is_told_with_the_remedy(sqlite, tmp_path):
    await store(sqlite, *(an_article(number, text="detainer " * 900) for number in range(1, 40)))
    await sqlite.close()
    damage(sqlite.place)
    again = await open_storage(f"sqlite:///{sqlite.place}")

    with pytest.raises(StorageError, match="damaged: stop the bot and restore the newest backup"):
        async with again.look() as unit:
            [each async for each in unit.articles.filed_since(NOON)]

    assert await again.integrity() != ()
    await again.close()


async def test_a_search_index_that_lost_an_article_is_found_unsound(sqlite):
    await store(sqlite, an_article())
    assert await sqlite.integrity() == ()

    await run(
        sqlite,
        "INSERT INTO article_search (article_search, rowid, title, text, outlet)"
        " SELECT 'delete', id, title, text, outlet FROM articles",
    )

    (found,) = await sqlite.integrity()
    assert "search index" in found


async def test_p12_a_backup_of_a_running_archive_is_whole(sqlite, tmp_path):
    await store(sqlite, an_article(1))
    copy = tmp_path / "backup.db"

    async with sqlite.begin() as unit:
        await unit.articles.add(an_article(2), a_reading())
        await sqlite.backup(copy)
        await unit.commit()

    restored = await open_storage(f"sqlite:///{copy}")
    async with restored.look() as unit:
        assert await unit.articles.get(ArticleId(1)) == an_article(1)
        assert await unit.articles.get(ArticleId(2)) is None
    assert await restored.integrity() == ()
    await restored.close()


async def test_p12_a_backup_that_fails_leaves_the_earlier_one(sqlite, tmp_path):
    copy = tmp_path / "backup.db"
    copy.write_text("yesterday's")
    await store(sqlite, an_article())
    await sqlite.close()
    damage(sqlite.place)

    with pytest.raises(StorageError):
        await sqlite.backup(copy)

    assert copy.read_text() == "yesterday's"
    assert not list(tmp_path.glob("*.partial"))


async def test_a_backup_into_no_folder_is_the_operators_to_mend(sqlite, tmp_path):
    with pytest.raises(OperatorError, match="no such folder"):
        await sqlite.backup(tmp_path / "nowhere" / "backup.db")


@pytest.mark.parametrize(
    ("rest", "said"), [("{", "truncated"), ("{}", "not whole"), ("7", "Expected `object`")]
)
async def test_a_row_that_cannot_be_read_is_told(sqlite, rest, said):
    async with sqlite.begin() as unit:
        await unit.stories.add(a_story())
        await unit.commit()
    await run(sqlite, f"UPDATE stories SET rest = '{rest}'")

    with pytest.raises(StorageError, match=said):
        async with sqlite.look() as unit:
            await unit.stories.get(1)


async def test_a_long_unit_of_work_leaves_turns_to_others(sqlite, monkeypatch):
    monkeypatch.setattr(sqlite_module, "STRETCH", 0)
    turns = 0

    async def other():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with sqlite.look() as unit:
        beside = asyncio.create_task(other())
        for number in range(10):
            await unit.articles.get(ArticleId(number))
        seen = turns
        beside.cancel()

    assert seen >= 10


async def orphan(storage) -> None:
    """Write what SQLite refuses at the commit alone, and keeps the transaction."""
    async with storage.begin() as unit:
        await unit.transaction.write(text("PRAGMA defer_foreign_keys = ON"))
        await unit.transaction.write(text("INSERT INTO article_states VALUES (77, 'IL')"))
        await unit.commit()


async def test_a_commit_that_fails_leaves_the_next_writer_a_connection_of_its_own(sqlite):
    with pytest.raises(StorageError, match="FOREIGN KEY"):
        await orphan(sqlite)

    async with sqlite.begin() as unit:
        await unit.memory.keep("look", "noon")
        await unit.commit()

    async with sqlite.look() as unit:
        assert await unit.memory.recall("look") == "noon"


class Whereabouts(TypeDecorator[int]):
    """The thread in which a row is made of what the database says."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value, dialect):
        return threading.get_ident()


async def test_what_takes_long_keeps_nobody_waiting_while_its_rows_are_found_either(sqlite):
    statement = select(literal_column("1", Whereabouts()))
    async with sqlite.look() as unit:
        ((long,),) = await unit.transaction.rows(statement, slow=True)
        ((short,),) = await unit.transaction.rows(statement)

    assert long != short == threading.get_ident()


@pytest.mark.parametrize(
    "ask",
    [
        lambda unit: unit.stories.count(StoryFilter(outlet="ledger")),
        lambda unit: unit.stories.newest(StoryFilter(outlet="ledger"), limit=1),
        lambda unit: unit.deliveries.queues(),
        lambda unit: unit.lines.recurring(["Ledger"], stories=3, limit=1),
        lambda unit: unit.articles.outlets(),
        lambda unit: unit.articles.entities("ice", limit=1),
        lambda unit: unit.articles.told(Query(), limit=1),
    ],
)
async def test_what_looks_at_much_of_the_archive_does_not_run_in_the_loop(sqlite, monkeypatch, ask):
    in_the_loop = []

    async def give_way(link):
        in_the_loop.append(link)

    monkeypatch.setattr(sqlite_module._Inline, "_give_way", give_way)
    async with sqlite.look() as unit:
        await ask(unit)

    assert in_the_loop == []


async def test_a_question_that_comes_after_the_end_is_told_that_the_archive_is_closed(sqlite):
    await sqlite.close()

    with pytest.raises(StorageError, match="the archive is closed"):
        async with sqlite.look():
            pass


async def test_too_many_questions_at_once_are_told_what_was_waited_for(sqlite, monkeypatch):
    monkeypatch.setattr(sqlite_module, "TURN_SECONDS", 0.01)
    async with AsyncExitStack() as stack:
        for _ in range(sqlite_module.READERS):
            await stack.enter_async_context(sqlite.look())
        with pytest.raises(StorageError, match="no connection became free"):
            async with sqlite.look():
                pass


async def test_who_gives_up_while_waiting_for_a_connection_takes_none_with_them(sqlite):
    async def look():
        async with sqlite.look() as unit:
            return await unit.memory.recall("look")

    async with AsyncExitStack() as stack:
        for _ in range(sqlite_module.READERS):
            await stack.enter_async_context(sqlite.look())
        waiting = [asyncio.create_task(look()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        waiting[1].cancel()
        await asyncio.sleep(0)

    assert await waiting[2] is None
    answers = await asyncio.gather(*(look() for _ in range(sqlite_module.READERS)))
    assert answers == [None] * sqlite_module.READERS
