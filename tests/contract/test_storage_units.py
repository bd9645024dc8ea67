"""What every archive promises about units of work."""

import asyncio
from itertools import count

import pytest

from bot.domain.articles import ArticleId
from bot.domain.questions import Query
from bot.ports import Storage, UnitOfWork
from tests.fakes.stored import a_delivery, a_reading, a_story, an_article, store

pytest_plugins = ("tests.fakes.archives",)


async def recall(storage, key="k"):
    async with storage.look() as unit:
        return await unit.memory.recall(key)


async def test_what_is_not_committed_did_not_happen(storage):
    async with storage.begin() as unit:
        await unit.memory.keep("k", "lost")
        await unit.stories.add(a_story())
        await unit.articles.add(an_article(), a_reading())
        await unit.deliveries.owe(a_delivery())

    assert await recall(storage) is None
    async with storage.look() as unit:
        assert await unit.articles.get(ArticleId(1)) is None
        assert await unit.articles.outlets() == []
        assert await unit.deliveries.queues() == []


async def test_an_error_inside_undoes_the_unit_and_comes_out_unchanged(storage):
    async def fail():
        async with storage.begin() as unit:
            await unit.memory.keep("k", "lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await recall(storage) is None


async def test_a_unit_reads_its_own_writes(storage):
    async with storage.begin() as unit:
        await unit.memory.keep("k", "mine")
        assert await unit.memory.recall("k") == "mine"


async def test_nobody_sees_a_unit_before_its_commit(storage):
    async with storage.begin() as unit:
        await unit.memory.keep("k", "soon")
        assert await asyncio.wait_for(recall(storage), 5) is None
        await unit.commit()
        assert await recall(storage) == "soon"


async def test_who_looks_sees_one_unchanging_state(storage):
    await store(storage, an_article(1))

    async with storage.look() as before:
        assert await before.articles.get(ArticleId(2)) is None
        await store(storage, an_article(2))
        assert await before.articles.get(ArticleId(2)) is None

    async with storage.look() as after:
        assert await after.articles.get(ArticleId(2)) is not None


async def test_a_unit_that_looks_cannot_write(storage):
    async with storage.look() as unit:
        with pytest.raises(RuntimeError, match="only looks"):
            await unit.memory.keep("k", "v")
        with pytest.raises(RuntimeError, match="only looks"):
            await unit.stories.next_id()
        await unit.commit()


async def test_a_unit_is_over_with_its_commit(storage):
    async with storage.begin() as unit:
        await unit.commit()
        with pytest.raises(RuntimeError, match="over"):
            await unit.memory.recall("k")
        with pytest.raises(RuntimeError, match="over"):
            await unit.commit()


async def test_writers_take_turns_and_lose_nothing(storage):
    async def add_one():
        async with storage.begin() as unit:
            number = await unit.stories.next_id()
            await asyncio.sleep(0)
            await unit.stories.add(a_story(number))
            await unit.commit()
        return number

    numbers = await asyncio.gather(*(add_one() for _ in range(8)))

    assert len(set(numbers)) == 8
    async with storage.look() as unit:
        for number in numbers:
            assert await unit.stories.get(number) is not None


async def test_a_cancelled_writer_lets_the_next_one_begin(storage):
    opened = asyncio.Event()

    async def write_for_ever():
        async with storage.begin() as unit:
            await unit.memory.keep("k", "lost")
            opened.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_for_ever())
    await opened.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(5), storage.begin() as unit:
        assert await unit.memory.recall("k") is None
        await unit.commit()


async def test_a_writer_cancelled_while_the_database_works_lets_the_next_one_begin(storage):
    async def write():
        async with storage.begin() as unit:
            for number in count():
                await unit.memory.keep(f"k{number}", "lost")
                await asyncio.sleep(0)
                started.set()

    started = asyncio.Event()
    task = asyncio.create_task(write())
    await started.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(5), storage.begin() as unit:
        assert await unit.memory.recall("k0") is None
        await unit.commit()


async def test_many_who_search_at_once_all_get_their_answer(storage):
    await store(storage, an_article())

    async def search():
        async with storage.look() as unit:
            await unit.articles.outlets()
            await asyncio.sleep(0)
            return await unit.articles.search(Query(), sort="new", limit=5, offset=0)

    async with asyncio.timeout(20):
        answers = await asyncio.gather(*(search() for _ in range(60)))

    assert {count for _, count in answers} == {1}


async def test_a_search_that_is_given_up_leaves_its_place_to_the_next(storage):
    async def search():
        async with storage.look() as unit:
            await unit.articles.outlets()

    for turns in range(40):
        task = asyncio.create_task(search())
        for _ in range(turns % 5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async with asyncio.timeout(5):
        await asyncio.gather(*(search() for _ in range(20)))


async def test_each_archive_fits_the_port(storage):
    archive: Storage = storage
    unit: UnitOfWork = archive.begin()

    async with unit as opened:
        assert opened is unit
