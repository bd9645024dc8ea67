"""Tables are made from nothing, brought up to date, and never taken back."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import OperatorError, StorageError
from bot.text.names.documents import find_documents
from storage import migrations
from storage.codec import moment_text
from storage.engine import migrate, open_storage
from storage.migrating import migrate_connection, newest
from storage.migrations.versions import m0002_watches_deeds_citations
from storage.tables import metadata
from tests.builders import NOON
from tests.fakes.stored import MINUTE, a_reading, an_article, store

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
    assert await database.run(differences) == []


async def test_documents_cited_before_there_was_an_index_are_found_by_it(database):
    reading = a_reading(documents=find_documents("It cites 8 U.S.C. § 1357(g)(1)."))
    await store(database, an_article(1), reading=reading)
    await store(database, an_article(2))

    def fill_anew(connection: Connection) -> None:
        connection.execute(text("DELETE FROM citations"))
        fill(connection)

    await database.run(fill_anew)

    async with database.look() as unit:
        found = await unit.articles.citing("8u.s.c.§1357", limit=5)

    assert [article.id for article in found] == [1]


def old_tables(connection: Connection) -> None:
    """Tables and rows as they were before channels had workspaces."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "0002")
    rest = {"channel": {"platform": "slack", "target": "#news"}, "attempt_count": 0, "stories": []}
    connection.execute(
        text("INSERT INTO channels (platform, target, refused_because) VALUES ('slack', :t, :b)"),
        [{"t": "#news", "b": None}, {"t": "#old", "b": "archived"}],
    )
    connection.execute(
        text(
            "INSERT INTO deliveries (key, kind, route, platform, target, story_id, state, due_at, "
            "created_at, rest) VALUES ('k1', 'root', 'newsroom', 'slack', '#news', 1, 'owed', "
            ":at, :at, :rest)"
        ),
        {"at": moment_text(NOON), "rest": json.dumps(rest)},
    )


async def test_what_was_owed_before_channels_had_workspaces_is_owed_to_the_operators_own(tmp_path):
    storage = await open_storage(f"sqlite:///{tmp_path}/bot.db")
    await storage.run(old_tables)

    await storage.migrate()

    async with storage.begin() as unit:
        queues = await unit.deliveries.queues()
        (leased,) = await unit.deliveries.lease(NOON, NOON + MINUTE, limit=5)
        await unit.commit()
    await storage.close()
    assert [(each.channel.target, each.last_error) for each in queues] == [
        ("#news", None),
        ("#old", "archived"),
    ]
    assert leased.channel == ChannelRef(platform=Platform.SLACK, target="#news")
    assert {each.channel.workspace for each in queues} == {None}


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
            await unit.transaction.write(text("UPDATE alembic_version SET version_num = '0004'"))
            await unit.commit()


async def test_a_migration_that_is_broken_off_leaves_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/bot.db"
    storage = await open_storage(url)

    def break_off(connection: Connection) -> None:
        migrate_connection(connection, "bot.db")
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError, match="power"):
        await storage.run(break_off)

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


def test_the_newest_step_is_the_head_of_all_steps():
    config = Config()
    config.set_main_option("script_location", "storage/migrations")

    assert ScriptDirectory.from_config(config).get_current_head() == newest()
