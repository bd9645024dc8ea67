"""A server of hostile feeds on loopback, with a canary beside it.

    python -m tests.fakes.hostile_feeds --port 8902

serves every case under its path and lists them under `/`; `/_log` gives the requests and the
canary's hits as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.canary import Canary
from tests.fakes.hostile import content, identity, redirects, transfer
from tests.fakes.hostile.exchange import CASES, GOOD, Exchange, Visit

#: Imported for the cases they register.
GROUPS = (content, identity, redirects, transfer)


class HostileServer:
    """Serves the catalogue; `log` holds every request, `canary.hits` every breach."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self.log: list[Visit] = []
        self.counts: Counter[str] = Counter()
        self.memory: dict[str, Any] = {}
        self.canary = Canary()
        self.in_flight = self.most_in_flight = 0
        self._server: asyncio.Server | None = None
        self._scheme = "http"
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def base(self) -> str:
        return f"{self._scheme}://{self.host}:{self.port}"

    def url(self, path: str) -> str:
        return self.base + path

    def visits(self, path: str) -> list[Visit]:
        return [visit for visit in self.log if urlsplit(visit.target).path == path]

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        await self.canary.start()
        self._scheme = "https" if tls else "http"
        self._server = await asyncio.start_server(
            self._serve, self.host, self.port, ssl=tls, limit=1 << 20
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        await self.canary.stop()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        except asyncio.CancelledError:
            pass  # the server stops; a handler that stays cancelled would be logged
        finally:
            self.in_flight -= 1
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        self.log.append(Visit(method=method, target=target, headers=headers))
        parts = urlsplit(target)
        self.counts[parts.path] += 1
        exchange = Exchange(
            method=method,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers=headers,
            reader=reader,
            writer=writer,
            base=self.base,
            canary_port=self.canary.port,
            counts=self.counts,
            memory=self.memory,
        )
        await self._dispatch(exchange)

    async def _dispatch(self, exchange: Exchange) -> None:
        if exchange.path == "/_log":
            rows = [visit.__dict__ for visit in self.log]
            report = {"canary_hits": self.canary.hits, "requests": rows}
            await exchange.answer(json.dumps(report), kind="application/json")
        elif exchange.path in CASES:
            await CASES[exchange.path](exchange)
        elif exchange.path.startswith("/redirect-to-"):
            await redirects.to_named_host(exchange)
        elif exchange.path == "/":
            rows = [f"{path}: {(case.__doc__ or '').strip()}" for path, case in CASES.items()]
            await exchange.answer("\n".join(rows), kind="text/plain")
        elif exchange.path == "/good":
            await exchange.answer(GOOD)
        else:
            await exchange.answer("no such case", status=404, kind="text/plain")


@contextlib.asynccontextmanager
async def open_hostile_server() -> AsyncIterator[HostileServer]:
    """Serve the catalogue for a test."""
    server = HostileServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def _run(port: int) -> None:
    server = HostileServer(port=port)
    await server.start()
    print(f"{server.base}/ canary on port {server.canary.port}", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8902)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args().port))
