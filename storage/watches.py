"""Watches, and the deeds of people, on a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from bot.domain.deeds import Deed
from bot.domain.delivery import Platform
from bot.domain.watches import Owner, Watch, WatchId
from storage.records import Record
from storage.tables import deeds, watches
from storage.transaction import Transaction

WATCHES = Record(Watch, watches)
DEEDS = Record(Deed, deeds)


class SqlWatches:
    """`Watches` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def of(self, owner: Owner) -> Sequence[Watch]:
        rows = await self._tx.rows(
            select(watches)
            .where(
                watches.c.platform == owner.platform.value,
                watches.c.workspace.is_not_distinct_from(owner.workspace),
                watches.c.target == owner.target,
                watches.c.is_channel == owner.is_channel,
            )
            .order_by(watches.c.created_at, watches.c.id)
        )
        return [WATCHES.value(row) for row in rows]

    async def active(self) -> Sequence[Watch]:
        rows = await self._tx.rows(
            select(watches).where(~watches.c.is_paused).order_by(watches.c.created_at, watches.c.id)
        )
        return [WATCHES.value(row) for row in rows]

    async def save(self, watch: Watch) -> None:
        await self._tx.write(self._tx.upsert(watches), [_row(watch)])

    async def remove(self, watch: WatchId) -> None:
        await self._tx.write(delete(watches).where(watches.c.id == watch))


class SqlDeeds:
    """`Deeds` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def record(self, deed: Deed) -> None:
        await self._tx.write(insert(deeds), [DEEDS.row(deed)])

    async def newest(
        self, *, platform: Platform | None, workspace: str | None, limit: int
    ) -> Sequence[Deed]:
        statement = select(deeds).order_by(deeds.c.number.desc()).limit(limit)
        if platform is not None:
            statement = statement.where(
                deeds.c.platform == platform.value,
                deeds.c.workspace.is_not_distinct_from(workspace),
            )
        return [DEEDS.value(row) for row in await self._tx.rows(statement)]


def _row(watch: Watch) -> dict[str, Any]:
    owner = watch.owner
    return {
        **WATCHES.row(watch),
        "platform": owner.platform.value,
        "workspace": owner.workspace,
        "target": owner.target,
        "is_channel": owner.is_channel,
    }
