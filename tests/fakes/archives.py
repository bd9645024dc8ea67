"""The archives that the contract tests ask the same questions: twin, SQLite, PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest
import pytest_asyncio

from storage.engine import SqlStorage, migrate, open_storage
from storage.memory import MemoryStorage
from tests.fakes.postgres import empty_postgres

SQL = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def empty_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the present tables, made once and copied for each test."""
    path = tmp_path_factory.mktemp("archive") / "empty.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


async def open_sqlite(folder: Path, template: Path) -> SqlStorage:
    copy(template, folder / "bot.db")
    return await open_storage(f"sqlite:///{folder}/bot.db")


async def open_archive(kind: str, folder: Path, template: Path) -> SqlStorage | MemoryStorage:
    if kind == "memory":
        return MemoryStorage()
    return await (empty_postgres() if kind == "postgres" else open_sqlite(folder, template))


@pytest_asyncio.fixture(params=["memory", *SQL])
async def storage(
    request, tmp_path, empty_sqlite_file
) -> AsyncIterator[SqlStorage | MemoryStorage]:
    """Each archive in turn, empty."""
    archive = await open_archive(request.param, tmp_path, empty_sqlite_file)
    yield archive
    await archive.close()


@pytest_asyncio.fixture(params=SQL)
async def database(request, tmp_path, empty_sqlite_file) -> AsyncIterator[SqlStorage]:
    """Each archive that outlives its process, empty."""
    archive = await open_archive(request.param, tmp_path, empty_sqlite_file)
    yield archive
    await archive.close()


@pytest_asyncio.fixture
async def sqlite(tmp_path, empty_sqlite_file) -> AsyncIterator[SqlStorage]:
    """An empty archive on SQLite."""
    archive = await open_sqlite(tmp_path, empty_sqlite_file)
    yield archive
    await archive.close()
