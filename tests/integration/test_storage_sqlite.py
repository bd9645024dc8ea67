"""SQLite as operators meet it: addresses, restarts, killed processes, second bots."""

import asyncio
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.articles import ArticleId
from bot.domain.errors import OperatorError
from storage import instance
from storage.engine import migrate, open_storage
from tests.builders import NOON
from tests.fakes.stored import MINUTE, a_delivery, an_article, lease, owe, store

pytest_plugins = ("tests.fakes.archives",)

TTL = timedelta(minutes=1)


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
