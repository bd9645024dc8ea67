"""The canary: a port that nobody may ever connect to; each connection is counted."""

from __future__ import annotations

import asyncio


class Canary:
    """Listens on IPv4 and IPv6 loopback at one port."""

    def __init__(self) -> None:
        self.hits = 0
        self.port = 0
        self._servers: list[asyncio.Server] = []

    async def start(self) -> None:
        first = await asyncio.start_server(self._sing, "127.0.0.1", 0)
        self.port = first.sockets[0].getsockname()[1]
        self._servers.append(first)
        try:
            self._servers.append(await asyncio.start_server(self._sing, "::1", self.port))
        except OSError:
            return  # a machine without IPv6

    async def stop(self) -> None:
        for server in self._servers:
            server.close()
            await server.wait_closed()

    async def _sing(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nCANARY")
        writer.close()
        await writer.wait_closed()
