"""Units of work side by side on SQLite: who waits, for how long, and what they are told."""

import asyncio
import threading
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Integer, TypeDecorator, literal_column, select, text

from bot.domain.articles import ArticleId
from bot.domain.errors import StorageError
from bot.domain.questions import Query
from bot.ports import StoryFilter
from storage import engine
from storage import sqlite as sqlite_module
from tests.fakes.stored import a_delivery, owe

pytest_plugins = ("tests.fakes.archives",)


async def test_a_unit_that_never_ends_is_told_and_not_waited_for(sqlite, monkeypatch):
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.01)

    async with sqlite.begin():
        with pytest.raises(StorageError, match="another unit of work has been writing"):
            await owe(sqlite, a_delivery())


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
