"""Tables are made from nothing, brought up to date, and never taken back."""

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.domain.errors import OperatorError, StorageError
from bot.text.documents import find_documents
from storage.engine import migrate, open_storage
from storage.migrating import migrate_connection
from storage.migrations.versions import m0002_watches_deeds_citations
from storage.tables import metadata
from tests.fakes.stored import a_reading, an_article, store

pytest_plugins = ("tests.fakes.archives",)


def fill(connection: Connection) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        m0002_watches_deeds_citations.cite()


def differences(connection: Connection) -> list:
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": False,
            "include_name": lambda name, kind, _parents: (
                not (kind == "table" and name.startswith("article_search"))
            ),
        },
    )
    return [each for each in compare_metadata(context, metadata) if "sequence" not in str(each)]


async def test_the_migrations_make_the_declared_tables(database):
    async with database._writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_documents_cited_before_there_was_an_index_are_found_by_it(database):
    reading = a_reading(documents=find_documents("It cites 8 U.S.C. § 1357(g)(1)."))
    await store(database, an_article(1), reading=reading)
    await store(database, an_article(2))
    async with database._writer.begin() as connection:
        await connection.execute(text("DELETE FROM citations"))
        await connection.run_sync(fill)

    async with database.look() as unit:
        found = await unit.articles.citing("8u.s.c.§1357", limit=5)

    assert [article.id for article in found] == [1]


async def test_migrating_again_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/bot.db"
    await migrate(url)
    storage = await open_storage(url)
    await store(storage, an_article())

    await storage.migrate()

    async with storage.look() as unit:
        assert await unit.articles.get(1) == an_article()
    await storage.close()


async def test_a_database_newer_than_the_code_is_refused_with_the_remedy(database):
    async with database.begin() as unit:
        await unit.transaction.write(text("UPDATE alembic_version SET version_num = '9999'"))
        await unit.commit()

    try:
        with pytest.raises(OperatorError, match=r"newer nutgraf \(tables 9999.*install"):
            await database.migrate()
    finally:
        async with database.begin() as unit:
            await unit.transaction.write(text("UPDATE alembic_version SET version_num = '0002'"))
            await unit.commit()


async def test_a_migration_that_is_broken_off_leaves_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/bot.db"
    storage = await open_storage(url)

    def break_off(connection: Connection) -> None:
        migrate_connection(connection, "bot.db")
        raise KeyboardInterrupt

    async def half() -> None:
        async with storage._writer.begin() as connection:
            await connection.run_sync(break_off)

    with pytest.raises(KeyboardInterrupt):
        await half()

    with closing(sqlite3.connect(tmp_path / "bot.db")) as file:
        assert file.execute("SELECT name FROM sqlite_master").fetchall() == []
    await storage.migrate()
    async with storage.look() as unit:
        assert await unit.articles.outlets() == []
    await storage.close()


async def test_a_database_without_tables_says_which_command_makes_them(tmp_path):
    storage = await open_storage(f"sqlite:///{tmp_path}/bot.db")

    with pytest.raises(StorageError, match="nutgraf migrate"):
        async with storage.look() as unit:
            await unit.articles.outlets()

    await storage.close()
