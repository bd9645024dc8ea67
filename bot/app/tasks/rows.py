"""Rows: what users' files hold, field by field, and the values that go back into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.domain.entities import Entity, EntityId, Mention
from bot.text.prose.dates import parse_published

Row = dict[str, Any]
Task = Callable[[Row], Mapping[str, Any]]

#: Undated rows of a stream stand at one moment, so that none of them outlives another.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def text_in(row: Mapping[str, Any], key: str) -> str:
    """Return a field's text, empty when it is absent. Raises TypeError when it is no text."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def date_in(row: Mapping[str, Any]) -> datetime | None:
    """Return the row's `date`; None when it is absent or cannot be read."""
    return parse_published(text_in(row, "date") or None)


def as_iso(at: datetime | None) -> str | None:
    """Return a time as UTC ISO 8601 with a Z, as feeds and scorers write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def as_number(value: Decimal) -> int | float:
    """Return a figure's value as JSON writes numbers."""
    return int(value) if value == value.to_integral_value() else float(value)


def entities_of(mentions: Iterable[Mention]) -> list[Row]:
    """Return each entity once, with the words that first name it."""
    shown: dict[EntityId, Row] = {}
    for mention in mentions:
        shown.setdefault(mention.entity.id, _entity(mention.entity, mention.surface))
    return list(shown.values())


def _entity(entity: Entity, surface: str) -> Row:
    row: Row = {"type": entity.kind.value, "name": entity.name, "surface": surface}
    return {**row, "role": entity.role} if entity.role else row
