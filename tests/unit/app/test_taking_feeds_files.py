"""A saved feeds.yaml is taken while the bot runs."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import bot
from bot.domain.briefs import Notice
from bot.domain.configuration import Configuration
from bot.domain.delivery import Platform
from bot.domain.errors import StorageError
from storage.memory import MemoryUnitOfWork
from tests.fakes.town import Town, a_feed, a_town

BEFORE = Configuration(feeds=(), routes=(), zone=ZoneInfo("UTC"))
GOOD = """\
version: 1
feeds:
  - id: ledger
    name: Marlow Ledger
    kind: local
    url: https://ledger.example/feed
channels:
  - {id: ops, platform: terminal, target: ops, role: ops}
"""
BROKEN = GOOD.replace("https://", "gopher://")
BROKEN_OTHERWISE = GOOD.replace("version: 1", "version: 9")
FIRST = replace(BEFORE, feeds=(a_feed("ledger"),))
SECOND = replace(BEFORE, feeds=(a_feed("ledger"), a_feed("herald")))


async def test_of_two_readings_at_once_the_later_one_stays_in_force(monkeypatch, tmp_path: Path):
    town = a_town()
    files = iter((FIRST, SECOND))
    second_is_in_force = threading.Event()

    def read(path: Path) -> Configuration:
        file = next(files)
        if file is FIRST:
            # A long file: whoever does not wait for it overtakes it.
            second_is_in_force.wait(0.05)
        return file

    monkeypatch.setattr(bot, "load_feeds_file", read)
    path = tmp_path / "feeds.yaml"
    reload = bot._Reload(town.house, path, frozenset({Platform.TERMINAL}), BEFORE)
    path.write_text("version: 1")

    async def ask() -> None:
        await reload.now(dry_run=False)
        second_is_in_force.set()

    await asyncio.gather(reload.turn(), ask())

    assert [feed.id for feed in town.house.rounds.feeds] == ["ledger", "herald"]


# ---- what the operators are told


def a_reload(town: Town, path: Path, text: str = GOOD) -> bot._Reload:
    """What a bot does that was started with this file."""
    path.write_text(text)
    return bot._Reload(town.house, path, frozenset({Platform.TERMINAL}), BEFORE)


async def told(town: Town) -> list[str]:
    await town.settles()
    notices = [post.message for post in town.posts if isinstance(post.message, Notice)]
    return ["mended" if "again" in each.title else each.lines[0] for each in notices]


def save(path: Path, text: str, turn: int) -> None:
    path.write_text(text)
    os.utime(path, (turn, turn))


async def test_a_file_that_goes_missing_again_is_told_again(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)

    for _ in range(2):
        town.clock.turn(timedelta(minutes=1))
        path.rename(tmp_path / "away.yaml")
        await reload.turn()
        town.clock.turn(timedelta(minutes=1))
        (tmp_path / "away.yaml").rename(path)
        await reload.turn()

    gone, good, *again = await told(town)
    assert "there is no such file" in gone
    assert [good, *again] == ["mended", gone, "mended"]


async def test_a_fault_is_told_once_however_often_it_is_saved_and_another_one_too(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)

    for turn, text in enumerate((BROKEN, BROKEN, BROKEN_OTHERWISE, GOOD, GOOD)):
        town.clock.turn(timedelta(minutes=1))
        save(path, text, turn)
        await reload.turn()

    address, version, good = await told(town)
    assert ("url" in address, "version" in version, good) == (True, True, "mended")


async def test_a_file_mended_while_the_bot_was_away_is_told_of_too(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    before = a_reload(town, path)
    save(path, BROKEN, 1)
    await before.turn()

    town.clock.turn(timedelta(minutes=1))
    after = a_reload(town, path)
    await after.turn()
    await after.turn()

    assert (await told(town))[1:] == ["mended"]


async def test_a_good_file_is_no_news(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)
    await reload.turn()
    save(path, GOOD.replace("Ledger", "Herald"), 1)
    await reload.turn()

    assert await told(town) == []


async def test_a_file_mended_by_reload_is_told_of(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)
    save(path, BROKEN, 1)
    await reload.turn()

    save(path, GOOD, 2)
    town.clock.turn(timedelta(minutes=1))
    await reload.now(dry_run=False)

    assert (await told(town))[1:] == ["mended"]


async def test_a_fault_the_archive_could_not_keep_is_told_at_the_next_turn(
    tmp_path: Path, monkeypatch
):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)
    save(path, BROKEN, 1)

    async def fail(unit: MemoryUnitOfWork) -> None:
        raise StorageError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(MemoryUnitOfWork, "commit", fail)
        with pytest.raises(StorageError):
            await reload.turn()
    await reload.turn()

    assert len(await told(town)) == 1


async def test_of_many_faults_the_first_are_named_and_the_others_counted(tmp_path: Path):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)
    save(path, GOOD + "".join(f"unheard-of-{n}: 1\n" for n in range(12)), 1)
    await reload.turn()
    await town.settles()

    (notice,) = [post.message for post in town.posts if isinstance(post.message, Notice)]
    assert (len(notice.lines), notice.lines[-1]) == (11, "and 2 further faults")


async def test_a_broken_file_is_read_once_until_it_is_saved_again(tmp_path: Path, caplog):
    town, path = a_town(), tmp_path / "feeds.yaml"
    reload = a_reload(town, path)
    save(path, BROKEN, 1)

    for _ in range(3):
        await reload.turn()

    assert [record.message for record in caplog.records] == ["feeds.yaml not taken"]
