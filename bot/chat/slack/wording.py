"""What Slack alone needs of foreign words, addresses and times."""

from __future__ import annotations

from datetime import UTC, datetime


def escape(text: str) -> str:
    """Return the text for a field that Slack parses: mentions and links in it stay letters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def moment(at: datetime) -> str:
    """Return a time for readers whose client cannot show it in their own zone."""
    utc = at.astimezone(UTC)
    return f"{utc:%b} {utc.day}, {utc:%Y, %H:%M} UTC"
