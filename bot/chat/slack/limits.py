"""Waits that Slack asked for: a call it limited is not made again before its time, by anybody.

One message's 429 is every message's of that channel: a second one sent into the wait would be
refused too, and Slack counts it against the app.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot.domain.errors import DeliveryDeferredError
from bot.ports import Clock

MAX_REMEMBERED = 500


class Limits:
    """Remembers until when a method may not be called for a channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], datetime] = {}

    @contextmanager
    def kept(self, method: str, channel: str) -> Iterator[None]:
        """Let a call be made, and remember the wait that Slack answers it with.

        Raises DeliveryDeferredError with what is left of a wait, before the call.
        """
        call = (method, channel)
        left = self._until.get(call, self._clock.now()) - self._clock.now()
        if left.total_seconds() > 0:
            raise DeliveryDeferredError(
                f"{method} to {channel}: waiting as Slack asked", retry_after=left
            )
        self._until.pop(call, None)
        try:
            yield
        except DeliveryDeferredError as error:
            # A connection that did not open names no wait.
            if isinstance(error.__cause__, SlackApiError):
                self._until[call] = self._clock.now() + error.retry_after
            if len(self._until) > MAX_REMEMBERED:
                self._until.pop(next(iter(self._until)))
            raise
