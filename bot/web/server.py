"""The web room: open only when PORT is set; everything but health is signed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from aiohttp import web

from bot.domain.errors import ConfigError, Fault
from bot.ports import ChatApp


@runtime_checkable
class TakesHttp(Protocol):
    """A platform that can be reached over HTTP."""

    async def handle_http(self, request: web.Request) -> web.StreamResponse:
        """Answer a signed delivery of the platform."""
        ...


@asynccontextmanager
async def open_web(port: int, chats: Sequence[ChatApp]) -> AsyncIterator[None]:
    """Serve `/healthz` and, for Slack over HTTP, `/slack/events`.

    Raises ConfigError when the port is taken.
    """
    app = web.Application(client_max_size=1024 * 1024)

    async def healthz(_: web.Request) -> web.Response:
        troubles = [f"{chat.platform}: {chat.trouble}" for chat in chats if chat.trouble]
        return web.Response(text="\n".join(troubles) or "ok", status=503 if troubles else 200)

    app.router.add_get("/healthz", healthz)
    for chat in chats:
        if isinstance(chat, TakesHttp):
            app.router.add_post(f"/{chat.platform}/events", chat.handle_http)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=port).start()
    except OSError as error:
        await runner.cleanup()
        reason = f"PORT={port} cannot be opened ({error.strerror}). Choose a free port."
        raise ConfigError([Fault(file="environment", line=None, reason=reason)]) from error
    try:
        yield
    finally:
        await runner.cleanup()
