"""The web room: open only when PORT is set.

Health and figures are for everybody, deliveries are signed, and the two pages of an installation
exist only where the operators let other workspaces install the app (docs/decisions/0065).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bot.domain.errors import ConfigError, Fault, OutsideError
from bot.ports import ChatApp
from bot.web.metrics import MEDIA_TYPE, Gauge, as_text

log = logging.getLogger(__name__)

#: Counts what monitoring reads; raises what the archive raises.
Gauges = Callable[[], Awaitable[Sequence[Gauge]]]

#: Slack's deliveries are far below; what is larger is read no further.
LARGEST_BODY = 1024 * 1024
#: How long a request under way may take to its end when the bot stops.
GOODBYE = 3.0


@runtime_checkable
class TakesHttp(Protocol):
    """A platform that can be reached over HTTP."""

    async def handle_http(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed delivery of the platform."""
        ...


class Pages(Protocol):
    """The two ends of an installation."""

    async def begin(self, request: web.Request) -> web.StreamResponse: ...

    async def finish(self, request: web.Request) -> web.StreamResponse: ...


@runtime_checkable
class TakesInstallations(Protocol):
    """A platform whose app other workspaces may install."""

    @property
    def installing(self) -> Pages | None:
        """The pages; None where the operators have not set them up."""
        ...


@asynccontextmanager
async def open_web(port: int, chats: Sequence[ChatApp], gauges: Gauges) -> AsyncIterator[None]:
    """Serve `/healthz`, `/metrics`, `/slack/events` and, where set up, an installation's pages.

    Requests under way at the end are answered. Raises ConfigError when the port is taken.
    """
    under_way = _UnderWay()
    app = _application(chats, gauges, under_way)
    runner = web.AppRunner(app, access_log=None, logger=_server_log(), shutdown_timeout=GOODBYE)
    await runner.setup()
    site = web.TCPSite(runner, port=port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        # The library's own words quote the address again.
        words = os.strerror(error.errno) if error.errno else error.strerror
        reason = f"PORT={port} cannot be opened ({words}). Choose a free port."
        raise ConfigError([Fault(file="environment", line=None, reason=reason)]) from error
    try:
        yield
    finally:
        # The library cuts off a body that is still coming in, once the cleanup has begun.
        await site.stop()
        await under_way.end(GOODBYE)
        await runner.cleanup()


def _application(chats: Sequence[ChatApp], gauges: Gauges, under_way: _UnderWay) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[under_way.counted, _plain])

    async def healthz(_: web.Request) -> web.Response:
        troubles = [f"{chat.platform}: {chat.trouble}" for chat in chats if chat.trouble]
        return web.Response(text="\n".join(troubles) or "ok", status=503 if troubles else 200)

    async def metrics(_: web.Request) -> web.Response:
        try:
            page = as_text(await gauges())
        except OutsideError:
            # The reason may quote an address; the log has it.
            log.exception("metrics not read")
            raise web.HTTPServiceUnavailable from None
        return web.Response(body=page.encode("utf-8"), headers={"Content-Type": MEDIA_TYPE})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    for chat in chats:
        if isinstance(chat, TakesHttp):
            app.router.add_post(f"/{chat.platform}/events", chat.handle_http)
        pages = chat.installing if isinstance(chat, TakesInstallations) else None
        if pages is not None:
            app.router.add_get(f"/{chat.platform}/install", pages.begin)
            app.router.add_get(f"/{chat.platform}/oauth_redirect", pages.finish)
    return app


class _UnderWay:
    """Counts the requests whose answer is still to come."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @web.middleware
    async def counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Count a request until its answer is made."""
        self._count += 1
        self._none.clear()
        try:
            return await handler(request)
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def end(self, patience: float) -> None:
        """Wait until there are none, for at most `patience` seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._none.wait(), patience)


@web.middleware
async def _plain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Say nothing of what serves here, and of a refusal only its status."""
    try:
        response = await handler(request)
    except web.HTTPException as refused:
        response = web.Response(status=refused.status, headers=_allowed(refused))
    response.headers["Server"] = "nutgraf"
    return response


def _allowed(refused: web.HTTPException) -> dict[str, str]:
    """Keep the one header that a refusal must have: which methods there are."""
    return {"Allow": refused.headers["Allow"]} if "Allow" in refused.headers else {}


def _server_log() -> logging.Logger:
    """Return the library's log without what strangers send that is no HTTP: it answers 400."""
    server = logging.getLogger("bot.web.library")
    if not server.filters:
        server.addFilter(_is_ours)
    return server


def _is_ours(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)
