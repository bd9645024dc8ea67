"""What the values of feeds.yaml look like: spans, times of day, zones, addresses, states, names."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.text.asking.rules import fault_of

_SPAN = re.compile(r"(\d{1,5})(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _span(value: object) -> timedelta:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no span; write minutes, hours or days: 15m, 48h, 5d")
    span: timedelta = _UNITS[found.group(2)] * int(found.group(1))
    return span


def _interval(value: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= value <= timedelta(hours=24):
        raise ValueError("an interval lies between 1m and 24h")
    return value


def _clock_time(value: object) -> time:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no time of day; write it in quotes, as in "07:30"')
    return time(int(found.group(1)), int(found.group(2)))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(
            f"{value!r} is no time zone; use a name such as America/New_York"
        ) from error
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{value!r} is no web address; it starts with https:// or http://")
    if parts.username or parts.password:
        raise ValueError("an address may not carry a user name or password")
    return value


def _expression(value: str) -> str:
    fault = fault_of(value)
    if fault is not None:
        raise ValueError(f"{value!r} {fault}")
    return value


def _state(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError(f"{value!r} is no two-letter state; write IL, NY, or US for all")
    return value


def _days(value: object) -> frozenset[int]:
    days: set[int] = set()
    for item in value if isinstance(value, list) else [value]:
        first, dash, last = str(item).lower().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise ValueError(f"{item!r} is no weekday; write mon, or mon-fri")
        start = WEEKDAYS.index(first)
        end = WEEKDAYS.index(last) if dash else start
        days.update((start + i) % 7 for i in range((end - start) % 7 + 1))
    return frozenset(days)


_SPAN_SCHEMA = {"type": "string", "pattern": r"^\d{1,5}[mhd]$"}
_CLOCK_SCHEMA = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
Span = Annotated[timedelta, BeforeValidator(_span), WithJsonSchema(_SPAN_SCHEMA)]
Interval = Annotated[
    timedelta, BeforeValidator(_span), AfterValidator(_interval), WithJsonSchema(_SPAN_SCHEMA)
]
ClockTime = Annotated[time, BeforeValidator(_clock_time), WithJsonSchema(_CLOCK_SCHEMA)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Expression = Annotated[str, AfterValidator(_expression)]
State = Annotated[str, AfterValidator(_state)]
Days = Annotated[
    frozenset[int],
    BeforeValidator(_days),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class Strict(BaseModel):
    """A mapping of the file: no unknown keys, no conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
