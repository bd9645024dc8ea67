"""Moments: times in words that are kept, and how they are read on somebody's clock.

Reasons are written once and read by many (`why`, `audit`): they are kept in UTC, with the date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

_FORM = "%Y-%m-%d %H:%M"
_KEPT = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b", re.ASCII)


def kept_time(moment: datetime) -> str:
    """Return a time as kept words have it; `local_times` finds it there."""
    return f"{moment.astimezone(UTC):{_FORM}} UTC"


def shown_time(moment: datetime, zone: tzinfo) -> str:
    """Return a time for print, with the name of its zone."""
    return f"{moment.astimezone(zone):{_FORM} %Z}"


def local_times(text: str, zone: tzinfo) -> str:
    """Return kept words with their times on the clock of `zone`; what is no time stays."""
    return _KEPT.sub(lambda found: _local(found[1], zone) or found[0], text)


def _local(time: str, zone: tzinfo) -> str | None:
    try:
        return shown_time(datetime.strptime(time, _FORM).replace(tzinfo=UTC), zone)
    except (ValueError, OverflowError):
        return None
