"""Headers: what a server says besides its document, read with distrust."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.domain.feeds import MAX_BACKOFF

#: Longer digits are absurd, and would be slow to turn into numbers.
LONGEST_NUMBER = 12


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return Retry-After (RFC 9110, 10.2.3) as a wait between nothing and a day."""
    if value is None:
        return None
    wait = _seconds(value)
    if wait is None:
        at = _date(value)
        wait = None if at is None else at - now
    return None if wait is None else min(max(wait, timedelta(0)), MAX_BACKOFF)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """Return how much of Cache-Control's max-age is left (RFC 9111, 4.2), at most a day."""
    directives = [part.strip().lower() for part in headers.get("cache-control", "").split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        age = _seconds(value.strip('" ')) if name.strip() == "max-age" else None
        if age is not None:
            spent = _seconds(headers.get("age", "")) or timedelta(0)
            return min(max(age - spent, timedelta(0)), MAX_BACKOFF)
    return None


def media_type(value: str | None) -> tuple[str, str | None]:
    """Return media type and charset of a Content-Type; an empty type when none was given."""
    kind, *parameters = (value or "").split(";")
    for parameter in parameters:
        name, _, charset = parameter.partition("=")
        if name.strip().lower() == "charset" and charset.strip(" '\""):
            return kind.strip().lower(), charset.strip(" '\"").lower()
    return kind.strip().lower(), None


def validator(value: str | None) -> str | None:
    """Return a validator we may send back; None for what would break a header line."""
    return value if value and len(value) <= 1024 and value.isprintable() else None


def served_at(value: str | None) -> datetime | None:
    """Return what time a server says it is (Date); None for what cannot be read."""
    return _date(value) if value else None


def _seconds(text: str) -> timedelta | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) > LONGEST_NUMBER:
        return MAX_BACKOFF
    return min(timedelta(seconds=int(text)), timedelta(days=36500))


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None
