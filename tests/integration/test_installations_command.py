"""`installations`: who installed the app, and an end to an installation whose key is lost."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil

import pytest
from click.testing import CliRunner

from bot.cli.installations import command
from bot.domain.delivery import Platform
from bot.domain.errors import OperatorError
from bot.domain.installations import Installation
from storage.engine import open_storage
from tests.builders import NOON

GUESTS = Installation(
    platform=Platform.SLACK,
    workspace="T0GUEST",
    name="Guests",
    enterprise=None,
    sealed_token="gAAAA-sealed",
    bot="B",
    bot_user="U",
    scopes=("chat:write",),
    installed_by="U7",
    installed_at=NOON,
)


@pytest.fixture(autouse=True)
def own_logging():
    """A command sets up the process's logging; the tests that come after want theirs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def url(tmp_path, monkeypatch, empty_sqlite_file) -> str:
    shutil.copy(empty_sqlite_file, tmp_path / "bot.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    return f"sqlite:///{tmp_path}/bot.db"


async def _with_archive(url: str, keep: Installation | None) -> Installation | None:
    storage = await open_storage(url)
    async with storage.begin() as unit:
        if keep is not None:
            await unit.installations.save(keep)
        found = await unit.installations.of(Platform.SLACK, "T0GUEST")
        await unit.commit()
    await storage.close()
    return found


def run(*options: str):
    return CliRunner().invoke(command, options, catch_exceptions=False)


def test_nobody_has_installed_it_is_said(url):
    assert run().output == "No other workspace has installed the app.\n"


def test_each_workspace_is_a_line_with_who_and_when(url):
    asyncio.run(_with_archive(url, GUESTS))

    assert run().output == (f"T0GUEST Guests: served; installed by U7 {NOON:%Y-%m-%d %H:%M} UTC\n")


def test_programs_read_it_without_the_sealed_token(url):
    asyncio.run(_with_archive(url, GUESTS))

    result = run("--json")

    assert json.loads(result.output)[0]["workspace"] == "T0GUEST"
    assert "gAAAA" not in result.output


def test_a_forgotten_installation_keeps_its_row_and_loses_its_token(url):
    asyncio.run(_with_archive(url, GUESTS))

    result = run("--forget", "T0GUEST")

    found = asyncio.run(_with_archive(url, None))
    assert "Guests: ended" in result.output
    assert found is not None
    assert found.sealed_token == ""
    assert found.revoked_at is not None


def test_forgetting_nobody_names_who_was_meant(url):
    with pytest.raises(OperatorError, match="No workspace T9"):
        run("--forget", "T9")
