"""Calls to Discord's REST interface through the library's client, with our own patience.

The library waits out a 429 for up to five times 30 seconds and repeats a call that got a 5xx. A
delivery must not hold up all others that long, and not every call may be repeated, so both come
back as errors; what is exhausted is remembered, and nobody calls into it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.chat.discord.failures import (
    DEFAULT_WAIT,
    LONGEST_WAIT,
    LimitedError,
    ServerTroubleError,
)
from bot.domain.errors import DeliveryDeferredError
from bot.ports import Clock

Json = dict[str, Any]

CALL_TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)
#: Ten megabytes over a slow line.
UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=120, sock_connect=5)
#: A ban by Cloudflare lasts minutes to an hour and gets longer when it is ignored.
BANNED_WAIT = timedelta(minutes=5)
#: Before the second try of a call that may be repeated.
SECOND_TRY = timedelta(seconds=1)
MAX_GATES = 500


class Wire:
    """The client of the moment, and until when which channel must not be called."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._client: discord.Client | None = None
        self._closed_until: dict[str, datetime] = {}

    @property
    def client(self) -> discord.Client | None:
        """The client that is logged in; None while nobody is."""
        return self._client

    def use(self, client: discord.Client | None) -> None:
        """Call through this client from now on."""
        self._client = client

    async def call(self, route: Route, body: object = None, *, repeatable: bool) -> Any:
        """Return the parsed answer; a call that is `repeatable` is tried twice after a 5xx.

        Raises what `failures.translated` understands.
        """
        try:
            return await self._once(route, body)
        except ServerTroubleError:
            if not repeatable:
                raise
        await self._clock.sleep(SECOND_TRY)
        return await self._once(route, body)

    async def answer(
        self, route: Route, body: object, *, form: Iterable[Json] | None = None, repeatable: bool
    ) -> Any:
        """Return the parsed answer of an interaction's webhook, which has limits of its own.

        `form` holds the body and its files as the parts of a form. The library waits out a limit;
        it repeats the call after a 5xx only when it may.
        """
        client = self._logged_in()
        content: Json = {"json": body} if form is None else {"form": form}
        if not repeatable:
            content["raise_for_status"] = _once_only
        timeout = CALL_TIMEOUT if form is None else UPLOAD_TIMEOUT
        return await client.http.request(route, timeout=timeout, **content)

    async def _once(self, route: Route, body: object) -> Any:
        client = self._logged_in()
        gates = ("", str(route.channel_id or route.guild_id or route.path))
        self._check(gates)
        content: Json = {} if body is None else {"json": body}
        try:
            answer = await client.http.request(
                route, timeout=CALL_TIMEOUT, raise_for_status=_without_patience, **content
            )
        except LimitedError as error:
            self._close(gates[0 if error.whole_platform else 1], error.wait)
            raise
        if isinstance(answer, str) and answer:
            raise ServerTroubleError("no readable answer")
        return answer

    def _logged_in(self) -> discord.Client:
        if self._client is None or self._client.is_closed():
            raise DeliveryDeferredError("Discord is not connected", retry_after=DEFAULT_WAIT)
        return self._client

    def _check(self, gates: tuple[str, str]) -> None:
        now = self._clock.now()
        for gate in gates:
            until = self._closed_until.get(gate)
            if until is not None and until > now:
                raise LimitedError(until - now, whole_platform=not gate)

    def _close(self, gate: str, wait: timedelta) -> None:
        if len(self._closed_until) >= MAX_GATES:
            self._closed_until.pop(next(iter(self._closed_until)))
        self._closed_until[gate] = self._clock.now() + wait


async def _without_patience(response: aiohttp.ClientResponse) -> None:
    """Raise for 429 and 5xx before the library sees them and waits."""
    if response.status == 429:
        raise _limit(response.headers, await response.text(errors="replace"))
    await _once_only(response)


async def _once_only(response: aiohttp.ClientResponse) -> None:
    """Raise for 5xx before the library sees it and calls again."""
    if response.status >= 500:
        await response.read()
        raise ServerTroubleError(f"status {response.status}")


def _limit(headers: Mapping[str, str], text: str) -> LimitedError:
    """Read a 429; without the header `Via` or without JSON it comes from Cloudflare, as a ban."""
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict) or "Via" not in headers:
        wait = max(_seconds(headers.get("Retry-After")), BANNED_WAIT)
        return LimitedError(min(wait, LONGEST_WAIT), whole_platform=True)
    wait = _seconds(body.get("retry_after", headers.get("Retry-After")))
    return LimitedError(min(wait, LONGEST_WAIT), whole_platform=bool(body.get("global")))


def _seconds(value: object) -> timedelta:
    """Return a wait in seconds, rounded up by 50 ms: to be early costs another 429."""
    try:
        seconds = float(value) if isinstance(value, str | int | float) else -1.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e7:  # also refuses NaN
        return DEFAULT_WAIT
    return timedelta(seconds=seconds + 0.05)
