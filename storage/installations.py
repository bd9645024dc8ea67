"""Installations, and the states of those under way, on a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.domain.delivery import Platform
from bot.domain.installations import Installation
from storage.records import Record
from storage.tables import expected_states, installations
from storage.transaction import Transaction

INSTALLATIONS = Record(Installation, installations)


class SqlInstallations:
    """`Installations` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def of(self, platform: Platform, workspace: str) -> Installation | None:
        row = await self._tx.row(
            select(installations).where(
                installations.c.platform == platform.value, installations.c.workspace == workspace
            )
        )
        return None if row is None else INSTALLATIONS.value(row)

    async def all(self, platform: Platform) -> Sequence[Installation]:
        rows = await self._tx.rows(
            select(installations).where(installations.c.platform == platform.value)
        )
        # Sorted here: databases sort texts by collations of their own.
        return sorted((INSTALLATIONS.value(row) for row in rows), key=lambda each: each.workspace)

    async def removed(self) -> frozenset[tuple[Platform, str]]:
        rows = await self._tx.rows(
            select(installations.c.platform, installations.c.workspace).where(
                installations.c.revoked_at.is_not(None)
            )
        )
        return frozenset((Platform(row.platform), row.workspace) for row in rows)

    async def save(self, installation: Installation) -> None:
        row = INSTALLATIONS.row(installation)
        await self._tx.write(self._tx.upsert(installations), [row])

    async def issue(self, state: str, until: datetime) -> None:
        await self._tx.write(insert(expected_states), [{"state": state, "until": until}])

    async def issued_count(self, now: datetime) -> int:
        live = expected_states.c.until > now
        return int(
            await self._tx.scalar(select(func.count()).select_from(expected_states).where(live))
        )

    async def consume(self, state: str, now: datetime) -> bool:
        await self._tx.write(delete(expected_states).where(expected_states.c.until <= now))
        mine = expected_states.c.state == state
        return bool(await self._tx.write(delete(expected_states).where(mine)))
