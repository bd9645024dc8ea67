"""Forgetting in time: stories nobody has added to for long, with all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, delete, exists, select
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.delivery import DeliveryState
from bot.ports import Pruned
from storage.tables import (
    articles,
    deliveries,
    entities,
    identities,
    mentions,
    outlet_lines,
    stories,
    traces,
)
from storage.transaction import Transaction

#: Stories a transaction; a writer waits for no more than these.
BATCH = 200
#: What is still to be paid, mended or cleared up is never forgotten.
UNSETTLED = (
    DeliveryState.OWED,
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
    DeliveryState.REFUSED,
)


async def prune_stories(tx: Transaction, before: datetime) -> Pruned:
    """Forget at most BATCH stories; a story goes with all its articles or stays with all."""
    owed = exists().where(deliveries.c.story_id == stories.c.id, deliveries.c.state.in_(UNSETTLED))
    old = select(stories.c.id).where(stories.c.updated_at < before, ~owed)
    ids = [row.id for row in await tx.rows(old.order_by(stories.c.updated_at).limit(BATCH))]
    told = select(articles.c.id).where(articles.c.story_id.in_(ids))
    numbers = [row.id for row in await tx.rows(told)]
    trace_count = await _delete(tx, traces, traces.c.article_id, numbers)
    return Pruned(
        trace_count=trace_count,
        article_count=await _delete(tx, articles, articles.c.id, numbers),
        delivery_count=await _delete(tx, deliveries, deliveries.c.story_id, ids),
        story_count=await _delete(tx, stories, stories.c.id, ids),
    )


async def prune_leftovers(
    tx: Transaction,
    *,
    articles_before: datetime,
    dropped_before: datetime,
    keys_before: datetime | None,
    lines_before: datetime | None,
) -> Pruned:
    """Forget what belongs to no story: notices, dropped traces, keys, lines, unused names."""
    settled = deliveries.c.state.not_in(UNSETTLED)
    count = await tx.write(
        delete(deliveries).where(
            deliveries.c.story_id.is_(None), settled, deliveries.c.created_at < articles_before
        )
    )
    dropped = await tx.write(
        delete(traces).where(traces.c.article_id.is_(None), traces.c.at < dropped_before)
    )
    keys = 0
    if keys_before is not None:
        keys = await tx.write(delete(identities).where(identities.c.at < keys_before))
    lines = 0
    if lines_before is not None:
        lines = await tx.write(delete(outlet_lines).where(outlet_lines.c.at < lines_before))
    named = exists().where(mentions.c.entity_id == entities.c.id)
    await tx.write(delete(entities).where(~named))
    return Pruned(delivery_count=count, trace_count=dropped, key_count=keys, line_count=lines)


async def _delete(
    tx: Transaction, table: Table, column: ColumnElement[int], keys: Sequence[int]
) -> int:
    return await tx.write(delete(table).where(column.in_(keys))) if keys else 0
