"""The outbox on a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.domain.articles import StoryId
from bot.domain.delivery import (
    ChannelRef,
    Delivery,
    DeliveryKey,
    DeliveryKind,
    DeliveryState,
    Platform,
    RouteId,
)
from bot.ports import QueueState
from storage.leasing import LEASABLE, LEASED, OWED, channel_order, taken
from storage.records import Record
from storage.tables import channels, deliveries
from storage.transaction import Transaction

DELIVERIES = Record(Delivery, deliveries, story="story_id")

#: What names a channel in both tables.
_KEYS = ("platform", "workspace", "target")
_OLDEST = (deliveries.c.created_at, deliveries.c.number)


class SqlDeliveries:
    """`Deliveries` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def owe(self, delivery: Delivery) -> bool:
        await self._tx.write(
            self._tx.insert_new(channels),
            [_channel(delivery.channel)],
        )
        statement = self._tx.insert(deliveries).values(_row(delivery))
        return bool(
            await self._tx.claim(
                statement.on_conflict_do_nothing(index_elements=[deliveries.c.key]).returning(
                    deliveries.c.number
                )
            )
        )

    async def lease(self, now: datetime, until: datetime, *, limit: int) -> Sequence[Delivery]:
        """Take due deliveries; an owed one is marked sending since `now`.

        One whose lease ran out keeps the time of its last attempt, from which the wait before
        looking into the channel is counted.
        """
        rows: list[Row[Any]] = []
        for channel in await self._tx.claim(_free_channels(now, limit)):
            # Asked again behind the channel's lock: another worker may have just let go of it.
            due = and_(_of(channel), _due(now), ~_busy(now))
            rows += await self._tx.rows(select(deliveries).where(due).order_by(*_OLDEST).limit(1))
        rows.sort(key=lambda row: (row.created_at, row.number))
        leased = [taken(DELIVERIES.value(row), now, until) for row in rows]
        for delivery in leased:
            await self.save(delivery)
        return leased

    async def save(self, delivery: Delivery) -> None:
        changed = update(deliveries).where(deliveries.c.key == delivery.key)
        if not await self._tx.write(changed.values(_row(delivery))):
            raise LookupError(f"delivery {delivery.key} is not stored")

    async def get(self, key: DeliveryKey) -> Delivery | None:
        return await self._one(select(deliveries).where(deliveries.c.key == key))

    async def root(self, story: StoryId, route: RouteId) -> Delivery | None:
        return await self._one(
            select(deliveries)
            .where(
                deliveries.c.story_id == story,
                deliveries.c.route == route,
                deliveries.c.kind == DeliveryKind.ROOT.value,
            )
            .order_by(deliveries.c.created_at.desc(), deliveries.c.number.desc())
        )

    async def of_story(self, story: StoryId) -> Sequence[Delivery]:
        rows = await self._tx.rows(
            select(deliveries).where(deliveries.c.story_id == story).order_by(*_OLDEST)
        )
        return [DELIVERIES.value(row) for row in rows]

    async def sent_since(self, route: RouteId, since: datetime) -> int:
        counted = (DeliveryKind.ROOT.value, DeliveryKind.DIGEST.value)
        return int(
            await self._tx.scalar(
                select(func.count())
                .select_from(deliveries)
                .where(
                    deliveries.c.route == route,
                    deliveries.c.sent_at >= since,
                    deliveries.c.kind.in_(counted),
                    deliveries.c.state == DeliveryState.SENT.value,
                )
            )
        )

    async def refuse_channel(self, channel: ChannelRef, reason: str) -> int:
        """Mark a channel's owed deliveries refused, and lease none of it until it is resumed.

        What is under way or uncertain stays so: whether it was posted is still to be found out.
        """
        await self._mark_channel(channel, reason)
        return await self._tx.write(
            update(deliveries)
            .where(_in(channel), deliveries.c.state == DeliveryState.OWED.value)
            .values(state=DeliveryState.REFUSED.value, last_error=reason)
        )

    async def resume_channel(self, channel: ChannelRef, now: datetime) -> int:
        """Owe a channel's refused deliveries again: now, or later when they were due later."""
        await self._mark_channel(channel, None)
        due_at = case((deliveries.c.due_at > now, deliveries.c.due_at), else_=now)
        return await self._tx.write(
            update(deliveries)
            .where(_in(channel), deliveries.c.state == DeliveryState.REFUSED.value)
            .values(
                state=DeliveryState.OWED.value, due_at=due_at, leased_until=None, last_error=None
            )
        )

    async def queues(self) -> Sequence[QueueState]:
        """Return the queues; what is being sent counts as owed."""
        counted = _counts()
        errors = _newest_errors()
        rows = await self._tx.rows(
            select(channels, counted, errors.c.last_error)
            .outerjoin(counted, _same_channel(counted))
            .outerjoin(errors, _same_channel(errors)),
            slow=True,
        )
        return sorted(
            (_queue(row) for row in rows),
            key=lambda queue: channel_order(queue.channel),
        )

    async def _one(self, statement: Select[Any]) -> Delivery | None:
        row = await self._tx.row(statement.limit(1))
        return None if row is None else DELIVERIES.value(row)

    async def _mark_channel(self, channel: ChannelRef, reason: str | None) -> None:
        await self._tx.write(
            self._tx.upsert(channels),
            [{**_channel(channel), "refused_because": reason}],
        )


def _row(delivery: Delivery) -> dict[str, Any]:
    return {**DELIVERIES.row(delivery), **_channel(delivery.channel)}


def _channel(channel: ChannelRef) -> dict[str, str]:
    return {
        "platform": channel.platform.value,
        "workspace": channel.workspace or "",
        "target": channel.target,
    }


def _free_channels(now: datetime, limit: int) -> Select[Any]:
    due = and_(_same_channel(deliveries), _due(now))
    # Two workers never hold one channel's row; who comes second takes other channels.
    return (
        select(channels)
        .where(
            channels.c.refused_because.is_(None),
            exists().where(due),
            ~exists().where(
                _same_channel(deliveries),
                deliveries.c.state.in_(LEASED),
                deliveries.c.leased_until > now,
            ),
        )
        .order_by(
            select(func.min(deliveries.c.created_at)).where(due).scalar_subquery(),
            select(func.min(deliveries.c.number)).where(due).scalar_subquery(),
        )
        .limit(limit)
        .with_for_update(skip_locked=True, of=channels)
    )


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(
        deliveries.c.state.in_(LEASABLE),
        deliveries.c.due_at <= now,
        or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now),
    )


def _busy(now: datetime) -> ColumnElement[bool]:
    other = deliveries.alias("other")
    return exists().where(
        _is_channel(other, deliveries),
        other.c.state.in_(LEASED),
        other.c.leased_until > now,
    )


def _of(channel: Row[Any]) -> ColumnElement[bool]:
    return and_(*(deliveries.c[name] == getattr(channel, name) for name in _KEYS))


def _in(channel: ChannelRef) -> ColumnElement[bool]:
    return and_(*(deliveries.c[name] == value for name, value in _channel(channel).items()))


def _same_channel(other: Any) -> ColumnElement[bool]:
    return _is_channel(other, channels)


def _is_channel(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in _KEYS))


def _counts() -> Subquery:
    state = deliveries.c.state
    owed = state.in_(OWED)
    return (
        select(
            *(deliveries.c[name] for name in _KEYS),
            func.count().filter(owed).label("owed_count"),
            func.count().filter(state == DeliveryState.UNCERTAIN.value).label("uncertain_count"),
            func.count().filter(state == DeliveryState.REFUSED.value).label("refused_count"),
            func.count().filter(state == DeliveryState.SENT.value).label("sent_count"),
            func.min(case((owed, deliveries.c.created_at))).label("oldest_owed_at"),
            func.max(deliveries.c.sent_at).label("last_sent_at"),
        )
        .group_by(*(deliveries.c[name] for name in _KEYS))
        .subquery()
    )


def _newest_errors() -> Subquery:
    """The error of each channel's newest delivery that failed and is still to be sent."""
    failed = and_(deliveries.c.last_error.is_not(None), deliveries.c.state.in_(LEASABLE))
    newest = (
        select(func.max(deliveries.c.number))
        .where(failed)
        .group_by(*(deliveries.c[name] for name in _KEYS))
    )
    return select(deliveries).where(deliveries.c.number.in_(newest)).subquery()


def _queue(row: Row[Any]) -> QueueState:
    return QueueState(
        channel=ChannelRef(
            platform=Platform(row.platform), target=row.target, workspace=row.workspace or None
        ),
        owed_count=row.owed_count or 0,
        uncertain_count=row.uncertain_count or 0,
        refused_count=row.refused_count or 0,
        sent_count=row.sent_count or 0,
        oldest_owed_at=row.oldest_owed_at,
        last_sent_at=row.last_sent_at,
        last_error=row.refused_because or row.last_error,
    )
