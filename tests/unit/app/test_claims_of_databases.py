"""A bot that lost its database to another one ends; two would post everything twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.app.rooms import _claim
from bot.domain.errors import OperatorError, StorageError
from tests.fakes.town import TownClock


class LentDatabase:
    """Gives what it is told to each claim: whether it is held, or the trouble."""

    def __init__(self, *claims: bool | StorageError) -> None:
        self._claims: Iterator[bool | StorageError] = iter(claims)
        self.released = False

    async def claim_instance(self, owner: str, now: object, ttl: object) -> bool:
        claim = next(self._claims)
        if isinstance(claim, StorageError):
            raise claim
        return claim

    async def instance_owner(self) -> str:
        return "another host"

    async def release_instance(self, owner: str) -> None:
        self.released = True


class TurningClock(TownClock):
    """A clock on which waiting takes no time, and leaves a turn to others."""

    async def sleep(self, wait: timedelta) -> None:
        self.turn(wait)
        await asyncio.sleep(0)


async def run_until_cancelled(database: LentDatabase) -> None:
    async with _claim(database, TurningClock()):
        await asyncio.Event().wait()


async def test_a_bot_whose_database_another_took_ends_with_the_reason():
    database = LentDatabase(True, True, StorageError("out of reach"), False)

    with pytest.raises(OperatorError, match="Another bot took this database over"):
        await run_until_cancelled(database)

    assert database.released


async def test_a_bot_is_not_started_on_a_database_that_another_holds():
    with pytest.raises(OperatorError, match="another host"):
        await run_until_cancelled(LentDatabase(False))


async def test_a_bot_that_is_stopped_lets_its_database_go():
    database = LentDatabase(True, *[True] * 50, StorageError("the end of the test"))
    running = asyncio.create_task(run_until_cancelled(database))
    for _ in range(5):
        await asyncio.sleep(0)
    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running

    assert database.released
