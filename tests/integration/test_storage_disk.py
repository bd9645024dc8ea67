"""SQLite where disks, files and rows fail: what operators are told, and what a backup saves."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.articles import ArticleId
from bot.domain.errors import OperatorError, StorageError
from storage import sqlite as sqlite_module
from storage.engine import migrate, open_storage
from tests.builders import NOON
from tests.fakes.stored import a_delivery, a_reading, a_story, an_article, owe, store

pytest_plugins = ("tests.fakes.archives",)


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


async def test_commits_survive_power_loss(sqlite):
    assert await pragma(sqlite, "journal_mode") == "wal"
    assert await pragma(sqlite, "synchronous") == 2
    assert await pragma(sqlite, "foreign_keys") == 1


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
