"""A server on a free port of this machine, for as long as a block lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web


class Served:
    """A fake that is a server of its own; `app` says what it answers."""

    async def start(self, port=0, host="127.0.0.1"):
        self.runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=0.5)
        await self.runner.setup()
        site = web.TCPSite(self.runner, host, port)
        await site.start()
        self.base = f"http://{host}:{site._server.sockets[0].getsockname()[1]}"
        return self.base

    async def stop(self):
        await self.runner.cleanup()


@asynccontextmanager
async def served(
    path: str, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> AsyncIterator[str]:
    """Answer GET requests of a path; yield the server's address without a slash at its end."""
    app = web.Application()
    app.router.add_get(path, answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
