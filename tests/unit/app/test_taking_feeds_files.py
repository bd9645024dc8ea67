"""A saved feeds.yaml is taken while the bot runs."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import bot
from bot.domain.configuration import Configuration
from bot.domain.delivery import Platform
from tests.fakes.town import a_feed, a_town

BEFORE = Configuration(feeds=(), routes=(), zone=ZoneInfo("UTC"))
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
